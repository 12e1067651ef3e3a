"""The agenda of a conversation: points in their order. Written by the actions only."""

from django.db.models import Max

from bloei.conversations.models import AgendaPoint, Conversation
from bloei.foundation.actions import part_of_an_action
from bloei.people.models import Person

USUAL_MINUTES = 10


@part_of_an_action
def add(
    conversation: Conversation, *, text: str, minutes: int = USUAL_MINUTES, by: Person
) -> AgendaPoint:
    """Put something on the agenda, at the end."""
    last = conversation.points.aggregate(last=Max("position"))["last"] or 0
    return AgendaPoint.objects.create(
        conversation=conversation, text=text.strip(), minutes=minutes, by=by, position=last + 1
    )
