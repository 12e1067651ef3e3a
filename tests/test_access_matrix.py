"""Who may open which address: every address, every role, somebody's own thing and another's.

The table stands in access_matrix.csv. An address that is not in it fails, and so does an
answer that differs. `BLOEI_RECORD=1 ./bloei test tests/test_access_matrix.py` writes it anew;
read what changed before you commit it.
"""

import copy
import csv
import os
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.viewers import VIEWERS
from tests.world import addresses, arguments, build

TABLE = Path(__file__).with_name("access_matrix.csv")
HEAD = ["address", "method", *VIEWERS]
pytestmark = pytest.mark.django_db


class _Undo(Exception):
    """Nothing of a request stays: each begins in the same world."""


def names() -> list[str]:
    return sorted({name for name, _pattern in addresses()})


def status(client: Client, method: str, url: str) -> int:
    found, cookies = 0, copy.deepcopy(client.cookies)
    try:
        with transaction.atomic():
            found = getattr(client, method.lower())(url).status_code
            raise _Undo
    except _Undo:
        client.cookies = cookies  # signing out is undone too
        return found


def asked(clients, world) -> list[list[str]]:
    known = arguments(world)
    rows = []
    for name in names():
        url = reverse(name, kwargs=known.get(name))
        for method in ("GET", "POST"):
            answers = [str(status(clients[viewer], method, url)) for viewer in VIEWERS]
            rows.append([name, method, *answers])
    return rows


def written() -> list[list[str]]:
    with TABLE.open(newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


@pytest.mark.slow
def test_every_address_answers_everybody_as_the_table_says(cast, clients):
    rows = asked(clients, build(cast))
    if os.environ.get("BLOEI_RECORD"):
        with TABLE.open("w", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows([HEAD, *rows])
    assert rows == written()


def test_the_table_has_every_address():
    assert sorted({row[0] for row in written()}) == names()


def test_no_address_fails_on_an_empty_request():
    failing = [row for row in written() if any(answer.startswith("5") for answer in row[2:])]
    assert not failing


def test_who_is_not_signed_in_reaches_only_the_entrance():
    entrance = {
        "account_login", "people:letter", "people:forgotten_password", "people:choose_password",
        "notifications:unsubscribe", "foundation:healthz", "foundation:manifest",
        "foundation:theme_css", "foundation:language", "mfa_authenticate", "account_logout",
        "people:demo_sign_in", "foundation:service_worker", "foundation:this_device",
        "foundation:offline", "planning:offline",
    }  # fmt: skip
    open_ones = {row[0] for row in written() if row[2] in {"200", "422"}}
    assert open_ones <= entrance


# What has a number or a name in its address and is nobody's own.
FOR_EVERYBODY = {
    "budgets:application_form": "an offer of the catalogue",
    "budgets:scheme_read": "a scheme, as people read it",
    "learning:offer_detail": "an offer of the catalogue",
    "learning:offer_dismiss": "an offer of the catalogue, for oneself",
    "learning:offer_wish": "an offer of the catalogue, for oneself",
    "notifications:nudge_restore": "a kind of nudge, for oneself",
    "people:choose_password": "who holds the code; this one is none",
}


def reached_by(viewer: str, rows: list[list[str]]) -> set[str]:
    """Return which addresses of one thing, such as Eva's, answer this viewer."""
    refused, at = {"403", "404", "405"}, HEAD.index(viewer)
    of_one_thing = {name for name, pattern in addresses() if "<" in pattern}
    return {row[0] for row in rows if row[0] in of_one_thing and row[at] not in refused}


def test_stan_reaches_nothing_of_eva():
    """Somebody of another department, without a role: no thing of Eva is there, at any address."""
    assert reached_by("stan", written()) == FOR_EVERYBODY.keys()


def test_a_thing_of_eva_that_stan_reaches_would_be_seen():
    assert "planning:block_detail" in reached_by("eva", written())
    opened = [["planning:block_detail", "GET", *["200"] * len(VIEWERS)]]
    assert reached_by("stan", opened) == {"planning:block_detail"}


def test_an_adviser_of_another_part_of_the_tree_reaches_no_more_of_eva_than_stan():
    """What the whole of HR, or HR of her part, opens by the role alone is not about her."""
    personal = ("application_", "proof_", "record_", "evidence_", "goal_", "participation_",
                "person_detail", "person_invite", "person_letter", "person_erase", "deputy_of",
                "employment_", "unit_lead", "undelivered_again")  # fmt: skip
    for address, method, *answers in written():
        found = dict(zip(VIEWERS, answers, strict=True))
        if address.partition(":")[2].startswith(personal) and found["fien"] != found["stan"]:
            assert found["gijs"] in {"403", "404"}, (address, method, found["gijs"])


def test_an_adviser_of_a_part_reaches_nothing_that_the_whole_of_hr_does_not():
    for address, method, *answers in written():
        found = dict(zip(VIEWERS, answers, strict=True))
        if found["hanan"] in {"403", "404"}:
            assert {found["fien"], found["gijs"]} <= {"403", "404"}, (address, method)
