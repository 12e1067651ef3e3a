"""The front door: Today, the team page, search, three questions."""

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.demo import MONEY
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.home import panels
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
CAST = ["eva", "mo", "hanan", "joost", "stan", "ria", "sam"]


@pytest.fixture(autouse=True)
def _today(cast):
    with clock.fixed(cast.today):
        yield


@pytest.fixture
def budget(cast):
    switch_on(MONEY, name="leerbudget-de-linde")
    rounds.grant_and_lapse(cast.today)


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def get(browser, name, query=""):
    return browser.get(reverse(f"home:{name}") + query, **DUTCH)


@pytest.mark.parametrize("who", CAST)
def test_the_first_page_is_there_for_everybody_and_has_a_step(cast, sign_in, budget, who):
    answer = get(sign_in(getattr(cast, who)), "today")
    assert answer.status_code == 200
    assert getattr(cast, who).given_name in text(answer)
    assert "Wat kan ik deze week doen?" in text(answer)


@pytest.mark.parametrize("who", CAST)
def test_the_balance_is_on_the_first_page_always(cast, sign_in, budget, who):
    assert "€ 1.200" in text(get(sign_in(getattr(cast, who)), "today"))


def test_every_step_of_this_week_leads_to_a_page_one_may_open(cast, sign_in, budget):
    for who in CAST:
        browser = sign_in(getattr(cast, who))
        shown = get(browser, "today").context["side"]
        facts = next(one.facts for one in shown if one.panel.name == "this_week")
        for step in [facts["first"], *facts["steps"]]:
            assert browser.get(step["url"]).status_code == 200, (who, step["url"])


def test_who_begins_with_an_empty_organisation_is_led_to_the_first_file(cast):
    facts = panels.this_week(cast.hanan, cast.today, None, goals=0, units=0)
    assert facts["first"]["url"] == reverse("hr_import:file_list")


def test_where_people_came_in_the_first_file_is_no_step_any_more(cast, sign_in, budget):
    assert reverse("hr_import:file_list") not in {
        step["url"]
        for one in get(sign_in(cast.hanan), "today").context["side"]
        if one.panel.name == "this_week"
        for step in [one.facts["first"], *one.facts["steps"]]
    }


def test_the_bar_of_the_phone_has_five_places(cast, sign_in):
    page = text(get(sign_in(cast.eva), "today"))
    bar = page[page.index('class="bottom-bar"') :]
    bar = bar[: bar.index("</nav>")]
    places = ["Vandaag", "Leertijd", "Leren", "Samen", "Ik"]
    assert [bar.index(place) for place in places] == sorted(bar.index(place) for place in places)
    assert bar.count("<a ") == 5


def test_the_team_page_is_for_who_leads(cast, sign_in):
    assert get(sign_in(cast.eva), "team").status_code == 403
    page = text(get(sign_in(cast.mo), "team"))
    assert "Eva de Vries" in page
    assert "Stan Jansen" not in page
    assert "Dit is geen ranglijst." in page


def test_three_questions_give_offers_within_the_balance(cast, sign_in, budget):
    for number, cents in enumerate((38_000, 990_000)):
        facts = {"title": f"Helder schrijven {number}", "kind": "training", "price_cents": cents}
        create_offer(facts=facts, provider="Taalhuis", key=f"o{number}", by=cast.joost)
    page = text(get(sign_in(cast.eva), "choose", "?better_at=helder+schrijven&how=&length="))
    assert "Helder schrijven 0" in page
    assert "Helder schrijven 1" not in page


def test_nothing_found_says_what_one_can_do(cast, sign_in):
    page = text(get(sign_in(cast.eva), "choose", "?better_at=xyzzy&how=&length="))
    assert "Niets past bij alle drie de antwoorden" in page
    page = text(get(sign_in(cast.eva), "search", "?q=xyzzy"))
    assert "Niets gevonden voor “xyzzy”" in page
    assert page.count("Niets gevonden") == 1
    assert "0 resultaten" not in page
