"""What happens to the person: known, a language, an export of the own data, erased in the end."""

from datetime import date, timedelta

from bloei.foundation import audit, files
from bloei.foundation.actions import action
from bloei.foundation.models import StoredFile
from bloei.foundation.privacy import Personal, register
from bloei.people import names
from bloei.people.actions import employments
from bloei.people.actions.roles import grant_role
from bloei.people.entry_codes import end_sessions, make_token
from bloei.people.erasure import erase_rows, forget_files, left_before, unclaimed
from bloei.people.models import Person
from bloei.people.roles import Role

ERASED_NAME = "—"
KEEP_AFTER_LEAVING = timedelta(days=2 * 365)


@action(creates=Person)
def add_person(*, from_on: date, terms, today: date, key: str, by, **known) -> Person:
    """Make somebody known with a first employment, in one go; see create_person for `known`."""
    person = employments.create_person(key=key, by=by, **known)
    employments.start_employment(
        person=person, from_on=from_on, terms=terms, today=today, key=key, by=by
    )
    return person


@action
def set_language(person: Person, *, language: str, by) -> None:
    """Show Bloei in this language, and write mail in it."""
    person.language = language
    person.save(update_fields=["language"])
    audit.record("person.language_set", person, by=by, fields=["language"])


@action
def note_export(person: Person, *, by) -> None:
    """Write down that somebody took the own data along."""
    audit.record("person.data_exported", person, by=by)


@action
def erase_person(person: Person, *, today: date, by) -> None:
    """Remove what names or describes somebody who left; books and sums stay as they are.

    Every room says in its register what happens to its rows. The row of the person
    stays, without a name, so that what must be kept still balances.
    """
    if person.is_working:
        raise ValueError("Somebody who works here is not erased.")
    end_sessions(person)
    # From the top of the house down, so that nothing points at what goes.
    for entry in reversed(register()):
        if isinstance(entry, Personal) and entry.model not in {Person, StoredFile}:
            erase_rows(entry, [person.pk])
    forget_files(person)
    for entry in register():
        if isinstance(entry, Personal) and entry.model is StoredFile:
            erase_rows(entry, [person.pk])
    _blank(person, today)
    audit.record("person.erased", person, by=by)


@action
def forget_leavers(*, today: date, by=None) -> int:
    """Apply every term of the registers to who left that long ago; return a count."""
    count = 0
    for entry in reversed(register()):
        if not isinstance(entry, Personal) or entry.model is Person:
            continue
        if entry.days_after_leaving is not None:
            count += erase_rows(entry, left_before(today, entry.days_after_leaving))
    for person in Person.objects.filter(
        pk__in=left_before(today, KEEP_AFTER_LEAVING.days), erased_on=None
    ):
        erase_person(person, today=today, by=by)
        count += 1
    audit.record("people.forgotten", Person, by=by, count=count)
    return count


@action
def forget_unclaimed_files(*, today: date, by=None) -> int:
    """Remove what was brought in a month ago and belongs to nothing; return how many files."""
    gone = list(unclaimed(today))
    for stored in gone:
        files.discard(stored)
    audit.record("files.forgotten", StoredFile, by=by, count=len(gone))
    return len(gone)


def _blank(person: Person, today: date) -> None:
    person.number = f"erased-{person.pk}"
    person.given_name, person.infix, person.initials = ERASED_NAME, "", ""
    person.family_name, person.function = "", ""
    person.sort_name = names.sort_name(ERASED_NAME, "", "")
    person.email = person.born_on = person.last_login = person.invited_at = None
    person.is_active, person.erased_on = False, today
    person.set_unusable_password()
    person.save()


@action
def make_administrator(
    *,
    number: str,
    given_name: str,
    infix: str,
    family_name: str,
    email: str,
    with_hr: bool,
    today: date,
    by=None,
) -> str:
    """Make somebody administrator from the command line; return a token for the first password.

    For a new installation, and when no administrator is left: whoever may start commands
    on the server may do this. A person with this number who is known already is taken.
    """
    person = Person.objects.filter(number=number).first()
    if person is None:
        person = employments.create_person(
            number=number,
            given_name=given_name,
            infix=infix,
            family_name=family_name,
            email=email,
            key=f"administrator-{number}",
            by=by,
        )
    for role in (Role.ADMINISTRATOR, Role.HR) if with_hr else (Role.ADMINISTRATOR,):
        if not person.role_grants.on(today).filter(role=role, unit=None).exists():
            told = {"person": person, "role": role, "from_on": today, "by": by}
            grant_role(**told, key=f"administrator-{number}-{role}-{today}")
    audit.record("person.made_administrator", person, by=by)
    return make_token(person)
