"""Ways in that work once, and the sessions of somebody: how they are kept and found again.

Only a keyed digest of a link or code is kept, so nobody who reads the database can use it.
"""

import secrets
from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from bloei.foundation import clock
from bloei.people import queries
from bloei.people.models import EntryCode, Person

LASTS = {
    EntryCode.Kind.INVITATION: timedelta(days=14),
    EntryCode.Kind.LETTER: timedelta(days=30),
    EntryCode.Kind.FORGOTTEN: timedelta(hours=1),
}
# Without signs that look like another one when printed.
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def entry_of_link(token: str) -> EntryCode | None:
    """Return what a link from a mail opens, or None when it does not work (any more)."""
    return usable().exclude(kind=EntryCode.Kind.LETTER).filter(digest=_digest(token)).first()


def entry_of_letter(number: str, code: str) -> EntryCode | None:
    """Return what a personnel number and a code on paper open, or None."""
    plain = "".join(sign for sign in code.upper() if sign in SIGNS)
    return (
        usable()
        .filter(kind=EntryCode.Kind.LETTER, digest=_digest(plain))
        .filter(person__number__iexact=number.strip())
        .first()
    )


def usable():
    """Return the codes that still work, of people who may come in."""
    return EntryCode.objects.select_related("person").filter(
        used_at=None, expires_at__gt=clock.now(), person__is_active=True
    )


def not_invited() -> QuerySet[Person]:
    """Return who works here, has a mail address, and was never invited."""
    return Person.objects.filter(invited_at=None, is_working=True, email__isnull=False)


def need_a_letter(today: date) -> QuerySet[Person]:
    """Return who works here, cannot be mailed, was never invited, and holds no role."""
    people = Person.objects.filter(invited_at=None, is_working=True, email=None)
    return queries.without_a_role(people, today)


def keep(tokens: dict[Person, str], kind: EntryCode.Kind, by: Person | None = None) -> None:
    """Keep the digests of new ways in, and who had them made; earlier ones of this kind stop."""
    stop(EntryCode.objects.filter(person__in=list(tokens), kind=kind))
    now = clock.now()
    EntryCode.objects.bulk_create(
        EntryCode(
            person=person,
            kind=kind,
            digest=_digest(token),
            made_at=now,
            made_by=by,
            expires_at=now + LASTS[kind],
        )
        for person, token in tokens.items()
    )


def stop(entries: QuerySet[EntryCode]) -> None:
    """Let these work no longer. Who printed a letter for whom stays known until it is cleaned."""
    unused, now = entries.filter(used_at=None), clock.now()
    unused.filter(kind=EntryCode.Kind.LETTER, expires_at__gt=now).update(expires_at=now)
    unused.exclude(kind=EntryCode.Kind.LETTER).delete()


def make_token(person: Person) -> str:
    """Make a link for a first password that is not mailed; return the token in it."""
    token = secrets.token_urlsafe(32)
    keep({person: token}, EntryCode.Kind.INVITATION)
    return token


def new_code() -> str:
    """Return twelve signs that can be read from paper."""
    return "".join(secrets.choice(SIGNS) for _sign in range(12))


def end_sessions(person: Person) -> None:
    """End every session of somebody, on all devices."""
    mine = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=mine.values("session_key")).delete()
    mine.delete()


def _digest(secret: str) -> str:
    return salted_hmac("bloei.people.entry", secret, algorithm="sha256").hexdigest()
