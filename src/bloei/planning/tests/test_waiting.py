"""Work that waits, and changes that meet: once each, the newest stands, nobody waits for ever."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from bloei.foundation.forms import new_key
from bloei.foundation.models import Run
from bloei.people.models import Person, Unit
from bloei.planning import actions, jobs, listeners, rounds
from bloei.planning.actions import plans
from bloei.planning.actions.staffing import set_staffing
from bloei.planning.blocks import steps
from bloei.planning.models import BusyFeed, BusyTime, LearningBlock, Plan, Staffing
from bloei.planning.rules import LONGEST_SERIES
from bloei.planning.tests.desk import SINCE, TODAY, span
from bloei.planning.tests.test_blocks import give_hours, plan
from bloei.planning.tests.test_calendars import MEETING, Elsewhere, connect
from bloei.planning.tests.test_planner import answered, block
from bloei.planning.tests.test_series import FIRST, set_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(desk, monkeypatch) -> LearningBlock:
    """A proposal for Eva that nobody chose yet."""
    blocks = [block(desk.cast.eva)]
    monkeypatch.setattr(jobs.planner, "solve", lambda _instance, _seconds: answered(blocks))
    jobs.work_out_plan(ask(desk, "first").pk)
    return LearningBlock.objects.get()


def ask(desk, key) -> Plan:
    return actions.ask_plan(
        unit=desk.cast.klantcontact, first=date(2026, 11, 24), last=date(2026, 12, 4),
        minutes=120, key=key, by=desk.cast.mo,
    )  # fmt: skip


def test_proposals_are_locked_before_they_make_room(desk, proposal):
    with CaptureQueriesContext(connection) as asked:
        plans._make_room([desk.cast.eva.pk])
    told = [one["sql"].upper() for one in asked]
    locks = next(at for at, sql in enumerate(told) if "FOR UPDATE" in sql)
    assert "PROPOSED" in told[locks]
    assert locks < next(at for at, sql in enumerate(told) if sql.startswith("DELETE"))


def held_first(desk, monkeypatch) -> list[tuple[date, date]]:
    """Accept proposals of a Friday and of the Tuesday before; return for which days lines are held.

    Until the first block is locked.
    """
    found, is_locked = [], []
    moments = [("2026-11-27T09:00", "2026-11-27T11:00"), ("2026-11-24T09:00", "2026-11-24T11:00")]
    blocks = [block(desk.cast.eva, *moment) for moment in moments]
    monkeypatch.setattr(jobs.planner, "solve", lambda _instance, _seconds: answered(blocks))
    jobs.work_out_plan(ask(desk, "first").pk)
    hold, lock = steps.hold_lines, steps.lock

    def held(units, first, last):
        found.extend([] if is_locked else [(first, last)])
        hold(units, first, last)

    monkeypatch.setattr(steps, "hold_lines", held)
    monkeypatch.setattr(steps, "lock", lambda one: (is_locked.append(one), lock(one))[1])
    proposals = LearningBlock.objects.order_by("-during")
    assert actions.accept_proposals(proposals, today=TODAY, by=desk.cast.eva) == []
    return found


def test_all_lines_are_held_before_the_first_block_is_fixed(desk, monkeypatch):
    assert held_first(desk, monkeypatch)[0] == (date(2026, 11, 23), date(2026, 11, 27))


def test_block_by_block_the_lines_of_the_later_day_would_come_first(desk, monkeypatch):
    monkeypatch.setattr(plans, "_hold_all", lambda blocks: None)
    assert held_first(desk, monkeypatch) == [(date(2026, 11, 26), date(2026, 11, 27))]


def test_what_was_read_of_another_address_is_dropped(desk, monkeypatch):
    Elsewhere(monkeypatch, MEETING)
    before = connect(desk)
    eva = desk.cast.eva
    actions.connect_calendar(eva, url="https://agenda.example/other.ics", by=eva)
    assert jobs.read_busy_feed(before, TODAY) == 0
    assert not BusyTime.objects.exists()
    assert BusyFeed.objects.get().read_at is None
    actions.disconnect_calendar(eva, by=eva)
    assert jobs.read_busy_feed(before, TODAY) == 0
    assert not BusyTime.objects.exists()


def waiting(name) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def test_of_one_person_one_calendar_waits(desk, client):
    client.force_login(desk.cast.eva)
    for at in range(3):
        url = f"https://agenda.example/{at}.ics"
        assert client.post(reverse("calendar:my_calendar"), {"url": url}).status_code == 302
    assert waiting("planning.jobs.read_calendar") == 1


def test_of_one_person_one_question_to_the_planner_waits(desk, client):
    client.force_login(desk.cast.eva)
    form = {
        "first": "2026-11-24", "last": "2026-12-04", "minutes": "3", "shortest": "60",
        "longest": "120",
    }  # fmt: skip
    key = new_key()
    for again in (key, key):
        assert client.post(reverse("plans:plan_new"), form | {"key": again}).status_code == 302
    again = form | {"key": new_key()}
    refused = client.post(reverse("plans:plan_new"), again, HTTP_ACCEPT_LANGUAGE="nl")
    assert refused.status_code == 422
    assert "wacht nog op de planner" in refused.content.decode()
    assert Plan.objects.count() == 1
    assert waiting("planning.jobs.work_out_plan") == 1


def test_of_one_person_one_file_waits(desk, client):
    client.force_login(desk.cast.mo)
    seen = []
    for _again in range(2):
        rows = b"Medewerkernummer;Datum;Van;Tot\n1003;30-11-2026;9:00;17:00\n"
        form = {"key": new_key(), "file": SimpleUploadedFile("rooster.csv", rows)}
        seen.append(client.post(reverse("rosters:roster_import"), form).status_code)
    assert seen == [302, 422]
    assert Run.objects.count() == 1


def test_who_leaves_has_no_time_to_come_and_a_series_ends(desk):
    give_hours()
    eva = desk.cast.eva
    series = set_hour(desk, person=eva)
    plan(eva, span(26, 10, 12))
    assert LearningBlock.objects.filter(person=eva, reserved_minutes__gt=0).exists()
    Person.objects.filter(pk=eva.pk).update(is_working=False)
    for _twice in range(2):
        listeners.clear_week(listeners.PersonLeft(eva.pk))
    assert not LearningBlock.objects.filter(person=eva).standing().exists()
    assert not LearningBlock.objects.filter(person=eva, reserved_minutes__gt=0).exists()
    series.refresh_from_db()
    assert series.last_on <= FIRST
    jobs.extend_series(TODAY + timedelta(days=7))
    assert not LearningBlock.objects.filter(person=eva).standing().exists()


def test_a_series_lasts_two_years_at_most(desk):
    with pytest.raises(actions.LastsTooLong):
        set_hour(desk, person=desk.cast.eva, last=FIRST + LONGEST_SERIES + timedelta(days=1))


def test_a_day_that_is_skipped_twice_is_skipped(desk, client):
    series = set_hour(desk, person=desk.cast.eva)
    client.force_login(desk.cast.eva)
    url = reverse("plans:series_skip", args=[series.pk])
    assert [client.post(url, {"on": FIRST}).status_code for _again in range(2)] == [302, 302]
    series.refresh_from_db()
    assert series.sequence == 1
    assert client.post(url, {"on": FIRST + timedelta(days=1)}).status_code == 422


def test_a_fixed_hour_of_many_is_made_in_parts(desk, monkeypatch):
    series = set_hour(desk, unit=desk.cast.klantcontact)
    Staffing.objects.all().delete()
    monkeypatch.setattr(rounds, "PART", 2)
    parts = []
    really = actions.fill_series
    monkeypatch.setattr(
        actions, "fill_series",
        lambda series, **more: (parts.append(more["given"]), really(series, **more))[1],
    )  # fmt: skip
    rounds.fill(series, TODAY)
    assert {len(whose) for _day, whose in parts} == {1, 2}
    assert series.blocks.count() == 24
    rounds.fill(series, TODAY)
    assert series.blocks.count() == 24


def test_a_series_that_fails_keeps_no_other_waiting(desk, monkeypatch, caplog):
    broken = set_hour(desk, person=desk.cast.eva)
    fine = actions.set_series(
        person=desk.cast.sanne, every="week", first=FIRST, last=FIRST + timedelta(days=99),
        from_minute=840, minutes=60, today=TODAY, key="fine", by=desk.cast.sanne,
    )  # fmt: skip
    really = actions.fill_series

    def fill(series, **more):
        if series.pk == broken.pk:
            raise OperationalError("canceling statement due to lock timeout")
        return really(series, **more)

    monkeypatch.setattr(actions, "fill_series", fill)
    before = fine.blocks.count()
    jobs.extend_series(TODAY + timedelta(days=7))
    assert fine.blocks.count() == before + 1
    assert f"series {broken.pk}" in caplog.text


def test_who_leads_one_team_does_not_end_the_minimum_of_two(desk, client):
    cast = desk.cast
    elsewhere = next(unit for unit in _units(cast) if unit.pk != cast.klantcontact.pk)
    shared = set_staffing(
        name="samen", units=[cast.klantcontact, elsewhere], weekdays=[0], from_minute=540,
        until_minute=1020, minimum=1, first=SINCE, key="shared", by=cast.hanan,
    )  # fmt: skip
    client.force_login(cast.mo)
    for name in ("staffing_detail", "staffing_except", "staffing_end"):
        url = reverse(f"rosters:{name}", args=[shared.pk])
        answer = client.get(url) if name == "staffing_detail" else client.post(url)
        assert answer.status_code == 404, name
    listed = client.get(reverse("rosters:overview")).content.decode()
    assert reverse("rosters:staffing_detail", args=[desk.line.pk]) in listed
    assert reverse("rosters:staffing_detail", args=[shared.pk]) not in listed
    own = reverse("rosters:staffing_end", args=[desk.line.pk])
    assert client.post(own).status_code == 302
    client.force_login(cast.hanan)
    assert client.get(reverse("rosters:staffing_detail", args=[shared.pk])).status_code == 200


def _units(cast):
    led = cast.klantcontact.pk
    return Unit.objects.filter(closed_on=None).exclude(pk=led).exclude(above_closure__above=led)


class Busy(Exception):
    """As the database says it."""

    sqlstate = "55P03"


def test_a_lock_that_is_waited_for_too_long_is_told_and_the_form_comes_back(
    desk, client, monkeypatch
):
    def busy(*_given, **_more):
        raise OperationalError("canceling statement due to lock timeout") from Busy()

    monkeypatch.setattr(actions, "plan_block", busy)
    client.force_login(desk.cast.eva)
    told = {"moment": "2026-11-24T10:00/2026-11-24T12:00", "key": "k" * 12, "why": "<b>Nu</b>"}
    answer = client.post(reverse("planning:block_plan"), told, HTTP_ACCEPT_LANGUAGE="nl")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "2026-11-24T10:00/2026-11-24T12:00" in page
    assert "&lt;b&gt;Nu" in page
    assert "Verstuur het nog een keer" in page
