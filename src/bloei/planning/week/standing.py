"""What stands in the week when the roster under it changes.

A block takes nothing away on a day on which its owner does not work. So a roster that makes it a
working day afterwards is looked at again: else anybody could learn past every minimum.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from bloei.foundation import clock
from bloei.people.models import Person, Unit, UnitClosure
from bloei.planning import rules, spans
from bloei.planning.blocks import steps
from bloei.planning.models import ClosingDay, LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Roster
from bloei.planning.solver.roster import roster_of
from bloei.planning.solver.slots import each
from bloei.planning.spans import DAY
from bloei.planning.staffing import enough, instances
from bloei.planning.staffing.enough import Tight

MOST_DAYS = 31  # that are told


class TooFewLeft(Exception):
    """With this roster of one's own, one's own learning time would leave too few: `tight`."""

    def __init__(self, tight: Tight):
        super().__init__(f"{tight.name} {tight.at}")
        self.tight = tight


Moments = dict[tuple[int, datetime], Tight]  # of a block and a moment in it


@contextmanager
def rechecked(person: Person, by: Person | None) -> Iterator[None]:
    """Change the roster of a person while the minimums for which they count are held.

    Raises TooFewLeft where they do it themselves and learning time of their own now leaves too
    few: planned on a day off it asked nobody. Who leads them may; the page then tells what is
    short. Nobody else's learning time refuses it: who is ill is ill.
    """
    today = clock.today()
    steps.hold_lines([person.unit_id], today - spans.DAY, horizon(today))
    is_own = by is not None and by.pk == person.pk
    before = too_few_by(person) if is_own else {}
    yield
    if is_own:
        refuse_new(before, too_few_by(person))


def refuse_new(before: Moments, after: Moments) -> None:
    """Raise TooFewLeft for moments at which too few are left that were not there before."""
    if new := [tight for at, tight in after.items() if at not in before]:
        raise TooFewLeft(min(new, key=lambda tight: tight.at))


def too_few_by(person: Person) -> Moments:
    """Return where blocks of a person that are not over yet leave too few, moment by moment."""
    found: Moments = {}
    for block in LearningBlock.objects.standing().filter(
        person=person, during__endswith__gt=clock.now()
    ):
        span = at_work.span_of(block.during)
        roster = at_work.sharing(person, *spans.reach(span))
        for tight in enough.too_few_in(roster, person.pk, span, without=block):
            found[block.pk, tight.at] = tight
    return found


def too_few_while_learning(units: Collection[int], first: date, last: date) -> list[Tight]:
    """Return per day and place the first moment at which too few are there while somebody learns.

    Days inclusive, at most the first 31 of them on which learning time stands.
    """
    units = at_work.cluster(units, first, last)
    learners = Person.objects.working().filter(unit__in=units)
    blocks = LearningBlock.objects.standing().filter(person__in=learners).between(first, last + DAY)
    spread = (at_work.span_of(during) for during in blocks.values_list("during", flat=True))
    days = sorted({day for span in spread for day in spans.days(span) if first <= day <= last})
    return [
        one for day in days[:MOST_DAYS] for one in _of_day(at_work.load(units, day - DAY, day), day)
    ]


def _of_day(roster: Roster, day: date) -> Iterator[Tight]:
    instance = instances.instance_of(roster)
    slots = roster_of(instance)
    grid = slots.grid
    learning: dict[str, int] = {}
    for learner in instance.learners:
        missed = grid.slots(learner.works) & grid.slots(learner.fixed)
        learning[learner.unit] = learning.get(learner.unit, 0) | missed
    first: dict[str, Tight] = {}
    for one in slots.presences:
        missed = 0
        for unit in one.line.units:
            missed |= learning.get(unit, 0)
        for slot in each(one.slots & missed) if one.to_spare < 0 else ():
            at = grid.moment(slot)
            if at.date() == day:
                name = enough.name_of(one, at, roster.minimums)
                tight = Tight(at, name, one.present, one.line.minimum)
                first[name] = min(first.get(name, tight), tight, key=lambda found: found.at)
    yield from (first[name] for name in sorted(first))


def horizon(today: date) -> date:
    """Return the last day on which learning time can stand."""
    return today + rules.FARTHEST + DAY


def closed_units(day: ClosingDay) -> set[int]:
    """Return the units that are closed on a closing day: one with all below it, or every unit."""
    if day.unit_id is None:
        return set(Unit.objects.filter(closed_on=None).values_list("pk", flat=True))
    below = UnitClosure.objects.filter(above=day.unit_id)
    return set(below.values_list("below", flat=True))
