"""One's own calendar is connected: out with a secret address, in with when one is busy."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.people.models import Person
from bloei.planning.calendars.addresses import digest_of
from bloei.planning.models import BusyFeed, BusyTime, CalendarAddress


@action
def make_calendar_address(person: Person, *, by: Person) -> str:
    """Make a secret for the calendar feed of a person and return it: it is shown only now.

    An earlier address stops working.
    """
    secret = secrets.token_urlsafe(32)
    address, _new = CalendarAddress.objects.update_or_create(
        person=person, defaults={"digest": digest_of(secret), "made_at": clock.now()}
    )
    audit.record("calendar_address.made", address, by=by)
    return secret


@action
def revoke_calendar_address(person: Person, *, by: Person) -> None:
    """Let the calendar feed of a person stop working at once."""
    CalendarAddress.objects.filter(person=person).delete()
    audit.record("calendar_address.revoked", person, by=by)


@action
def connect_calendar(person: Person, *, url: str, by: Person) -> BusyFeed:
    """Keep the address of somebody's own calendar; what was known of another one goes."""
    # The feed first: who keeps what was read of another address at this moment is waited for.
    list(BusyFeed.objects.select_for_update().filter(person=person).values_list("pk"))
    BusyTime.objects.filter(person=person).delete()
    feed, _new = BusyFeed.objects.update_or_create(
        person=person, defaults={"url": url, "read_at": None, "trouble": ""}
    )
    audit.record("calendar.connected", feed, by=by)
    return feed


@action
def disconnect_calendar(person: Person, *, by: Person) -> None:
    """Forget the address of somebody's own calendar, and when they were busy."""
    BusyFeed.objects.filter(person=person).delete()
    BusyTime.objects.filter(person=person).delete()
    audit.record("calendar.disconnected", person, by=by)


@action
def keep_busy_times(
    feed: BusyFeed, *, busy: Iterable[tuple[datetime, datetime]], trouble: str = "", by=None
) -> int:
    """Replace when somebody is busy by what their calendar says; return how many times.

    With `trouble` (a code) nothing could be read: what was known stays. `feed` is as it was when
    it was read: of another address, or of none any more, nothing is kept.
    """
    rows: list[BusyTime] = []
    now = BusyFeed.objects.select_for_update().filter(pk=feed.pk).first()
    if now is None or now.url != feed.url:
        audit.record("calendar.read", feed, by=by, count=0)
        return 0
    if not trouble:
        BusyTime.objects.filter(person=feed.person_id).delete()
        rows = BusyTime.objects.bulk_create(
            BusyTime(person_id=feed.person_id, during=span) for span in busy
        )
    feed.trouble, feed.read_at = trouble, clock.now()
    feed.save(update_fields=["trouble", "read_at"])
    audit.record("calendar.read", feed, by=by, count=len(rows))
    return len(rows)
