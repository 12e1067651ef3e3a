"""Learning time in other calendars, read back by a second parser; and theirs in ours."""

import re
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.urls import reverse

from bloei.foundation import clock, fetching
from bloei.planning import actions, jobs
from bloei.planning.calendars import outgoing
from bloei.planning.models import BusyFeed, BusyTime, LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, span

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def events(person) -> dict:
    """Return the events of somebody's feed by uid and moment, as another program reads them."""
    read = vobject.readOne(outgoing.feed_of(person, clock.now()).decode())
    found = getattr(read, "vevent_list", [])
    return {(one.uid.value, getattr(one, "recurrence_id", None) is not None): one for one in found}


def plan(desk, when, **more):
    eva = desk.cast.eva
    return actions.plan_block(eva, span=when, today=TODAY, key=str(when.start), by=eva, **more)


def test_a_block_stands_in_the_feed_at_its_own_time_under_one_uid(desk):
    block = plan(desk, span(24, 10, 12), title="Helder schrijven")
    ((uid, _moved), one), = events(desk.cast.eva).items()  # fmt: skip
    assert uid == f"{block.uid}@bloei"
    assert one.summary.value == "Helder schrijven"
    assert one.dtstart.value == datetime(2026, 11, 24, 10, tzinfo=AMSTERDAM)
    assert one.sequence.value == "0"


def test_moving_raises_the_sequence_and_another_text_does_not(desk):
    block = plan(desk, span(24, 10, 12))
    actions.move_block(block, span=span(25, 10, 12), today=TODAY, key="m", by=desk.cast.eva)
    LearningBlock.objects.update(title="Iets anders")
    (one,) = events(desk.cast.eva).values()
    assert (one.sequence.value, one.dtstart.value.day) == ("1", 25)


def test_what_was_taken_away_or_refused_is_not_in_the_feed(desk):
    block = plan(desk, span(24, 10, 12))
    actions.cancel_block(block, today=TODAY, by=desk.cast.eva)
    assert not events(desk.cast.eva)


def hour(desk, **more):
    return actions.set_series(
        person=desk.cast.eva, every="week", first=date(2026, 11, 24), last=date(2027, 4, 30),
        from_minute=540, minutes=60, today=TODAY, key="series", by=desk.cast.eva, **more,
    )  # fmt: skip


def test_a_series_is_one_event_with_its_exceptions_and_its_moved_day(desk):
    series = hour(desk)
    actions.skip_series(series, on=date(2026, 12, 1), today=TODAY, key="s", by=desk.cast.eva)
    third = series.blocks.get(series_on=date(2026, 12, 8))
    actions.move_block(
        third, span=span(9, 13, 14, month=12), today=TODAY, key="m", by=desk.cast.eva
    )
    found = events(desk.cast.eva)
    assert set(found) == {(f"{series.uid}@bloei", False), (f"{series.uid}@bloei", True)}
    whole, moved = found[f"{series.uid}@bloei", False], found[f"{series.uid}@bloei", True]
    starts = list(whole.getrruleset(addRDate=True))
    days = [start.date() for start in starts]
    assert date(2026, 12, 1) not in days
    assert days[:2] == [date(2026, 11, 24), date(2026, 12, 8)]
    assert moved.recurrence_id.value == datetime(2026, 12, 8, 9, tzinfo=AMSTERDAM)
    assert moved.dtstart.value == datetime(2026, 12, 9, 13, tzinfo=AMSTERDAM)


def test_a_series_stays_at_nine_over_the_night_that_summer_begins(desk):
    hour(desk)
    (whole,) = events(desk.cast.eva).values()
    starts = whole.getrruleset(addRDate=True)
    around = [one for one in starts if date(2027, 3, 20) < one.date() < date(2027, 4, 8)]
    assert [(one.day, one.hour) for one in around] == [(23, 9), (30, 9), (6, 9)]


def test_the_secret_opens_the_feed_and_a_new_one_closes_the_old(desk, client):
    block = plan(desk, span(24, 10, 12))
    secret = actions.make_calendar_address(desk.cast.eva, by=desk.cast.eva)
    address = reverse("calendar:feed", args=[secret])
    assert address == f"/calendar/{secret}.ics"
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(block.uid) in answer.content.decode()
    actions.make_calendar_address(desk.cast.eva, by=desk.cast.eva)
    assert client.get(address).status_code == 404
    assert client.get(reverse("calendar:feed", args=["x" * 43])).status_code == 404


def test_who_left_has_no_feed(desk, client):
    secret = actions.make_calendar_address(desk.cast.eva, by=desk.cast.eva)
    type(desk.cast.eva).objects.filter(pk=desk.cast.eva.pk).update(is_working=False)
    assert client.get(reverse("calendar:feed", args=[secret])).status_code == 404


class Elsewhere:
    """A network on which every address gives this, or fails in this way."""

    def __init__(self, monkeypatch, given):
        def fetch(url, **_more):
            if isinstance(given, Exception):
                raise given
            return given

        monkeypatch.setattr(fetching, "safe_fetch", fetch)


MEETING = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Kanariegeel overleg\r
DTSTART:20261124T090000Z\r
DTEND:20261124T100000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def connect(desk) -> BusyFeed:
    eva = desk.cast.eva
    return actions.connect_calendar(eva, url="https://agenda.example/eva.ics", by=eva)


def test_a_meeting_of_ones_own_calendar_keeps_only_its_time(desk, monkeypatch):
    Elsewhere(monkeypatch, MEETING)
    assert jobs.read_busy_feed(connect(desk), TODAY) == 1
    busy = BusyTime.objects.get()
    assert busy.during.lower.astimezone(AMSTERDAM).hour == 10
    assert "Kanariegeel" not in str(BusyTime.objects.values().get())
    block = plan(desk, span(24, 10, 12))
    assert (block.state, block.outside) == (State.ASKED, ["busy"])


@pytest.mark.parametrize(
    "given", [b"<html>geen agenda</html>", fetching.TooLarge(), fetching.NotThere()]
)
def test_a_feed_that_cannot_be_read_says_why_and_keeps_what_was_known(desk, monkeypatch, given):
    Elsewhere(monkeypatch, MEETING)
    feed = connect(desk)
    jobs.read_busy_feed(feed, TODAY)
    Elsewhere(monkeypatch, given)
    jobs.read_busy_feed(feed, TODAY + timedelta(days=1))
    feed.refresh_from_db()
    assert BusyTime.objects.count() == 1
    assert feed.trouble
    assert len(outgoing.trouble_words(feed.trouble)) > 20


def test_the_page_shows_the_address_once_and_connects_a_calendar(desk, client):
    client.force_login(desk.cast.eva)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(desk.cast.eva.pk)
    session.save()
    shown = client.post(reverse("calendar:address_make")).content.decode()
    assert re.search(r"/calendar/[\w-]{43}\.ics", shown)
    later = client.get(reverse("calendar:my_calendar")).content.decode()
    assert not re.search(r"/calendar/[\w-]{43}\.ics", later)
    wrong = client.post(reverse("calendar:my_calendar"), {"url": "agenda"})
    assert wrong.status_code == 422
    right = client.post(reverse("calendar:my_calendar"), {"url": "webcal://agenda.example/a.ics"})
    assert right.status_code == 302
    assert BusyFeed.objects.get().url == "webcal://agenda.example/a.ics"
