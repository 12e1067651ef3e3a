"""Somebody's learning time as other calendars show it, and their own calendar as we read it.

A series stands in the feed as a series: days on which it is not are left out of it, a day on
which it is at another time is told apart. A uid never changes; `sequence` goes up with time.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from bloei.foundation import feeds, fetching, ical, panels
from bloei.foundation.ical import Appointment
from bloei.people.models import Person
from bloei.planning import rules
from bloei.planning.calendars.appointments import appointment_of
from bloei.planning.models import LearningBlock, Series
from bloei.planning.rosters import at_work
from bloei.planning.rules import Every, State
from bloei.planning.series import returning

PAST, AHEAD = timedelta(days=60), timedelta(days=400)
SHOWN = (State.ASKED, State.AGREED, State.DONE)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def feed_of(person: Person, now: datetime) -> bytes:
    """Return the calendar of a person: learning time, and what other rooms have in it."""
    appointments = appointments_of(person, now.date())
    return ical.calendar(appointments, stamp=now, name=_("Learning time"))


def appointments_of(person: Person, today: date) -> list[Appointment]:
    """Return everything that stands in somebody's calendar from two months back, in order."""
    first, last = today - PAST, today + AHEAD
    blocks = LearningBlock.objects.filter(person=person, state__in=SHOWN)
    found = list(blocks.between(first, last).select_related("series").order_by("during"))
    whole = {block.series for block in found if block.series and _is_whole(block.series, person)}
    made = [_series(series, person) for series in sorted(whole, key=lambda one: one.pk)]
    made += [one for block in found if (one := _block(block, whole))]
    return [*made, *_of_other_rooms(person, today, (first, last))]


def _is_whole(series: Series, person: Person) -> bool:
    """Say whether somebody takes part in a series nearly always: then it is shown as one."""
    days = _made_days(series)
    there = series.blocks.filter(person=person, state__in=SHOWN).count()
    return bool(days) and 2 * there > len(days)


def _made_days(series: Series) -> list[date]:
    """Return the days of a series for which blocks were made by now."""
    newest = series.blocks.order_by("-series_on").values_list("series_on", flat=True).first()
    if newest is None:
        return []
    return list(rules.days_of(series.every, series.first_on, newest))


def _series(series: Series, person: Person) -> Appointment:
    blocks = {block.series_on: block for block in series.blocks.filter(person=person)}
    off = set(series.skips.values_list("on", flat=True))
    for day in _made_days(series):
        block = blocks.get(day)
        if block is None or block.state not in SHOWN:
            off.add(day)
    first = returning.span_on(series, series.first_on)
    return Appointment(
        uid=f"{series.uid}@bloei",
        sequence=series.sequence,
        begins=_aware(first.start),
        ends=_aware(first.until),
        summary=series.title or _("Learning time"),
        url=f"{settings.URL}/time/",
        rrule=_rule(series),
        exdates=tuple(
            _aware(returning.span_on(series, day).start)
            for day in rules.days_of(series.every, series.first_on, series.last_on)
            if day in off
        ),
    )


def _rule(series: Series) -> str:
    last = _aware(returning.span_on(series, series.last_on).start)
    until = ical.existing(last).astimezone(ical.UTC).strftime("%Y%m%dT%H%M%SZ")
    if series.every == Every.MONTH:
        nth = (series.first_on.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={nth}{DAYS[series.first_on.weekday()]};UNTIL={until}"
    interval = 2 if series.every == Every.TWO_WEEKS else 1
    return f"FREQ=WEEKLY;INTERVAL={interval};UNTIL={until}"


def _block(block: LearningBlock, whole: set[Series]) -> Appointment | None:
    """Return a block, unless its series says it already."""
    series = block.series if block.series in whole else None
    uid, moved_from = f"{block.uid}@bloei", None
    if series is not None and block.series_on:
        usual = returning.span_on(series, block.series_on)
        if at_work.span_of(block.during) == usual:
            return None
        uid, moved_from = f"{series.uid}@bloei", _aware(usual.start)
    return appointment_of(block, uid=uid, moved_from=moved_from)


def _of_other_rooms(
    person: Person, today: date, period: tuple[date, date]
) -> Iterator[Appointment]:
    """Yield what other rooms put in the calendar under a uid of their own, such as talks."""
    for shown in panels.shown("calendar", person, today, period):
        for item in shown.facts["items"]:
            if uid := item.get("uid"):
                yield Appointment(
                    uid=f"{uid}@bloei",
                    sequence=item.get("sequence", 0),
                    begins=item["from"],
                    ends=item["until"],
                    summary=item["title"],
                    location=item.get("place", ""),
                    url=f"{settings.URL}{item.get('url', '')}",
                )


def _aware(moment: datetime) -> datetime:
    """Return wall time with its zone; a time that the clock skips comes an hour later."""
    return ical.existing(moment.replace(tzinfo=ical.ZONE))


def trouble_words(code: str) -> str:
    """Return in a sentence what went wrong with a feed; nothing did where there is no code."""
    if not code:
        return ""
    known = (
        fetching.NotAllowed, fetching.NotThere, fetching.TooLarge, fetching.TooSlow,
        feeds.NotACalendar, feeds.TooMuch,
    )  # fmt: skip
    kind = next((one for one in known if one.__name__ == code), fetching.Unusable)
    return str(kind.sentence)
