"""From the calendar of somebody else only the times come in, and every kind of calendar is read."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.foundation import feeds
from bloei.foundation.feeds import NotACalendar, TooMuch, busy_times
from bloei.foundation.fetching import MOST, TooLarge
from bloei.foundation.ical import ZONE, Appointment, calendar

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)
SECRET = "Gesprek met de bedrijfsarts"


def event(*lines: str, uid: str = "1@x") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{SECRET}", *lines, "END:VEVENT"])


def feed(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def busy(*parts: str, first: date = FIRST, last: date = LAST, zone: ZoneInfo = ZONE) -> list[str]:
    """Return the busy times as they are said, such as "ma 09:00-10:30"."""
    found = busy_times(feed(*parts), first, last, zone)
    return [f"{begins:%d %H:%M}-{ends:%d %H:%M}" for begins, ends in found]


NINE = "DTSTART;TZID=Europe/Amsterdam:20261124T090000"
TEN = "DTEND;TZID=Europe/Amsterdam:20261124T100000"
ONE_HOUR = ["24 09:00-24 10:00"]


def test_an_appointment_makes_busy():
    assert busy(event(NINE, TEN)) == ONE_HOUR


def test_only_times_come_in():
    private = event(NINE, TEN, "LOCATION:Kamer 12", "ATTENDEE;CN=Stan:mailto:stan@x.example")
    content = feed(private)
    assert SECRET.encode() in content, "there is something to keep out"
    found = busy_times(content, FIRST, LAST, ZONE)
    assert found == [
        (datetime(2026, 11, 24, 9, tzinfo=ZONE), datetime(2026, 11, 24, 10, tzinfo=ZONE))
    ]
    kept = list(feeds._about_time(content.decode().splitlines()))
    assert not [line for line in kept if "Gesprek" in line or "Kamer" in line or "Stan" in line]


def test_what_cannot_be_read_is_left_out_and_the_log_does_not_say_what_it_was(caplog):
    bad = event("DTSTART:gisteren", TEN, uid="2@x")
    worse = event("DTSTART:20261125T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=ooit", uid="3@x")
    assert busy(bad, worse, event(NINE, TEN)) == ONE_HOUR
    assert SECRET not in caplog.text


KINDS = {
    "in utc": (["DTSTART:20261124T080000Z", "DTEND:20261124T090000Z"], ONE_HOUR),
    "without a zone": (["DTSTART:20261124T090000", "DTEND:20261124T100000"], ONE_HOUR),
    "with a duration": ([NINE, "DURATION:PT1H"], ONE_HOUR),
    "in another zone": (
        [
            "DTSTART;TZID=America/New_York:20261124T030000",
            "DTEND;TZID=America/New_York:20261124T040000",
        ],
        ONE_HOUR,
    ),
    "in a zone of Windows": (
        [
            "DTSTART;TZID=W. Europe Standard Time:20261124T090000",
            "DTEND;TZID=W. Europe Standard Time:20261124T100000",
        ],
        ONE_HOUR,
    ),
    "in a zone of Windows elsewhere": (
        ["DTSTART;TZID=Tokyo Standard Time:20261124T170000", "DURATION:PT1H"],
        ONE_HOUR,
    ),
    "in a zone that nobody knows": (
        ["DTSTART;TZID=Middle Earth:20261124T090000", "DURATION:PT1H"],
        ONE_HOUR,
    ),
    "a whole day": (["DTSTART;VALUE=DATE:20261124"], ["24 00:00-25 00:00"]),
    "two whole days": (
        ["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"],
        ["24 00:00-26 00:00"],
    ),
    "a day that is free": (["DTSTART;VALUE=DATE:20261124", "TRANSP:TRANSPARENT"], []),
    "called off": ([NINE, TEN, "STATUS:CANCELLED"], []),
    "not sure yet": ([NINE, TEN, "STATUS:TENTATIVE"], ONE_HOUR),
    "free in Outlook": ([NINE, TEN, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], []),
    "at work elsewhere in Outlook": (
        [NINE, TEN, "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"],
        [],
    ),
    "away in Outlook": ([NINE, TEN, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"], ONE_HOUR),
    "a reminder of no length": ([NINE], []),
    "before the first day": (["DTSTART:20261122T100000Z", "DURATION:PT1H"], []),
    "after the last day": (["DTSTART:20261129T230000Z", "DURATION:PT1H"], []),
    "over the edge of the first day": (
        ["DTSTART:20261122T220000Z", "DURATION:PT3H"],
        ["23 00:00-23 02:00"],
    ),
    "much longer than we look": (
        ["DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20280101"],
        ["23 00:00-30 00:00"],
    ),
    "every week since years": (
        ["DTSTART;TZID=Europe/Amsterdam:20180104T130000", "DURATION:PT90M", "RRULE:FREQ=WEEKLY"],
        ["26 13:00-26 14:30"],
    ),
    "every working day but one": (
        [
            "DTSTART;TZID=Europe/Amsterdam:20261101T083000",
            "DURATION:PT15M",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "EXDATE;TZID=Europe/Amsterdam:20261125T083000,20261127T083000",
        ],
        ["23 08:30-23 08:45", "24 08:30-24 08:45", "26 08:30-26 08:45"],
    ),
    "a rule that ended": ([NINE, TEN, "RRULE:FREQ=DAILY;UNTIL=20261124T235959Z"], ONE_HOUR),
    "days that were added": (
        [
            "DTSTART:20261110T080000Z",
            "DURATION:PT1H",
            "RDATE:20261124T080000Z",
        ],
        ONE_HOUR,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_appointment(kind):
    lines, expected = KINDS[kind]
    assert busy(event(*lines)) == expected


def test_one_time_of_a_series_that_was_moved_or_called_off():
    series = event(
        "DTSTART;TZID=Europe/Amsterdam:20261109T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20261124T090000",
        "DTSTART;TZID=Europe/Amsterdam:20261124T150000", "DURATION:PT30M",
    )  # fmt: skip
    ended = event(
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20261125T090000",
        "DTSTART;TZID=Europe/Amsterdam:20261125T090000", "DURATION:PT1H", "STATUS:CANCELLED",
    )  # fmt: skip
    free = event(
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20261126T090000",
        "DTSTART;TZID=Europe/Amsterdam:20261126T090000", "DURATION:PT1H", "TRANSP:TRANSPARENT",
    )  # fmt: skip
    found = busy(series, moved, ended, free, last=date(2026, 11, 26))
    assert found == ["23 09:00-23 10:00", "24 15:00-24 15:30"]


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Kantoor
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE"""
IN_OWN_ZONE = ["DTSTART;TZID=Kantoor:20261124T120000", "DURATION:PT1H"]


def test_a_zone_that_a_calendar_describes_itself_holds_for_that_calendar_only():
    early = OWN_ZONE.format(offset="+0400").replace("\n", "\r\n")
    late = OWN_ZONE.format(offset="+0200").replace("\n", "\r\n")
    assert busy(early, event(*IN_OWN_ZONE)) == ONE_HOUR
    assert busy(late, event(*IN_OWN_ZONE)) == ["24 11:00-24 12:00"]


def test_a_calendar_cannot_give_our_own_zone_another_meaning():
    false = OWN_ZONE.format(offset="+0900").replace("\n", "\r\n").replace("Kantoor", str(ZONE))
    assert busy(false, event(NINE, TEN)) == ONE_HOUR


NIGHTS = {
    "29 March": (date(2026, 3, 29), "20260329T013000", ["29 01:30-29 03:30"], 1),
    "29 March, a time that is skipped": (
        date(2026, 3, 29),
        "20260329T023000",
        ["29 03:30-29 04:30"],
        1,
    ),
    "25 October": (date(2026, 10, 25), "20261025T013000", ["25 01:30-25 02:30"], 1),
}


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("place", [";TZID=Europe/Amsterdam", ""])
def test_the_nights_of_summer_and_winter_time(night, place):
    day, begins, expected, hours = NIGHTS[night]
    found = busy(event(f"DTSTART{place}:{begins}", f"DURATION:PT{hours}H"), first=day, last=day)
    assert found == expected


def test_a_whole_day_in_october_has_25_hours_and_one_in_march_23():
    for day, hours in ((date(2026, 10, 25), 25), (date(2026, 3, 29), 23)):
        content = feed(event(f"DTSTART;VALUE=DATE:{day:%Y%m%d}"))
        ((begins, ends),) = busy_times(content, day, day, ZONE)
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_what_overlaps_or_touches_is_one_busy_time():
    found = busy(
        event(NINE, TEN),
        event("DTSTART:20261124T083000Z", "DURATION:PT1H", uid="2@x"),
        event("DTSTART:20261124T093000Z", "DURATION:PT30M", uid="3@x"),
        event("DTSTART:20261124T120000Z", "DURATION:PT30M", uid="4@x"),
    )
    assert found == ["24 09:00-24 11:00", "24 13:00-24 13:30"]


BAD = {
    "nothing": b"",
    "a page": b"<!doctype html><title>Sign in</title>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "another kind of file": b'{"busy": true}',
    "cut off": feed(event(NINE, TEN))[:-40],
    "an appointment alone": event(NINE, TEN).encode(),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_calendar_gets_a_sentence(kind):
    with pytest.raises(NotACalendar) as refused:
        busy_times(BAD[kind], FIRST, LAST, ZONE)
    assert str(refused.value).endswith(".")


def test_an_empty_calendar_is_a_calendar():
    assert busy() == []
    assert busy_times(b"\xef\xbb\xbf" + feed(event(NINE, TEN)), FIRST, LAST, ZONE)


def test_too_large_is_refused_before_anything_is_read():
    with pytest.raises(TooLarge):
        busy_times(b"x" * (MOST + 1), FIRST, LAST, ZONE)


ENDLESS = {
    "every second": event(NINE, TEN, "RRULE:FREQ=SECONDLY"),
    "every minute, folded": event(NINE, TEN, "RRULE:FREQ=MINU\r\n TELY"),
    "every hour": event(NINE, TEN, "RRULE:COUNT=5;FREQ=hourly"),
    "every second of a day": event(NINE, TEN, "RRULE:FREQ=DAILY;BYSECOND=1,2,3"),
    "a zone that changes daily": OWN_ZONE.format(offset="+0100").replace(
        "END:STANDARD", "RRULE:FREQ=DAILY\nEND:STANDARD"
    ),
    "very many zones": "\r\n".join(
        OWN_ZONE.format(offset="+0100").replace("Kantoor", f"K{n}") for n in range(101)
    ),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_would_never_end_is_refused(kind):
    with pytest.raises(TooMuch):
        busy(ENDLESS[kind])


def test_patience_has_an_end():
    series = [event(NINE, TEN, "RRULE:FREQ=DAILY", uid=f"{n}") for n in range(3)]
    with pytest.raises(TooMuch):
        busy_times(feed(*series), FIRST, LAST, ZONE, patience=-1)
    assert busy_times(feed(*series), FIRST, LAST, ZONE)


HOURS = st.integers(min_value=0, max_value=24 * 9)


@given(st.lists(st.tuples(HOURS, st.integers(min_value=1, max_value=30)), max_size=8))
def test_an_hour_is_busy_when_an_appointment_covers_it(chosen):
    """Against the simplest way to say it: hour by hour, over what we write ourselves."""
    start = datetime.combine(FIRST - timedelta(days=1), time(), ZONE)
    appointments = [
        Appointment(
            uid=f"{number}",
            sequence=0,
            begins=start + timedelta(hours=at),
            ends=start + timedelta(hours=at + hours),
            summary="x",
        )
        for number, (at, hours) in enumerate(chosen)
    ]
    found = busy_times(calendar(appointments, stamp=start), FIRST, LAST, ZONE)
    for hour in range(24, 24 * 8):
        middle = start + timedelta(hours=hour, minutes=30)
        covered = any(one.begins <= middle < one.ends for one in appointments)
        assert covered == any(begins <= middle < ends for begins, ends in found)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(found))
