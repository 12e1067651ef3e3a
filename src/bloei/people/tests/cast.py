"""The cast of the tests: the same people as in the demo, made through the actions.

It is Monday 23 November 2026. `cast.eva` works at the customer desk under `cast.mo`;
`cast.stan` works elsewhere under `cast.els` and must see nothing of Eva.
"""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.models import Model

from bloei.foundation import clock
from bloei.foundation.tests.database import KeptConnection, connected_to
from bloei.people import actions
from bloei.people.actions import Terms
from bloei.people.models import Person, Unit
from bloei.people.roles import Role

TODAY = date(2026, 11, 23)
SINCE = date(2024, 1, 1)
CAO = "woondiensten"
PASSWORD = "dahlia-fiets-regen-17"

UNITS = {
    # name of the attribute: code, name, under
    "de_linde": ("DL", "De Linde", None),
    "klantcontact": ("KC", "Klantcontact", "de_linde"),
    "vastgoed": ("VG", "Vastgoed", "de_linde"),
    "personeel": ("PO", "Personeel en organisatie", "de_linde"),
}
PEOPLE = {
    # number, given name, infix, family name, unit, hours, function
    "anneke": ("1001", "Anneke", "", "Smit", "de_linde", "36", "Directeur"),
    "mo": ("1002", "Mo", "", "Bulut", "klantcontact", "36", "Teamleider klantcontact"),
    "eva": ("1003", "Eva", "de", "Vries", "klantcontact", "28", "Medewerker klantcontact"),
    "els": ("1004", "Els", "", "Bakker", "vastgoed", "36", "Manager vastgoed"),
    "stan": ("1005", "Stan", "", "Jansen", "vastgoed", "36", "Opzichter"),
    "hanan": ("1006", "Hanan", "el", "Amrani", "personeel", "32", "HR-adviseur"),
    "joost": ("1007", "Joost", "", "Vermeer", "personeel", "32", "Opleidingsfunctionaris"),
    "ria": ("1008", "Ria", "", "Hoekstra", "vastgoed", "24", "Medewerker wijkbeheer"),
    "sam": ("1009", "Sam", "", "Bos", "personeel", "36", "Applicatiebeheerder"),
}
LEADERS = {"de_linde": "anneke", "klantcontact": "mo", "vastgoed": "els"}
ROLES = {
    "hanan": Role.HR,
    "joost": Role.LND,
    "ria": Role.WORKS_COUNCIL,
    "sam": Role.ADMINISTRATOR,
}


def build(today: date = TODAY) -> SimpleNamespace:
    """Make units, people, leaders and roles; return them by name."""
    found: dict[str, Unit | Person] = {}
    with actions.one_rebuild(today):
        _units(found, today)
        _people(found, today)
    people = Person.objects.in_bulk([found[name].pk for name in PEOPLE])
    for name in PEOPLE:
        found[name] = people[found[name].pk]
    return SimpleNamespace(today=today, hire=hire, password=PASSWORD, **found)


def _units(found: dict, today: date) -> None:
    for name, (code, label, under) in UNITS.items():
        found[name] = actions.create_unit(
            code=code,
            name=label,
            parent=found.get(under),
            from_on=SINCE,
            today=today,
            key=f"cast-{name}",
            by=None,
        )


def _people(found: dict, today: date) -> None:
    for name, (number, given, infix, family, unit, hours, function) in PEOPLE.items():
        found[name] = hire(
            number=number,
            given=given,
            infix=infix,
            family=family,
            unit=found[unit],
            hours=hours,
            function=function,
            today=today,
        )
    for unit, leader in LEADERS.items():
        actions.appoint_leader(
            unit=found[unit],
            person=found[leader],
            from_on=SINCE,
            today=today,
            key=f"cast-{unit}",
            by=None,
        )
    for name, role in ROLES.items():
        actions.grant_role(
            person=found[name], role=role, from_on=SINCE, key=f"cast-{name}", by=None
        )


def hire(
    *,
    number: str,
    given: str = "Kim",
    infix: str = "",
    family: str = "Test",
    unit: Unit | None = None,
    manager: Person | None = None,
    hours: str = "36",
    cao: str = CAO,
    function: str = "",
    email: str | None = "",
    since: date = SINCE,
    until: date | None = None,
    today: date = TODAY,
) -> Person:
    """Make somebody who works here since a day; `email=None` is somebody without an address."""
    if email == "":
        behind = "" if number in {row[0] for row in PEOPLE.values()} else f".{number}"
        email = f"{given}.{infix}{family}{behind}@delinde.example".lower()
    person = actions.create_person(
        number=number,
        given_name=given,
        infix=infix,
        family_name=family,
        email=email,
        born_on=date(1984, 5, 17),
        key=f"cast-{number}",
        by=None,
    )
    actions.start_employment(
        person=person,
        from_on=since,
        last_on=until,
        terms=Terms(
            hours_per_week=Decimal(hours),
            unit=unit,
            manager=manager,
            cao=cao,
            kind="permanent",
            function=function,
            salary_cents=320000,
        ),
        today=today,
        key=f"cast-{number}",
        by=None,
    )
    return person


@pytest.fixture
def today() -> Iterator[date]:
    """Let it be the day of the cast."""
    with clock.fixed(TODAY):
        yield TODAY


@pytest.fixture
def cast(request, database, today) -> SimpleNamespace:
    """Return the people and units of De Linde: `cast.eva`, `cast.klantcontact`, ..."""
    if "cast_is_there" not in request.fixturenames:
        return build(today)
    _connection, rows = request.getfixturevalue("cast_database")
    found = {name: model.from_db("default", *row) for name, (model, *row) in rows.items()}
    return SimpleNamespace(today=today, hire=hire, password=PASSWORD, **found)


def pytest_collection_modifyitems(items):
    """Let a test with the cast begin in a database where it is there already.

    That must be the first thing it does: afterwards its transaction has begun elsewhere.
    """
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "cast" in names and "cloned_database" not in names:
            names.insert(0, "cast_is_there")


@pytest.fixture(scope="session")
def cast_database(django_db_setup, databases, django_db_blocker):
    """Make the cast once per run (150 ms each time otherwise); return the way to it, and its rows.

    A row is a model, the names of its columns, and their values.
    """
    with django_db_blocker.unblock(), databases.clone() as clone:
        with connected_to(clone.url), clock.fixed(TODAY), transaction.atomic():
            made = vars(build(TODAY))
            # What waits for a commit waits in a test that is rolled back, too.
            connection.run_on_commit.clear()
            rows = {name: _row(it) for name, it in made.items() if isinstance(it, Model)}
        kept = KeptConnection(clone.url)
        yield kept, rows
        kept.close()


def _row(thing: Model) -> tuple[type[Model], list[str], list]:
    """Return a row as it stands in the database."""
    names = [field.attname for field in thing._meta.concrete_fields]
    return type(thing), names, list(type(thing).objects.values_list(*names).get(pk=thing.pk))


@pytest.fixture
def cast_is_there(cast_database):
    with cast_database[0].in_use():
        yield


@pytest.fixture
def sign_in(client):
    """Return a function that signs somebody in on the test client and returns the client.

    The sign-in is fresh, unless `fresh=False`: then decisions ask for the password again.
    """

    def signed_in(person: Person, *, fresh: bool = True):
        client.force_login(person)
        session = client.session
        proved_at = time.time() - (0 if fresh else 3600)
        session["account_authentication_methods"] = [{"method": "password", "at": proved_at}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return signed_in
