"""Who may open which address: every address, every role, somebody's own thing and another's.

The table stands in access_matrix.csv. An address that is not in it fails, and so does an
answer that differs. `BLOEI_RECORD=1 ./bloei test tests/test_access_matrix.py` writes it anew;
read what changed before you commit it.
"""

import copy
import csv
import os
import time
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.world import addresses, arguments, build

TABLE = Path(__file__).with_name("access_matrix.csv")
VIEWERS = ("nobody", "eva", "mo", "stan", "els", "hanan", "joost", "ria", "sam")
HEAD = ["address", "method", *VIEWERS]
pytestmark = pytest.mark.django_db


class _Undo(Exception):
    """Nothing of a request stays: each begins in the same world."""


def names() -> list[str]:
    return sorted({name for name, _pattern in addresses()})


@pytest.fixture
def clients(cast, settings):
    settings.DEMO = False
    settings.SECOND_STEP_FOR = frozenset()  # the second step has tests of its own
    made = {"nobody": Client(raise_request_exception=False)}
    for name in VIEWERS[1:]:
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(getattr(cast, name))
        _freshen(made[name], getattr(cast, name))
    return made


def _freshen(client: Client, person) -> None:
    """Let the sign-in be of just now, so that only permissions decide."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


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


def test_every_address_answers_everybody_as_the_table_says(cast, clients):
    rows = asked(clients, build(cast))
    if os.environ.get("BLOEI_RECORD"):
        with TABLE.open("w", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows([HEAD, *rows])
    assert rows == written()


def test_no_address_fails_on_an_empty_request():
    failing = [row for row in written() if any(answer.startswith("5") for answer in row[2:])]
    assert not failing


def test_who_is_not_signed_in_reaches_only_the_entrance():
    entrance = {
        "account_login", "people:letter", "people:forgotten_password", "people:choose_password",
        "notifications:unsubscribe", "foundation:healthz", "foundation:manifest",
        "foundation:theme_css", "foundation:language", "mfa_authenticate", "account_logout",
        "people:demo_sign_in",
    }  # fmt: skip
    open_ones = {row[0] for row in written() if row[2] in {"200", "422"}}
    assert open_ones <= entrance


def test_stan_reaches_nothing_of_eva():
    """Somebody of another department, without a role: every thing of Eva is not there."""
    personal = ("application_", "proof_", "record_detail", "record_change", "record_remove",
                "evidence_", "goal_change", "finding_remove", "participation_", "person_",
                "employment_", "notice_open", "case_", "talk_note")  # fmt: skip
    own = {"budgets:application_form", "learning:participation_list"}
    for address, method, *answers in written():
        if address.partition(":")[2].startswith(personal) and address not in own:
            stan = dict(zip(VIEWERS, answers, strict=True))["stan"]
            assert stan in {"403", "404", "405"}, (address, method, stan)
