"""What the two want to talk about, and in which order. Either may change all of it."""

from bloei.conversations import agenda, rules
from bloei.conversations.models import AgendaPoint, Conversation
from bloei.conversations.steps import locked
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.people.models import Person


class TooManyPoints(Exception):
    """So many points fit in no talk."""


@action(creates=AgendaPoint)
def add_point(
    conversation: Conversation,
    *,
    text: str,
    minutes: int = agenda.USUAL_MINUTES,
    key: str,
    by: Person,
) -> AgendaPoint:
    """Put something on the agenda. Raises NoStep, TooManyPoints."""
    conversation = locked(conversation)
    if conversation.points.count() >= rules.MOST_POINTS:
        raise TooManyPoints
    point = agenda.add(conversation, text=text, minutes=minutes, by=by)
    audit.record("agenda_point.added", point, by=by)
    return point


@action
def change_point(point: AgendaPoint, *, text: str, minutes: int, by: Person) -> AgendaPoint:
    """Say it in other words, or give it more time. Raises NoStep."""
    locked(point.conversation)
    point.text, point.minutes = text.strip(), minutes
    point.save(update_fields=["text", "minutes"])
    audit.record("agenda_point.changed", point, by=by, fields=["text", "minutes"])
    return point


@action
def remove_point(point: AgendaPoint, *, by: Person) -> None:
    """Take something off the agenda. Raises NoStep."""
    locked(point.conversation)
    audit.record("agenda_point.removed", point, by=by)
    point.delete()


@action
def move_point(point: AgendaPoint, *, up: bool, by: Person) -> AgendaPoint:
    """Let a point change places with the one before it, or after it. Raises NoStep."""
    conversation = locked(point.conversation)
    order = list(conversation.points.defer("text"))
    at = [one.pk for one in order].index(point.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        for position, one in enumerate(order, start=1):
            AgendaPoint.objects.filter(pk=one.pk).update(position=position)
    audit.record("agenda_point.moved", point, by=by, fields=["position"])
    return point
