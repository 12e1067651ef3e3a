"""Ways in that work once: an invitation by mail, a letter with a code, a new password.

Only a keyed digest of a link or code is kept, so nobody who reads the database can use it.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bloei.foundation import audit, clock, runs
from bloei.foundation.actions import action
from bloei.foundation.models import Run
from bloei.people import entry_codes, entry_mail, queries
from bloei.people.models import EntryCode, Person, SignInCount

BATCH = 250
INVITE = "people.invite"


class AlreadyUsed(Exception):
    """This link or code was used before, or its time is over."""


class NoLetterWithARole(Exception):
    """A code on paper gives an account away: never that of somebody with a role."""


@dataclass(frozen=True)
class Letter:
    """A letter to print: to whom, and the code that only the paper knows."""

    person: Person
    code: str


@action
def invite_person(person: Person, *, by) -> None:
    """Send somebody a link to choose a password; earlier links stop working."""
    _send([person], EntryCode.Kind.INVITATION)
    audit.record("person.invited", person, by=by)


@action(creates=Run)
def start_inviting(*, people: int, key: str, by) -> Run:
    """Note that everybody who was not invited yet gets an invitation; a job sends them."""
    return runs.start(INVITE, by=by, total=people)


@action
def invite_batch(people: Iterable[int], *, by) -> int:
    """Invite those of these people (ids) who were not invited yet; return how many."""
    # Held against a second invitation only: who writes about these people meanwhile goes on.
    waiting = entry_codes.not_invited().select_for_update(no_key=True)
    found = list(waiting.filter(pk__in=list(people)).order_by("pk"))
    _send(found, EntryCode.Kind.INVITATION)
    audit.record("person.invited", Person, by=by, count=len(found))
    return len(found)


@action
def make_letters(people: Iterable[Person], *, by) -> list[Letter]:
    """Give these people a code on paper; a code on an earlier letter stops working.

    One action, one audit row, which names the person where it is one letter. For whom a whole
    pile was printed, when and by whom stands in the codes themselves (see EntryCode).
    Raises NoLetterWithARole when somebody among them is more than an employee.
    """
    people = list(people)
    among = Person.objects.filter(pk__in=[person.pk for person in people])
    if queries.with_a_role(among, clock.today()).exists():
        raise NoLetterWithARole
    letters = [Letter(person, entry_codes.new_code()) for person in people]
    codes = {letter.person: letter.code for letter in letters}
    entry_codes.keep(codes, EntryCode.Kind.LETTER, by)
    thing = letters[0].person if len(letters) == 1 else Person
    audit.record("person.letter_made", thing, by=by, count=len(letters))
    return letters


@action
def send_new_password_link(person: Person, *, by=None) -> None:
    """Mail a link to choose a new password to somebody who asked for it."""
    _send([person], EntryCode.Kind.FORGOTTEN)
    audit.record("person.password_link_sent", person, by=by)


@action
def choose_password(entry: EntryCode, *, password: str, by: Person) -> Person:
    """Use up a link or code: set the password and end all sessions. Raises AlreadyUsed."""
    entry = EntryCode.objects.select_for_update().select_related("person").get(pk=entry.pk)
    if entry.used_at is not None or entry.expires_at <= clock.now():
        raise AlreadyUsed
    entry.used_at = clock.now()
    entry.save(update_fields=["used_at"])
    person = entry.person
    person.set_password(password)
    if person.invited_at is None:
        person.invited_at = clock.now()
    person.save(update_fields=["password", "invited_at"])
    entry_codes.stop(person.entry_codes.all())
    entry_codes.end_sessions(person)
    audit.record("person.password_chosen", person, by=by, fields=["password"])
    return person


@action
def change_password(person: Person, *, password: str, by: Person) -> None:
    """Change one's own password; the sessions on other devices end by that."""
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("person.password_changed", person, by=by, fields=["password"])


@action
def end_devices(person: Person, sessions: QuerySet, *, by) -> int:
    """Sign somebody out on some of their devices; return on how many."""
    keys = list(sessions.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    audit.record("person.signed_out", person, by=by, count=len(keys))
    return len(keys)


@transaction.atomic
def _send(people: list[Person], kind: EntryCode.Kind) -> None:
    tokens = {person: secrets.token_urlsafe(32) for person in people}
    entry_codes.keep(tokens, kind)
    for person, token in tokens.items():
        entry_mail.put(person, kind, token, entry_codes.LASTS[kind])
    if kind == EntryCode.Kind.INVITATION:
        ids = [person.pk for person in people]
        Person.objects.filter(pk__in=ids).update(invited_at=clock.now())


@action
def forget_old_entries(*, today: date, by=None) -> int:
    """Remove used links after a month, counts of tries after a day, and sessions that ended."""
    month_ago, day_ago = clock.now() - timedelta(days=30), clock.now() - timedelta(days=1)
    gone = EntryCode.objects.filter(expires_at__lt=month_ago).delete()[0]
    gone += SignInCount.objects.filter(since__lt=day_ago).delete()[0]
    gone += Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    living = Session.objects.values("session_key")
    gone += UserSession.objects.exclude(session_key__in=living).delete()[0]
    audit.record("people.entries_forgotten", EntryCode, by=by, count=gone)
    return gone
