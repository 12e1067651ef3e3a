"""Ahead of next year's budget, and what a scheme adds: from the application to the books."""

from datetime import date

import pytest

from bloei.budgets.actions import (
    cancel_application,
    decide_application,
    file_application,
    pay_application,
    top_up_application,
    undo_application,
)
from bloei.budgets.books import ledger
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Entitlement
from bloei.budgets.rounds import grant_and_lapse
from bloei.budgets.rules import Source
from bloei.budgets.tests.rules_for_tests import ADVANCE, YEARLY, switch_on
from bloei.foundation import clock
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NEXT = date(2027, 1, 2)
MOST = 10_000_000  # yes to any advance
PLAIN = ADVANCE.replace("prorate_hours = true\n", "")
BONUS = """
[[bonus]]
purpose = "training"
factor = "1.2"
[[bonus]]
purpose = "training"
min_hours_added = "20"
factor = "1.4"
"""


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def budget(person, text, name="leerbudget"):
    switch_on(text, name=name, first=date(2026, 1, 1))
    grant_and_lapse(TODAY)
    return Entitlement.objects.select_related("own", "reserved").get(
        person=person, scheme__name=name
    )


def ask(cast, cents, key="ask-1", *, by=None, **more):
    facts = {"title": f"Cursus {key}", "kind": "training", "price_cents": cents}
    offer = create_offer(facts=facts, provider="Taalhuis", key=f"offer-{key}", by=cast.joost)
    return file_application(
        person=cast.eva, offer=offer, price_cents=cents, payer="employer", today=TODAY, key=key,
        by=by or cast.eva, **{"advance_cents": MOST} | more,
    )  # fmt: skip


def held(entitlement):
    return ledger.balance(entitlement.own), ledger.balance(entitlement.reserved)


def the_books_are_true(today=TODAY):
    with clock.fixed(today):
        assert reconciliation.doubts(today, everybody=True) == []


def test_with_an_advance_somebody_goes_below_zero_up_to_the_floor(cast):
    eva = budget(cast.eva, PLAIN)
    application = ask(cast, 135_000)
    assert held(eva) == (-45_000, 135_000)
    share = application.funding.get()
    assert (share.source, share.amount, share.advance) == (Source.PERSONAL, 135_000, 45_000)
    more = ask(cast, 100_000, "ask-2")
    shares = dict(more.funding.values_list("source", "amount"))
    assert shares == {Source.PERSONAL: 45_000, Source.OWN: 55_000}
    assert held(eva) == (-90_000, 180_000)
    the_books_are_true()


def test_nobody_lets_another_owe_something(cast):
    eva = budget(cast.eva, PLAIN)
    application = ask(cast, 135_000, by=cast.mo)
    assert application.funding.get(source=Source.OWN).amount == 45_000
    assert held(eva) == (0, 90_000)


def test_the_team_pays_before_anything_is_advanced(cast):
    from bloei.budgets.actions import teams

    eva = budget(cast.eva, PLAIN)
    teams.make_team_budget(
        unit=cast.klantcontact,
        year=2026,
        amount=100_000,
        owner=cast.mo,
        today=TODAY,
        key="t",
        by=cast.hanan,
    )
    ask(cast, 135_000, with_team=True)
    assert held(eva) == (0, 90_000)


@pytest.mark.parametrize("price", [135_000, 180_000])
def test_what_was_advanced_and_filled_by_a_later_grant_comes_back_as_a_part_of_it(cast, price):
    eva = budget(cast.eva, PLAIN)
    application = ask(cast, price)
    with clock.fixed(NEXT):
        grant_and_lapse(NEXT)
        assert held(eva) == (180_000 - price, price)
        cancel_application(application, today=NEXT, by=cast.eva)
        assert held(eva) == (180_000, 0)
        assert sum(lot.remaining for lot in ledger.lots(eva.own)) == 180_000
        the_books_are_true(NEXT)


def test_what_comes_back_fills_what_is_still_advanced_first(cast):
    eva = budget(cast.eva, PLAIN)
    first = ask(cast, 90_000)
    ask(cast, 50_000, "ask-2")
    cancel_application(first, today=TODAY, by=cast.eva)
    assert held(eva) == (40_000, 50_000)
    assert [lot.remaining for lot in ledger.lots(eva.own)] == [40_000]
    the_books_are_true()


def test_an_undone_advance_leaves_no_trace_in_the_balance(cast):
    eva = budget(cast.eva, PLAIN)
    undo_application(ask(cast, 135_000), now=clock.now(), by=cast.eva)
    assert held(eva) == (90_000, 0)
    the_books_are_true()


def test_a_scheme_that_adds_a_bonus_lets_the_budget_pay_its_own_part_only(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    application = ask(cast, 60_000)
    share = application.funding.get()
    assert (share.amount, share.bonus) == (50_000, 10_000)
    assert held(eva) == (40_000, 60_000)
    the_books_are_true()


def test_with_enough_hours_of_ones_own_the_higher_bonus_counts(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    share = ask(cast, 60_000, added_minutes=20 * 60).funding.get()
    assert (share.amount, share.bonus) == (42_857, 17_143)
    assert held(eva) == (47_143, 60_000)


def test_what_is_for_something_else_gets_no_bonus(cast):
    budget(cast.eva, YEARLY + BONUS)
    assert ask(cast, 30_000, purpose="other").funding.get().bonus == 0


def test_a_budget_that_is_too_small_pays_what_it_can_with_its_bonus(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    application = ask(cast, 120_000)
    personal = application.funding.get(source=Source.PERSONAL)
    assert (personal.amount, personal.bonus) == (90_000, 18_000)
    assert application.funding.get(source=Source.OWN).amount == 12_000
    assert held(eva) == (0, 108_000)


def test_a_cancelled_bonus_goes_back_to_the_employer_and_the_own_part_to_the_budget(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    application = ask(cast, 60_000)
    more = top_up_application(
        application,
        more_cents=6_000,
        why="Duurder",
        with_team=False,
        today=TODAY,
        key="up",
        by=cast.eva,
    )
    assert more.funding.get().bonus == 1_000
    assert held(eva) == (35_000, 66_000)
    cancel_application(application, today=TODAY, by=cast.eva)
    assert held(eva) == (90_000, 0)
    the_books_are_true()


def test_paid_with_a_bonus_is_spent_whole(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    pay_application(ask(cast, 60_000), paid_on=TODAY, today=TODAY, by=cast.hanan)
    assert held(eva) == (40_000, 0)
    the_books_are_true()


def test_an_undone_refusal_sets_the_bonus_apart_again(cast):
    eva = budget(cast.eva, YEARLY.replace("prorate_hours = true\n", "") + BONUS)
    application = ask(cast, 60_000, by=cast.joost)
    application = decide_application(
        application, agree=False, answer="Nee", today=TODAY, by=cast.mo
    )
    assert held(eva) == (90_000, 0)
    undo_application(application, now=clock.now(), by=cast.mo)
    assert held(eva) == (40_000, 60_000)
    the_books_are_true()
