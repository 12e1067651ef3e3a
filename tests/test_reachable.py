"""Every page can be found: from Today, by following links and nothing else.

A page that opens for somebody but that no link leads to is no page for people. What is reached
in another way (an address in a mail, a form, a piece of another page) is named here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from tests.test_access_matrix import written
from tests.viewers import VIEWERS
from tests.world import build

from bloei.planning import panels

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST_OF_A_KIND = 3  # pages of one address that are looked at, such as three people
NOT_BY_A_LINK = {
    "account_logout": "a button",
    "conversations:help_ask": "help was asked already",
    "foundation:offline": "shown where there is no connection",
    "foundation:service_worker": "asked for by every page",
    "foundation:this_device": "asked by the service worker",
    "planning:offline_facts": "fetched by the page without a connection",
    "foundation:healthz": "for whoever watches the server",
    "foundation:theme_css": "a file of every page",
    "hr_import:file_problems": "this file has none",
    "learning:offer_import_preview": "shown after a file was sent",
    "learning:offer_import_problems": "this file has none",
    "learning:participation_finish": "nothing that was agreed is left in this world",
    "meetings:meeting_now": "a piece of the meeting, fetched by it",
    "mfa_generate_recovery_codes": "only with a second step",
    "people:forgotten_password": "for who is not signed in",
    "people:letter": "for who is not signed in",
    "rosters:roster_run": "shown after a file was sent",
}


def test_every_page_is_found_and_no_link_leads_to_a_refusal(cast, clients):
    build(cast)
    walks = {viewer: Walk(clients[viewer]) for viewer in VIEWERS[1:]}
    reached = {name for walk in walks.values() for name in walk.found.values()}
    assert NOT_BY_A_LINK.keys() <= opening()
    refused = [(viewer, *one) for viewer, walk in walks.items() for one in walk.refused]
    assert opening() - reached - NOT_BY_A_LINK.keys() == set()
    assert refused == []


def test_a_page_without_a_link_would_be_seen(cast, clients, monkeypatch):
    build(cast)
    without = [link for link in panels.NAVIGATION if link.url_name != "calendar:my_calendar"]
    monkeypatch.setattr(panels, "NAVIGATION", without)
    assert "calendar:my_calendar" not in Walk(clients["eva"]).found.values()


def opening() -> set[str]:
    """Return the addresses that open for somebody who is signed in."""
    return {row[0] for row in written() if row[1] == "GET" and "200" in row[3:]}


class Walk:
    """What somebody finds from Today: `found` pages by address, and links that are `refused`."""

    def __init__(self, client: Client) -> None:
        self.found = {"/": "home:today"}
        self.refused: list[tuple[str, str, int]] = []
        self._per_name: Counter[str] = Counter()
        waiting = [("/", "")]
        while waiting:
            url, on = waiting.pop()
            answer = client.get(url, follow=True)
            self.found |= {after: str(name_of(after)) for after, _status in _passed(answer)}
            if answer.status_code in {403, 404}:
                self.refused.append((on, url, answer.status_code))
            elif "html" in answer.get("Content-Type", ""):
                waiting += [(link, url) for link in self._new(answer.content.decode())]

    def _new(self, page: str) -> Iterator[str]:
        for url in links_of(page):
            name = name_of(url)
            if name and url not in self.found and self._per_name[name] < MOST_OF_A_KIND:
                self._per_name[name] += 1
                self.found[url] = name
                yield url


def _passed(answer) -> list[tuple[str, int]]:
    """Return the addresses to which an answer led on."""
    return getattr(answer, "redirect_chain", [])


def links_of(page: str) -> list[str]:
    """Return where a page leads: links, and what it fetches by itself or by a form to look with."""
    found = re.findall(r'(?:href|hx-get|src|data-url|data-moment)="(/[^"#]*)', page)
    found += re.findall(r'<form(?=[^>]*method="get")[^>]*action="(/[^"]*)"', page)
    return [unescape(url) for url in found]


def name_of(url: str) -> str | None:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None
