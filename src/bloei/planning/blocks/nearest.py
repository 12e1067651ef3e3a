"""The possible moments that lie nearest to one that is not: of every free piece of time the best.

The same length where it can be, else the longest that fits; at most one moment per free piece,
so that three moments are three real choices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bloei.planning import rules
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Roster
from bloei.planning.rules import SHORTEST, SLOT
from bloei.planning.solver.roster import Diary, roster_of
from bloei.planning.solver.roster import SlotRoster as Slots
from bloei.planning.solver.slots import between, runs
from bloei.planning.spans import Span
from bloei.planning.staffing import enough, instances
from bloei.planning.staffing.enough import Spare

BEFORE, AFTER = timedelta(days=7), timedelta(days=21)
SHORTER = timedelta(days=1)
SHOWN = 3


@dataclass(frozen=True)
class Moment:
    """A possible moment; `room` is its tightest half hour (None: no minimum holds then)."""

    span: Span
    room: Spare | None = None

    @property
    def spare(self) -> int | None:
        """Return how many more people there are than needed, oneself included."""
        return self.room.people if self.room else None


def nearest(
    wish: Wish, now: datetime, *, most: int = SHOWN, roster: Roster | None = None
) -> list[Moment]:
    """Return the possible moments nearest to a wish, nearest first; nothing lies before `now`.

    `now` is naive local time. Without a `roster` it looks from a week before to three after.
    The right to learning time is not asked: another moment takes as much of it.
    """
    day = wish.span.start.date()
    first, last = max(now.date(), day - BEFORE), day + AFTER
    if roster is None and (last < first or not rules.is_near(first, now.date())):
        return []
    roster = roster or at_work.sharing(wish.person, first, last)
    slots = roster_of(instances.instance_of(roster, without=wish.besides))
    learners = list(roster.people)
    mine = slots.diaries[learners.index(wish.person.pk)]
    free = sorted(_free(wish, slots, mine, now), key=lambda span: _distance(span, wish.span))
    real = [span for span in free if not obstacles.impossible(replace(wish, span=span), now.date())]
    spares = enough.spare(roster, wish.person.unit_id or 0, slots)
    return [Moment(span, enough.tightest(spares, span)) for span in real[:most]]


def _free(wish: Wish, slots: Slots, mine: Diary, now: datetime) -> Iterator[Span]:
    """Yield of every free piece of time the span that lies nearest to the wish."""
    grid = slots.grid
    free = mine.open
    for one in slots.presences:
        if mine.unit in one.line.units and one.to_spare < 1:
            free &= ~(one.slots & mine.present)
    free &= ~between(0, max(0, grid.slot(now) + 1))
    length, wanted = (
        grid.slot(wish.span.until) - grid.slot(wish.span.start),
        grid.slot(wish.span.start),
    )
    for first, after in runs(free):
        taken = min(length, after - first)
        if taken * SLOT >= SHORTEST:
            start = min(max(wanted, first), after - taken)
            yield Span(grid.moment(start), grid.moment(start + taken))


def _distance(span: Span, wished: Span) -> timedelta:
    """Return how far a moment is from the wish; a shorter one counts as a day further."""
    shorter = span.until - span.start < wished.until - wished.start
    return abs(span.start - wished.start) + (SHORTER if shorter else timedelta())
