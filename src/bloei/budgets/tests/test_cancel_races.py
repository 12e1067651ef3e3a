"""Somebody cancels while somebody else adds money: never is money kept for what is called off.

Two connections and a database in which things really commit. The one who is first holds its
transaction open until the other waits for it, so the race happens every time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from bloei.budgets.actions import NotPossible, cancel_application, file_application
from bloei.budgets.actions.applications import top_up_application
from bloei.budgets.applications import steps
from bloei.budgets.books import ledger
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Application, Entitlement
from bloei.budgets.rounds import grant_and_lapse
from bloei.budgets.rules import OPEN, State
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import clock
from bloei.foundation.tests.waiting import until_it_waits
from bloei.learning.actions import create_offer, move_participation

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreed(cloned_database, cast):
    """What Eva agreed on with herself: an application of 300 euros."""
    switch_on(YEARLY)
    grant_and_lapse(TODAY)
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 30_000}
    offer = create_offer(facts=facts, provider="Taalhuis", key="offer", by=cast.joost)
    application = file_application(
        person=cast.eva,
        offer=offer,
        price_cents=30_000,
        payer="employer",
        today=TODAY,
        key="a",
        by=cast.eva,
    )
    assert application.state == State.AGREED
    return application


def top_up(application):
    top_up_application(
        application, more_cents=5_000, why="Duurder", with_team=False, today=TODAY, key="m",
        by=application.person,
    )  # fmt: skip


def cancel(application):
    cancel_application(application, today=TODAY, by=application.person)


def call_off(application):
    move_participation(application.participation, to="cancelled", by=application.person)


def one_after_the_other(first: Callable, second: Callable, application) -> BaseException | None:
    """Let `second` begin while `first` has not committed; return what it raised."""
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first(Application.objects.get(pk=application.pk))
            running = other.submit(_elsewhere, second, application.pk)
            until_it_waits(running)
        return running.exception(timeout=30)


def _elsewhere(act: Callable, pk: int) -> None:
    try:
        with clock.fixed(TODAY):
            act(Application.objects.get(pk=pk))
    finally:
        connection.close()


def kept_for(application) -> tuple[int, int]:
    """Return how many of its applications are open, and what is reserved for them."""
    reserved = Entitlement.objects.get(person=application.person).reserved
    open_ones = application.participation.applications.filter(state__in=OPEN)
    return open_ones.count(), ledger.balance(reserved)


@pytest.mark.parametrize("ends", [cancel, call_off])
def test_nothing_is_added_to_what_is_being_called_off(agreed, ends):
    refusal = one_after_the_other(ends, top_up, agreed)
    assert isinstance(refusal, NotPossible)
    assert kept_for(agreed) == (0, 0)
    assert reconciliation.doubts(TODAY) == []


@pytest.mark.parametrize("ends", [cancel, call_off])
def test_what_was_just_added_is_called_off_too(agreed, ends):
    assert one_after_the_other(top_up, ends, agreed) is None
    assert agreed.top_ups.count() == 1
    assert kept_for(agreed) == (0, 0)
    assert reconciliation.doubts(TODAY) == []


def test_without_the_lock_money_would_be_kept_for_nothing(agreed, monkeypatch):
    monkeypatch.setattr(steps, "hold_rows", lambda one: Application.objects.get(pk=one.pk))
    assert one_after_the_other(cancel, top_up, agreed) is None
    assert kept_for(agreed) == (1, 5_000)
