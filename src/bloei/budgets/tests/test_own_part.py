"""What somebody pays themselves is never paid, paid back or lent by the employer unseen."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.access import PAY_APPLICATION
from bloei.budgets.actions import decide_application, file_application, pay_application
from bloei.budgets.demo import MONEY
from bloei.budgets.models import Application
from bloei.budgets.rules import Decider, State
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.foundation.forms import new_key
from bloei.foundation.models import AuditRow
from bloei.learning.actions import create_offer
from bloei.notifications.models import Notice
from bloei.notifications.queries import letters
from bloei.people import actions as people
from bloei.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def offer(cast):
    """1,500 euros, of which a budget of 1,200 leaves 300 to pay oneself."""
    switch_on(MONEY, name="leerbudget-de-linde")
    rounds.grant_and_lapse(TODAY)
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 150_000}
    return create_offer(facts=facts, provider="Taalhuis", key="offer", by=cast.joost)


def ask(person, offer, payer, *, by=None, price=150_000):
    return file_application(
        person=person,
        offer=offer,
        price_cents=price,
        payer=payer,
        today=TODAY,
        key=new_key(),
        by=by or person,
    )


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def words_to(person, code) -> str:
    [letter] = letters(Notice.objects.filter(person=person, code=code), "nl")
    return letter.written.text.replace("\xa0", " ")


def test_who_lets_the_employer_lay_out_their_own_part_asks_first(cast, offer):
    application = ask(cast.eva, offer, "employer")
    assert (application.state, application.decider) == (State.ASKED, Decider.MANAGER)
    assert (application.employer_cents, application.own_cents) == (120_000, 30_000)
    assert Notice.objects.filter(person=cast.mo, code="budgets.waits_for_you").exists()


def test_who_pays_first_and_gets_only_the_budget_back_decides_alone(cast, offer):
    application = ask(cast.eva, offer, "reimbursed")
    assert (application.state, application.decider) == (State.AGREED, Decider.EMPLOYEE)
    assert "€ 1.200 komt uit het eigen budget" in words_to(cast.mo, "budgets.decided_alone")


def test_within_the_budget_the_employer_pays_and_nobody_is_asked(cast, offer):
    application = ask(cast.eva, offer, "employer", price=120_000)
    assert (application.state, application.own_cents) == (State.AGREED, 0)


def test_the_form_says_beforehand_who_decides(cast, sign_in, offer):
    url = reverse("budgets:application_form", args=[offer.pk])
    assert "Mo beslist" in text(sign_in(cast.eva).get(url, **DUTCH))
    told = {"key": new_key(), "price": "x", "payer": "reimbursed"}
    assert "Je beslist zelf" in text(sign_in(cast.eva).post(url, told, **DUTCH))


@pytest.mark.parametrize(
    ("payer", "sentence"), [("employer", "De werkgever betaalt € 1.200."),
                            ("reimbursed", "Eva krijgt € 1.200 terug.")]
)  # fmt: skip
def test_who_pays_sees_only_the_part_of_the_employer(cast, sign_in, offer, payer, sentence):
    application = ask(cast.eva, offer, payer)
    if application.state == State.ASKED:
        decide_application(application, agree=True, today=TODAY, by=cast.mo)
    hanan = sign_in(cast.hanan)
    page = text(hanan.get(reverse("budgets:payment_list"), **DUTCH))
    assert "eigen deel € 300" in page
    assert '<b class="list__tail num">€ 1.200</b>' in page
    assert "€ 1.500" not in page
    page = text(hanan.get(application.get_absolute_url(), **DUTCH))
    assert sentence in page
    assert "Het eigen deel van Eva is € 300." in page


def test_the_message_of_a_payment_names_the_part_that_was_paid(cast, offer):
    application = ask(cast.eva, offer, "reimbursed")
    pay_application(application, paid_on=TODAY, today=TODAY, by=cast.hanan)
    assert words_to(cast.eva, "budgets.paid") == (
        "€ 1.200 is voor je betaald. De andere € 300 is je eigen deel."
    )


def test_a_list_of_payments_asks_as_much_with_one_as_with_many(
    cast, sign_in, offer, django_assert_max_num_queries
):
    hanan, url = sign_in(cast.hanan), reverse("budgets:payment_list")
    ask(cast.eva, offer, "reimbursed")
    hanan.get(url)
    with CaptureQueriesContext(connection) as one:
        hanan.get(url)
    for person in (cast.mo, cast.stan, cast.els, cast.ria):
        ask(person, offer, "reimbursed")
    with django_assert_max_num_queries(len(one)):
        assert len(hanan.get(url).context["page"].object_list) == 5


def test_nobody_pays_themselves(cast, sign_in, offer):
    """HR pays everybody's applications but her own; a colleague of HR pays hers."""
    mine = ask(cast.hanan, offer, "reimbursed", price=50_000)
    hers = ask(cast.eva, offer, "reimbursed", price=50_000)
    paid_on, hanan = {"paid_on": TODAY.isoformat()}, sign_in(cast.hanan)
    url = reverse("budgets:application_pay", args=[mine.pk])
    assert hanan.post(url, paid_on).status_code == 404
    assert "id_paid_on" not in text(hanan.get(mine.get_absolute_url()))
    assert list(hanan.get(reverse("budgets:payment_list")).context["page"]) == [hers]
    assert not PAY_APPLICATION.allows(Person.objects.get(pk=cast.hanan.pk), mine)
    mine.refresh_from_db()
    assert mine.state == State.AGREED
    assert not AuditRow.objects.filter(verb="application.paid").exists()
    people.grant_role(person=cast.stan, role="hr", from_on=TODAY, key="stan", by=cast.sam)
    stan = sign_in(Person.objects.get(pk=cast.stan.pk))
    assert stan.post(url, paid_on).status_code == 302
    assert Application.objects.get(pk=mine.pk).state == State.PAID


def test_learning_and_development_files_for_somebody_without_seeing_a_balance(cast, sign_in, offer):
    url = reverse("budgets:application_form", args=[offer.pk])
    asked = {"person": cast.eva.number}
    own = sign_in(cast.eva).get(url, **DUTCH)
    assert {"€ 1.200", "€ 300"} <= set(amounts(own)), "who applies does see it"
    joost = sign_in(cast.joost)
    for page in (
        joost.get(url, asked, **DUTCH),
        joost.post(url, {"key": new_key(), "price": "x", "payer": "employer"} | asked, **DUTCH),
    ):
        assert page.context["person"] == cast.eva
        assert (page.context["shares"], page.context["told"]) == ((), ())
        assert page.context["after"] is None
        assert not {"€ 1.200", "€ 300"} & set(amounts(page))
    told = {"key": new_key(), "price": "1500", "payer": "employer"} | asked
    assert joost.post(url, told).status_code == 302


def amounts(answer) -> list[str]:
    return re.findall(r"€ [0-9.,]*[0-9]", text(answer))
