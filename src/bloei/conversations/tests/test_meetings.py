"""The team meeting: anybody of the team leads it, others see nothing of it, agreements stand."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from bloei.agreements.models import Agreement
from bloei.conversations import meeting_board, meeting_steps
from bloei.conversations.actions import meetings
from bloei.conversations.models import TeamMeeting, Tip
from bloei.foundation import clock
from bloei.learning import actions as learning
from bloei.people.models import Person
from bloei.planning import actions as planning
from bloei.planning.tests.desk import TODAY, span

pytestmark = pytest.mark.django_db
KEY = "a-key-of-this-test"


@pytest.fixture
def meeting(desk):
    return meetings.begin_meeting(desk.cast.klantcontact, today=TODAY, key="m", by=desk.cast.eva)


def page(name, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_who_begins_second_joins_the_meeting_of_today(desk, meeting):
    unit = desk.cast.klantcontact
    again = meetings.begin_meeting(unit, today=TODAY, key="other", by=desk.cast.sanne)
    assert again == meeting
    assert meeting.led_by == desk.cast.eva


def test_the_bar_is_full_before_the_step_and_empty_after_it(desk, meeting):
    now = meeting.step_began_at
    parts = meeting_steps.route(1, now, now + timedelta(minutes=2, seconds=30))
    assert [part["done"] > 0 for part in parts] == [True, True, False, False]
    assert parts[0]["done"] == parts[0]["width"]
    assert parts[1]["done"] == pytest.approx(parts[1]["width"] / 2, abs=0.02)
    assert meeting_steps.seconds_left(1, now, now + timedelta(minutes=9)) == 0


def test_a_step_begins_anew_once_and_not_when_pressed_twice(desk, meeting):
    first = meetings.go_to_step(meeting, step=1, by=desk.cast.eva)
    again = meetings.go_to_step(first, step=1, by=desk.cast.sanne)
    assert again.step_began_at == first.step_began_at
    with pytest.raises(ValueError, match="no step"):
        meetings.go_to_step(meeting, step=4, by=desk.cast.eva)


def test_what_the_team_agrees_stands_with_who_does_it_and_the_team_reads_it(desk, meeting):
    team = [person.pk for person in meeting_board.team_of(desk.cast.klantcontact)]
    made = meetings.agree_together(
        meeting, person=desk.cast.sanne, text="maakt drie vraagkaartjes", due_on=None, team=team,
        today=TODAY, key="a", by=desk.cast.eva,
    )  # fmt: skip
    for viewer in desk.people:
        assert meeting_board.agreed_at(meeting, "agreement", viewer) == [made]
    assert meeting_board.agreed_at(meeting, "agreement", desk.cast.stan) == []


def test_after_closing_nothing_is_added(desk, meeting):
    meetings.close_meeting(meeting, today=TODAY, by=desk.cast.eva)
    meetings.close_meeting(meeting, today=TODAY, by=desk.cast.eva)
    with pytest.raises(meetings.IsClosed):
        meetings.go_to_step(meeting, step=1, by=desk.cast.eva)


def test_nobody_outside_the_team_opens_the_meeting(desk, meeting, client):
    for name, found in (("eva", 200), ("mo", 200), ("anneke", 200), ("stan", 404), ("hanan", 404),
                        ("joost", 404), ("ria", 404), ("sam", 404)):  # fmt: skip
        client.force_login(getattr(desk.cast, name))
        assert client.get(page("meeting_detail", meeting.pk)).status_code == found, name
        begun = client.post(page("meeting_begin", desk.cast.klantcontact.pk), {"key": KEY + name})
        assert (begun.status_code == 302) == (found == 200), name


def test_a_tip_is_told_once_seen_by_the_team_and_taken_back_by_its_owner(desk, meeting, client):
    client.force_login(desk.cast.eva)
    meetings.go_to_step(meeting, step=1, by=desk.cast.eva)
    told = {"key": KEY, "text": "Kanariegeel: vat eerst samen wat je hoort."}
    for _again in range(2):
        assert client.post(page("tip_add", desk.cast.klantcontact.pk), told).status_code == 302
    tip = Tip.objects.get()
    client.force_login(desk.cast.sanne)
    assert "Kanariegeel" in client.get(page("meeting_detail", meeting.pk)).content.decode()
    assert client.post(page("tip_take_back", tip.pk)).status_code == 404
    client.force_login(desk.cast.stan)
    assert "Kanariegeel" not in client.get(page("meeting_list")).content.decode()
    client.force_login(desk.cast.eva)
    client.post(page("tip_take_back", tip.pk))
    assert not Tip.objects.exists()


def test_an_agreement_on_an_impossible_day_gets_a_sentence_and_keeps_the_words(
    desk, meeting, client
):
    client.force_login(desk.cast.eva)
    told = {"key": KEY, "text": "belt Stan", "person": desk.cast.eva.pk, "due_on": "2026-11-01"}
    answer = client.post(page("meeting_agree", meeting.pk), told, HTTP_ACCEPT_LANGUAGE="nl")
    assert answer.status_code == 422
    assert "belt Stan" in answer.content.decode()
    assert "Kies een dag vanaf vandaag" in answer.content.decode()
    right = told | {"due_on": "2026-12-01"}
    assert client.post(page("meeting_agree", meeting.pk), right).status_code == 302
    assert Agreement.objects.get().due_on == date(2026, 12, 1)


@pytest.fixture
def five(desk) -> list[Person]:
    ruben = desk.cast.hire(number="1030", given="Ruben", unit=desk.cast.klantcontact)
    return [*desk.people, desk.cast.mo, ruben]


def learn(person, kind, minutes, *, audience="team") -> None:
    learning.add_record(
        person=person, what="iets", kind=kind, done_on=TODAY, minutes=minutes, uploads=[],
        audience=audience, key=f"{person.pk}-{kind}", by=person,
    )  # fmt: skip


def totals(people) -> list[tuple[str, int]]:
    with override("en"):
        shown = meeting_board.learned([one.pk for one in people], TODAY)
    return [(one.label, one.minutes) for one in shown]


def test_how_a_team_learned_is_shown_for_five_people_together_and_not_for_four(five):
    for number, person in enumerate(five):
        learn(person, "self", 60)
        assert bool(totals(five)) == (number == 4)
    assert totals(five) == [("Learned by myself", 300)]


def test_a_kind_of_one_person_hides_among_others_or_is_not_shown(five):
    for person in five:
        learn(person, "self", 60)
    learn(five[0], "course", 1010)
    assert totals(five) == [("Learned by myself", 300)], "one kind alone would be the rest"
    learn(five[1], "mentoring", 10)
    assert len(totals(five)) == 1, "of two people"
    for person in five[2:]:
        learn(person, "mentoring", 10)
    assert totals(five) == [("Learned by myself", 300), ("Other ways", 1050)]


def test_what_somebody_keeps_to_themselves_is_in_no_total(five):
    for person in five[:4]:
        learn(person, "self", 60)
    learn(five[4], "self", 60, audience="only_me")
    assert totals(five) == []


@pytest.mark.parametrize("key", ["k" * 300, "\N{SNOWMAN}" * 20, ""])
def test_a_key_that_makes_no_sense_begins_the_meeting_all_the_same(desk, client, key):
    client.force_login(desk.cast.eva)
    url = page("meeting_begin", desk.cast.klantcontact.pk)
    assert client.post(url, {"key": key}).status_code == 302
    assert TeamMeeting.objects.count() == 1


def test_learning_times_stand_on_the_screen_only_where_the_team_shows_them(desk, meeting):
    eva = desk.cast.eva
    planning.plan_block(eva, span=span(24, 10, 11), today=TODAY, key="b", by=eva)

    def seen() -> list:
        return meeting_board.board(meeting, desk.cast.sanne, TODAY)["blocks"]

    assert seen() == []
    planning.show_team_agenda(desk.cast.klantcontact, is_open=True, by=desk.cast.mo)
    assert len(seen()) == 1


def test_the_big_screen_asks_again_and_moves_on_with_the_step(desk, meeting, client):
    client.force_login(desk.cast.sanne)
    url = page("meeting_now", meeting.pk)
    assert client.get(url, {"step": "0"}).status_code == 200
    meetings.go_to_step(meeting, step=1, by=desk.cast.eva)
    assert client.get(url, {"step": "0"})["HX-Refresh"] == "true"
    assert TeamMeeting.objects.get().step == 1
    assert clock.today() == TODAY


def plan(desk, on, key="p", by="eva"):
    unit = desk.cast.klantcontact
    return meetings.plan_meeting(unit, on=on, today=TODAY, key=key, by=getattr(desk.cast, by))


def test_the_next_meeting_has_one_day_and_moves_when_it_is_planned_again(desk):
    plan(desk, TODAY + timedelta(days=4))
    plan(desk, TODAY + timedelta(days=7), key="q", by="sanne")
    assert [one.held_on for one in TeamMeeting.objects.all()] == [TODAY + timedelta(days=7)]


@pytest.mark.parametrize("days", [-1, 401])
def test_a_meeting_in_the_past_or_far_away_is_refused(desk, days):
    with pytest.raises(meetings.NotAPossibleDay):
        plan(desk, TODAY + timedelta(days=days))


def test_a_planned_meeting_begins_once_by_whoever_is_first(desk, client):
    planned = plan(desk, TODAY)
    client.force_login(desk.cast.eva)
    assert client.get(page("meeting_detail", planned.pk)).status_code == 404
    begun = meetings.begin_meeting(desk.cast.klantcontact, today=TODAY, key="m", by=desk.cast.sanne)
    assert (begun, begun.led_by) == (planned, desk.cast.sanne)
    assert client.get(page("meeting_detail", begun.pk)).status_code == 200


def test_today_tells_the_team_that_it_meets_and_nobody_else(desk, client, monkeypatch):
    monkeypatch.setenv("BLOEI_TODAY", TODAY.isoformat())
    plan(desk, TODAY + timedelta(days=4))
    words = "Leren staat op de agenda op vrijdag 27 november"
    for name, told in (("eva", True), ("mo", True), ("stan", False)):
        client.force_login(getattr(desk.cast, name))
        assert (words in client.get("/").content.decode()) is told, name


def test_the_page_plans_the_next_meeting_and_says_what_is_wrong(desk, client, monkeypatch):
    monkeypatch.setenv("BLOEI_TODAY", TODAY.isoformat())
    client.force_login(desk.cast.eva)
    there = page("meeting_plan", desk.cast.klantcontact.pk)
    wrong = client.post(there, {"key": KEY + "1", "on": "2026-11-01", "rhythm": "0"})
    assert wrong.status_code == 422
    assert "Kies een dag vanaf vandaag" in wrong.content.decode()
    client.post(there, {"key": KEY + "2", "on": "2026-12-04", "rhythm": "0"})
    assert TeamMeeting.objects.get().held_on == date(2026, 12, 4)
    assert "Vrijdag 4 december" in client.get(page("meeting_list")).content.decode()
