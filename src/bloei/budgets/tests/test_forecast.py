"""The coming years of a budget say what the engine will book."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from bloei.budgets import cao
from bloei.budgets.balances import forecast
from bloei.budgets.demo import MONEY
from bloei.budgets.tests.rules_for_tests import MONTHLY, YEARLY

TODAY = date(2026, 11, 23)


def facts(until=None, *, hours="36", pay=None):
    return cao.Facts(
        born_on=date(1985, 5, 1),
        employments=(cao.Employment(date(2020, 1, 1), until, Decimal(hours), "permanent"),),
        pay=(cao.Pay(date(2020, 1, 1), None, {"salary": Decimal(pay)}),) if pay else (),
    )


def ends(text, someone, lots=(), years=5, done=TODAY):
    rule = cao.read_scheme(text)
    segments = [SimpleNamespace(start=date(2000, 1, 1), until=None, rule=rule, version=1)]
    state = cao.State(done=done, lots=tuple(lots), last_grant_on=date(2026, 1, 1))
    return forecast.year_ends(segments, someone, state, today=TODAY, years=years)


def told(found):
    return [(end.year, end.stays, end.lapses) for end in found]


def test_what_can_be_used_last_on_new_years_eve_lapses_in_that_year():
    lots = [
        cao.Lot(date(2024, 1, 1), 38_000, date(2027, 1, 1)),
        cao.Lot(date(2025, 1, 1), 40_000, date(2031, 1, 1)),
        cao.Lot(date(2026, 1, 1), 40_000, date(2032, 1, 1)),
    ]
    assert told(ends(MONEY, facts(), lots)) == [
        (2026, 80_000, 38_000),
        (2027, 120_000, 0),
        (2028, 160_000, 0),
        (2029, 200_000, 0),
        (2030, 200_000, 40_000),
    ]


def test_the_forecast_is_what_the_engine_books_later():
    rule, someone = cao.read_scheme(YEARLY), facts(hours="28")
    so_far = cao.simulate(rule, someone, TODAY).state
    segments = [SimpleNamespace(start=date(2000, 1, 1), until=None, rule=rule, version=1)]
    for end in forecast.year_ends(segments, someone, so_far, today=TODAY):
        booked = cao.simulate(rule, someone, date(end.year, 12, 31)).state
        new_year = date(end.year + 1, 1, 1)
        last_day = sum(lot.remaining for lot in booked.lots if lot.lapses_on == new_year)
        assert end.stays + last_day == booked.balance
        assert end.lapses == last_day


def test_months_that_lapse_during_a_year_count_in_that_year():
    found = ends(MONTHLY, facts(pay="3000"), years=5)
    assert found[0].lapses == 0
    assert found[-1].lapses > 0
    assert all(end.stays >= 0 for end in found)


def test_who_leaves_has_nothing_left_at_the_end_of_that_year():
    lots = [cao.Lot(date(2026, 1, 1), 40_000, date(2032, 1, 1))]
    found = ends(MONEY, facts(until=date(2027, 6, 30)), lots, years=3)
    assert found[1].stays == 0
    assert found[1].lapses == 80_000
    assert found[2] == forecast.YearEnd(2028, 0, 0, 0)


def test_what_comes_in_each_year_is_told_only_when_it_is_the_same():
    assert forecast.each_year(ends(MONEY, facts())) == 40_000
    assert forecast.each_year(ends(MONEY, facts(until=date(2028, 6, 30)))) is None


@pytest.mark.parametrize("lots", [(), (cao.Lot(date(2026, 1, 1), 100, None),)])
def test_there_is_a_picture_only_when_there_is_something_to_see(lots):
    gone = facts(until=date(2020, 6, 30))
    rule = YEARLY.replace("after_years = 2", 'after_years = 2\n[leaving]\nbalance = "keep"')
    assert bool(forecast.bars(ends(rule, gone, lots, years=2))) is bool(lots)
