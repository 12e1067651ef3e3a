"""What happens with a block of learning time: planned, decided about, taken away."""

from datetime import date, timedelta

from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action, part_of_an_action
from bloei.learning.models import Participation
from bloei.people.models import Person
from bloei.planning import giving_back, messages
from bloei.planning.blocks import obstacles, steps
from bloei.planning.blocks.obstacles import Obstacle, Wish
from bloei.planning.blocks.steps import InTheWay, NoStep
from bloei.planning.events import BlockEnded, BlockRefused, TimePlanned
from bloei.planning.models import Cover, LearningBlock, Series
from bloei.planning.rosters import at_work
from bloei.planning.rules import Origin, State
from bloei.planning.spans import Span

ANSWER_WITHIN = timedelta(days=7)


class NotAboutOneself(Exception):
    """Nobody decides about themselves."""


class ReasonNeeded(Exception):
    """Who refuses, takes away or did not learn says why."""


@action(creates=LearningBlock)
def plan_block(
    person: Person,
    *,
    span: Span,
    title: str = "",
    participation: Participation | None = None,
    origin: Origin = Origin.HAND,
    series: Series | None = None,
    series_on: date | None = None,
    why: str = "",
    only_inside: bool = False,
    today: date,
    key: str,
    by: Person,
) -> LearningBlock:
    """Fix a block of learning time, or ask for it where only the manager can say yes.

    `span` is naive local wall time, half open, on the half hour. Raises InTheWay for what
    cannot be at all: another time is needed; with `only_inside` also for what must be asked.
    """
    wish = Wish(person, span, participation)
    steps.check_time(wish, today)
    steps.hold(person, span)
    outside = steps.look(wish, today)
    if outside and only_inside:
        raise InTheWay(outside)
    block = _fixed_or_asked(wish, outside, today)
    block.origin, block.series, block.series_on, block.why = origin, series, series_on, why
    block.title = title or (participation.offer.title[:120] if participation else "")
    steps.stand(block, today, by)
    audit.record(f"block.{block.state}", block, by=by, fields=["during"])
    _tell_new(block, by)
    return block


def _fixed_or_asked(wish: Wish, outside: list[Obstacle], today: date) -> LearningBlock:
    """Return a new block, not kept yet: fixed, or asked for what it is `outside` of."""
    taking_part = wish.participation
    return LearningBlock(
        person=wish.person,
        during=(at_work.aware(wish.span.start), at_work.aware(wish.span.until)),
        state=State.ASKED if outside else State.AGREED,
        participation=taking_part,
        is_mandatory=taking_part is not None and taking_part.is_mandatory,
        outside=[one.why.value for one in outside],
        decide_by=today + ANSWER_WITHIN if outside else None,
        made_at=clock.now(),
        changed_at=clock.now(),
    )


@action
def accept_proposal(block: LearningBlock, *, today: date, by: Person) -> LearningBlock:
    """Fix a proposal of the planner, when it still fits. Raises NoStep, InTheWay."""
    steps.hold(block.person, at_work.span_of(block.during))
    block = steps.locked(block, State.AGREED)
    if block.state != State.PROPOSED:
        raise NoStep(block.state, State.AGREED)
    span = at_work.span_of(block.during)
    if found := obstacles.obstacles(Wish(block.person, span, block.participation), today):
        raise InTheWay(found)
    block.state = State.AGREED
    steps.stand(block, today, by)
    audit.record("block.agreed", block, by=by, fields=["state"])
    _tell_new(block, by)
    return block


@action
def decline_proposal(block: LearningBlock, *, by: Person) -> LearningBlock:
    """Say that a proposal does not suit."""
    return steps.end(steps.locked(block, State.DECLINED), State.DECLINED, by)


@action
def decide_block(
    block: LearningBlock,
    *,
    agree: bool,
    answer: str = "",
    instead: Span | None = None,
    today: date,
    by: Person,
) -> LearningBlock:
    """Agree to what was asked outside the rules, or refuse with a reason and another moment.

    Raises NotAboutOneself, NoStep, ReasonNeeded, InTheWay (also a manager breaks no minimum).
    """
    if by.pk == block.person_id:
        raise NotAboutOneself
    if agree:
        steps.hold(block.person, at_work.span_of(block.during))
    elif instead:
        steps.check_time(Wish(block.person, instead), today)
    block = steps.locked(block, State.AGREED if agree else State.REFUSED)
    if block.state != State.ASKED:
        raise NoStep(block.state, State.AGREED)
    block.answer, block.decided_by = answer, by
    if agree:
        _agree(block, today, by)
    elif answer and instead:
        _refuse(block, instead, today, by)
    else:
        raise ReasonNeeded
    messages.tell_decision(block, by)
    return block


@part_of_an_action
def _agree(block: LearningBlock, today: date, by: Person) -> None:
    span = at_work.span_of(block.during)
    if hard := steps.walls(obstacles.obstacles(steps.wish_of(block, span), today)):
        raise InTheWay(hard)
    block.state, block.changed_at = State.AGREED, clock.now()
    block.save()
    audit.record("block.agreed", block, by=by, fields=["state"])
    events.publish(TimePlanned(block.pk))


@part_of_an_action
def _refuse(block: LearningBlock, instead: Span, today: date, by: Person) -> None:
    block.instead = (at_work.aware(instead.start), at_work.aware(instead.until))
    steps.end(block, State.REFUSED, by, today)
    events.publish(BlockRefused(block.pk))


@action
def cancel_block(block: LearningBlock, *, today: date, by: Person) -> LearningBlock:
    """Take one's own block away before it begins; what was kept apart goes back.

    So does the shift that a colleague took over for it.
    Raises NoStep. Somebody else cannot: they ask to move it (`moves.ask_to_move`).
    """
    steps.hold_covers(Cover.objects.filter(block=block))
    block = steps.locked(block, State.CANCELLED)
    if block.state == State.AGREED and block.starts_at <= clock.now():
        raise NoStep(block.state, State.CANCELLED)
    was_fixed = block.state == State.AGREED
    block.sequence += 1
    steps.end(block, State.CANCELLED, by, today)
    giving_back.give_back(block, today, by)
    events.publish(BlockEnded(block.pk))
    if was_fixed:
        messages.tell_taken_out(block)
    return block


def _tell_new(block: LearningBlock, by: Person) -> None:
    if block.series_id is None:  # of a series all is told at once
        events.publish(TimePlanned(block.pk))
        messages.tell_planned(block, by)
