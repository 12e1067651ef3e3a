"""Learning stays on the agenda: the next team meeting comes by the rhythm of the team."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bloei.conversations import jobs, rules
from bloei.conversations.actions import meetings
from bloei.conversations.models import TeamMeeting
from bloei.foundation.models import AuditRow
from bloei.planning import actions as planning
from bloei.planning.tests.desk import TODAY

WEEK = timedelta(weeks=1)
FRIDAY, CHRISTMAS = date(2026, 12, 18), date(2026, 12, 25)
KEY = "a-key-of-this-test"


def held(desk, on, rhythm=1):
    """Plan a meeting, begin it on its day and close it."""
    unit, eva = desk.cast.klantcontact, desk.cast.eva
    meetings.plan_meeting(unit, on=on, rhythm=rhythm, today=on, key=f"p{on}", by=eva)
    return close(meetings.begin_meeting(unit, today=on, key=f"b{on}", by=eva), on, eva)


def close(meeting, on, by):
    return meetings.close_meeting(meeting, today=on, by=by)


def planned(today) -> list[TeamMeeting]:
    return list(TeamMeeting.objects.planned(today).order_by("held_on"))


@pytest.mark.parametrize(
    ("last", "weeks", "after", "closed", "found"),
    [
        (FRIDAY, 1, FRIDAY, [], (CHRISTMAS, CHRISTMAS)),
        (FRIDAY, 1, FRIDAY, [CHRISTMAS], (CHRISTMAS, date(2026, 12, 28))),
        (CHRISTMAS, 1, date(2026, 12, 28), [], (date(2027, 1, 1), date(2027, 1, 1))),
        (FRIDAY, 2, FRIDAY, [CHRISTMAS], (date(2027, 1, 1), date(2027, 1, 1))),
        (FRIDAY, 4, date(2027, 1, 15), [], (date(2027, 2, 12), date(2027, 2, 12))),
        (FRIDAY, 4, date(2027, 1, 14), [], (date(2027, 1, 15), date(2027, 1, 15))),
        # Who meets on Saturdays goes on doing so.
        (date(2026, 12, 19), 1, date(2026, 12, 19), [CHRISTMAS],
         (date(2026, 12, 26), date(2026, 12, 26))),
    ],
)  # fmt: skip
def test_the_next_day_of_a_rhythm(last, weeks, after, closed, found):
    assert rules.next_meeting(last, weeks, after, closed) == found


@pytest.mark.parametrize(
    ("begun", "on"),
    [
        ([False], True),
        ([False, False, True], True),
        ([False, False, False], False),
        ([False, False, False, True], False),
    ],
)
def test_a_rhythm_ends_when_nobody_comes_three_times(begun, on):
    assert rules.goes_on(begun) is on


@pytest.mark.django_db
def test_the_next_one_stands_on_its_day_when_a_meeting_closes(desk):
    first = held(desk, TODAY, rhythm=2)
    close(first, TODAY, desk.cast.eva)
    (found,) = planned(TODAY)
    assert (found.held_on, found.rhythm) == (TODAY + 2 * WEEK, 2)
    assert AuditRow.objects.filter(verb="meeting.planned", thing_id=str(found.pk)).count() == 1
    second = meetings.begin_meeting(found.unit, today=found.held_on, key="s", by=desk.cast.eva)
    close(second, found.held_on, desk.cast.eva)
    assert [one.held_on for one in planned(found.held_on)] == [TODAY + 4 * WEEK]


@pytest.mark.django_db
def test_without_a_rhythm_nothing_comes_by_itself(desk):
    held(desk, TODAY, rhythm=0)
    assert planned(TODAY) == []
    assert jobs.plan_missed_meetings(TODAY + WEEK) == 0


@pytest.mark.django_db
def test_what_the_team_planned_itself_stays(desk):
    unit, eva = desk.cast.klantcontact, desk.cast.eva
    on = TODAY + timedelta(days=4)
    meetings.plan_meeting(unit, on=on, rhythm=1, today=TODAY, key="p", by=eva)
    today = meetings.begin_meeting(unit, today=TODAY, key="b", by=eva)
    assert today.rhythm == 1
    close(today, TODAY, eva)
    assert [one.held_on for one in planned(TODAY)] == [on]


@pytest.mark.parametrize(
    ("weeks", "ahead", "is_it"),
    [(1, 0, True), (1, 3, True), (1, 4, False), (2, 6, True), (2, 7, False), (4, 7, True),
     (4, 8, False), (0, 1, False)],
)  # fmt: skip
def test_a_meeting_near_the_day_that_the_rhythm_meant_is_that_meeting(weeks, ahead, is_it):
    assert rules.takes_its_place(FRIDAY, weeks, FRIDAY - timedelta(days=ahead)) is is_it


@pytest.mark.django_db
def test_a_meeting_a_day_early_takes_the_place_of_the_planned_one_and_the_rhythm_stays(desk):
    held(desk, TODAY)
    (meant,) = planned(TODAY)
    early = meant.held_on - timedelta(days=1)
    begun = meetings.begin_meeting(meant.unit, today=early, key="early", by=desk.cast.eva)
    assert (begun, begun.held_on, begun.rhythm) == (meant, early, 1)
    assert planned(early) == []
    again = meetings.begin_meeting(meant.unit, today=early, key="again", by=desk.cast.mo)
    assert again == begun
    close(begun, early, desk.cast.eva)
    assert [one.held_on for one in planned(early)] == [TODAY + 2 * WEEK]


@pytest.mark.django_db
def test_without_a_rhythm_what_stands_on_a_day_stays_there(desk):
    unit, eva = desk.cast.klantcontact, desk.cast.eva
    on = TODAY + timedelta(days=1)
    meetings.plan_meeting(unit, on=on, today=TODAY, key="p", by=eva)
    close(meetings.begin_meeting(unit, today=TODAY, key="b", by=eva), TODAY, eva)
    assert [one.held_on for one in planned(TODAY)] == [on]


@pytest.mark.django_db
def test_the_page_says_which_meeting_it_takes_the_place_of(desk, client, monkeypatch):
    monkeypatch.setenv("BLOEI_TODAY", TODAY.isoformat())
    client.force_login(desk.cast.eva)
    unit, there = desk.cast.klantcontact, reverse("meetings:meeting_list")
    for ahead, is_said in ((5, False), (2, True)):
        on = TODAY + timedelta(days=ahead)
        meetings.plan_meeting(unit, on=on, rhythm=1, today=TODAY, key=f"p{ahead}", by=desk.cast.eva)
        page = client.get(there).content.decode()
        assert (
            "Begin je nu, dan komt dit in de plaats van het overleg van woensdag" in page
        ) is is_said


@pytest.mark.django_db
def test_a_day_off_moves_one_meeting_and_not_the_rhythm(desk):
    planning.close_on([(date(2026, 12, 28), "Brugdag")], by=desk.cast.hanan)
    held(desk, FRIDAY)
    (moved,) = planned(FRIDAY)
    assert (moved.counts_from, moved.held_on) == (CHRISTMAS, date(2026, 12, 29))
    assert moved.was_moved
    begun = meetings.begin_meeting(moved.unit, today=moved.held_on, key="m", by=desk.cast.eva)
    close(begun, begun.held_on, desk.cast.eva)
    (after,) = planned(begun.held_on)
    assert (after.counts_from, after.held_on) == (date(2027, 1, 1), date(2027, 1, 4))


@pytest.mark.django_db
def test_another_rhythm_goes_on_from_the_day_that_was_meant_and_another_day_begins_anew(desk):
    held(desk, FRIDAY)
    unit, eva = desk.cast.klantcontact, desk.cast.eva
    (moved,) = planned(FRIDAY)
    assert (moved.counts_from, moved.held_on) == (CHRISTMAS, date(2026, 12, 28))
    for on, since in ((moved.held_on, CHRISTMAS), (date(2026, 12, 30), None)):
        meetings.plan_meeting(unit, on=on, rhythm=2, today=FRIDAY, key=f"q{on}", by=eva)
        (found,) = planned(FRIDAY)
        assert (found.held_on, found.rhythm, found.counts_from) == (on, 2, since)


@pytest.mark.django_db
def test_who_misses_one_is_planned_anew_three_times_at_most(desk):
    held(desk, TODAY)
    missed, day = 0, TODAY
    for _night in range(60):
        day += timedelta(days=1)
        missed += jobs.plan_missed_meetings(day)
        assert jobs.plan_missed_meetings(day) == 0
    # The first one stood there since the closing; two more came, and nobody began any.
    assert missed == rules.MOST_MISSED - 1
    assert planned(day) == []


@pytest.mark.django_db
def test_a_meeting_that_nobody_closed_is_followed_all_the_same(desk):
    unit, eva = desk.cast.klantcontact, desk.cast.eva
    meetings.plan_meeting(unit, on=TODAY, rhythm=1, today=TODAY, key="p", by=eva)
    meetings.begin_meeting(unit, today=TODAY, key="b", by=eva)
    assert jobs.plan_missed_meetings(TODAY) == 0
    assert jobs.plan_missed_meetings(TODAY + timedelta(days=1)) == 1
    assert [one.held_on for one in planned(TODAY)] == [TODAY + WEEK]


@pytest.mark.django_db
def test_the_team_chooses_how_often_and_reads_when_it_meets_again(desk, client, monkeypatch):
    monkeypatch.setenv("BLOEI_TODAY", TODAY.isoformat())
    client.force_login(desk.cast.eva)
    there = reverse("meetings:meeting_plan", args=[desk.cast.klantcontact.pk])
    wrong = client.post(there, {"key": KEY + "1", "on": TODAY.isoformat(), "rhythm": "3"})
    assert wrong.status_code == 422
    client.post(there, {"key": KEY + "2", "on": TODAY.isoformat(), "rhythm": "4"})
    listed = client.get(reverse("meetings:meeting_list")).content.decode()
    assert "elke vier weken" in listed
    unit = desk.cast.klantcontact
    meeting = meetings.begin_meeting(unit, today=TODAY, key="b", by=desk.cast.eva)
    closed = reverse("meetings:meeting_close", args=[meeting.pk])
    page = client.post(closed, follow=True).content.decode()
    assert "Jullie komen weer bij elkaar op 21 december 2026" in page
