"""Every page that anybody may open, checked with axe on a phone and on a wide screen.

The pages are those of the access matrix: an address that is added there is checked here.
"""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.test_access_matrix import written
from tests.viewers import VIEWERS
from tests.world import arguments, build

pytestmark = [pytest.mark.browser]
# Who is asked first: the page of somebody with more roles holds more.
ORDER = ("hanan", "joost", "mo", "sam", "ria", "eva", "nobody")
# Pages that are fuller for somebody else, and one that needs a day to say anything.
FULLER = {
    "notifications:notice_list": "eva", "budgets:my_budget": "eva", "home:today": "eva",
    "learning:participation_list": "eva", "home:team": "mo", "budgets:decision_list": "mo",
    "notifications:talk_list": "mo", "agreements:agreement_list": "eva",
    "conversations:help_list": "hanan", "conversations:conversation_detail": "eva",
}  # fmt: skip
ASKED = {"budgets:opening_preview": "?on=2026-11-22"}
WIDTHS = (1440, 360)


@pytest.fixture
def pages(site, cast, monkeypatch, settings) -> dict[str, tuple[str, str]]:
    """Return the viewer and the address of every page, by name."""
    monkeypatch.setenv("BLOEI_TODAY", cast.today.isoformat())
    settings.DEMO = False
    settings.SECOND_STEP_FOR = frozenset()
    known = arguments(build(cast))
    found = {}
    for name, method, *answers in written():
        seen = {viewer for viewer, said in zip(VIEWERS, answers, strict=True) if said == "200"}
        viewer = next((one for one in ORDER if one in seen), None)
        viewer = "hanan" if name in ASKED else FULLER.get(name, viewer)
        if method == "GET" and viewer:
            found[name] = (viewer, reverse(name, kwargs=known.get(name)) + ASKED.get(name, ""))
    return found


@pytest.fixture
def windows(cast, site, open_page):
    """Return a function that gives the window of somebody, signed in, and a client like it."""
    made = {}

    def window(name: str):
        if name not in made:
            client, page = Client(), open_page("wide")
            if name != "nobody":
                _enter(client, page, getattr(cast, name), site)
            made[name] = (client, page)
        return made[name]

    return window


def _enter(client: Client, page, person, site: str) -> None:
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def _is_page(answer) -> bool:
    """Tell whether it is a whole page: no download, no fragment, no file."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and b"<html" in answer.content


def test_every_page_is_well_for_axe_at_360_and_1440(site, pages, windows, axe):
    looked, wrong = 0, []
    for name, (viewer, url) in pages.items():
        client, page = windows(viewer)
        answer = client.get(url)
        assert answer.status_code < 400, (name, viewer, answer.status_code)
        if not _is_page(answer):
            continue
        looked += 1
        page.goto(site + url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong.append(f"{name} ({viewer}) is {over} px too wide at {width}")
            try:
                axe(page)
            except AssertionError as trouble:
                wrong.append(f"{name} ({viewer}) at {width}: {trouble}")
    assert not wrong, "\n\n".join(wrong)
    assert looked > 50
    assert set(ASKED) | set(FULLER) <= set(pages)
