"""People begin, change hours or place, and leave. Nothing is deleted: people leave.

Every date is the first or the last day on which something holds, inclusive.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.events import publish
from bloei.foundation.periods import DAY, period
from bloei.people import names
from bloei.people.actions.leaders import _refuse_oneself
from bloei.people.events import EmploymentsChanged
from bloei.people.models import Employment, EmploymentTerm, Person, Unit
from bloei.people.plan import TERM_FIELDS
from bloei.people.rebuilding import rebuild_today


class Overlaps(Exception):
    """This employment already holds in (a part of) that time."""


@dataclass(frozen=True)
class Terms:
    """What is agreed in an employment. `manager` None: the leader of the unit leads."""

    hours_per_week: Decimal
    unit: Unit | None = None
    cao: str = ""
    kind: str = ""
    function: str = ""
    manager: Person | None = None
    salary_cents: int | None = None

    def values(self) -> dict:
        return {name: getattr(self, name) for name in TERM_FIELDS}


@action(creates=Person)
def create_person(
    *,
    number: str,
    given_name: str,
    family_name: str,
    infix: str = "",
    initials: str = "",
    email: str | None = None,
    born_on: date | None = None,
    language: str = "nl",
    key: str,
    by,
) -> Person:
    """Make somebody known to Bloei, without a password: an invitation or a letter gives one."""
    person = Person(
        number=number.strip(),
        given_name=given_name,
        initials=initials,
        infix=infix,
        family_name=family_name,
        sort_name=names.sort_name(given_name, infix, family_name),
        email=email or None,
        born_on=born_on,
        language=language,
    )
    person.set_unusable_password()
    person.save()
    audit.record("person.created", person, by=by)
    return person


@action(creates=Employment)
def start_employment(
    *,
    person: Person,
    from_on: date,
    terms: Terms,
    last_on: date | None = None,
    number: str = "",
    today: date,
    key: str,
    by,
) -> Employment:
    """Let somebody work here from a day on; raises Overlaps when that employment exists already.

    `number` tells two employments of one person at the same time apart. Raises
    OverOthersByOneself for who makes themselves the personal manager.
    """
    _refuse_oneself(terms.manager, by)
    during = period(from_on, last_on)
    if Employment.objects.filter(person=person, number=number, during__overlap=during).exists():
        raise Overlaps
    employment = Employment.objects.create(person=person, number=number, during=during)
    EmploymentTerm.objects.create(employment=employment, during=during, **terms.values())
    audit.record("employment.started", employment, by=by)
    _follow(person, since=from_on, today=today)
    return employment


@action
def change_employment_term(
    employment: Employment, *, from_on: date, terms: Terms, today: date, by
) -> EmploymentTerm:
    """Let other terms hold from a day on, until the next change that is already known.

    A day in the past is a correction: the rooms above book the difference. Raises
    OverOthersByOneself for who makes themselves the personal manager; who is it already
    stays it.
    """
    old = employment.terms.select_for_update().on(from_on).get()
    if terms.manager != old.manager:
        _refuse_oneself(terms.manager, by)
    changed = [name for name in TERM_FIELDS if getattr(old, name) != getattr(terms, name)]
    if old.during.lower == from_on:
        for name, value in terms.values().items():
            setattr(old, name, value)
        old.save()
        term = old
    else:
        upper = old.during.upper
        old.during = period(old.during.lower, from_on - DAY)
        old.save(update_fields=["during"])
        term = EmploymentTerm.objects.create(
            employment=employment,
            during=period(from_on, upper - DAY if upper else None),
            **terms.values(),
        )
    audit.record("employment.changed", employment, by=by, fields=changed)
    _follow(employment.person, since=from_on, today=today)
    return term


@action
def end_employment(employment: Employment, *, last_on: date | None, today: date, by) -> None:
    """Let an employment end after this day (None: it goes on), earlier or later than known.

    What would have begun after that day never begins.
    """
    employment = Employment.objects.select_for_update().get(pk=employment.pk)
    if last_on is not None and last_on < employment.during.lower:
        raise ValueError("An employment cannot end before it begins.")
    before = employment.during.upper
    employment.during = period(employment.during.lower, last_on)
    employment.terms.filter(during__fully_gt=period(None, last_on)).delete()
    term = employment.terms.latest("during")
    term.during = period(term.during.lower, last_on)
    try:
        with transaction.atomic():
            employment.save(update_fields=["during"])
            term.save(update_fields=["during"])
    except IntegrityError as clash:
        raise Overlaps from clash
    audit.record("employment.ended", employment, by=by, fields=["during"])
    after = employment.during.upper
    since = min(day for day in (before, after, today) if day is not None)
    _follow(employment.person, since=since, today=today)


def _follow(person: Person, *, since: date, today: date) -> None:
    rebuild_today(today, people=[person.pk])
    person.refresh_from_db()
    publish(EmploymentsChanged((person.pk,), since=since))
