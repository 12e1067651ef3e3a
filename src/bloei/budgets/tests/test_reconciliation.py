"""The nightly check finds what is wrong, tells who must know, and repairs nothing."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.books import reservations
from bloei.budgets.models import Account, Entitlement
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import events
from bloei.people.models import EmploymentTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(cast):
    switch_on(YEARLY)
    rounds.grant_and_lapse(cast.today)
    account = Entitlement.objects.get(person=cast.eva).own
    reservations.reserve(
        account,
        5000,
        about="application:1",
        on=cast.today,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
    return account


@contextmanager
def owner_of_the_tables():
    """Do what the program may not: change a balance behind the back of the ledger."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("select current_user")
        if cursor.fetchone()[0] == "bloei_app":  # the role was set by the connection options
            cursor.execute("set role none")
        yield cursor
        cursor.execute("set role bloei_app")


def codes(run) -> set[str]:
    return {doubt["code"] for doubt in run.report["doubts"]}


def test_true_books_raise_no_alarm(own, cast):
    run = rounds.reconcile(cast.today, everybody=True)
    assert (run.state, run.report["doubts"]) == ("done", [])


def test_balance_that_is_not_the_sum_of_its_entries_is_found_and_left_alone(own, cast):
    with owner_of_the_tables() as cursor:
        cursor.execute("update budgets_account set balance = balance + 7 where id = %s", [own.pk])
    changed = Account.objects.get(pk=own.pk).balance
    run = rounds.reconcile(cast.today)
    assert run.state == "failed"
    assert {"balance", "sum"} <= codes(run)
    assert Account.objects.get(pk=own.pk).balance == changed


def test_books_that_differ_from_the_rule_are_found(own, cast):
    EmploymentTerm.objects.filter(employment__person=cast.eva).update(hours_per_week=10)
    run = rounds.reconcile(cast.today, everybody=True)
    assert codes(run) == {"engine"}
    assert len(run.report["doubts"]) == 1


def test_alarm_stands_before_who_must_know(own, cast, sign_in):
    EmploymentTerm.objects.filter(employment__person=cast.eva).update(hours_per_week=10)
    run = rounds.reconcile(cast.today, everybody=True)
    page = reverse("budgets:run_detail", args=[run.uuid])
    for person in (cast.hanan, cast.sam):
        assert sign_in(person).get(page).status_code == 200
        assert page in sign_in(person).get(reverse("budgets:run_list")).content.decode()
    assert sign_in(cast.joost).get(page).status_code == 403


def test_a_night_says_what_it_booked_by_the_name_of_the_scheme(own, cast, sign_in):
    browser = sign_in(cast.hanan)
    listed = browser.get(reverse("budgets:run_list"), HTTP_ACCEPT_LANGUAGE="nl")
    rows = listed.context["rows"]
    assert any(entries for _run, entries in rows)
    assert "boeking" in listed.content.decode()
    run = next(run for run, entries in rows if entries)
    page = browser.get(reverse("budgets:run_detail", args=[run.uuid])).content.decode()
    assert Entitlement.objects.get(own=own).scheme.title in page


def test_changed_employments_are_followed_by_the_wiring(own, cast):
    """The event travels as JSON to the listener, and may arrive twice."""
    EmploymentTerm.objects.filter(employment__person=cast.eva).update(hours_per_week=36)
    for _again in range(2):
        events.deliver(
            event="bloei.people.events.EmploymentsChanged",
            position=0,
            ids={"person_ids": [cast.eva.pk], "since": "2024-01-01"},
        )
    assert Account.objects.get(pk=own.pk).balance == 3 * 90000 - 5000
    assert rounds.reconcile(cast.today, everybody=True).state == "done"
