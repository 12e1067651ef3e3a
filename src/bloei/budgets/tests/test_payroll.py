"""The export for payroll: it adds up to the ledger, and no cell runs as a formula."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets.actions import cancel_application, decide_application, pay_application
from bloei.budgets.books import payroll
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

pytestmark = pytest.mark.django_db
YEAR = payroll.Period(date(2026, 1, 1), date(2026, 12, 31))


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


def test_who_is_no_hr_gets_no_export(client, cast):
    for person in (cast.eva, cast.mo, cast.stan, cast.joost):
        client.force_login(person)
        assert client.get(reverse("budgets:payment_export")).status_code == 403
