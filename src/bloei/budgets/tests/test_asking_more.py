"""The form asks more only where a scheme does; and who decides may talk first."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets import nudges, rounds, rules
from bloei.budgets.actions import (
    BecameMandatory,
    cancel_application,
    decide_application,
    pay_application,
    remind_deciders,
    suggest_talk,
)
from bloei.budgets.actions.decisions import AlreadyDecided, NotAboutOneself
from bloei.budgets.actions.teams import make_team_budget
from bloei.budgets.books import accounts, ledger
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Account, Application, Entitlement, Measure
from bloei.budgets.tests.rules_for_tests import ADVANCE, HOURS, YEARLY, switch_on
from bloei.foundation import clock
from bloei.learning.actions import add_own_offer, change_offer, create_offer, finish_participation
from bloei.notifications.models import Notice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
KEY = "a-key-of-this-test"
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
PLAIN = YEARLY.replace("prorate_hours = true\n", "")
EXCLUDED = PLAIN + '[purposes]\nexcluded = ["hobby", "driving_licence_b"]\n'
ALLOWED = PLAIN + '[purposes]\nallowed = ["training", "coaching"]\n'
TOGETHER = PLAIN + '[decision]\nby = "together"\nanswer_within_days = 20\n'
BONUS = PLAIN + '[[bonus]]\npurpose = "training"\nfactor = "1.2"\n'
MORE_HOURS = '[[bonus]]\npurpose = "training"\nmin_hours_added = "20"\nfactor = "1.4"\n'


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def let_hold(text, name="leerbudget", measure=Measure.CENTS):
    scheme = switch_on(text, name=name, first=date(2026, 1, 1), measure=measure)
    rounds.grant_and_lapse(TODAY)
    return scheme


def make_offer(cast, cents=38_000, *, key="offer-1", **more):
    facts = {"title": f"Helder schrijven {key}", "kind": "training", "price_cents": cents, **more}
    return create_offer(facts=facts, provider="Taalhuis", key=key, by=cast.joost)


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def send(browser, offer, price="380", **more):
    told = {"key": KEY, "price": price, "payer": "employer", "why": "Ik wil dit leren.", **more}
    return browser.post(url("application_form", offer.pk), told, **DUTCH)


def page_of(browser, offer):
    answer = browser.get(url("application_form", offer.pk), **DUTCH)
    return answer.context["form"], text(answer)


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def own_of(person, name):
    return Entitlement.objects.select_related("own").get(person=person, scheme__name=name).own


def latest():
    return Application.objects.order_by("pk").last()


def the_books_are_true():
    assert reconciliation.doubts(TODAY, everybody=True) == []


@pytest.mark.parametrize("rule", [PLAIN, EXCLUDED])
def test_an_offer_of_the_catalogue_asks_three_questions(cast, sign_in, rule):
    let_hold(rule)
    form, page = page_of(sign_in(cast.eva), make_offer(cast))
    assert list(form.fields) == ["key", "why", "price", "payer"]
    assert "Beantwoord drie vragen" in page


def test_a_scheme_with_a_list_of_purposes_asks_for_one_in_plain_words(cast, sign_in):
    let_hold(ALLOWED)
    form, page = page_of(sign_in(cast.eva), make_offer(cast))
    assert [words for _code, words in form.fields["purpose"].choices] == [
        "Coaching", "Opleiding", "Iets anders",
    ]  # fmt: skip
    assert form["purpose"].value() == "training"
    assert "Waar is het voor?" in page


def test_what_a_scheme_excludes_is_asked_of_what_somebody_found_and_refused_by_name(cast, sign_in):
    let_hold(EXCLUDED)
    offer = add_own_offer(
        person=cast.eva,
        facts={"title": "Rijles", "kind": "course", "price_cents": 80_000},
        provider="", key="own-offer", by=cast.eva,
    )  # fmt: skip
    browser = sign_in(cast.eva)
    _form, page = page_of(browser, offer)
    assert "Je budget is niet bedoeld voor: rijbewijs B, een hobby." in page
    answer = send(browser, offer, "800", purpose="driving_licence_b")
    assert answer.status_code == 422
    sentence = "De regeling ‘Leerbudget’ is niet bedoeld voor rijbewijs B."
    assert sentence in text(answer)
    assert latest() is None
    assert ledger.balance(own_of(cast.eva, "leerbudget")) == 90_000


def test_what_a_scheme_calls_a_purpose_is_text_on_every_page(cast, sign_in):
    let_hold(PLAIN + '[purposes]\nexcluded = ["<input name=code>"]\n')
    offer = add_own_offer(
        person=cast.eva, facts={"title": "Rijles", "kind": "course", "price_cents": 80_000},
        provider="", key="own-offer", by=cast.eva,
    )  # fmt: skip
    _form, page = page_of(sign_in(cast.eva), offer)
    assert "&lt;input name=code&gt;" in page
    assert "<input name=code>" not in page


def test_what_is_not_on_the_list_of_a_scheme_is_refused_with_the_list(cast, sign_in):
    let_hold(ALLOWED)
    answer = send(sign_in(cast.eva), make_offer(cast), purpose="other")
    assert answer.status_code == 422
    assert "De regeling ‘Leerbudget’ is alleen bedoeld voor: coaching, opleiding." in text(answer)


def test_a_budget_that_does_allow_it_pays_and_the_other_does_not(cast, sign_in):
    let_hold(ALLOWED)
    let_hold(PLAIN.replace('"leerbudget"', '"vrij"'), name="vrij")
    send(sign_in(cast.eva), make_offer(cast), purpose="other")
    assert latest().funding.get().account == own_of(cast.eva, "vrij")
    assert latest().purpose == "other"


def test_hours_of_ones_own_are_asked_only_where_they_make_a_difference(cast, sign_in):
    let_hold(BONUS)
    form, page = page_of(sign_in(cast.eva), make_offer(cast, 60_000))
    assert "purpose" in form.fields
    assert "added" not in form.fields
    assert "De regeling legt er € 100 bij" in page


def test_with_hours_of_ones_own_the_higher_bonus_is_sent_and_stands_in_the_lines(cast, sign_in):
    let_hold(BONUS + MORE_HOURS)
    browser = sign_in(cast.eva)
    assert send(browser, make_offer(cast), "700", purpose="training", added="20").status_code == 302
    share = latest().funding.get()
    assert (share.amount, share.bonus) == (50_000, 20_000)
    assert "De regeling legt er € 200 bij" in text(
        browser.get(latest().get_absolute_url(), **DUTCH)
    )
    budget = browser.get(url("my_budget"), **DUTCH).context["ways"][0]["budget"]
    assert sum(line.amount for line in budget.lines) == budget.free == 40_000
    assert any("De regeling legt er € 200 bij." in line.why.replace("\xa0", " ")
               for line in budget.lines)  # fmt: skip
    the_books_are_true()


def test_learning_hours_pay_the_time_of_a_course(cast, sign_in):
    let_hold(PLAIN)
    let_hold(HOURS, name="leertijd", measure=Measure.MINUTES)
    browser, offer = sign_in(cast.eva), make_offer(cast, minutes=8 * 60)
    form, page = page_of(browser, offer)
    assert "Haal de tijd uit mijn leeruren" in page
    assert "Dit duurt 8 uur; er is nog 12 uur leertijd." in page
    assert not form["with_time"].value()
    send(browser, offer, with_time="on")
    application = latest()
    hours = own_of(cast.eva, "leertijd")
    assert ledger.balance(hours) == 4 * 60
    assert application.funding.get(account=hours).amount == 8 * 60
    page = text(browser.get(application.get_absolute_url(), **DUTCH))
    assert "8 uur komt uit je leeruren." in page
    assert "€ 380" in page
    the_books_are_true()


def test_learning_hours_pay_what_there_is_and_the_page_says_what_is_left(cast, sign_in):
    let_hold(HOURS, name="leertijd", measure=Measure.MINUTES)
    browser, offer = sign_in(cast.eva), make_offer(cast, 0, minutes=15 * 60)
    send(browser, offer, "0", with_time="on")
    page = text(browser.get(latest().get_absolute_url(), **DUTCH))
    assert "12 uur komt uit je leeruren." in page
    assert "Voor 3 uur zijn er geen leeruren." in page
    browser.post(url("application_cancel", latest().pk))
    assert ledger.balance(own_of(cast.eva, "leertijd")) == 12 * 60
    the_books_are_true()


def test_learning_hours_are_spent_when_it_is_done_and_the_money_when_it_is_paid(cast, sign_in):
    let_hold(PLAIN)
    let_hold(HOURS, name="leertijd", measure=Measure.MINUTES)
    send(sign_in(cast.eva), make_offer(cast, minutes=8 * 60), with_time="on")
    application = latest()
    finish_participation(application.participation, on=TODAY, minutes=8 * 60, by=cast.eva)
    hours = Entitlement.objects.get(person=cast.eva, scheme__name="leertijd")
    money = Entitlement.objects.get(person=cast.eva, scheme__name="leerbudget")
    assert (ledger.balance(hours.own), ledger.balance(hours.reserved)) == (4 * 60, 0)
    assert ledger.balance(money.reserved) == 38_000
    pay_application(application, paid_on=TODAY, today=TODAY, by=cast.hanan)
    assert (ledger.balance(hours.own), ledger.balance(money.reserved)) == (4 * 60, 0)
    the_books_are_true()


def test_the_page_of_an_offer_shows_the_budget_also_where_the_purpose_is_still_asked(cast, sign_in):
    let_hold(ALLOWED)
    page = text(sign_in(cast.eva).get(make_offer(cast).get_absolute_url(), **DUTCH))
    assert "Persoonlijk leerbudget" in page


def test_who_may_not_see_a_balance_does_not_read_what_is_ahead_of_it(cast, sign_in):
    let_hold(ADVANCE.replace("prorate_hours = true\n", ""))
    send(sign_in(cast.eva), make_offer(cast, 135_000), "1350", advance="45000")
    there = latest().get_absolute_url()
    assert "Voorschot op later budget" in text(sign_in(cast.mo).get(there, **DUTCH))
    assert "Voorschot op later budget" not in text(sign_in(cast.joost).get(there, **DUTCH))


def test_mandatory_training_takes_no_learning_hours(cast, sign_in):
    let_hold(HOURS, name="leertijd", measure=Measure.MINUTES)
    browser = sign_in(cast.eva)
    offer = make_offer(cast, 5_000, minutes=60, is_mandatory=True)
    form, _page = page_of(browser, offer)
    assert "with_time" not in form.fields
    send(browser, offer, "50", with_time="on")
    assert ledger.balance(own_of(cast.eva, "leertijd")) == 12 * 60


@pytest.mark.parametrize("must", [True, False])
def test_what_has_become_mandatory_is_neither_agreed_nor_paid_from_a_personal_budget(
    cast, sign_in, must
):
    let_hold(TOGETHER)
    offer = make_offer(cast)
    send(sign_in(cast.eva), offer)
    asked = latest()
    if must:
        change_offer(offer, facts={"is_mandatory": True}, by=cast.joost)
    told = {"decision": "yes", "answer": ""}
    answer = sign_in(cast.mo).post(url("application_decide", asked.pk), told, **DUTCH)
    asked.refresh_from_db()
    assert asked.state == ("asked" if must else "agreed")
    if must:
        assert answer.status_code == 422
        assert "mag Eva niets kosten" in text(answer)


def test_what_was_agreed_before_it_became_mandatory_is_not_paid_from_a_personal_budget(
    cast, sign_in
):
    let_hold(PLAIN)
    offer = make_offer(cast)
    send(sign_in(cast.eva), offer)
    agreed = latest()
    assert agreed.state == "agreed"
    change_offer(offer, facts={"is_mandatory": True}, by=cast.joost)
    with pytest.raises(BecameMandatory):
        pay_application(agreed, paid_on=TODAY, today=TODAY, by=cast.hanan)
    assert (
        ledger.balance(accounts.beside(own_of(cast.eva, "leerbudget"), Account.Purpose.SPENT)) == 0
    )
    cancel_application(agreed, today=TODAY, by=cast.eva)
    send(sign_in(cast.eva), offer, key="another-key")
    assert {share.source for share in latest().funding.all()} <= {"team", "employer"}


@pytest.fixture
def waiting(cast, sign_in):
    let_hold(TOGETHER)
    send(sign_in(cast.eva), make_offer(cast))
    assert latest().state == "asked"
    return latest()


def test_who_decides_may_talk_first_and_both_see_it(cast, sign_in, waiting):
    manager = sign_in(cast.mo)
    page = text(manager.get(waiting.get_absolute_url(), **DUTCH))
    assert "Eerst even praten" in page
    told = {"decision": "talk", "answer": "Zullen we donderdag koffie drinken?"}
    answer = manager.post(url("application_decide", waiting.pk), told, **DUTCH)
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decide_by) == ("asked", date(2026, 12, 13))
    for person in (cast.mo, cast.eva):
        page = text(sign_in(person).get(waiting.get_absolute_url(), **DUTCH))
        assert "Jullie praten hier eerst over" in page
        assert "Zullen we donderdag koffie drinken?" in page
    notice = Notice.objects.get(person=cast.eva, code="budgets.talk_first")
    assert notice.params["by"] == cast.mo.given_name
    page = text(sign_in(cast.mo).get(url("decision_list"), **DUTCH))
    assert "jullie praten er eerst over" in page


def test_after_a_talk_it_is_decided_as_always(cast, waiting):
    suggest_talk(waiting, words="", today=TODAY, by=cast.mo)
    assert decide_application(waiting, agree=True, today=TODAY, by=cast.mo).state == "agreed"
    with pytest.raises(AlreadyDecided):
        suggest_talk(waiting, words="", today=TODAY, by=cast.mo)


def test_nobody_asks_themselves_for_a_talk(cast, waiting):
    with pytest.raises(NotAboutOneself):
        suggest_talk(waiting, words="", today=TODAY, by=cast.eva)


def test_reminders_are_quiet_for_a_week_but_for_the_last_day(cast, waiting):
    with clock.fixed(date(2026, 12, 2)):
        suggest_talk(waiting, words="", today=date(2026, 12, 2), by=cast.mo)
    reminded = [day for day in range(2, 14) if remind_deciders(date(2026, 12, day))]
    assert reminded == [11, 13]  # not half way, on the third


@pytest.mark.parametrize(("day", "told"), [(24, 0), (29, 0), (30, 1)])
def test_the_nudge_about_what_waits_is_quiet_while_two_people_talk(cast, waiting, day, told):
    suggest_talk(waiting, words="", today=TODAY, by=cast.mo)
    found = nudges.waits_for_decision(date(2026, 11, day), {cast.mo.pk})
    assert len(found) == told


def test_a_talk_never_moves_the_last_reminder():
    asked, until = date(2026, 11, 1), date(2026, 11, 15)
    assert rules.reminder_days(asked, until, until) == (
        date(2026, 11, 8), date(2026, 11, 13), until,
    )  # fmt: skip


def test_the_menu_marks_where_the_application_of_another_belongs(cast, sign_in, waiting):
    marked = {
        cast.eva: url("my_budget"),
        cast.mo: url("decision_list"),
        cast.hanan: url("balance_overview"),
    }
    for person, there in marked.items():
        page = sign_in(person).get(waiting.get_absolute_url())
        assert [link["url"] for link in page.context["menu"] if link["current"]] == [there]


def test_the_rule_says_what_is_added_what_it_can_become_and_who_pays_an_advance_back(cast, sign_in):
    conversion = '[[conversion]]\nto = "vitality"\nmax_share_of_grant = "0.5"\nmin_age = 60\n'
    let_hold(ADVANCE + BONUS.removeprefix(PLAIN) + MORE_HOURS + conversion)
    page = text(sign_in(cast.eva).get(url("scheme_read", "leerbudget"), **DUTCH))
    assert "Voor opleiding: 20 % extra." in page
    assert "Voor opleiding met 20 eigen uren of meer: 40 % extra." in page
    assert "Vitaliteit: hoogstens 50 % van wat je krijgt, vanaf 60 jaar." in page
    assert "Wie vertrekt voor het is aangevuld, betaalt de rest terug." in page


def test_a_refusal_is_not_undone_when_the_money_is_used_for_something_else(cast, sign_in, waiting):
    decide_application(waiting, agree=False, answer="Nee", today=TODAY, by=cast.mo)
    send(sign_in(cast.eva), make_offer(cast, 90_000, key="offer-2"), "900", key=KEY + "2")
    answer = sign_in(cast.mo).post(url("application_undo", waiting.pk), follow=True, **DUTCH)
    assert "Het is inmiddels voor iets anders gebruikt" in text(answer)
    waiting.refresh_from_db()
    assert waiting.state == "refused"


def test_more_for_what_no_budget_is_meant_for_is_refused_in_a_sentence(cast, sign_in):
    let_hold(ALLOWED)
    make_team_budget(
        unit=cast.klantcontact, year=2026, amount=100_000, owner=cast.mo, today=TODAY, key="team",
        by=cast.hanan,
    )  # fmt: skip
    send(sign_in(cast.eva), make_offer(cast), purpose="other", with_team="on")
    application = Application.objects.get()
    decide_application(application, agree=True, today=TODAY, by=cast.mo)
    told = {"key": KEY, "more": "50", "why": "Duurder geworden"}
    answer = sign_in(cast.eva).post(url("application_top_up", application.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert "alleen bedoeld voor: coaching, opleiding" in text(answer)
    assert Application.objects.count() == 1
