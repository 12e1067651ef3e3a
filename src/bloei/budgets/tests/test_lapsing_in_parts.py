"""What lapses on several days is never said to lapse on the first of them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.applications import stories
from bloei.budgets.balances import statements
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
# Ten euros a month, for two years: a part lapses at the end of every month.
EVERY_MONTH = """
name = "loopbaan"
title = "Loopbaanbudget"
unit = "EUR"
fulltime_hours = "36"
sources = ["https://example.org/cao"]
[grant]
every = "month"
amount = "10.00"
[lapse]
after_months = 24
lapses = "at_start_of_month"
"""


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def budget_of(cast, text):
    switch_on(text)
    rounds.grant_and_lapse(TODAY)
    (budget,) = statements.budgets_of(cast.eva, TODAY)
    return budget


def division(cents):
    return SimpleNamespace(of=lambda source: cents)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (EVERY_MONTH, "Vrij, vervalt in delen tot en met 31 januari"),
        (YEARLY, "Vrij tot en met 31 december"),
    ],
)
def test_the_first_page_and_my_budget_name_the_day_of_the_last_part(cast, sign_in, text, label):
    budget = budget_of(cast, text)
    assert label in [part["label"] for part in budget.parts()]
    page = sign_in(cast.eva).get(reverse("budgets:my_budget")).content.decode()
    assert ("vervalt in delen tot en met" in page) == budget.lapses_in_parts
    assert ("het eerste deel na 30 november 2026" in page) == budget.lapses_in_parts
    assert ("Na 31 december 2026 vervalt" in page) != budget.lapses_in_parts


@pytest.mark.parametrize(
    ("cents", "saved", "day", "in_parts"),
    [
        (500, 500, date(2026, 11, 30), False),
        (1_000, 1_000, date(2026, 11, 30), False),
        (1_001, 1_001, date(2026, 12, 31), True),
        (20_000, 3_000, date(2027, 1, 31), True),
    ],
)
def test_an_application_saves_the_parts_that_it_takes_and_no_other(
    cast, cents, saved, day, in_parts
):
    budget_of(cast, EVERY_MONTH)
    told = stories.left_after(cast.eva, division(cents), TODAY)
    assert (told["saved"], told["last_day"], told["in_parts"]) == (saved, day, in_parts)
