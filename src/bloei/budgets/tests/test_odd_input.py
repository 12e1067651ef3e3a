"""Amounts and days that cannot be: a sentence on the page, never a page that breaks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bloei.budgets.actions import teams
from bloei.budgets.models import Entitlement, Entry, Scheme, TeamBudget
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.budgets.tests.test_scheme_views import RULE
from bloei.foundation.forms import new_key

pytestmark = pytest.mark.django_db
AMOUNTS = ("1" + "0" * 20, "1" + "0" * 30, "-1", "NaN", "1e9", "1e999999", "²")
DAYS = ("0001-01-01", "9999-12-31", "1899-12-31", "2100-12-31", "2026-02-30", "x")
FILE = b"number;scheme;granted_on;remaining\n1003;leerbudget;2026-01-01;450\n"


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


@pytest.fixture
def budgets(cast):
    return [
        teams.make_team_budget(
            unit=unit,
            year=2026,
            amount=100_000,
            owner=cast.mo,
            today=cast.today,
            key=unit.code,
            by=cast.hanan,
        )
        for unit in (cast.klantcontact, cast.vastgoed)
    ]


@pytest.mark.parametrize("typed", AMOUNTS)
def test_an_impossible_amount_of_a_team_gets_a_sentence(cast, sign_in, budgets, typed):
    mine, other = budgets
    hanan, before = sign_in(cast.hanan), Entry.objects.count()
    common = {"because": "Ruil", "key": new_key()}
    new = {"unit": cast.personeel.pk, "year": "2026", "owner": cast.mo.number}
    sent = [
        hanan.post(url("team_budget_new"), common | new | {"amount": typed}),
        hanan.post(
            url("team_budget_transfer", mine.pk), common | {"target": other.pk, "amount": typed}
        ),
    ]
    if typed != "-1":  # less for a team is possible
        sent.append(hanan.post(url("team_budget_change", mine.pk), common | {"more": typed}))
    for answer in sent:
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) <= {"amount", "more"}
    assert (Entry.objects.count(), TeamBudget.objects.count()) == (before, 2)


def test_the_most_that_may_be_typed_can_be_booked(cast, sign_in, budgets):
    hanan, mine = sign_in(cast.hanan), budgets[0]
    for more in ("10000000000", "10000000000", "-10000000000"):
        told = {"more": more, "because": "Proef", "key": new_key()}
        assert hanan.post(url("team_budget_change", mine.pk), told).status_code == 302
    assert hanan.get(url("team_budget_detail", mine.pk)).status_code == 200


@pytest.mark.parametrize("typed", AMOUNTS)
@pytest.mark.parametrize("unit", ["EUR", "HOURS"])
def test_an_impossible_amount_of_a_scheme_gets_a_sentence(cast, sign_in, unit, typed):
    told = RULE | {"unit": unit, "amount": typed, "key": new_key()}
    answer = sign_in(cast.hanan).post(url("scheme_new"), told)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Scheme.objects.filter(name=RULE["name"]).exists()


@pytest.fixture
def preview(cast, sign_in):
    """Return the address of the preview of a file that HR has sent."""
    switch_on(YEARLY)
    told = {"key": new_key(), "upload": SimpleUploadedFile("a.csv", FILE), "on": "2026-11-23"}
    return sign_in(cast.hanan).post(url("opening_form"), told).url.partition("?")[0]


@pytest.mark.parametrize("day", DAYS)
def test_an_impossible_day_of_opening_balances_gets_a_sentence(client, preview, day):
    confirm = url("opening_confirm", client.get(preview, {"on": "2026-11-23"}).context["stored"].pk)
    for answer in (client.get(preview, {"on": day}), client.post(confirm, {"on": day})):
        assert answer.status_code == 422
        page = answer.content.decode()
        assert any(words in page for words in ("Kies een dag", "datum"))
    told = {"key": new_key(), "upload": SimpleUploadedFile("b.csv", FILE), "on": day}
    assert client.post(url("opening_form"), told).status_code == 422
    assert not Entitlement.objects.exists()


@pytest.mark.parametrize("day", ["1900-01-01", "2027-11-24"])
def test_the_first_and_last_possible_day_can_be_looked_at(client, preview, day):
    assert client.get(preview, {"on": day}).status_code == 200
