"""A part of a budget becomes something else: within the rule, once, by who the scheme says."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.actions import (
    GroundNeeded,
    NotAboutOneself,
    NotPossible,
    cancel_application,
    decide_application,
    file_application,
    pay_application,
    remind_deciders,
    suggest_talk,
    undo_application,
    withdraw_application,
)
from bloei.budgets.actions.conversions import NotConverted, NotYours, ask_conversion
from bloei.budgets.books import ledger, reservations
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Application, Entitlement, Entry, Funding, Measure
from bloei.budgets.nudges import NUDGES
from bloei.budgets.tests.rules_for_tests import HOURS, YEARLY, switch_on
from bloei.foundation import clock
from bloei.learning.actions import create_offer
from bloei.notifications.models import Notice
from bloei.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NEXT = date(2027, 1, 2)
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
KEY = "a-key-of-this-test"
PLAIN = YEARLY.replace("prorate_hours = true\n", "")
HALF = PLAIN + '[[conversion]]\nto = "vitality"\nmax_share_of_grant = "0.5"\n'
FROM_SIXTY = PLAIN + '[[conversion]]\nto = "vitality"\nmin_age = 60\n'
TOGETHER = HALF + '[decision]\nby = "together"\nanswer_within_days = 20\n'
GROUNDS = TOGETHER + 'refusal_grounds = ["Het past niet in het rooster"]\n'
HOURS_TO_LEAVE = HOURS + '[[conversion]]\nto = "leave"\n[decision]\nby = "employer"\n'


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def budget(person, text, *, name="leerbudget", measure=Measure.CENTS):
    switch_on(text, name=name, first=date(2026, 1, 1), measure=measure)
    Person.objects.filter(pk=person.pk).update(born_on=date(1984, 5, 17))
    rounds.grant_and_lapse(TODAY)
    found = Entitlement.objects.select_related("own", "reserved", "scheme", "person")
    return found.get(person=person, scheme__name=name)


def ask(entitlement, amount, *, to="vitality", key="convert-1", today=TODAY, by=None):
    return ask_conversion(
        entitlement, to=to, amount=amount, today=today, key=key, by=by or entitlement.person
    )


def held(entitlement):
    return ledger.balance(entitlement.own), ledger.balance(entitlement.reserved)


def counted(entitlement):
    entitlement.refresh_from_db()
    return dict(entitlement.converted)


def there(name="leerbudget"):
    return reverse("budgets:budget_convert", args=[name])


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def form(amount, **more):
    return {"key": KEY, "to": "vitality", "amount": amount, **more}


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def the_books_are_true(today=TODAY):
    with clock.fixed(today):
        assert reconciliation.doubts(today, everybody=True) == []


def test_where_the_employee_decides_it_is_converted_once_and_at_once(cast):
    eva = budget(cast.eva, HALF)
    first, again = ask(eva, 20_000), ask(eva, 20_000)
    assert first == again
    assert (first.state, first.decider) == ("agreed", "employee")
    assert held(eva) == (70_000, 0)
    assert Entry.objects.get(what="convert").target.purpose == "converted"
    the_books_are_true()


def test_together_conversions_stay_within_the_share_of_the_grant(cast):
    eva = budget(cast.eva, HALF)
    ask(eva, 40_000)
    with pytest.raises(NotConverted) as refused:
        ask(eva, 6_000, key="convert-2")
    assert refused.value.reason.code == "over_share"
    ask(eva, 5_000, key="convert-3")
    assert held(eva) == (45_000, 0)
    the_books_are_true()


def test_who_is_too_young_converts_nothing(cast, sign_in):
    eva = budget(cast.eva, FROM_SIXTY)
    with pytest.raises(NotConverted):
        ask(eva, 100)
    assert not Application.objects.exists()
    page = text(sign_in(cast.eva).get(there(), **DUTCH))
    assert "Omzetten in vitaliteit kan vanaf 60 jaar." in page


def test_the_page_shows_what_it_does_before_it_is_done(cast, sign_in):
    eva = budget(cast.eva, HALF)
    browser = sign_in(cast.eva)
    assert "Zet een deel om" in text(browser.get(url("my_budget"), **DUTCH))
    page = text(browser.get(there(), **DUTCH))
    assert "Vandaag hoogstens € 450." in page
    assert "Jij beslist hier zelf over." in page
    page = text(browser.post(there(), form("200"), **DUTCH))
    assert "€ 200 wordt vitaliteit. Het budget gaat van € 900 naar € 700." in page
    assert "Daarna kun je in deze periode nog € 250 omzetten." in page
    assert not Entry.objects.filter(what="convert").exists()
    assert browser.post(there(), form("200", sure="1"), **DUTCH).status_code == 302
    assert held(eva) == (70_000, 0)
    page = text(browser.get(url("my_budget"), **DUTCH))
    assert "Omgezet in vitaliteit." in page


def test_too_much_is_refused_in_a_sentence(cast, sign_in):
    budget(cast.eva, HALF)
    answer = sign_in(cast.eva).post(there(), form("451", sure="1"), **DUTCH)
    assert answer.status_code == 422
    assert "In deze periode kan nog 450,00 worden omgezet in vitaliteit." in text(answer)


def test_where_somebody_else_decides_it_waits_set_apart_with_a_last_day(cast):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 20_000)
    assert (application.state, application.decider) == ("asked", "manager")
    assert application.decide_by == TODAY + timedelta(days=20)
    assert held(eva) == (70_000, 20_000)
    assert Notice.objects.filter(person=cast.mo, code="budgets.conversion_waits_for_you").exists()
    the_books_are_true()


def test_the_page_says_who_decides_and_by_when_and_the_manager_reads_why(cast, sign_in):
    budget(cast.eva, TOGETHER)
    browser = sign_in(cast.eva)
    page = text(browser.get(there(), **DUTCH))
    assert "Je vraagt het aan, Mo beslist." in page
    assert "uiterlijk op 13 december 2026 antwoord" in page
    told = form("200", why="Ik wil elke week gaan zwemmen.")
    assert "Als het akkoord is, wordt € 200 vitaliteit." in text(
        browser.post(there(), told, **DUTCH)
    )
    answer = browser.post(there(), told | {"sure": "1"}, **DUTCH)
    application = Application.objects.get()
    assert answer.url == application.get_absolute_url()
    assert "Wacht op een besluit" in text(browser.get(there(), **DUTCH))
    manager = sign_in(cast.mo)
    for page in (manager.get(url("decision_list"), **DUTCH), manager.get(reverse("home:today"))):
        assert "Eva de Vries" in text(page)
    page = text(manager.get(application.get_absolute_url(), **DUTCH))
    assert "Eva wil een deel van het budget omzetten" in page
    assert "Ik wil elke week gaan zwemmen." in page
    assert "€ 200 gaat uit het budget en wordt vitaliteit." in page


def test_the_manager_agrees_on_screen_and_it_is_converted(cast, sign_in):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 20_000)
    decided = sign_in(cast.mo).post(
        url("application_decide", application.pk), {"decision": "yes", "answer": ""}
    )
    assert decided.status_code == 302
    assert held(eva) == (70_000, 0)
    assert Notice.objects.filter(person=cast.eva, code="budgets.conversion_agreed").exists()
    page = text(sign_in(cast.eva).get(url("my_budget"), **DUTCH))
    assert "Omgezet in vitaliteit; Mo was akkoord." in page
    the_books_are_true()


def test_a_refusal_names_a_ground_and_gives_everything_back(cast):
    eva = budget(cast.eva, GROUNDS)
    application = ask(eva, 20_000)
    with pytest.raises(GroundNeeded):
        decide_application(application, agree=False, answer="Nee", today=TODAY, by=cast.mo)
    decide_application(
        application, agree=False, ground="Het past niet in het rooster", today=TODAY, by=cast.mo
    )
    assert held(eva) == (90_000, 0)
    assert counted(eva).get("vitality", 0) == 0
    notice = Notice.objects.get(person=cast.eva, code="budgets.conversion_refused")
    assert notice.params["reason"] == "Het past niet in het rooster"
    the_books_are_true()


def test_nobody_decides_about_their_own_conversion(cast):
    mo = budget(cast.mo, TOGETHER)
    with pytest.raises(NotAboutOneself):
        decide_application(ask(mo, 20_000), agree=True, today=TODAY, by=cast.mo)


def test_what_waits_counts_for_the_maximum_and_cannot_be_spent(cast):
    eva = budget(cast.eva, TOGETHER)
    ask(eva, 45_000)
    with pytest.raises(NotConverted):
        ask(eva, 1, key="convert-2")
    facts = {"title": "Cursus", "kind": "training", "price_cents": 90_000}
    offer = create_offer(facts=facts, provider="Taalhuis", key="offer", by=cast.joost)
    file_application(
        person=cast.eva, offer=offer, price_cents=90_000, payer="reimbursed", today=TODAY,
        key="ask", by=cast.eva,
    )  # fmt: skip
    assert held(eva) == (0, 90_000)
    the_books_are_true()


def test_withdrawn_it_is_free_and_can_be_asked_again(cast):
    eva = budget(cast.eva, TOGETHER)
    withdraw_application(ask(eva, 45_000), today=TODAY, by=cast.eva)
    assert held(eva) == (90_000, 0)
    ask(eva, 45_000, key="convert-2")
    assert held(eva) == (45_000, 45_000)
    the_books_are_true()


@pytest.mark.parametrize("agree", [True, False])
def test_who_decided_takes_it_back_within_ten_minutes_and_it_waits_again(cast, agree):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 20_000)
    application = decide_application(
        application, agree=agree, answer="Prima", today=TODAY, by=cast.mo
    )
    application = undo_application(application, now=clock.now(), by=cast.mo)
    assert application.state == "asked"
    assert held(eva) == (70_000, 20_000)
    assert counted(eva) == {"vitality": 20_000}
    the_books_are_true()
    decide_application(application, agree=True, today=TODAY, by=cast.mo)
    assert held(eva) == (70_000, 0)
    the_books_are_true()


def test_ones_own_slip_is_undone_within_ten_minutes(cast):
    eva = budget(cast.eva, HALF)
    undo_application(ask(eva, 20_000), now=clock.now(), by=cast.eva)
    assert held(eva) == (90_000, 0)
    assert counted(eva).get("vitality", 0) == 0
    the_books_are_true()


def test_a_refusal_is_not_undone_when_the_maximum_was_used_since(cast, sign_in):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 45_000)
    decide_application(application, agree=False, answer="Nee", today=TODAY, by=cast.mo)
    ask(eva, 45_000, key="convert-2")
    answer = sign_in(cast.mo).post(url("application_undo", application.pk), follow=True, **DUTCH)
    assert "Het is inmiddels voor iets anders gebruikt" in text(answer)
    application.refresh_from_db()
    assert application.state == "refused"
    the_books_are_true()


def test_what_was_asked_before_its_last_day_counts_when_it_is_decided_after(cast):
    eva = budget(cast.eva, TOGETHER.replace("after_years = 2", "after_years = 0"))
    application = ask(eva, 20_000)
    with clock.fixed(NEXT):
        rounds.grant_and_lapse(NEXT)
        assert held(eva) == (90_000, 20_000)
        decide_application(application, agree=True, today=NEXT, by=cast.mo)
        rounds.grant_and_lapse(NEXT)
        assert held(eva) == (90_000, 0)
    the_books_are_true(NEXT)


def test_what_comes_back_in_a_new_period_frees_nothing_of_the_maximum_of_that_period(cast):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 20_000)
    with clock.fixed(NEXT):
        rounds.grant_and_lapse(NEXT)
        ask(eva, 40_000, key="convert-2", today=NEXT)
        decide_application(application, agree=False, answer="Nee", today=NEXT, by=cast.mo)
        assert counted(eva) == {"vitality": 40_000}
        with pytest.raises(NotConverted):
            ask(eva, 6_000, key="convert-3", today=NEXT)
    the_books_are_true(NEXT)


def test_hours_are_converted_in_hours(cast, sign_in):
    eva = budget(cast.eva, HOURS_TO_LEAVE, name="leertijd", measure=Measure.MINUTES)
    application = ask(eva, 120, to="leave")
    page = text(sign_in(cast.mo).get(application.get_absolute_url(), **DUTCH))
    assert "2 uur gaat uit het budget en wordt verlof." in page
    decide_application(application, agree=True, today=TODAY, by=cast.mo)
    assert held(eva) == (600, 0)
    notice = Notice.objects.get(person=cast.eva, code="budgets.conversion_agreed")
    assert notice.params["converted_minutes"] == 120
    the_books_are_true()


def test_it_is_reminded_and_talked_about_like_every_application(cast):
    eva = budget(cast.eva, TOGETHER)
    application = ask(eva, 20_000)
    assert remind_deciders(application.decide_by) == 1
    suggest_talk(application, words="Waarom nu?", today=TODAY, by=cast.mo)
    assert Notice.objects.filter(person=cast.eva, code="budgets.talk_first").exists()
    waits = next(one for one in NUDGES if one.name == "budgets.waits_for_decision")
    assert cast.mo.pk in {one.person_id for one in waits.audience(TODAY + timedelta(days=8))}


def test_a_conversion_is_not_paid_and_not_cancelled(cast, sign_in):
    application = ask(budget(cast.eva, HALF), 20_000)
    with pytest.raises(NotPossible):
        pay_application(application, paid_on=TODAY, today=TODAY, by=cast.hanan)
    with pytest.raises(NotPossible):
        cancel_application(application, today=TODAY, by=cast.eva)
    page = text(sign_in(cast.hanan).get(url("payment_list"), **DUTCH))
    assert "Omzetten in vitaliteit" not in page


def test_nothing_is_added_to_a_conversion(cast, sign_in):
    application = ask(budget(cast.eva, HALF), 10_000)
    told = {"key": KEY, "more": "50", "why": "Duurder"}
    answer = sign_in(cast.eva).post(url("application_top_up", application.pk), told)
    assert answer.status_code == 422
    assert Application.objects.count() == 1


def test_an_empty_budget_says_that_there_is_nothing_to_convert(cast, sign_in):
    eva = budget(cast.eva, PLAIN + '[[conversion]]\nto = "vitality"\n')
    ask(eva, 90_000)
    page = text(sign_in(cast.eva).get(there(), **DUTCH))
    assert "Vandaag kun je niets omzetten" in page
    assert "Er zit niets in dit budget om om te zetten." in page


def test_nobody_else_asks_to_convert_somebodys_budget(cast, sign_in):
    eva = budget(cast.eva, TOGETHER)
    with pytest.raises(NotYours):
        ask(eva, 10_000, by=cast.mo)
    for other in (cast.mo, cast.hanan, cast.joost):
        answer = sign_in(other).post(there(), form("100", sure="1", person=cast.eva.number))
        assert answer.status_code in {302, 404, 422}
    assert not Application.objects.filter(person=cast.eva).exists()
    assert held(eva) == (90_000, 0)


def test_stan_reads_nothing_of_it(cast, sign_in):
    application = ask(budget(cast.eva, TOGETHER), 10_000)
    assert sign_in(cast.stan).get(application.get_absolute_url()).status_code == 404


def test_a_scheme_without_conversion_has_no_such_page(cast, sign_in):
    budget(cast.eva, PLAIN)
    assert sign_in(cast.eva).get(there()).status_code == 404


def test_what_is_set_apart_for_a_conversion_is_never_spent(cast):
    eva = budget(cast.eva, TOGETHER)
    ask(eva, 10_000)
    about = Entry.objects.get(what="reserve").about
    with pytest.raises(ledger.MandatoryIsFree):
        reservations.spend(about=about, on=TODAY, key="sneaky", by=None)
    assert held(eva) == (80_000, 10_000)


def test_an_application_is_for_learning_or_a_conversion_never_both(cast):
    application = ask(budget(cast.eva, TOGETHER), 10_000)
    for wrong in ({"becomes": ""}, {"is_mandatory": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**wrong)
    assert Funding.objects.get(application=application).amount == 10_000
