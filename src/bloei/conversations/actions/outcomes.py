"""What comes of a talk about time: learning time, in one of its forms, with an agreement.

A moment goes through planning like any other: what cannot be is refused with what is in the way
(InTheWay), and then nothing at all was written.
"""

from dataclasses import dataclass
from datetime import date

from bloei.conversations import agreeing
from bloei.conversations.models import Conversation, Outcome
from bloei.conversations.rules import InReturn, Kind
from bloei.conversations.steps import locked
from bloei.foundation.actions import action
from bloei.learning.models import Participation
from bloei.people.models import Person
from bloei.planning import actions as planning
from bloei.planning.models import LearningBlock
from bloei.planning.rules import Origin, when_done
from bloei.planning.spans import Span


class NoMomentFits(Exception):
    """Not one of the coming times of a fixed moment is possible."""


@dataclass(frozen=True)
class Returning:
    """How often a fixed moment comes back, and until which day."""

    every: str
    last: date


@action(creates=Outcome)
def fix_moment(
    conversation: Conversation,
    *,
    kind: Kind,
    span: Span,
    title: str,
    text: str,
    arranges: str = "",
    participation: Participation | None = None,
    today: date,
    key: str,
    by: Person,
) -> Outcome:
    """Fix one moment, by `kind` a block, a swap or time on the way; it counts as from a talk.

    `title` stands in the calendar, `text` is what the two agreed, `arranges` what the partner
    does for it before that day. What only a manager can say yes to, stands at once when it is
    the manager who fixes it. Raises InTheWay, NoStep.
    """
    conversation = locked(conversation)
    block = _block(conversation, span, title, participation, today=today, key=key, by=by)
    if arranges:
        agreeing.agree(
            conversation, who=conversation.partner, text=arranges, due_on=span.start.date(),
            today=today, key=f"{key}:arranges", by=by,
        )  # fmt: skip
    agreement = agreeing.agree(
        conversation, who=conversation.person, text=text, due_on=span.start.date(),
        watches=when_done(block.pk), today=today, key=key, by=by,
    )  # fmt: skip
    return agreeing.keep(conversation, kind, by, block=block, agreement=agreement)


@action(creates=Outcome)
def fix_series(
    conversation: Conversation,
    *,
    span: Span,
    returning: Returning,
    title: str,
    text: str,
    today: date,
    key: str,
    by: Person,
) -> Outcome:
    """Fix a moment that comes back; `span` is the first time. Raises NoMomentFits, NoStep.

    A time at which somebody cannot be missed is left out; planning looks again later.
    """
    conversation = locked(conversation)
    series = planning.set_series(
        person=conversation.person, every=returning.every, first=span.start.date(),
        last=returning.last, from_minute=span.start.hour * 60 + span.start.minute,
        minutes=round((span.until - span.start).total_seconds() / 60), title=title,
        origin=Origin.TALK, today=today, key=key, by=by,
    )  # fmt: skip
    first = series.blocks.order_by("during").first()
    if first is None:
        raise NoMomentFits
    agreement = agreeing.agree(
        conversation, who=conversation.person, text=text, due_on=first.starts_at.date(),
        watches=when_done(first.pk), today=today, key=key, by=by,
    )  # fmt: skip
    return agreeing.keep(conversation, Kind.SERIES, by, series=series, agreement=agreement)


@action(creates=Outcome)
def agree_on_work(
    conversation: Conversation,
    *,
    text: str,
    who: Person,
    due_on: date | None,
    span: Span | None = None,
    title: str = "",
    today: date,
    key: str,
    by: Person,
) -> Outcome:
    """Agree on learning on the job, with a moment in the week where it has one.

    Raises InTheWay, NoStep, and NotAPossibleDay of agreements.
    """
    conversation = locked(conversation)
    block = span and _block(conversation, span, title, None, today=today, key=key, by=by)
    agreement = agreeing.agree(
        conversation, who=who, text=text, due_on=due_on,
        watches=when_done(block.pk) if block else "", today=today, key=key, by=by,
    )  # fmt: skip
    return agreeing.keep(conversation, Kind.ON_THE_JOB, by, block=block, agreement=agreement)


@action(creates=Outcome)
def agree_on_own_time(
    conversation: Conversation,
    *,
    text: str,
    minutes: int,
    in_return: InReturn,
    due_on: date | None,
    today: date,
    key: str,
    by: Person,
) -> Outcome:
    """Agree that somebody learns in the own time, and what the employer gives in return.

    The agreement is of who gives something in return. Raises NoStep, NotAPossibleDay.
    """
    conversation = locked(conversation)
    agreement = agreeing.agree(
        conversation, who=conversation.partner, text=text, due_on=due_on, today=today, key=key,
        by=by,
    )  # fmt: skip
    return agreeing.keep(
        conversation, Kind.OWN_TIME, by, minutes=minutes, in_return=in_return, agreement=agreement
    )


def _block(
    conversation: Conversation,
    span: Span,
    title: str,
    participation: Participation | None,
    *,
    today: date,
    key: str,
    by: Person,
) -> LearningBlock:
    """Plan a block for whom it is about."""
    block = planning.plan_block(
        conversation.person, span=span, title=title, participation=participation,
        origin=Origin.TALK, today=today, key=key, by=by,
    )  # fmt: skip
    return agreeing.say_yes(block, today=today, by=by)
