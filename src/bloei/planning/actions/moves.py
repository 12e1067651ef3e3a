"""A block gets another time: its owner moves it at once, who needs the owner asks.

Agreed blocks never move by themselves. Who wants to take one away says why and names
another moment; the third time in a quarter is a signal.
"""

from datetime import date

from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action
from bloei.people.models import Person
from bloei.planning import giving_back, messages, queries, rules
from bloei.planning.actions.blocks import NotAboutOneself, ReasonNeeded
from bloei.planning.blocks import obstacles, steps
from bloei.planning.blocks.steps import InTheWay, NoStep
from bloei.planning.events import BlockMoved
from bloei.planning.models import BlockMove, Cover, LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.spans import Span

Answer = BlockMove.Answer


class AlreadyAsked(Exception):
    """There is a question about this block that its owner has not answered yet."""


@action(creates=BlockMove)
def move_block(
    block: LearningBlock, *, span: Span, because: str = "", today: date, key: str, by: Person
) -> BlockMove:
    """Move one's own block; nobody needs to agree inside the rules. Raises InTheWay, NoStep."""
    _hold(block, span, today)
    block = _standing(block)
    was = block.during
    _to(block, span, today, by)
    move = BlockMove.objects.create(
        block=block, was=was, becomes=block.during, because=because, by=by, at=clock.now(),
        answer=Answer.YES, answered_at=clock.now(),
    )  # fmt: skip
    audit.record("block.moved", block, by=by, fields=["during"])
    events.publish(BlockMoved(block.pk, queries.times_moved(block)))
    return move


@action(creates=BlockMove)
def ask_to_move(
    block: LearningBlock, *, span: Span, because: str, today: date, key: str, by: Person
) -> BlockMove:
    """Ask the owner of a fixed block for another moment. Nothing moves until they say yes.

    Raises ReasonNeeded, NotAboutOneself (one simply moves one's own), AlreadyAsked, InTheWay
    when the other moment is none, NoStep when the block is not fixed (any more).
    """
    if not because:
        raise ReasonNeeded
    if by.pk == block.person_id:
        raise NotAboutOneself
    steps.check_time(steps.wish_of(block, span), today)
    block = _standing(block)
    if block.moves.filter(answer=Answer.WAITING).exists():
        raise AlreadyAsked
    _check_free(block, span, today)
    move = BlockMove.objects.create(
        block=block,
        was=block.during,
        becomes=(at_work.aware(span.start), at_work.aware(span.until)),
        because=because,
        by=by,
        at=clock.now(),
        answer=Answer.WAITING,
    )
    move.refresh_from_db(fields=["becomes"])
    audit.record("block.move_asked", block, by=by)
    messages.tell_move_asked(move)
    if queries.times_taken(block.person_id, today) >= rules.SIGNAL_AT:
        messages.tell_taken_often(block.person, today)
    return move


@action
def answer_move(move: BlockMove, *, agree: bool, today: date, by: Person) -> BlockMove:
    """Say yes or no to who asked for another moment. Raises NoStep, InTheWay."""
    if agree:
        _hold(move.block, at_work.span_of(move.becomes), today)
    block = _standing(move.block)
    move = BlockMove.objects.select_for_update().get(pk=move.pk)
    if move.answer != Answer.WAITING:
        raise NoStep(move.answer, Answer.YES)
    if agree:
        _to(block, at_work.span_of(move.becomes), today, by)
        events.publish(BlockMoved(block.pk, queries.times_moved(block) + 1))
    move.answer = Answer.YES if agree else Answer.NO
    move.answered_at = clock.now()
    move.save(update_fields=["answer", "answered_at"])
    move.block = block
    audit.record("block.move_answered", block, by=by, fields=["during"] if agree else [])
    messages.tell_move_answered(move)
    return move


def _hold(block: LearningBlock, span: Span, today: date) -> None:
    steps.check_time(steps.wish_of(block, span), today)
    steps.hold_covers(Cover.objects.filter(block=block), (block.person, span))


def _check_free(block: LearningBlock, span: Span, today: date) -> None:
    if found := obstacles.obstacles(steps.wish_of(block, span), today):
        raise InTheWay(found)


def _standing(block: LearningBlock) -> LearningBlock:
    rows = LearningBlock.objects.select_for_update(of=("self",))
    found = rows.select_related("person", "participation").get(pk=block.pk)
    if found.state != State.AGREED:
        raise NoStep(found.state, State.AGREED)
    return found


def _to(block: LearningBlock, span: Span, today: date, by: Person) -> None:
    _check_free(block, span, today)
    steps.give_back(block, today, by)
    is_other = at_work.span_of(block.during) != span
    block.during = (at_work.aware(span.start), at_work.aware(span.until))
    block.sequence += is_other
    steps.stand(block, today, by)
    giving_back.give_back(block, today, by)
    if is_other:
        messages.tell_new_time(block)
