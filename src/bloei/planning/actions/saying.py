"""What its owner says about how a block went: done, shorter, not at all, or that was a slip.

What was said last stands. So answers that waited on a device without a connection come to the
same, in whatever order they arrive and however often.
"""

from datetime import date, datetime

from bloei.budgets import actions as budgets
from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action, part_of_an_action
from bloei.people.models import Person
from bloei.planning import rules
from bloei.planning.actions.blocks import ReasonNeeded
from bloei.planning.blocks import obstacles, steps
from bloei.planning.blocks.obstacles import Why
from bloei.planning.blocks.steps import NoStep
from bloei.planning.events import BlockDone, BlockEnded
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State


class NotYet(Exception):
    """Nobody can say how a block went before it began."""


class SaidLater(Exception):
    """Something else was said about this block, later than this; that stands."""


@action
def realise_block(
    block: LearningBlock, *, minutes: int | None = None, today: date, by: Person
) -> LearningBlock:
    """Say that a block happened: all of it, or `minutes`. Saying it twice is no mistake.

    Raises NotYet before it began, NoStep. Only what was kept apart is spent.
    """
    done = block.minutes if minutes is None else minutes
    if not 0 < done <= block.minutes:
        raise ValueError(f"{done} minutes of {block.minutes}")
    block = steps.lock(block)
    if block.state == State.DONE and block.done_minutes == done:
        return _repeated(block, clock.now(), by)
    steps.check_step(block, State.DONE)
    return _realised(block, done, clock.now(), today, by)


@action
def lapse_block(block: LearningBlock, *, because: str, today: date, by: Person) -> LearningBlock:
    """Say that a block did not happen, and why; its time goes back. Twice is no mistake.

    Raises ReasonNeeded, NotYet before it began (who lets it go before then takes it away), NoStep.
    """
    if not because:
        raise ReasonNeeded
    block = steps.lock(block)
    if block.starts_at > clock.now():
        raise NotYet
    if block.state == State.LAPSED:
        return _repeated(block, clock.now(), by)
    steps.check_step(block, State.LAPSED)
    return _lapsed(block, because, clock.now(), today, by)


@action
def reopen_block(block: LearningBlock, *, today: date, by: Person) -> LearningBlock:
    """Take back what was said about how a block went: a slip. Raises NoStep, InTheWay."""
    block = _held(block)
    steps.check_step(block, State.AGREED)
    if block.state not in {State.DONE, State.LAPSED}:
        raise NoStep(block.state, State.AGREED)
    block.said_at = clock.now()
    return _reopened(block, today, by)


@action(creates=LearningBlock)
def say_block(
    block: LearningBlock,
    *,
    minutes: int,
    because: str = "",
    said_at: datetime,
    today: date,
    key: str,
    by: Person,
) -> LearningBlock:
    """Note what was said without a connection, at `said_at`; `minutes` 0 is not at all, `because`.

    Of two answers the one that was said last stands, whichever comes in first. Raises SaidLater
    for the other, NotYet, ReasonNeeded, NoStep, and InTheWay when its time was taken since.
    """
    if not 0 <= minutes <= block.minutes:
        raise ValueError(f"{minutes} minutes of {block.minutes}")
    if not minutes and not because:
        raise ReasonNeeded
    block = _held(block)
    if block.state not in {State.AGREED, State.DONE, State.LAPSED}:
        raise NoStep(block.state, State.DONE if minutes else State.LAPSED)
    if block.starts_at > clock.now():
        raise NotYet
    stands = (block.done_minutes or 0, block.answer if block.state == State.LAPSED else "")
    if block.state != State.AGREED and stands == (minutes, because):
        return _repeated(block, said_at, by)
    if block.said_at and not rules.said_after(
        (said_at, minutes, because), (block.said_at, *stands)
    ):
        raise SaidLater
    if block.state != State.AGREED:
        block = _reopened(block, today, by)
    if minutes:
        return _realised(block, minutes, said_at, today, by)
    return _lapsed(block, because, said_at, today, by)


def _held(block: LearningBlock) -> LearningBlock:
    """Lock a block that may be reopened; where it is not over, its staffing lines first."""
    if block.ends_at > clock.now():
        steps.hold(block.person, at_work.span_of(block.during))
    return steps.lock(block)


def _look_again(block: LearningBlock, today: date) -> None:
    """Make sure that what is left of a block that lapsed still fits: its place was free since.

    Raises InTheWay for what nobody can allow, and for a right that was used since.
    """
    span = at_work.span_of(block.during)
    found = obstacles.obstacles(steps.wish_of(block, span), min(today, span.start.date()))
    allowed = {Why.BUSY, Why.OFF_WORK} | set(block.outside)
    if hard := [one for one in found if one.why not in allowed]:
        raise steps.InTheWay(hard)


def _repeated(block: LearningBlock, said_at: datetime, by: Person) -> LearningBlock:
    """Note only that it was said again."""
    block.said_at = max(said_at, block.said_at or said_at)
    block.save(update_fields=["said_at"])
    audit.record(f"block.{block.state}", block, by=by)
    return block


@part_of_an_action
def _realised(
    block: LearningBlock, minutes: int, said_at: datetime, today: date, by: Person
) -> LearningBlock:
    if block.starts_at > clock.now():
        raise NotYet
    # What has become mandatory since it was planned costs nothing of the right to learning time.
    is_free = block.participation is not None and block.participation.is_obliged
    budgets.use_time(
        about=steps.about(block), minutes=0 if is_free else minutes, round_=block.rounds,
        today=today, by=by,
    )  # fmt: skip
    block.state, block.done_minutes, block.reserved_minutes = State.DONE, minutes, 0
    block.said_at = said_at
    steps.save(block)
    audit.record("block.done", block, by=by, fields=["state", "done_minutes"])
    events.publish(BlockDone(block.pk))
    return block


@part_of_an_action
def _lapsed(
    block: LearningBlock, because: str, said_at: datetime, today: date, by: Person
) -> LearningBlock:
    block.answer, block.said_at = because, said_at
    steps.end(block, State.LAPSED, by, today)
    events.publish(BlockEnded(block.pk))
    return block


@part_of_an_action
def _reopened(block: LearningBlock, today: date, by: Person) -> LearningBlock:
    if block.state == State.DONE:
        budgets.take_back_use(about=steps.about(block), round_=block.rounds, today=today, by=by)
    elif block.ends_at > clock.now():
        _look_again(block, today)
    block.state, block.done_minutes, block.answer = State.AGREED, None, ""
    steps.stand(block, today, by)
    audit.record("block.reopened", block, by=by, fields=["state"])
    return block
