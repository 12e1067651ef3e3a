"""The export for payroll: it adds up to the ledger, and no cell runs as a formula."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.actions import cancel_application, decide_application, grants, pay_application
from bloei.budgets.books import payroll, reservations
from bloei.budgets.models import Entitlement, Entry, Measure
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import ADVANCE, YEARLY, switch_on
from bloei.budgets.tests.test_applications import (  # noqa: F401 - fixtures
    TODAY,
    _today,
    ask,
    budget_of,
    mandatory,
    offer,
)
from bloei.foundation import exports
from bloei.learning.actions import create_offer
from bloei.people.actions import end_employment

pytestmark = pytest.mark.django_db
YEAR = payroll.Period(date(2026, 1, 1), date(2026, 12, 31))
PAID_OUT = '\n[leaving]\nbalance = "pay_out"\n'


def test_the_export_adds_up_to_the_ledger_to_the_cent(cast, offer, mandatory):  # noqa: F811
    budget_of(cast.eva, 90_000)
    budget_of(cast.stan, 10_050)
    for person, wanted, price, key in (
        (cast.eva, offer, 38_001, "one"),
        (cast.stan, offer, 38_000, "two"),
        (cast.eva, mandatory, 5_000, "three"),
    ):
        application = ask(person, wanted, price, key=key, by=person)
        if application.state == "asked":
            application = decide_application(application, agree=True, today=cast.today, by=cast.mo)
        pay_application(application, paid_on=TODAY, today=cast.today, by=cast.hanan)
    rows = list(payroll.rows(YEAR, cast.hanan))
    assert round(sum(row[-1] for row in rows) * 100) == payroll.total_cents(YEAR, cast.hanan)
    assert payroll.total_cents(YEAR, cast.hanan) == 38_001 + 10_050 + 5_000


def test_what_was_cancelled_is_not_in_it(cast, offer):  # noqa: F811
    budget_of(cast.eva, 90_000)
    cancel_application(ask(cast.eva, offer), today=cast.today, by=cast.eva)
    assert list(payroll.rows(YEAR, cast.hanan)) == []


def test_a_hostile_title_does_not_run_in_a_spreadsheet(cast):
    budget_of(cast.eva, 90_000)
    facts = {"title": "=HYPERLINK(1)", "kind": "book", "price_cents": 1_000}
    hostile = create_offer(facts=facts, provider="+evil", key="h", by=cast.joost)
    pay_application(ask(cast.eva, hostile, 1_000), paid_on=TODAY, today=cast.today, by=cast.hanan)
    written = exports.to_csv(payroll.headings(), payroll.rows(YEAR, cast.hanan))
    assert b";=HYPERLINK" not in written
    assert b"'=HYPERLINK" in written
    assert b"'+evil" in written


def leave(cast) -> None:
    """Let Eva's last day be the last of November."""
    employment = cast.eva.employments.get()
    end_employment(employment, last_on=date(2026, 11, 30), today=cast.today, by=cast.hanan)
    grants.open_budgets(rulebook=Rulebook())
    rounds.catch_up(cast.today)


def rows_after(day: date, cast) -> list[list]:
    """Let the nightly run pass this day; return the rows of the year."""
    rounds.catch_up(day)
    return list(payroll.rows(YEAR, cast.hanan))


def test_what_is_paid_out_to_who_leaves_stands_in_it_in_euros_and_in_hours(cast):
    switch_on(YEARLY + PAID_OUT)
    hours = YEARLY.replace("leerbudget", "leertijd").replace('"EUR"', '"HOURS"')
    switch_on(hours.replace("900.00", "40") + PAID_OUT, name="leertijd", measure=Measure.MINUTES)
    leave(cast)
    rows = rows_after(date(2026, 12, 31), cast)
    assert {row[0] for row in rows} == {cast.eva.number}
    cents = payroll.total_cents(YEAR, cast.hanan)
    minutes = payroll.total_minutes(YEAR, cast.hanan)
    assert cents == round(100 * sum(row[-1] or 0 for row in rows)) > 0
    assert minutes == sum(round(60 * (row[-2] or 0)) for row in rows) > 0
    booked = Entry.objects.filter(what=Entry.What.PAY_OUT).values_list("amount", flat=True)
    assert sum(booked) == cents + minutes


def test_an_advance_that_is_paid_back_on_leaving_is_taken_off(cast):
    switch_on(ADVANCE, first=date(2026, 1, 1))
    leave(cast)
    own = Entitlement.objects.get(person=cast.eva).own
    reservations.reserve(
        own, 100_000, about="application:0", on=cast.today, key="r", by=None,
        participation=participation(cast.eva).pk,
    )  # fmt: skip
    rows = rows_after(date(2026, 12, 31), cast)
    assert [row[-1] for row in rows] == [-300.0]
    assert payroll.total_cents(YEAR, cast.hanan) == -30_000


def test_what_lapses_on_leaving_is_not_in_it(cast):
    switch_on(YEARLY)
    leave(cast)
    assert rows_after(date(2026, 12, 31), cast) == []


def test_who_is_no_hr_gets_no_export(client, cast):
    for person in (cast.eva, cast.mo, cast.stan, cast.joost):
        client.force_login(person)
        assert client.get(reverse("budgets:payment_export")).status_code == 403
