"""What comes of a talk about time: a moment that there is because a colleague takes over."""

from datetime import date
from typing import Any

from bloei.conversations import agreeing
from bloei.conversations.models import Conversation, Outcome
from bloei.conversations.rules import Kind
from bloei.conversations.steps import locked
from bloei.foundation.actions import action
from bloei.people.models import Person
from bloei.planning import actions as planning
from bloei.planning.rules import Origin, when_done
from bloei.planning.spans import Span


@action(creates=Outcome)
def fix_swap(
    conversation: Conversation,
    *,
    taker: Person,
    takes_over: str,
    span: Span,
    title: str,
    text: str,
    today: date,
    key: str,
    by: Person,
) -> Outcome:
    """Fix a moment in which a colleague has a shift in the place of whom it is about.

    `takes_over` is what the colleague agrees to, `text` what the two agreed; both in words.
    Raises CannotTakeOver, InTheWay, NoStep; then nothing at all was written.
    """
    conversation = locked(conversation)
    block = planning.plan_with_swap(
        conversation.person, taker=taker, span=span, title=title, origin=Origin.TALK,
        today=today, key=key, by=by,
    )  # fmt: skip
    block = agreeing.say_yes(block, today=today, by=by)
    told: dict[str, Any] = {"due_on": span.start.date(), "watches": when_done(block.pk)}
    told |= {"today": today, "by": by}
    agreeing.agree(conversation, who=taker, text=takes_over, key=f"{key}:takes-over", **told)
    agreement = agreeing.agree(conversation, who=conversation.person, text=text, key=key, **told)
    return agreeing.keep(conversation, Kind.SWAP, by, block=block, agreement=agreement)
