"""Messages are written, read and forgotten."""

from collections.abc import Iterable
from datetime import date, timedelta

from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.notifications.models import DigestRun, Kind, Notice, NudgeCase
from bloei.notifications.nudge import message_kinds
from bloei.people.models import Person

NOTICES_ARE_KEPT = timedelta(days=400)
CASES_ARE_KEPT = timedelta(days=730)


class NoSuchMessage(KeyError):
    """No room declares a message with this code in its MESSAGES: a bug of ours."""


@action
def notify(
    people: Person | int | Iterable,
    code: str,
    *,
    params: dict | None = None,
    url: str = "",
    key: str = "",
    service: bool | None = None,
    expires_on: date | None = None,
    told_by_mail: bool = False,
    about: Person | None = None,
    by=None,
) -> int:
    """Send a message to one or more people (persons or their ids); return how many got it.

    With a `key` each of them gets it at most once, however often this is asked. `params`
    are plain values, see `nudge`. `service` overrules the kind that was declared. What a mail of
    its own tells (`told_by_mail`) is in no digest. A message with a `name` says with `about`
    whose it is: erasing them takes the message along.
    """
    kind = _kind_of(code, service)
    if about is None and "name" in (params or {}):
        raise ValueError(f"{code} names somebody: say who with `about`.")
    rows = [
        Notice(
            person_id=pk,
            about=about if about and about.pk != pk else None,
            kind=kind,
            code=code,
            params=params or {},
            url=url,
            at=clock.now(),
            mailed_at=clock.now() if told_by_mail else None,
            expires_on=expires_on,
            key=key or None,
        )
        for pk in sorted(_without_it(_ids(people), key))
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    audit.record("notices.sent", Notice, by=by, count=len(rows))
    return len(rows)


def _kind_of(code: str, service: bool | None) -> str:
    declared = message_kinds().get(code)
    if declared is None:
        raise NoSuchMessage(code)
    if service is None:
        return declared.kind
    return Kind.SERVICE if service else Kind.MESSAGE


def _without_it(ids: set[int], key: str) -> set[int]:
    """Return who of these people did not get the message with this key yet."""
    if not key:
        return ids
    known = Notice.objects.filter(person__in=ids, key=key)
    return ids - set(known.values_list("person_id", flat=True))


@action
def read_notice(notice: Notice, *, by: Person) -> Notice:
    """Note that its reader opened it; the first time counts."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    audit.record("notice.read", notice, by=by)
    return notice


@action
def read_all_notices(*, by: Person) -> int:
    """Note that somebody has seen all their messages; return how many were new."""
    count = Notice.objects.filter(person=by).unread().update(read_at=clock.now())
    audit.record("notices.read", Notice, by=by, count=count)
    return count


@action
def forget_old_rows(*, today: date, by=None) -> int:
    """Remove messages, closed cases and digests that were kept long enough; return how many.

    Cases of a campaign whose outcome was not looked at yet stay.
    """
    closed = NudgeCase.objects.filter(ended_on__lt=today - CASES_ARE_KEPT)
    gone = [
        Notice.objects.filter(at__lt=clock.now() - NOTICES_ARE_KEPT).delete()[0],
        DigestRun.objects.filter(day__lt=today - NOTICES_ARE_KEPT).delete()[0],
        closed.filter(campaign=None).delete()[0],
        closed.filter(campaign__read_on__isnull=False).delete()[0],
    ]
    audit.record("notices.forgotten", Notice, by=by, count=sum(gone))
    return sum(gone)


def _ids(people: Person | int | Iterable) -> set[int]:
    several = [people] if isinstance(people, Person | int) else people
    return {person.pk if isinstance(person, Person) else int(person) for person in several}
