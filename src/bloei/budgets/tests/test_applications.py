"""Asking, deciding, undoing: through the actions, on real books."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bloei.budgets import queries
from bloei.budgets.access import visible_applications
from bloei.budgets.actions import NotPossible, schemes
from bloei.budgets.actions.applications import (
    file_application,
    send_application,
    top_up_application,
)
from bloei.budgets.actions.decisions import (
    AlreadyDecided,
    GroundNeeded,
    NotAboutOneself,
    TooLate,
    cancel_application,
    decide_application,
    undo_application,
    withdraw_application,
)
from bloei.budgets.actions.payments import pay_application
from bloei.budgets.books import ledger
from bloei.budgets.models import Application, Entitlement, Funding
from bloei.budgets.rounds import grant_and_lapse
from bloei.budgets.rules import Source, State
from bloei.foundation import clock
from bloei.learning.actions import change_offer, create_offer, finish_participation, wish
from bloei.learning.models import Participation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


SCHEME = """
name = "{name}"
title = "Leerbudget"
unit = "EUR"
fulltime_hours = "36"
valid_from = 2026-01-01
sources = ["voor de tests"]

[grant]
every = "year"
amount = "{euros}"
"""


def budget_of(person, cents):
    """Give the unit of this person a scheme that granted so many cents this year."""
    name = f"budget-{person.unit_id}-{cents}"
    text = SCHEME.format(name=name, euros=f"{cents / 100:.2f}")
    scheme = schemes.make_scheme(text=text, key=name, by=None)
    first = date(2026, 1, 1)
    schemes.assign_scheme(scheme, unit=person.unit, first=first, today=TODAY, key=name, by=None)
    grant_and_lapse(TODAY)
    entitlement = Entitlement.objects.get(person=person, scheme=scheme)
    return entitlement.own, entitlement.reserved


def balances(*found):
    return tuple(ledger.balance(account) for account in found)


@pytest.fixture
def offer(cast):
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 38_000}
    return create_offer(facts=facts, provider="Taalhuis", key="offer-1", by=cast.joost)


@pytest.fixture
def mandatory(cast):
    facts = {"title": "AVG-basis", "kind": "course", "price_cents": 5_000, "is_mandatory": True}
    return create_offer(facts=facts, provider="De Linde", key="offer-2", by=cast.joost)


def ask(person, offer, price=38_000, *, by=None, key="ask-1", today=TODAY, **more):
    return file_application(
        person=person, offer=offer, price_cents=price, payer="employer", today=today, key=key,
        by=by or person, **more,
    )  # fmt: skip


def test_within_the_rules_the_employee_decides_alone_and_the_money_is_set_apart(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    assert (application.state, application.decider) == (State.AGREED, "employee")
    assert balances(own, reserved) == (52_000, 38_000)
    application.participation.refresh_from_db()
    assert application.participation.state == "agreed"


def test_a_double_click_has_one_effect(cast, offer):
    own, _reserved = budget_of(cast.eva, 90_000)
    first, again = ask(cast.eva, offer), ask(cast.eva, offer)
    assert first == again
    assert balances(own) == (52_000,)


def test_what_is_sent_again_after_midnight_is_the_same_and_another_price_is_not(cast, offer):
    own, _reserved = budget_of(cast.eva, 90_000)
    first = ask(cast.eva, offer)
    assert ask(cast.eva, offer, today=TODAY + DAY) == first
    with pytest.raises(ledger.KeyReused):
        ask(cast.eva, offer, 39_000)
    assert balances(own) == (52_000,)


def test_what_the_budget_does_not_hold_is_own_money(cast, offer):
    own, _reserved = budget_of(cast.eva, 30_000)
    application = ask(cast.eva, offer)
    shares = dict(application.funding.values_list("source", "amount"))
    assert shares == {Source.PERSONAL: 30_000, Source.OWN: 8_000}
    assert balances(own) == (0,)


def test_what_a_manager_files_waits_for_a_decision_and_counts_already(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, by=cast.mo)
    assert application.state == State.ASKED
    assert balances(own, reserved) == (52_000, 38_000)


def test_two_people_decide_and_one_wins(cast, offer):
    budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, by=cast.joost)
    decide_application(application, agree=True, today=TODAY, by=cast.mo)
    with pytest.raises(AlreadyDecided):
        decide_application(application, agree=False, answer="Nee", today=TODAY, by=cast.mo)


def test_nobody_decides_about_themselves(cast, offer):
    budget_of(cast.mo, 90_000)
    application = ask(cast.mo, offer, by=cast.joost)
    with pytest.raises(NotAboutOneself):
        decide_application(application, agree=True, today=TODAY, by=cast.mo)


def test_a_refusal_needs_a_reason_and_gives_the_money_back(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, by=cast.joost)
    with pytest.raises(GroundNeeded):
        decide_application(application, agree=False, today=TODAY, by=cast.mo)
    decide_application(
        application, agree=False, answer="In maart past het wel.", today=TODAY, by=cast.mo
    )
    assert balances(own, reserved) == (90_000, 0)
    assert Participation.objects.get(pk=application.participation_id).state == "wished"


def test_an_undone_refusal_waits_again_with_the_money_set_apart(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, by=cast.joost)
    application = decide_application(
        application, agree=False, answer="Nee", today=TODAY, by=cast.mo
    )
    application = undo_application(application, now=clock.now(), by=cast.mo)
    assert application.state == State.ASKED
    assert balances(own, reserved) == (52_000, 38_000)
    decide_application(application, agree=True, today=TODAY, by=cast.mo)
    assert balances(own, reserved) == (52_000, 38_000)


@pytest.mark.parametrize("send", [True, False])
def test_a_refusal_after_which_somebody_asked_anew_stays(cast, offer, send):
    budget_of(cast.eva, 90_000)
    refused = decide_application(
        ask(cast.eva, offer, by=cast.joost), agree=False, ground="", answer="Nu niet",
        today=TODAY, by=cast.mo,
    )  # fmt: skip
    anew = ask(cast.eva, offer, key="anew", send=send)
    with pytest.raises(TooLate):
        undo_application(refused, now=clock.now(), by=cast.mo)
    anew.refresh_from_db()
    assert anew.state == (State.AGREED if send else State.DRAFT)


def test_a_slip_is_undone_by_who_made_it_and_not_by_another(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    with pytest.raises(TooLate):
        undo_application(application, now=clock.now(), by=cast.mo)
    assert undo_application(application, now=clock.now(), by=cast.eva).state == State.WITHDRAWN
    assert balances(own, reserved) == (90_000, 0)


def test_after_ten_minutes_a_slip_stays(cast, offer):
    budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    with clock.fixed(date(2026, 11, 24)), pytest.raises(TooLate):
        undo_application(application, now=clock.now(), by=cast.eva)


def test_withdrawn_and_cancelled_give_the_money_back(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    withdraw_application(ask(cast.eva, offer, by=cast.mo), today=TODAY, by=cast.eva)
    assert balances(own, reserved) == (90_000, 0)
    cancel_application(ask(cast.eva, offer, key="ask-2"), today=TODAY, by=cast.eva)
    assert balances(own, reserved) == (90_000, 0)


def test_paid_is_spent_and_the_end(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = pay_application(ask(cast.eva, offer), paid_on=TODAY, today=TODAY, by=cast.hanan)
    assert application.state == State.PAID
    assert balances(own, reserved) == (52_000, 0)


def test_when_the_price_goes_up_the_difference_is_asked_for(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    more = top_up_application(
        application,
        more_cents=4_000,
        why="Duurder",
        with_team=False,
        today=TODAY,
        key="up",
        by=cast.eva,
    )
    assert more.state == State.AGREED
    assert balances(own, reserved) == (48_000, 42_000)
    cancel_application(application, today=TODAY, by=cast.eva)
    assert balances(own, reserved) == (90_000, 0)


def test_what_became_mandatory_on_a_list_never_touches_it_either(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    wish(person=cast.eva, offer=offer, key="wish", by=cast.eva)
    facts = {"title": offer.title, "kind": "training", "price_cents": 38_000, "is_mandatory": True}
    change_offer(offer, facts=facts, provider="Taalhuis", by=cast.joost)
    application = ask(cast.eva, offer)
    assert set(application.funding.values_list("source", flat=True)) == {Source.EMPLOYER}
    assert balances(own, reserved) == (90_000, 0)


def test_who_filed_it_for_somebody_does_not_spend_their_budget_alone(cast, offer):
    budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, by=cast.mo)
    with pytest.raises(NotAboutOneself):
        decide_application(application, agree=True, today=TODAY, by=cast.mo)
    assert (
        decide_application(application, agree=True, today=TODAY, by=cast.anneke).state
        == State.AGREED
    )


def test_undoing_a_top_up_leaves_the_application_as_it_was(cast, offer):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    more = top_up_application(
        application,
        more_cents=4_000,
        why="Duurder",
        with_team=False,
        today=TODAY,
        key="up",
        by=cast.eva,
    )
    with pytest.raises(TooLate):
        undo_application(application, now=clock.now(), by=cast.eva)
    undo_application(more, now=clock.now(), by=cast.eva)
    assert balances(own, reserved) == (52_000, 38_000)
    assert Participation.objects.get(pk=application.participation_id).state == "agreed"


def test_what_has_begun_is_not_called_off(cast, offer):
    budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer)
    finish_participation(application.participation, on=TODAY, minutes=60, by=cast.eva)
    with pytest.raises(NotPossible):
        cancel_application(application, today=TODAY, by=cast.eva)


def test_a_draft_that_was_sent_is_not_sent_again_at_another_price(cast, offer):
    budget_of(cast.eva, 90_000)
    draft = ask(cast.eva, offer, send=False)

    def send(price, key):
        return send_application(
            draft, price_cents=price, payer="employer", why="", with_team=False, send=True,
            today=TODAY, key=key, by=cast.eva,
        )  # fmt: skip

    sent = send(38_000, "one")
    assert sent.state == State.AGREED
    assert send(38_000, "one") == sent
    with pytest.raises(NotPossible):
        send(1, "two")
    sent.refresh_from_db()
    assert (sent.state, sent.price_cents) == (State.AGREED, 38_000)


def test_a_draft_that_is_sent_from_two_screens_gets_a_sentence(cast, offer, sign_in, monkeypatch):
    budget_of(cast.eva, 90_000)
    draft = ask(cast.eva, offer, send=False)
    # What the second screen found before the first one sent it.
    monkeypatch.setattr(queries, "draft_of", lambda _person, _offer: draft)
    browser = sign_in(cast.eva)
    url = reverse("budgets:application_form", args=[offer.pk])
    told = {"key": "screen-one-1", "why": "", "price": "380", "payer": "employer"}
    assert browser.post(url, told).status_code == 302
    assert browser.post(url, told | {"key": "screen-two-2", "price": "1"}).status_code == 422
    assert Application.objects.get().price_cents == 38_000


def test_a_draft_is_seen_by_nobody_else(cast, offer):
    budget_of(cast.eva, 90_000)
    application = ask(cast.eva, offer, send=False)
    rows = Application.objects.all()
    assert list(visible_applications(cast.eva, rows)) == [application]
    for other in (cast.mo, cast.hanan, cast.joost):
        assert not visible_applications(other, rows).exists()


def test_what_is_mandatory_never_touches_a_personal_budget(cast, mandatory):
    own, reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, mandatory, price=5_000)
    assert set(application.funding.values_list("source", flat=True)) == {Source.EMPLOYER}
    assert balances(own, reserved) == (90_000, 0)


def test_what_is_mandatory_takes_no_hours_of_ones_own(cast, mandatory):
    application = ask(cast.eva, mandatory, price=5_000, added_minutes=480, asked_minutes=120)
    assert (application.added_minutes, application.asked_minutes) == (0, 0)
    for given in ({"added_minutes": 480}, {"asked_minutes": 120}):
        with pytest.raises(IntegrityError, match="takes_no_time"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**given)


def test_the_database_refuses_personal_money_for_what_is_mandatory(cast, mandatory):
    own, _reserved = budget_of(cast.eva, 90_000)
    application = ask(cast.eva, mandatory, price=5_000)
    personal = {"application": application, "source": "personal", "account": own, "amount": 1}
    for is_mandatory in (True, False):  # with the flag a check refuses, without it the key does
        with pytest.raises(IntegrityError), transaction.atomic():
            Funding.objects.create(is_mandatory=is_mandatory, **personal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(is_mandatory=False)
