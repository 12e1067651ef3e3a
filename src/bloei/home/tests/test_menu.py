"""The menu: calm, in groups, with tabs for what belongs together; and Today in order of work."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.actions import file_application
from bloei.budgets.demo import MONEY
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
CALM = 16  # lines that fit on a screen of 900 pixels


@pytest.fixture(autouse=True)
def _today(cast):
    with clock.fixed(cast.today):
        yield


@pytest.fixture
def waiting_application(cast):
    """One application that Mo should have decided already."""
    switch_on(MONEY, name="leerbudget-de-linde")
    rounds.grant_and_lapse(cast.today)
    facts = {"title": "Opleiding teamleider", "kind": "training", "price_cents": 345_000}
    offer = create_offer(facts=facts, provider="Taalhuis", key="offer", by=cast.joost)
    with clock.fixed(cast.today - timedelta(days=20)):
        file_application(
            person=cast.eva, offer=offer, price_cents=345_000, payer="employer", why="Graag.",
            with_team=True, today=cast.today - timedelta(days=20), key="application", by=cast.eva,
        )  # fmt: skip


def page(browser, name="home:today") -> str:
    return browser.get(reverse(name), **DUTCH).content.decode()


def menu(html: str) -> list[str]:
    """Return the words of the side bar, group after group."""
    side = html[html.index('class="side"') : html.index('class="topbar')]
    return re.findall(r"</svg>([^<]+)<", "".join(re.findall(r"<nav.*?</nav>", side, re.DOTALL)))


def tabs(html: str) -> list[str]:
    found = re.search(r'<nav class="tabs".*?</nav>', html, re.DOTALL)
    return re.findall(r"<a[^>]*>([^<]+?)\s*<", found[0]) if found else []


@pytest.mark.parametrize("who", ["eva", "mo", "hanan", "joost", "stan", "ria", "sam"])
def test_nobody_has_a_menu_that_does_not_fit_on_the_screen(cast, sign_in, who):
    lines = menu(page(sign_in(getattr(cast, who))))
    assert lines[0] == "Vandaag"
    assert len(lines) <= CALM
    assert len(lines) == len(set(lines))


def test_pages_about_people_are_one_line_of_the_menu_and_tabs(cast, sign_in):
    hanan = sign_in(cast.hanan)
    html = page(hanan, "people:invitation_list")
    assert tabs(html) == ["Mensen", "Inlezen", "Afdelingen", "Uitnodigingen", "Bezetting"]
    assert "Mensen" in menu(html)
    assert "Uitnodigingen" not in menu(html)
    assert re.search(r'href="/people/"[^>]*aria-current="page"', html)
    assert not tabs(page(hanan, "people:person_add"))


def test_who_has_only_one_of_those_pages_finds_it_in_the_menu(cast, sign_in):
    assert "Rollen" in menu(page(sign_in(cast.sam)))
    mo = sign_in(cast.mo)
    assert "Afdelingen" in menu(page(mo))
    assert not tabs(page(mo, "people:unit_list"))


def test_today_begins_with_the_work_of_a_role_and_with_the_balance_of_everybody_else(
    cast, sign_in, waiting_application
):
    def first(who):
        shown = sign_in(who).get(reverse("home:today"), **DUTCH).context["main"]
        return shown[0].panel.name

    assert first(cast.eva) == "balance"
    assert first(cast.mo) == "decisions"
    assert first(cast.hanan) == "payments"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("eva", "Help me kiezen"),
        ("mo", "Bekijk mijn team"),
        ("hanan", "Bekijk de budgetten"),
        ("joost", "Voeg aanbod toe"),
        ("ria", "Kijk wat helpt"),
        ("sam", "Kijk wie welke rol heeft"),
    ],
)
def test_the_filled_button_of_today_is_what_a_role_comes_for(cast, sign_in, who, words):
    browser = sign_in(getattr(cast, who))
    (button,) = re.findall(r'<a class="btn" href="([^"]+)">([^<]+)</a>', page(browser))
    assert button[1] == words
    assert browser.get(button[0]).status_code == 200
