"""The service worker and what a device keeps: its headers, whose it is, when it is wiped."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bloei.foundation import offline
from bloei.foundation.middleware import CSP

pytestmark = pytest.mark.django_db
WIPED = '"storage"'


def in_as(person, *, own_device: bool) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session["own_device"] = own_device
    session.save()
    return client


def test_the_worker_comes_from_the_root_under_the_strict_policy(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Security-Policy"] == CSP


def test_an_unchanged_worker_is_not_sent_again(client):
    tag = client.get("/sw.js")["ETag"]
    assert client.get("/sw.js", HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_the_worker_is_one_plain_script_of_which_nothing_is_left_out(client):
    script = client.get("/sw.js").content.decode()
    assert not re.search(r"^(import|export) ", script, re.M), "such a worker would not start"
    for name in ("rows", "put", "remove", "only", "send", "whose"):
        assert len(re.findall(rf"(?:const|function) {name}\b", script)) == 1, name


def test_the_worker_leaves_courses_machines_and_signing_in_alone(client):
    script = client.get("/sw.js").content.decode()
    for path in ("/c/", "/xapi/", "/accounts/", "/sw.js"):
        assert f'"{path}"' in script


def test_another_language_is_another_worker(client):
    dutch, english = (
        client.get("/sw.js", HTTP_ACCEPT_LANGUAGE=one).content for one in ("nl", "en")
    )
    assert dutch != english


def test_every_page_and_file_that_the_worker_keeps_is_there_for_anybody(client):
    told = offline.shell()
    for page in told["pages"]:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "Set-Cookie" not in answer.headers, page


def test_the_page_without_connection_is_calm_and_says_what_to_do(client):
    page = client.get(reverse("foundation:offline"), HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert "Je bent even offline" in page


def test_signing_out_wipes_what_the_browser_keeps(cast):
    client = in_as(cast.eva, own_device=True)
    client.get("/")
    assert client.cookies[offline.COOKIE].value == offline.mark_of(cast.eva)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == WIPED
    assert not client.cookies[offline.COOKIE].value


def test_nothing_is_wiped_while_one_stays_signed_in_or_only_comes_back(cast):
    client = in_as(cast.eva, own_device=True)
    assert "Clear-Site-Data" not in client.get("/").headers
    assert "Clear-Site-Data" not in client.get("/").headers
    client.cookies.pop("sessionid")  # the session ran out: what was not sent yet stays
    assert "Clear-Site-Data" not in client.get("/accounts/login/").headers
    client.force_login(cast.eva)
    assert "Clear-Site-Data" not in client.get("/").headers


def test_somebody_else_who_signs_in_begins_with_an_empty_browser(cast):
    client = in_as(cast.eva, own_device=True)
    client.get("/")
    client.cookies.pop("sessionid")
    client.force_login(cast.stan)
    assert client.get("/")["Clear-Site-Data"] == WIPED
    assert "Clear-Site-Data" not in client.get("/").headers, "once is enough"


def test_a_browser_that_is_not_ones_own_gets_no_mark(cast):
    client = in_as(cast.eva, own_device=False)
    client.get("/")
    assert offline.COOKIE not in client.cookies


def test_whose_things_a_device_keeps_tells_no_name_and_needs_no_sign_in(cast, client):
    assert client.get(reverse("foundation:this_device")).json() == {
        "signed_in": False, "whose": "", "token": "",
    }  # fmt: skip
    told = in_as(cast.eva, own_device=True).get(reverse("foundation:this_device")).json()
    assert told["whose"] == offline.mark_of(cast.eva) != offline.mark_of(cast.stan)
    assert str(cast.eva.pk) not in {told["whose"]}
    assert told["token"]
