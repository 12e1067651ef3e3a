"""Sixteen processes write in the same books, a fifth of the requests twice: each has one effect."""

import subprocess
import sys

import pytest
from django.db.models import Count

from bloei.budgets.books import accounts, ledger
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Account, Entry, TeamBudget
from bloei.foundation import clock
from bloei.people.models import Person, Unit

pytestmark = [pytest.mark.processes, pytest.mark.slow]
TEAMS = 8


@pytest.fixture
def teams(cloned_database):
    """Teams with a little money each, in a database in which things really commit."""
    owner = Person.objects.create(number="1", given_name="A", family_name="B", sort_name="b")
    fund = accounts.of_organisation("fund")
    for number in range(TEAMS):
        unit = Unit.objects.create(code=f"u{number}", name=f"Unit {number}")
        budget = TeamBudget.objects.create(unit=unit, year=2026, owner=owner, made_at=clock.now())
        ledger.move(
            source=fund,
            target=accounts.of_team(budget, "own"),
            amount=200,
            key=f"begin:{number}",
            by=None,
            what="allocate",
            on=clock.today(),
        )
    return TEAMS


def write(*options: str) -> set[str]:
    """Let processes write at the same time; return the requests that they saw succeed."""
    command = [sys.executable, "-m", "bloei.budgets.tests.writers", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def doubled() -> list[str]:
    """Return the requests that had more than one effect."""
    rows = Entry.objects.filter(what="transfer").values("because__request")
    found = rows.annotate(times=Count("pk")).filter(times__gt=1)
    return [row["because__request"] for row in found]


def test_sixteen_writers_with_resends_book_everything_once(teams):
    acknowledged = write("--writers", "16")
    booked = set(Entry.objects.filter(what="transfer").values_list("key", flat=True))
    assert doubled() == []
    assert booked <= acknowledged
    assert len(booked) > 100
    assert reconciliation.doubts(clock.today()) == []
    guarded = Account.objects.filter(floor=0)
    assert sum(guarded.values_list("balance", flat=True)) == 200 * teams
    assert not guarded.filter(balance__lt=0).exists()


def test_the_same_test_catches_a_ledger_that_does_not_look_at_keys(teams):
    write("--writers", "4", "--without-keys")
    assert doubled() != []
