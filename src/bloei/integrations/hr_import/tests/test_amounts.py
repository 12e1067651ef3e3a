"""The difference names amounts: what a file does to budgets, before it does it."""

from datetime import date

import pytest

from bloei.budgets import rounds
from bloei.budgets.actions import schemes
from bloei.budgets.demo import MONEY
from bloei.budgets.models import Account
from bloei.integrations.hr_import import queries
from bloei.integrations.hr_import.tests.test_pages import ALL, looked_through
from bloei.people.models import Person
from bloei.people.tests.cast import CAO

pytestmark = pytest.mark.django_db
RULE = MONEY.replace('amount = "400.00"', 'amount = "900.00"\nprorate_hours = true')
HEAD = "Medewerkernummer;Roepnaam;Tussenvoegsel;Achternaam;Uren per week;Datum in dienst"


@pytest.fixture
def granted(cast):
    """Everybody has a budget by a scheme of their cao."""
    scheme = schemes.make_scheme(text=RULE, key="scheme", by=cast.hanan)
    schemes.assign_scheme(
        scheme, cao=CAO, first=date(2026, 1, 1), today=cast.today, key="assigned", by=cast.hanan
    )  # fmt: skip
    rounds.grant_and_lapse(cast.today)
    return scheme


def told(file, number) -> list[str]:
    lines = [line for line in queries.changes(file) if line["amounts"]]
    who = Person.objects.get(number=number).full_name
    return [amount for line in lines if line["name"] == who for amount in line["amounts"]]


def own(number) -> int:
    return Account.objects.get(owner__number=number, purpose="own").balance


def test_fewer_hours_name_the_old_and_the_new_amount(hanan, granted):
    rows = [*ALL[:3], *ALL[3:]]
    rows[3] = "1004;Els;;Bakker;18;01-01-2024"
    file = looked_through(hanan, rows)
    [sentence] = told(file, "1004")
    assert "2027: € 900 → € 450" in sentence.replace("\u00a0", " ")
    page = hanan.get(file.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "€ 900 → € 450" in page


def test_nothing_is_written_by_looking(hanan, granted):
    before = {number: own(number) for number in ("1003", "1004")}
    looked_through(hanan, [*ALL[:3], "1004;Els;;Bakker;18;01-01-2024", *ALL[4:]])
    assert {number: own(number) for number in before} == before


def test_who_leaves_reads_what_lapses_and_when(hanan, granted):
    file = looked_through(hanan, [row for row in ALL if not row.startswith("1005")])
    [one] = queries.leavers(file)
    said = " ".join(one["amounts"]).replace("\u00a0", " ")
    assert "vervalt op 23 nov" in said
    assert f"€ {own('1005') // 100}" in said


def test_a_new_person_reads_what_they_get(hanan, granted):
    head = f"{HEAD};Cao"
    rows = [f"{row};{CAO}" for row in ALL]
    file = looked_through(hanan, rows, head=head)
    [thijs] = [one for one in queries.newcomers(file) if one["number"] == "2001"]
    assert thijs["amounts"]


def test_what_no_budget_follows_from_is_not_worked_out(hanan, granted):
    file = looked_through(hanan, ["1001;Anna;;Smit;36;01-01-2024", *ALL[1:]])
    assert told(file, "1001") == []
    assert "1001" not in file.details["amounts"]
