"""Writes calendars for other programs (RFC 5545): the same values give the same bytes.

Times stand in the wall clock of Europe/Amsterdam, with summer time as a rule, so that a series
at nine stays at nine. What the wall clock cannot say (the second half past two of the last
Sunday of October) is written in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from unicodedata import category
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

ZONE = ZoneInfo("Europe/Amsterdam")
PRODUCT = "-//Bloei//Bloei//NL"
LOOK_AGAIN = timedelta(hours=1)

# Directive 2000/84/EC: summer time runs from the last Sunday of March to that of October.
_SUMMER_TIME = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


class Method(StrEnum):
    """What the reader should do with it: look at it, put it in the calendar, take it out."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Attendee:
    """Somebody in an invitation."""

    name: str
    email: str


@dataclass(frozen=True)
class Appointment:
    """What stands in a calendar; times are aware, `rrule` is as in "FREQ=WEEKLY;COUNT=4".

    `uid` never changes and `sequence` goes up when the time changes. An occurrence of a
    series that was moved is an appointment of its own, with the same uid and `moved_from`.
    """

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    rrule: str | None = None
    exdates: tuple[datetime, ...] = ()
    moved_from: datetime | None = None
    status: Status = Status.CONFIRMED
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()


def calendar(
    appointments: list[Appointment],
    *,
    stamp: datetime,
    name: str = "",
    method: Method = Method.PUBLISH,
) -> bytes:
    """Return a calendar file; `stamp` is when it was made (DTSTAMP), `name` that of a feed.

    An invitation or its cancellation needs an organizer and attendees (RFC 5546); an
    appointment that does not end after it begins raises ValueError.
    """
    written = Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", method.value)
    if name:
        written.add("x-wr-calname", vText(_plain(name)))
        written.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        written.add("x-published-ttl", "PT1H")
    written.add_component(Timezone.from_ical(_SUMMER_TIME))
    for appointment in appointments:
        _refuse_what_makes_no_sense(appointment, method)
        written.add_component(_event(appointment, stamp, method))
    return written.to_ical()


def content_type(method: Method) -> str:
    """Return the type of the file, as mail programs want to see it."""
    return f"text/calendar; charset=utf-8; method={method.value}"


def existing(moment: datetime) -> datetime:
    """Return the moment on the clock of Amsterdam; one that was skipped in March comes later."""
    return moment.astimezone(UTC).astimezone(ZONE)


def _refuse_what_makes_no_sense(appointment: Appointment, method: Method) -> None:
    times = (appointment.begins, appointment.ends, *appointment.exdates)
    if any(moment.tzinfo is None for moment in times):
        raise ValueError("A time in a calendar says in which zone it is.")
    if appointment.ends.astimezone(UTC) <= appointment.begins.astimezone(UTC):
        raise ValueError("An appointment ends after it begins.")
    if method is not Method.PUBLISH and not (appointment.organizer and appointment.attendees):
        raise ValueError("An invitation is from somebody and for somebody.")


def _event(appointment: Appointment, stamp: datetime, method: Method) -> Event:
    event = Event()
    event.add("uid", _plain(appointment.uid))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    _add_times(event, appointment)
    event.add("summary", _plain(appointment.summary))
    for name in ("description", "location"):
        if text := _plain(getattr(appointment, name)):
            event.add(name, text)
    if appointment.url:
        event.add("url", appointment.url)
    cancelled = method is Method.CANCEL
    event.add("status", (Status.CANCELLED if cancelled else appointment.status).value)
    event.add("transp", "OPAQUE")
    if appointment.organizer:
        event.add("organizer", _address(appointment.organizer), encode=False)
    for attendee in appointment.attendees:
        address = _address(attendee)
        address.params |= {"ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("NEEDS-ACTION")}
        event.add("attendee", address, encode=False)
    return event


def _add_times(event: Event, appointment: Appointment) -> None:
    times = [appointment.begins, appointment.ends]
    if appointment.rrule:  # every day in this wall time, so never in UTC
        times = [_on_the_wall(moment) for moment in times]
        event.add("rrule", vRecur.from_ical(appointment.rrule))
    else:
        times = [existing(moment) for moment in times]
        if not all(_is_said(moment) for moment in times):
            times = [moment.astimezone(UTC) for moment in times]
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    if appointment.exdates:
        event.add("exdate", [_on_the_wall(moment) for moment in appointment.exdates])
    if appointment.moved_from:
        event.add("recurrence-id", _on_the_wall(appointment.moved_from))


def _on_the_wall(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def _is_said(moment: datetime) -> bool:
    """Say whether the wall clock names this moment: of two equal times it means the first."""
    return moment.replace(fold=0).utcoffset() == moment.utcoffset()


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    # A quote cannot stand in a parameter (RFC 5545, 3.1), and a line end would begin another.
    address.params["CN"] = vText(" ".join(_plain(person.name).replace('"', "'").split()))
    return address


def _plain(text: str) -> str:
    """Return text without what no calendar may hold: control characters but line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or category(letter) != "Cc")
