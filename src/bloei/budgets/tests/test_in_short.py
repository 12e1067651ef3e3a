"""A rule in a few sentences, in both languages, for every scheme that comes with Bloei."""

from datetime import date

import pytest
from django.utils.translation import override

from bloei.budgets import cao
from bloei.budgets.demo import MONEY, TIME
from bloei.budgets.schemes.in_short import in_short
from bloei.budgets.tests.rules_for_tests import ADVANCE, MONTHLY

TODAY = date(2026, 11, 23)


def short(text, language):
    with override(language):
        return [one.replace("\xa0", " ") for one in in_short(cao.read_scheme(text), TODAY)]


def test_money_in_dutch():
    assert short(MONEY, "nl") == [
        "Je krijgt elk jaar op 1 januari € 400.",
        "Wat je in 2026 krijgt, blijft staan tot en met 31 december 2031.",
        "Verplichte trainingen betaalt je werkgever altijd.",
        "Ga je weg, dan vervalt wat over is.",
    ]


def test_hours_in_english():
    assert short(TIME, "en")[:2] == [
        (
            "You get 36 hours every year on 1 January."
            " That is for 36 hours a week; who works less gets a part."
        ),
        "What you get in 2026, stays up to and including 31 December 2027.",
    ]


def test_how_far_somebody_may_go_ahead():
    assert "Je mag het budget van 1 jaar vooruit gebruiken." in short(ADVANCE, "nl")


def test_a_share_of_pay_every_month():
    assert short(MONTHLY, "nl")[0] == "Je krijgt elke maand 1,5 % van je loon."


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", cao.shipped_names())
def test_every_shipped_scheme_can_be_told(name, language):
    with override(language):
        found = in_short(cao.shipped_scheme(name), TODAY)
    assert 2 <= len(found) <= 5
    assert all("%(" not in one and one.endswith(".") for one in found)
