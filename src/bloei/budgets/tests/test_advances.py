"""An advance on later budget: told beforehand, chosen by who owes it, and seen for what it is."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from bloei.budgets import rounds
from bloei.budgets.actions import AdvanceNotAgreed, file_application, top_up_application
from bloei.budgets.balances import advance_words, advances
from bloei.budgets.books import ledger
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Application, Entitlement
from bloei.budgets.rules import Source
from bloei.budgets.tests.rules_for_tests import ADVANCE, switch_on
from bloei.foundation import clock
from bloei.learning.actions import create_offer
from bloei.notifications.models import Notice
from bloei.people.actions import end_employment
from bloei.people.models import Employment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
KEY = "a-key-of-this-test"
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
ONE_YEAR = ADVANCE.replace("prorate_hours = true\n", "")
THREE_YEARS = ONE_YEAR.replace("years = 1", "years = 3")
WAIVED = ONE_YEAR + 'on_leaving = "waive"\n'
TOGETHER = ONE_YEAR + '[decision]\nby = "together"\n'


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def budget(person, rule=ONE_YEAR):
    switch_on(rule, first=date(2026, 1, 1))
    rounds.grant_and_lapse(TODAY)
    return Entitlement.objects.select_related("own", "reserved").get(person=person)


def make_offer(cast, cents, key="offer-1"):
    facts = {"title": f"Cursus {key}", "kind": "training", "price_cents": cents}
    return create_offer(facts=facts, provider="Taalhuis", key=key, by=cast.joost)


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def send(browser, offer, price, *, key=KEY, look=False, **more):
    told = {"key": key, "price": price, "payer": "employer", "why": "Ik wil dit leren.", **more}
    looks = {"HTTP_HX_REQUEST": "true"} if look else {}
    return browser.post(url("application_form", offer.pk), told, **DUTCH, **looks)


def form_of(cast, browser, cents) -> str:
    """Return the page of the form for something that costs so much."""
    return text(browser.get(url("application_form", make_offer(cast, cents).pk), **DUTCH))


def text(answer) -> str:
    """Return what somebody reads: without tags, with single spaces."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\xa0", " "))
    return re.sub(r"\s+", " ", plain)


def latest():
    return Application.objects.order_by("pk").last()


def shares(application):
    return dict(application.funding.values_list("source", "amount"))


def test_the_form_says_what_an_advance_does_year_by_year_before_it_is_taken(cast, sign_in):
    budget(cast.eva, THREE_YEARS)
    page = text(
        sign_in(cast.eva).get(url("application_form", make_offer(cast, 270_000).pk), **DUTCH)
    )
    assert "Je komt € 1.800 tekort. Hoe betaal je dat?" in page
    assert "Ik neem een voorschot van € 1.800" in page
    assert (
        "Nu € 900. Hierna € 1.800 in de min. In 2027 groeit dat naar € 900 in de min."
        " In 2028 is het aangevuld." in page
    )
    assert "Wat er in die jaren bij komt, vult eerst het voorschot aan." in page
    assert "Ga je eerder weg, dan betaal je terug wat nog niet is aangevuld." in page
    assert "Ik betaal € 1.800 zelf" in page


def test_without_an_answer_nothing_is_sent_and_nothing_is_taken(cast, sign_in):
    eva = budget(cast.eva)
    answer = send(sign_in(cast.eva), make_offer(cast, 135_000), "1350")
    assert answer.status_code == 422
    assert "Kies een van de twee." in text(answer)
    assert "Kies hieronder hoe je betaalt wat niet in je budget zit." in text(answer)
    assert latest() is None
    assert ledger.balance(eva.own) == 90_000


def test_who_says_yes_takes_the_advance_they_read(cast, sign_in):
    eva = budget(cast.eva)
    assert (
        send(sign_in(cast.eva), make_offer(cast, 135_000), "1350", advance="45000").status_code
        == 302
    )
    assert latest().funding.get().advance == 45_000
    assert ledger.balance(eva.own) == -45_000
    assert reconciliation.doubts(TODAY, everybody=True) == []


def test_who_says_no_pays_the_rest_themselves(cast, sign_in):
    eva = budget(cast.eva)
    assert (
        send(sign_in(cast.eva), make_offer(cast, 135_000), "1350", advance="0").status_code == 302
    )
    assert shares(latest()) == {Source.PERSONAL: 90_000, Source.OWN: 45_000}
    assert ledger.balance(eva.own) == 0


def test_nobody_takes_a_larger_advance_than_they_said_yes_to(cast, sign_in):
    budget(cast.eva)
    answer = send(sign_in(cast.eva), make_offer(cast, None), "1350", advance="30000")
    assert answer.status_code == 422
    assert "De bedragen zijn veranderd. Kijk ernaar en kies opnieuw." in text(answer)
    assert latest() is None


def test_the_rule_stands_in_the_action_too(cast):
    budget(cast.eva)
    told = {
        "person": cast.eva, "offer": make_offer(cast, 135_000), "price_cents": 135_000,
        "payer": "employer", "today": TODAY, "key": KEY, "by": cast.eva,
    }  # fmt: skip
    for answered in (None, 44_999):
        with pytest.raises(AdvanceNotAgreed) as refused:
            file_application(**told, advance_cents=answered)
        assert refused.value.needed == 45_000
    assert file_application(**told, advance_cents=45_000).funding.get().advance == 45_000


def test_what_an_advance_cannot_cover_is_named_apart(cast, sign_in):
    budget(cast.eva)
    page = text(
        sign_in(cast.eva).get(url("application_form", make_offer(cast, 250_000).pk), **DUTCH)
    )
    assert "Ik neem een voorschot van € 900 en betaal € 700 zelf" in page
    assert "Ik betaal € 1.600 zelf" in page


def test_a_scheme_without_an_advance_asks_nothing(cast, sign_in):
    budget(cast.eva, ONE_YEAR.replace("[advance]\nyears = 1", ""))
    browser, offer = sign_in(cast.eva), make_offer(cast, 135_000)
    assert "voorschot" not in text(browser.get(url("application_form", offer.pk), **DUTCH))
    assert send(browser, offer, "1350").status_code == 302


def test_a_scheme_that_waives_says_that_the_rest_need_not_be_paid_back(cast, sign_in):
    budget(cast.eva, WAIVED)
    page = text(
        sign_in(cast.eva).get(url("application_form", make_offer(cast, 135_000).pk), **DUTCH)
    )
    assert "Ga je eerder weg, dan hoef je de rest niet terug te betalen." in page


def test_whose_employment_ends_before_it_is_filled_reads_what_is_paid_back_when(cast, sign_in):
    budget(cast.eva, THREE_YEARS)
    employment = Employment.objects.get(person=cast.eva)
    end_employment(employment, last_on=date(2027, 12, 31), today=TODAY, by=cast.hanan)
    page = text(
        sign_in(cast.eva).get(url("application_form", make_offer(cast, 270_000).pk), **DUTCH)
    )
    assert "Je dienstverband loopt af. Op 1 januari 2028 betaal je € 900 terug." in page
    assert "In 2028" not in page


def test_sent_twice_an_advance_is_taken_once_and_answered_alike(cast, sign_in):
    eva = budget(cast.eva)
    browser, offer = sign_in(cast.eva), make_offer(cast, 100_000)
    answers = [send(browser, offer, "1000", advance="10000") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert ledger.balance(eva.own) == -10_000


def test_what_is_sent_twice_and_needed_no_advance_asks_for_none(cast, sign_in):
    budget(cast.eva)
    browser, offer = sign_in(cast.eva), make_offer(cast, 60_000)
    answers = [send(browser, offer, "600") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_looking_at_another_price_sends_nothing_and_shows_the_question(cast, sign_in):
    budget(cast.eva)
    browser, offer = sign_in(cast.eva), make_offer(cast, None)
    answer = send(browser, offer, "1350", look=True)
    assert answer.status_code == 200
    assert "Je komt € 450 tekort." in text(answer)
    assert "Nog te kiezen" in text(answer)
    assert "Kies een van de twee." not in text(answer)
    chosen = text(send(browser, offer, "1350", look=True, advance="45000"))
    assert "Voorschot op later budget" in chosen
    assert "Jouw budget hierna € 450 in de min" in chosen
    assert latest() is None


def test_what_is_kept_for_later_asks_when_it_is_sent(cast, sign_in):
    budget(cast.eva)
    browser, offer = sign_in(cast.eva), make_offer(cast, 135_000)
    assert send(browser, offer, "1350", later="1").status_code == 302
    assert send(browser, offer, "1350").status_code == 422
    assert send(browser, offer, "1350", advance="45000").status_code == 302
    assert latest().state == "agreed"


def test_nobody_is_asked_to_let_another_owe_something(cast, sign_in):
    eva, offer = budget(cast.eva), make_offer(cast, 135_000)
    browser = sign_in(cast.mo)
    page = text(
        browser.get(url("application_form", offer.pk), {"person": cast.eva.number}, **DUTCH)
    )
    assert "voorschot" not in page
    send(browser, offer, "1350", advance="45000", person=cast.eva.number)
    assert shares(latest()) == {Source.PERSONAL: 90_000, Source.OWN: 45_000}
    assert ledger.balance(eva.own) == 0


@pytest.fixture
def agreed(cast, sign_in):
    """Eva has agreed on something that takes all of her budget of this year."""
    budget(cast.eva)
    send(sign_in(cast.eva), make_offer(cast, 90_000), "900")
    return latest()


def top_up(browser, application, *, look=False, **more):
    told = {"key": KEY, "more": "100", "why": "Het boek is duurder.", **more}
    looks = {"HTTP_HX_REQUEST": "true"} if look else {}
    return browser.post(url("application_top_up", application.pk), told, **DUTCH, **looks)


def test_a_top_up_that_needs_an_advance_asks_the_same_first(cast, sign_in, agreed):
    browser = sign_in(cast.eva)
    answer = top_up(browser, agreed)
    assert answer.status_code == 422
    assert "Je komt € 100 tekort. Hoe betaal je dat?" in text(answer)
    assert (
        "Nu € 0. Hierna € 100 in de min. In 2027 is het aangevuld en staat er weer € 800 op."
        in text(answer)
    )
    assert latest() == agreed
    assert top_up(browser, agreed, advance="10000").status_code == 302
    assert latest().funding.get().advance == 10_000


def test_a_top_up_of_which_somebody_pays_the_rest_takes_no_advance(cast, sign_in, agreed):
    assert top_up(sign_in(cast.eva), agreed, advance="0").status_code == 302
    assert shares(latest()) == {Source.OWN: 10_000}


def test_looking_at_a_top_up_sends_nothing(cast, sign_in, agreed):
    answer = top_up(sign_in(cast.eva), agreed, look=True)
    assert (answer.status_code, latest()) == (200, agreed)
    assert "Ik neem een voorschot van € 100" in text(answer)


def test_a_top_up_without_an_answer_is_refused_by_the_action(cast, agreed):
    with pytest.raises(AdvanceNotAgreed):
        top_up_application(
            agreed, more_cents=1, why="Duurder", with_team=False, today=TODAY, key="t", by=cast.eva
        )


def test_who_decides_sees_the_advance_apart_from_the_own_budget(cast, sign_in):
    budget(cast.eva, TOGETHER)
    send(sign_in(cast.eva), make_offer(cast, 135_000), "1350", advance="45000")
    page = text(sign_in(cast.mo).get(latest().get_absolute_url(), **DUTCH))
    assert "€ 900 komt uit het budget van Eva" in page
    assert "Eva neemt een voorschot van € 450" in page
    assert "Dat gaat af van het budget van de komende jaren." in page
    assert "Persoonlijk leerbudget € 900" in page
    assert "Voorschot op later budget € 450" in page
    assert "Het voorschot van € 450 gaat niet door." in page
    notice = Notice.objects.get(person=cast.mo, code="budgets.waits_for_you")
    assert notice.params["advance_cents"] == 45_000
    page = text(sign_in(cast.mo).get(url("decision_list"), **DUTCH))
    assert "waarvan € 450 voorschot" in page


def test_a_budget_below_zero_reads_well_on_every_page(cast, sign_in):
    budget(cast.eva, THREE_YEARS)
    send(sign_in(cast.eva), make_offer(cast, 360_000), "3600", advance="270000")
    below = "€ 2.700 in de min"
    of_eva = reverse("people:person_detail", args=[cast.eva.pk])
    seen = [(cast.eva, url("my_budget")), (cast.eva, reverse("home:today")), (cast.mo, of_eva)]
    pages = [text(sign_in(person).get(there, **DUTCH)) for person, there in seen]
    for page in pages:
        assert f"{below} een voorschot op later budget; wat erbij komt, vult dit eerst aan" in page
        assert "− € 2.700 vrij" not in page
        assert "Voorschot op later budget € 2.700" in page
    mine = pages[0]
    assert f"Saldo {below}" in mine
    assert "2027 € 1.800 in de min 2028 € 900 in de min 2029 € 0" in mine
    assert "Ga je eerder weg, dan betaal je terug wat nog niet is aangevuld." in mine


def test_the_application_still_says_how_its_advance_stands_a_year_later(cast, sign_in):
    budget(cast.eva, THREE_YEARS)
    send(sign_in(cast.eva), make_offer(cast, 270_000), "2700", advance="180000")
    later = date(2027, 1, 2)
    with clock.fixed(later):
        rounds.grant_and_lapse(later)
        page = text(sign_in(cast.eva).get(latest().get_absolute_url(), **DUTCH))
    assert "Daarvan is € 1.800 een voorschot op je budget van de komende jaren." in page
    assert "Het budget staat nu € 900 in de min. In 2028 is het aangevuld." in page


def test_what_one_takes_in_advance_makes_the_budget_of_a_unit_no_smaller(cast, sign_in):
    budget(cast.eva)
    send(sign_in(cast.eva), make_offer(cast, 135_000), "1350", advance="45000")
    answer = sign_in(cast.hanan).get(url("balance_overview"), **DUTCH)
    (table,) = answer.context["tables"]
    row = next(row for row in table["rows"] if row["name"] == cast.eva.unit.name)
    assert (row["free"], row["advanced"]) == (90_000, 45_000)  # Mo's, and Eva's
    assert "Voorschot" in text(answer)


def test_a_budget_that_is_never_filled_says_so(cast):
    eva = budget(cast.eva, ONE_YEAR + "\n")
    (found,) = advances.fillings_of({eva.own_id: 90_000 * 20}, TODAY)
    assert found.rest == 90_000 * (20 - 15)  # what there is, and fourteen years
    with override("nl"):
        told = advance_words.consequences(found)[0].replace("\xa0", " ")
    assert told == "Zoals het er nu uitziet, is eind 2040 nog € 4.500 niet aangevuld."
