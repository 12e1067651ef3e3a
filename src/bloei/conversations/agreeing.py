"""What the two agree on in a conversation: an agreement that only they see. Used by the actions."""

from datetime import date

from bloei.agreements import actions as agreements
from bloei.agreements.models import Agreement
from bloei.conversations.models import Conversation
from bloei.foundation.actions import part_of_an_action
from bloei.people.models import Person


@part_of_an_action
def agree(
    conversation: Conversation,
    *,
    who: Person,
    text: str,
    due_on: date | None,
    watches: str = "",
    today: date,
    key: str,
    by: Person,
) -> Agreement:
    """Agree that one of the two does something; `watches` lets it tick off by itself."""
    return agreements.make_agreement(
        person=who,
        text=text,
        due_on=due_on,
        seen_by=conversation.ids,
        about=conversation.about,
        url=conversation.get_absolute_url(),
        watches=watches,
        today=today,
        key=f"{conversation.about}:{key}",
        by=by,
    )
