"""Talks as lines of other pages: with whom, when and where; read along with the rest of a page."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models.query import RawQuerySet
from django.utils import timezone

from bloei.conversations.access import TALK
from bloei.conversations.models import Conversation
from bloei.conversations.rules import OPEN
from bloei.foundation.addresses import address_of
from bloei.foundation.at_once import Row
from bloei.people.models import Person

_KEYS = "select c.id from conversations_conversation c where {within} and c.state = any(%s)"
_LINES = """
    select c.id, lower(c.during), upper(c.during), c.place, c.uid, c.sequence,
           o.id, o.given_name, o.infix, o.family_name
      from conversations_conversation c
      join people_person o on o.id = case c.person_id when %s then c.partner_id else c.person_id end
     where {within} and {which}
     order by c.during, c.opened_at limit %s
"""
_TO_COME = "c.state = any(%s)"
_STANDING = "(c.state = any(%s) or c.held_on is not null) and c.during && tstzrange(%s, %s)"


@dataclass(frozen=True)
class TalkLine:
    """One talk of somebody: with whom (of whom only the name is known), from when until when."""

    pk: int
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    uid: str
    sequence: int
    other: Person

    @property
    def url(self) -> str:
        return address_of("conversations:conversation_detail", self.pk)


def line_of(row: Row) -> TalkLine:
    """Return a row that was read as a line."""
    pk, starts_at, ends_at, place, uid, sequence, *other = row
    return TalkLine(
        pk, _moment(starts_at), _moment(ends_at), place, uid, sequence, Person.by_name(*other)
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def keys_to_come(viewer) -> RawQuerySet:
    """Return the keys of the talks of the viewer that are still to take place, to be counted."""
    within, mine = TALK.within(viewer, "c.id")
    return Conversation.objects.raw(_KEYS.format(within=within), [*mine, sorted(OPEN)])


def to_come(viewer, most: int) -> RawQuerySet:
    """Return lines of what is still to take place: what has a moment first, in its order."""
    return _lines(viewer, _TO_COME, [sorted(OPEN)], most)


def on_days(viewer, first: date, after: date) -> RawQuerySet:
    """Return lines of what lies on days up to (not including) `after`, and was not called off."""
    days = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    return _lines(viewer, _STANDING, [sorted(OPEN), *days], None)


def _lines(viewer, which: str, asked: list[Any], most: int | None) -> RawQuerySet:
    within, mine = TALK.within(viewer, "c.id")
    sql = _LINES.format(within=within, which=which)
    return Conversation.objects.raw(sql, [viewer.pk, *mine, *asked, most])
