"""Learning time without a connection, from the side of the server: what it tells, what it takes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bloei.foundation import clock, offline
from bloei.planning.forms.blocks import OLDEST
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, span
from bloei.planning.tests.test_blocks import plan
from bloei.planning.tests.test_saying import over

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json", "HTTP_ACCEPT_LANGUAGE": "nl"}
THREE_DAYS = 3 * 24 * 3600 * 1000


@pytest.fixture
def eva(desk, sign_in):
    client = sign_in(desk.cast.eva)
    own_device(client)
    return client


def own_device(client) -> None:
    session = client.session
    session["own_device"] = True
    session.save()


def say(client, block, key="k" * 8, **told):
    url = reverse("planning:block_say", args=[block.pk])
    told = {"minutes": block.minutes, "age": 0, "key": key} | told
    return client.post(url, told, **JSON)


def facts(client) -> dict:
    return client.get(reverse("planning:offline_facts"), **JSON).json()


def test_the_facts_are_ones_own_fixed_blocks_of_two_weeks_around_today(desk, eva):
    over(desk.cast.eva)
    plan(desk.cast.eva, span(26, 10, 11), title="Helder schrijven", key="soon")
    plan(desk.cast.eva, span(10, 10, 11, month=12), title="Te ver", key="far")
    plan(desk.cast.stan, span(26, 10, 11), title="Van Stan", key="stan")
    told = facts(eva)
    assert [one["title"] for one in told["blocks"]] == ["Leertijd", "Helder schrijven"]
    one = told["blocks"][1]
    assert (one["when"], one["hours"]) == ("Donderdag, 10.00\xa0–\u2060\xa011.00", "1\xa0uur")
    assert one["shorter"][0] == [45, "45\xa0minuten"]
    assert told["mark"] == offline.mark_of(desk.cast.eva)


def test_on_a_device_that_is_not_ones_own_nothing_is_marked_to_be_kept(desk, sign_in):
    assert facts(sign_in(desk.cast.eva))["mark"] == ""


def test_the_page_itself_holds_nothing_of_anybody(desk, eva):
    plan(desk.cast.eva, span(26, 10, 11), title="Kanariegeel")
    page = eva.get(reverse("planning:offline"), HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert "Kanariegeel" not in page
    assert "Eva de Vries" not in page
    assert "csrfmiddlewaretoken" not in page
    assert "Kanariegeel" in str(facts(eva)), "this could have leaked"


def test_an_answer_is_taken_once_and_again_without_harm(desk, eva):
    block = over(desk.cast.eva)
    assert say(eva, block, minutes=90).json() == {"taken": True}
    assert say(eva, block, minutes=90).status_code == 200
    block.refresh_from_db()
    assert (block.state, block.done_minutes) == (State.DONE, 90)


def test_the_same_key_with_another_answer_is_refused(desk, eva):
    block = over(desk.cast.eva)
    say(eva, block, minutes=90)
    assert say(eva, block, minutes=60).status_code == 422
    block.refresh_from_db()
    assert block.done_minutes == 90


def test_the_server_says_when_it_was_said_and_the_device_is_a_stopwatch(desk, eva):
    block = over(desk.cast.eva)
    with clock.fixed(TODAY, at=clock.now().time()):
        say(eva, block, age=THREE_DAYS)
        block.refresh_from_db()
        assert block.said_at == clock.now() - timedelta(days=3)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"minutes": 121}, "kan dit antwoord niet lezen"),
        ({"minutes": 0}, "kan dit antwoord niet lezen"),
        ({"minutes": "x"}, "kan dit antwoord niet lezen"),
        ({"age": -1}, "kan dit antwoord niet lezen"),
        ({"age": OLDEST + 1}, "kan dit antwoord niet lezen"),
        ({"key": "kort"}, "kan dit antwoord niet lezen"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(desk, eva, told, sentence):
    block = over(desk.cast.eva)
    answer = say(eva, block, **told)
    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    block.refresh_from_db()
    assert block.state == State.AGREED


def test_what_does_not_count_any_more_is_refused_with_the_reason(desk, eva):
    block, ahead = over(desk.cast.eva), plan(desk.cast.eva, span(26, 10, 12), key="ahead")
    assert say(eva, ahead).json()["sentence"] == "Dit is nog niet begonnen."
    LearningBlock.objects.filter(pk=ahead.pk).update(state=State.CANCELLED)
    assert "weggehaald" in say(eva, ahead).json()["sentence"]
    say(eva, block, age=1000)
    early = say(eva, block, key="earlier1", minutes=0, because="ziek", age=60_000)
    assert early.status_code == 409
    assert early.json()["sentence"] == "Later zei je er iets anders over. Dat geldt."


def test_nobody_answers_for_eva(desk):
    block = over(desk.cast.eva)
    for who in ("stan", "mo", "hanan", "sam"):
        client = Client()
        client.force_login(getattr(desk.cast, who))
        assert say(client, block).status_code == 404, who
        assert not facts(client)["blocks"]
    block.refresh_from_db()
    assert block.state == State.AGREED


def test_the_facts_take_as_many_questions_for_30_blocks_as_for_1(
    desk, eva, django_assert_max_num_queries
):
    block = over(desk.cast.eva)
    facts(eva)
    with django_assert_max_num_queries(10) as few:
        facts(eva)
    first = block.during.lower
    for number in range(1, 30):
        moved = first - timedelta(hours=2 * number)
        LearningBlock.objects.create(
            person=desk.cast.eva, during=(moved, moved + timedelta(hours=1)), state=State.AGREED,
            made_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        assert len(facts(eva)["blocks"]) == 30
