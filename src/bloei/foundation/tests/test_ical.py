"""A calendar that Bloei writes means the same to other programs, on every night of the year."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bloei.foundation.ical import (
    ZONE,
    Appointment,
    Attendee,
    Method,
    Status,
    calendar,
    content_type,
    existing,
)

STAMP = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MO, EVA = Attendee("Mo Bulut", "mo@delinde.example"), Attendee("Eva de Vries", "eva@x.example")


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZONE, fold=fold)


def appointment(begins: datetime, minutes: int = 60, **more) -> Appointment:
    ends = (begins.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZONE)
    told = {"uid": "block-7@bloei", "sequence": 0, "summary": "Leertijd", "ends": ends}
    return Appointment(begins=begins, **told | more)


def written(*appointments: Appointment, **more) -> bytes:
    return calendar(list(appointments), stamp=STAMP, **more)


def read(content: bytes):
    """Read a file with a parser that did not write it."""
    return vobject.readOne(content.decode(), validate=True)


def instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


NIGHTS = {
    "before summer time": (local(2026, 3, 28, 23, 30), 60),
    "over the jump to summer time": (local(2026, 3, 29, 1, 30), 60),
    "right after the jump": (local(2026, 3, 29, 3, 0), 45),
    "the evening before winter time": (local(2026, 10, 24, 23, 0), 90),
    "over the hour that comes twice": (local(2026, 10, 25, 1, 30), 120),
    "the first half past two": (local(2026, 10, 25, 2, 30), 15),
    "the second half past two": (local(2026, 10, 25, 2, 30, fold=1), 15),
    "from the first two o'clock to the second": (local(2026, 10, 25, 2, 0), 60),
    "the end of the year": (local(2026, 12, 31, 23, 30), 60),
    "a leap day": (local(2028, 2, 29, 9, 0), 480),
    "summer": (local(2026, 7, 1, 9, 0), 60),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_another_program_reads_the_same_moments(night):
    begins, minutes = NIGHTS[night]
    event = read(written(appointment(begins, minutes))).vevent
    assert instant(event.dtstart.value) == instant(begins)
    assert instant(event.dtend.value) - instant(begins) == timedelta(minutes=minutes)


def test_without_its_own_rule_for_summer_time_a_file_would_be_read_wrongly():
    """The negative control of the test above: the zone in the file is what counts."""
    content = written(appointment(local(2026, 7, 1, 9, 0))).decode()
    content = content.replace("TZOFFSETTO:+0200", "TZOFFSETTO:+0500").replace("Europe/", "X/")
    event = vobject.readOne(content).vevent
    assert instant(event.dtstart.value) != instant(local(2026, 7, 1, 9, 0))


def test_a_time_that_is_skipped_comes_later():
    skipped = local(2026, 3, 29, 2, 30)
    assert existing(skipped) == local(2026, 3, 29, 3, 30)
    assert b"DTSTART;TZID=Europe/Amsterdam:20260329T033000" in written(appointment(skipped))


def test_the_second_half_past_two_is_written_in_utc_and_the_first_is_not():
    first, second = (local(2026, 10, 25, 2, 30, fold=fold) for fold in (0, 1))
    assert b"DTSTART;TZID=Europe/Amsterdam:20261025T023000" in written(appointment(first, 15))
    assert b"DTSTART:20261025T013000Z" in written(appointment(second, 15))


def summer_time_in(content: bytes) -> tzinfo:
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    return zone.to_tz(lookup_tzid=False)


@given(st.datetimes(min_value=datetime(1997, 1, 1), max_value=datetime(2037, 12, 31)))
def test_summer_time_is_a_rule_that_says_what_the_clocks_do(moment):
    zone = summer_time_in(written(appointment(local(2026, 7, 1, 9, 0))))
    assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=ZONE).utcoffset()


def test_summer_time_is_one_rule_and_no_list_of_dates():
    text = written(appointment(local(2026, 7, 1, 9, 0))).decode()
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert zone.count("RRULE:FREQ=YEARLY") == 2
    assert "RDATE" not in zone
    assert "-1SU" in zone


def occurrences(content: bytes) -> list[datetime]:
    return list(read(content).vevent.getrruleset(addRDate=True))


def test_a_series_stays_at_the_same_hour_over_both_nights():
    first = local(2026, 3, 26, 9, 0)
    series = appointment(first, rrule="FREQ=WEEKLY;COUNT=40")
    found = occurrences(written(series))
    assert len(found) == 40
    assert {moment.hour for moment in found} == {9}
    winter, summer = (local(2026, 3, 26, 9, 0), local(2026, 4, 2, 9, 0))
    assert instant(summer) - instant(winter) == timedelta(days=7, hours=-1)
    assert b"DTSTART;TZID=Europe/Amsterdam:20260326T090000" in written(series)


def test_a_series_leaves_out_what_was_cancelled_and_moves_what_was_moved():
    first = local(2026, 10, 22, 9, 0)
    series = appointment(first, rrule="FREQ=WEEKLY;COUNT=4", exdates=(local(2026, 10, 29, 9, 0),))
    moved = appointment(local(2026, 11, 6, 13, 0), sequence=1, moved_from=local(2026, 11, 5, 9, 0))
    content = written(series, moved)
    days = [moment.date() for moment in occurrences(content)]
    assert days == [date(2026, 10, 22), date(2026, 11, 5), date(2026, 11, 12)]
    assert b"RECURRENCE-ID;TZID=Europe/Amsterdam:20261105T090000" in content


def test_a_series_at_a_time_that_is_skipped_keeps_its_wall_time():
    series = appointment(local(2026, 3, 29, 2, 30), rrule="FREQ=DAILY;COUNT=3")
    assert b"DTSTART;TZID=Europe/Amsterdam:20260329T023000" in written(series)


def test_the_same_values_give_the_same_bytes():
    one = appointment(local(2026, 11, 24, 9, 0))
    assert written(one) == written(one)
    assert written(one) != calendar([one], stamp=STAMP + timedelta(seconds=1))
    text = written(one).decode()
    for line in ("UID:block-7@bloei", "SEQUENCE:0", "DTSTAMP:20261123T090000Z"):
        assert f"{line}\r\n" in text


def test_lines_are_folded_and_end_as_they_should():
    content = written(appointment(local(2026, 11, 24, 9, 0), description="Één lange zin. " * 40))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert read(content).vevent.description.value == "Één lange zin. " * 40


HOSTILE = 'a;b,c\\n"x"\r\nATTENDEE:mailto:evil@x.example\nBEGIN:VALARM\x00\x1b👩‍🎓'


def test_nothing_that_somebody_typed_can_begin_a_line_of_its_own():
    content = written(
        appointment(
            local(2026, 11, 24, 9, 0),
            summary=HOSTILE, description=HOSTILE, location=HOSTILE,
            organizer=Attendee(HOSTILE, MO.email), attendees=(Attendee(HOSTILE, EVA.email),),
        ),
        name=HOSTILE,
    )  # fmt: skip
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith(("ATTENDEE:mailto:evil", "BEGIN:VAL"))]
    event = read(content).vevent
    assert event.summary.value == HOSTILE.replace("\r\n", "\n").replace("\x00\x1b", "")
    assert event.attendee.value == f"mailto:{EVA.email}"
    assert len(event.attendee_list) == 1


@settings(max_examples=40)
@given(st.text(max_size=100), st.text(max_size=40))
def test_any_text_comes_out_as_it_went_in(summary, name):
    """What no calendar may hold is left out."""
    content = written(
        appointment(local(2026, 11, 24, 9, 0), summary=summary, organizer=Attendee(name, MO.email))
    )
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    kept = [c for c in summary.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t"]
    assert str(event["SUMMARY"]) == "".join(c for c in kept if not "\x7f" <= c <= "\x9f")
    assert str(event["ORGANIZER"]) == f"mailto:{MO.email}"


def test_an_invitation_and_its_cancellation():
    told = {"organizer": MO, "attendees": (EVA,)}
    asked = written(appointment(local(2026, 11, 24, 9, 0), **told), method=Method.REQUEST)
    ended = written(
        appointment(local(2026, 11, 24, 9, 0), sequence=1, **told), method=Method.CANCEL
    )
    assert read(asked).method.value == "REQUEST"
    assert read(asked).vevent.status.value == "CONFIRMED"
    assert (read(ended).method.value, read(ended).vevent.status.value) == ("CANCEL", "CANCELLED")
    assert read(ended).vevent.uid.value == read(asked).vevent.uid.value
    assert content_type(Method.CANCEL) == "text/calendar; charset=utf-8; method=CANCEL"


def test_a_feed_has_a_name_says_when_to_look_again_and_may_be_empty():
    text = written(name="Leertijd van Eva").decode()
    assert "X-WR-CALNAME:Leertijd van Eva\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "VEVENT" not in text
    tentative = written(appointment(local(2026, 11, 24, 9), status=Status.TENTATIVE))
    assert read(tentative).vevent.status.value == "TENTATIVE"


def test_times_of_other_zones_are_written_as_those_of_here():
    begins = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("America/New_York"))
    assert b"DTSTART;TZID=Europe/Amsterdam:20261124T150000" in written(appointment(begins))


@pytest.mark.parametrize(
    ("change", "method"),
    [
        ({"ends": local(2026, 11, 24, 9, 0)}, Method.PUBLISH),
        ({"ends": local(2026, 11, 23, 9, 0)}, Method.PUBLISH),
        ({"ends": datetime(2026, 11, 24, 10, 0)}, Method.PUBLISH),
        ({"rrule": "FREQ=SOMETIMES"}, Method.PUBLISH),
        ({}, Method.REQUEST),
        ({"organizer": MO}, Method.CANCEL),
    ],
)
def test_what_makes_no_sense_is_refused(change, method):
    with pytest.raises(ValueError):
        written(appointment(local(2026, 11, 24, 9, 0), **change), method=method)
