"""Who has hours or money reads what they can do with it: it fits in the hours and in the money."""

from datetime import date

import pytest

from bloei.budgets import nudges, rounds
from bloei.budgets.actions import grants
from bloei.budgets.models import Measure
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
HOURS = YEARLY.replace("leerbudget", "leertijd").replace('"EUR"', '"HOURS"').replace("900.00", "40")


@pytest.fixture
def catalogue(cast):
    for title, cents, minutes in (
        ("Kort", 0, 90), ("Lang", 0, 60 * 80), ("Duur", 500_000, 90), ("Betaald", 10_000, 120),
    ):  # fmt: skip
        facts = {"title": title, "kind": "training", "price_cents": cents, "minutes": minutes}
        create_offer(facts=facts, provider="Taalhuis", key=title, by=cast.joost)


def of_eva(cast) -> set[str]:
    grants.open_budgets(rulebook=Rulebook())
    rounds.catch_up(cast.today)
    (found,) = nudges.lapsing_hours(cast.today, [cast.eva.pk])
    assert found.params["last_on"] == date(2026, 12, 31).isoformat()
    return {one["title"] for one in found.params["offers"]}


def test_without_money_it_costs_nothing_and_fits_in_the_hours(cast, catalogue):
    switch_on(HOURS, name="leertijd", measure=Measure.MINUTES)
    assert of_eva(cast) == {"Kort"}


def test_with_money_it_costs_no_more_than_there_is(cast, catalogue):
    switch_on(HOURS, name="leertijd", measure=Measure.MINUTES)
    switch_on(YEARLY)
    assert of_eva(cast) == {"Kort", "Betaald"}


def test_who_does_not_know_the_balance_reads_what_fits_in_it(cast, catalogue):
    switch_on(YEARLY)
    grants.open_budgets(rulebook=Rulebook())
    rounds.catch_up(cast.today)
    (found,) = nudges.not_known(cast.today, [cast.eva.pk])
    assert {one["title"] for one in found.params["offers"]} == {"Kort", "Lang", "Betaald"}
