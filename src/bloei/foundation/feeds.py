"""Reads calendars of others for one thing only: when somebody is busy.

What is not about time (titles, places, people) is thrown away before anything is read. What
cannot be read is left out, and the rest counts.
"""

import logging
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from threading import Lock
from zoneinfo import ZoneInfo

import recurring_ical_events
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event
from icalendar.timezone import tzp

from bloei.foundation.fetching import MOST, TooLarge, Unusable

log = logging.getLogger(__name__)
Busy = tuple[datetime, datetime]

PATIENCE = 30  # seconds
DAY = timedelta(days=1)
MOST_ZONES = 100
KEPT = {
    "VCALENDAR": {"VERSION", "CALSCALE", "X-WR-TIMEZONE"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"},
    "VEVENT": {
        "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
    },
}  # fmt: skip
KEPT["DAYLIGHT"] = KEPT["STANDARD"]
FREE = {"FREE", "WORKINGELSEWHERE"}
FOLD = re.compile(r"\r?\n[ \t]")
LINE = re.compile(r"([A-Za-z0-9-]+)[;:](.*)")
# In a time zone once a year is enough; elsewhere no meeting repeats within a day.
ENDLESS = re.compile(r"FREQ=(SECOND|MINUTE|HOUR)LY|BY(SECOND|MINUTE)=", re.I)
YEARLY = re.compile(r"FREQ=YEARLY\b", re.I)


class NotACalendar(Unusable):
    sentence = _("This is not a calendar. The address of a calendar often ends in .ics.")


class TooMuch(Unusable):
    sentence = _("This calendar holds too much to read: many appointments that repeat very often.")


def busy_times(
    content: bytes, first: date, last: date, zone: ZoneInfo, *, patience: float = PATIENCE
) -> list[Busy]:
    """Return when the owner is busy from `first` to `last` (inclusive), without overlaps.

    Days, and times without a zone, are taken as those of `zone`. What is marked as free, was
    called off or takes no time does not count. Raises NotACalendar, TooLarge, TooMuch.
    """
    if len(content) > MOST:
        raise TooLarge
    until = time.monotonic() + patience
    span = _midnight(first, zone), _midnight(last + DAY, zone)
    found: list[Busy] = []
    # A series that is bad in itself must not take the others along, so each is read alone.
    for series in _by_uid(_read(content)):
        if time.monotonic() > until:
            raise TooMuch
        found += _busy_of(series, span, zone)
    return [(begins.astimezone(zone), ends.astimezone(zone)) for begins, ends in _merged(found)]


def _read(content: bytes) -> list[Calendar]:
    text = FOLD.sub("", content.decode("utf-8-sig", errors="replace"))
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar
    lines = "\r\n".join(_about_time(text.splitlines()))
    # Zones that a calendar defines itself are remembered by name: those of another are forgotten.
    with _READING:
        tzp.use_zoneinfo()
        try:
            return Calendar.from_ical(f"{lines}\r\n", multiple=True)
        except ValueError:
            raise NotACalendar from None


_READING = Lock()


def _about_time(lines: Iterable[str]) -> Iterator[str]:
    """Keep the lines about time; refuse what would go on for ever."""
    inside: list[str] = []
    zones = 0
    for line in lines:
        name, value = _parts(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
            zones += inside[-1] == "VTIMEZONE"
            if zones > MOST_ZONES:
                raise TooMuch
        if not inside or not KEPT.keys() >= set(inside):
            pass
        elif name in {"BEGIN", "END"}:
            yield f"{name}:{value.strip().upper()}"
        elif name in KEPT[inside[-1]]:
            _refuse_endless(name, value, inside)
            yield line
        if name == "END" and inside:
            inside.pop()
    if inside:  # cut off: what is missing would look like time that is free
        raise NotACalendar


def _parts(line: str) -> tuple[str, str]:
    found = LINE.match(line)
    return (found[1].upper(), found[2]) if found else ("", "")


def _refuse_endless(name: str, value: str, inside: list[str]) -> None:
    if name != "RRULE":
        return
    if ENDLESS.search(value) or ("VTIMEZONE" in inside and not YEARLY.search(value)):
        raise TooMuch


def _by_uid(calendars: list[Calendar]) -> Iterator[Calendar]:
    """Yield per appointment a calendar with that one and what was changed in its series."""
    for whole in calendars:
        series: dict[str, list] = defaultdict(list)
        for number, event in enumerate(whole.walk("VEVENT")):
            series[str(event.get("UID", number))].append(event)
        for events in series.values():
            alone = Calendar()
            if zone := whole.get("X-WR-TIMEZONE"):
                alone["X-WR-TIMEZONE"] = zone
            for event in events:
                alone.add_component(event)
            yield alone


def _busy_of(series: Calendar, span: Busy, zone: ZoneInfo) -> list[Busy]:
    """Return the occurrences of one appointment in this span, in UTC."""
    try:
        found = recurring_ical_events.of(series).between(span[0] - DAY, span[1] + DAY)
        times = [_times(event, zone) for event in found if _takes_time(event)]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as problem:
        # Never its text: in that stands what the calendar says.
        log.warning("an appointment of a calendar cannot be read: %s", type(problem).__name__)
        return []
    clipped = [(max(begins, span[0]), min(ends, span[1])) for begins, ends in times]
    return [(begins, ends) for begins, ends in clipped if begins < ends]


def _takes_time(event: Event) -> bool:
    said = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    return (
        str(event.get("TRANSP", "")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "")).upper() != "CANCELLED"
        and said not in FREE
    )


def _times(event: Event, zone: ZoneInfo) -> Busy:
    begins, ends = _moment(event.start, zone), _moment(event.end, zone)
    if ends <= begins and event.end > event.start:  # it begins in the hour that is skipped
        ends = begins + (event.end - event.start)
    return begins, ends


def _moment(when: date, zone: ZoneInfo) -> datetime:
    """Return a day, or a time with or without a zone, in UTC."""
    if not isinstance(when, datetime):
        return _midnight(when, zone)
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time_of_day(), zone).astimezone(UTC)


def _merged(times: list[Busy]) -> list[Busy]:
    """Join what overlaps or touches; the times are in UTC."""
    joined: list[Busy] = []
    for begins, ends in sorted(times):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined
