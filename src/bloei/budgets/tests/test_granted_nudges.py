"""What comes in is told once: the amount, what there is now, and what can be done with it."""

from datetime import date, timedelta

import pytest

from bloei.budgets import nudges, rounds
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import HOURS, MONTHLY, YEARLY, switch_on
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


def of_eva(found, cast):
    return [one for one in found if one.person_id == cast.eva.pk]


def test_money_that_came_in_is_told_with_what_there_is_now(cast):
    switch_on(YEARLY, first=date(2026, 1, 1))
    rounds.grant_and_lapse(NEW_YEAR)
    (told,) = of_eva(nudges.granted_money(NEW_YEAR), cast)
    assert told.params["granted_cents"] > 0
    assert told.params["left_cents"] == 2 * told.params["granted_cents"]
    assert told.occasion.endswith(":2027-01-01")


def test_hours_that_came_in_are_told_in_minutes(cast):
    switch_on(HOURS, name="leertijd", measure=Measure.MINUTES, first=date(2026, 1, 1))
    rounds.grant_and_lapse(NEW_YEAR)
    (told,) = of_eva(nudges.granted_hours(NEW_YEAR), cast)
    assert told.params["granted_minutes"] == 12 * 60
    assert not nudges.granted_money(NEW_YEAR)


def test_it_is_news_for_two_weeks_and_not_what_came_in_long_ago(cast):
    switch_on(YEARLY, first=date(2026, 1, 1))
    rounds.grant_and_lapse(NEW_YEAR)
    assert of_eva(nudges.granted_money(NEW_YEAR + timedelta(days=14)), cast)
    assert not nudges.granted_money(NEW_YEAR + timedelta(days=15))


def test_what_comes_every_month_is_told_the_first_time_only(cast):
    switch_on(MONTHLY, first=date(2026, 11, 1))
    rounds.grant_and_lapse(date(2026, 11, 2))
    assert of_eva(nudges.granted_money(date(2026, 11, 2)), cast)
    rounds.grant_and_lapse(date(2026, 12, 2))
    assert not nudges.granted_money(date(2026, 12, 2))


def test_each_gets_offers_for_what_they_have(cast):
    for title, cents in (("Past", 50_000), ("Te duur", 900_000)):
        facts = {"title": title, "kind": "training", "price_cents": cents, "minutes": 60}
        create_offer(facts=facts, provider="Taalhuis", key=title, by=cast.joost)
    switch_on(YEARLY, first=date(2026, 1, 1))
    rounds.grant_and_lapse(NEW_YEAR)
    (told,) = of_eva(nudges.granted_money(NEW_YEAR), cast)
    assert [one["title"] for one in told.params["offers"]] == ["Past"]


def test_among_asks_for_these_people_only(cast):
    switch_on(YEARLY, first=date(2026, 1, 1))
    rounds.grant_and_lapse(NEW_YEAR)
    assert {one.person_id for one in nudges.granted_money(NEW_YEAR, [cast.mo.pk])} == {cast.mo.pk}
    assert len({one.person_id for one in nudges.granted_money(NEW_YEAR)}) > 1


def test_an_application_recomputes_only_what_it_can_change():
    declared = {nudge.name for nudge in nudges.NUDGES}
    assert set(nudges.AFTER_AN_APPLICATION) < declared
