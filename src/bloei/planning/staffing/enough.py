"""Whether enough people stay when one of them learns; and where there is room to spare.

One reckoning with the planner: slots of half an hour, and presence as the planner counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bloei.planning import spans
from bloei.planning.models import LearningBlock
from bloei.planning.rosters.at_work import Minimum, Roster
from bloei.planning.rules import SLOT
from bloei.planning.solver.roster import SlotRoster as Slots
from bloei.planning.solver.roster import StaffedSlots, roster_of
from bloei.planning.solver.slots import Grid, each
from bloei.planning.spans import Span
from bloei.planning.staffing import instances


@dataclass(frozen=True)
class Tight:
    """A moment at which too few would be left: `present` counts without who wants to learn."""

    at: datetime
    name: str
    present: int
    minimum: int


class Spare(NamedTuple):
    """How many of a group can be missed from `span.start` until `span.until`.

    `present` are there by then, whoever learns already left out; `name` is the place.
    """

    span: Span
    people: int
    present: int = 0
    name: str = ""


def too_few(
    roster: Roster, person: int, span: Span, *, without: LearningBlock | None = None
) -> Tight | None:
    """Return the first moment in a span at which a minimum would break, or None."""
    found = too_few_in(roster, person, span, without=without)
    return min(found, key=lambda one: (one.at, one.present - one.minimum), default=None)


def too_few_in(
    roster: Roster, person: int, span: Span, *, without: LearningBlock | None = None
) -> list[Tight]:
    """Return the moments in a span at which a minimum would break, for each minimum.

    Where the roster itself is already under the minimum, nobody of those units may learn.
    Who is not at work then takes nothing away.
    """
    if not roster.minimums:
        return []
    instance = instances.instance_of(roster, without=without)
    slots = roster_of(instance)
    grid = slots.grid
    mine = next(
        diary
        for diary, learner in zip(slots.diaries, instance.learners, strict=True)
        if learner.id == str(person)
    )
    wanted = grid.slots(spans.outwards([span], SLOT)) & mine.present
    return [
        Tight(at, name_of(one, at, roster.minimums), one.present - 1, one.line.minimum)
        for one in slots.presences
        if mine.unit in one.line.units and one.to_spare < 1
        for at in map(grid.moment, each(one.slots & wanted))
    ]


def name_of(presence: StaffedSlots, at: datetime, minimums: Iterable[Minimum]) -> str:
    """Return how people call the place whose minimum this is."""
    units = set(presence.line.units)
    fitting = (
        one.name
        for one in minimums
        if one.minimum == presence.line.minimum
        and one.span.start <= at < one.span.until
        and units <= {str(unit) for unit in one.units}
    )
    return next(fitting, "")


def spare(roster: Roster, unit: int, slots: Slots | None = None) -> list[Spare]:
    """Return, slot by slot, how many people of a unit can be missed; of several lines the least.

    `slots` is the roster on the grid, where it was made already.
    """
    slots = slots or roster_of(instances.instance_of(roster))
    tightest: dict[int, StaffedSlots] = {}
    for one in slots.presences:
        if str(unit) in one.line.units:
            for slot in each(one.slots):
                if slot not in tightest or one.to_spare < tightest[slot].to_spare:
                    tightest[slot] = one
    names: dict[int, str] = {}
    for slot, one in tightest.items():
        if id(one) not in names:
            names[id(one)] = name_of(one, slots.grid.moment(slot), roster.minimums)
    return [
        Spare(_slot(slots.grid, slot), max(0, one.to_spare), one.present, names[id(one)])
        for slot, one in sorted(tightest.items())
    ]


def tightest(spares: Iterable[Spare], span: Span) -> Spare | None:
    """Return the half hour of a span in which the fewest can be missed; None: nobody counts."""
    inside = [one for one in spares if span.start < one.span.until and one.span.start < span.until]
    return min(inside, key=lambda one: one.people, default=None)


def _slot(grid: Grid, slot: int) -> Span:
    start = grid.moment(slot)
    return Span(start, start + SLOT)
