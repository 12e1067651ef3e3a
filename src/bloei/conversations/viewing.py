"""Who looked, and when: every time the two read what they said, visible to both.

A viewing is a row of the trail itself, so it has no second one in the audit trail. It is the
only thing that reading a page writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from bloei.conversations.models import Conversation, Viewing
from bloei.foundation import clock
from bloei.people.models import Person

MOST_LINES = 12


@dataclass(frozen=True)
class Looked:
    """One of the two looked on a day: how often, and when last."""

    person: Person
    on: date
    times: int
    last: Viewing


def look(conversation: Conversation, *, by: Person, how: str = Viewing.How.PAGE) -> Viewing:
    """Note that one of the two now reads what was said."""
    return Viewing.objects.create(conversation=conversation, person=by, at=clock.now(), how=how)


def take_along(person: Person, conversations: Iterable[Conversation]) -> None:
    """Note that one of the two takes conversations along in a file."""
    for conversation in conversations:
        look(conversation, by=person, how=Viewing.How.EXPORT)


def lately(conversation: Conversation) -> list[Looked]:
    """Return who looked, day by day, the latest first."""
    rows = conversation.viewings.select_related("person").order_by("-at", "-pk")
    return _by_day(rows)[:MOST_LINES]


def _by_day(rows: Iterable[Viewing]) -> list[Looked]:
    found: dict[tuple[int, date], list[Viewing]] = {}
    for row in rows:
        found.setdefault((row.person_id, timezone.localtime(row.at).date()), []).append(row)
    return [Looked(same[0].person, on, len(same), same[0]) for (_pk, on), same in found.items()]
