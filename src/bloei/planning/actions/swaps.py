"""A swap in a team: a colleague takes over somebody's place, so that they can learn then."""

from datetime import date

from bloei.foundation import audit
from bloei.foundation.actions import action, part_of_an_action
from bloei.learning.models import Participation
from bloei.people.models import Person
from bloei.planning import swap_messages
from bloei.planning.access import takers_in_reach
from bloei.planning.actions.blocks import plan_block
from bloei.planning.blocks import steps, taking_over
from bloei.planning.blocks.obstacles import Obstacle, Why, Wish
from bloei.planning.models import Cover, LearningBlock
from bloei.planning.rosters import real_shifts
from bloei.planning.rosters.at_work import Worked
from bloei.planning.rules import Origin
from bloei.planning.spans import Span
from bloei.planning.week import standing


class CannotTakeOver(Exception):
    """Nobody takes over then: `obstacles` say what of `person` is in the way."""

    def __init__(self, person: Person, found: list[Obstacle]):
        super().__init__(", ".join(one.why for one in found))
        self.person, self.obstacles = person, found


class NotYourColleague(Exception):
    """Only who may change the roster of a colleague of the same unit lets them take over."""


@action(creates=LearningBlock)
def plan_with_swap(
    person: Person,
    *,
    taker: Person,
    span: Span,
    title: str = "",
    participation: Participation | None = None,
    origin: Origin = Origin.HAND,
    today: date,
    key: str,
    by: Person,
) -> LearningBlock:
    """Give a colleague a shift in the place of somebody, who learns then: both, or neither.

    Whether enough people stay is looked at with that shift. Raises CannotTakeOver,
    NotYourColleague, and InTheWay: of one's own learning time also for what must be asked, as
    nobody comes in for what may be refused.
    """
    steps.check_time(Wish(person, span, participation), today)
    if not takers_in_reach(person, by).filter(pk=taker.pk).exists():
        raise NotYourColleague
    _take_over(person, taker, span, by)
    block = plan_block(
        person, span=span, title=title, participation=participation, origin=origin,
        only_inside=by.pk == person.pk, today=today, key=key, by=by,
    )  # fmt: skip
    Cover.objects.create(block=block, taker=taker, during=block.during)
    swap_messages.tell_taken_over(taker, block, by)
    return block


@part_of_an_action
def _take_over(person: Person, taker: Person, span: Span, by: Person) -> None:
    """Add the shift; the other shifts of that day stay, as real ones if they were a pattern."""
    with standing.rechecked(taker, by):
        two = Person.objects.filter(pk__in=[person.pk, taker.pk])
        known = taking_over.known_around(two, span)
        place = taking_over.place_of(known[person.pk], span)
        if place is None:
            raise CannotTakeOver(person, [Obstacle(Why.OFF_WORK)])
        if found := taking_over.in_the_way(known[taker.pk], span):
            raise CannotTakeOver(taker, found)
        day = span.start.date()
        shifts = taking_over.shifts_with(known[taker.pk].works, Worked(span, place))
        real_shifts.write({taker.pk: shifts}, day, day)
    audit.record("shift.taken_over", taker, by=by, count=len(shifts))
