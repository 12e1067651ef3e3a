"""The two agree that one of them does something by a day."""

from datetime import date

from bloei.agreements.models import Agreement
from bloei.conversations import agreeing
from bloei.conversations.models import Conversation
from bloei.conversations.steps import locked
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.people.models import Person


@action(creates=Agreement)
def agree(
    conversation: Conversation,
    *,
    who: Person,
    text: str,
    due_on: date | None = None,
    watches: str = "",
    today: date,
    key: str,
    by: Person,
) -> Agreement:
    """Agree that `who` of the two does something. Raises NoStep, NotAPossibleDay.

    `watches` is what ticks it off by itself, such as "participation:5:done".
    """
    conversation = locked(conversation)
    agreement = agreeing.agree(
        conversation, who=who, text=text, due_on=due_on, watches=watches, today=today, key=key,
        by=by,
    )  # fmt: skip
    audit.record("conversation.agreed", conversation, by=by)
    return agreement
