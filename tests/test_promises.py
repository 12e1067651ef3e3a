"""Promises over every address at once: reading changes nothing, forms need their token,
nothing of Eva's leaks, and pages ask as much of the database for one row as for thirty."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.viewers import freshen
from tests.world import CANARY, addresses, arguments, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WRITES = re.compile(r'^\s*(insert into|update|delete from)\s+"?(\w+)"?', re.IGNORECASE)
# Sessions, the list of one's own devices, counters of the rate limits, the heartbeat of /healthz.
MAY_BE_WRITTEN = {
    "django_session", "usersessions_usersession", "foundation_cache", "foundation_heartbeat",
}  # fmt: skip
# Pages on which two people read what they said: who looked is noted, and nothing else.
NOTES_WHO_LOOKED = {
    "conversations:conversation_detail", "conversations:point_change",
    "conversations:time_questions",
}  # fmt: skip


@pytest.fixture
def world(cast, settings):
    settings.SECOND_STEP_FOR = frozenset()
    return build(cast)


@pytest.fixture
def enter(cast):
    def entered(name: str, **options) -> Client:
        client = Client(raise_request_exception=False, **options)
        client.force_login(getattr(cast, name))
        freshen(client, getattr(cast, name))
        return client

    return entered


def every_url(world) -> list[tuple[str, str]]:
    known = arguments(world)
    names = sorted({name for name, _pattern in addresses()} - {"account_logout"})
    return [(name, reverse(name, kwargs=known.get(name))) for name in names]


def written(queries) -> set[str]:
    """Return the tables that were written, but for those that may be."""
    found = (WRITES.match(query["sql"]) for query in queries)
    return {match[2].lower() for match in found if match} - MAY_BE_WRITTEN


@pytest.mark.parametrize("viewer", ["eva", "mo", "hanan", "joost"])
def test_reading_a_page_writes_nothing(world, enter, viewer):
    client = enter(viewer)
    for name, url in every_url(world):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        may = {"conversations_viewing"} if name in NOTES_WHO_LOOKED else set()
        assert written(queries) <= may, f"GET {name} writes"


def test_a_page_that_writes_would_be_seen():
    assert written([{"sql": 'UPDATE "people_person" SET x = 1'}]) == {"people_person"}


def test_every_form_needs_its_token(world, enter):
    client = enter("hanan", enforce_csrf_checks=True)
    # One click of a mail program, without cookies: the token in the address is the proof.
    open_doors = {"notifications:unsubscribe"}
    for name, url in every_url(world):
        answer = client.post(url, HTTP_ORIGIN="null")
        if name not in open_doors:
            assert answer.status_code in {403, 404, 405}, f"POST {name} without a token"


@pytest.mark.parametrize("viewer", ["stan", "els", "ria", "sam"])
def test_nothing_of_eva_stands_on_any_page_of_who_may_not_see_her(world, enter, viewer):
    client = enter(viewer)
    looked = [*every_url(world)]
    looked += [("search", f"{reverse('home:search')}?q={word}") for word in (CANARY, "Eva")]
    looked += [("offers", f"{reverse('learning:offer_list')}?q={CANARY}")]
    for name, url in looked:
        answer = client.get(url)
        text = b"".join(answer) if answer.streaming else answer.content
        shown = text.decode("utf-8", "replace")
        for echo in (
            f"“{CANARY}”",
            f"‘{CANARY}’",
            f'value="{CANARY}"',
            f"q={CANARY}",
        ):  # what was typed
            shown = shown.replace(echo, "")
        assert CANARY not in shown, f"{name} shows something of Eva to {viewer}"


def test_eva_herself_does_see_it(world, enter):
    """The negative control: the word is there to be found."""
    client = enter("eva")
    seen = [name for name, url in every_url(world) if CANARY in _text(client.get(url))]
    assert {"learning:record_list", "learning:goal_list"} <= set(seen)


def _text(answer) -> str:
    text = b"".join(answer) if answer.streaming else answer.content
    return text.decode("utf-8", "replace")


def test_her_manager_sees_the_application_and_not_the_goal_or_the_record(world, enter):
    client = enter("mo")
    seen = {name for name, url in every_url(world) if CANARY in _text(client.get(url))}
    assert "budgets:application_detail" in seen
    assert not seen & {"learning:goal_list", "learning:record_detail", "learning:record_list"}
