"""Moments that come back: whom a series is for, and when it is on one of its days."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from bloei.people.models import Person, UnitClosure
from bloei.planning import rules, spans
from bloei.planning.models import Series
from bloei.planning.spans import Span

# Blocks are made so far ahead; the nightly run adds the next week.
AHEAD = timedelta(weeks=8)


def for_person(person: Person) -> QuerySet[Series]:
    """Return the fixed hours of many that are for this person too, as it is today."""
    above = UnitClosure.objects.filter(below=person.unit_id).values("above")
    whole = Series.objects.filter(person=None, unit=None)
    return whole | Series.objects.filter(unit__in=above)


def days(series: Series, after: date) -> Iterator[date]:
    """Yield the days of a series in the eight weeks after a day, without what is skipped."""
    skipped = _skipped(series)
    for day in rules.days_of(series.every, series.first_on, series.last_on):
        if after < day <= after + AHEAD and day not in skipped:
            yield day


def _skipped(series: Series) -> set[date]:
    """Return the days that are skipped; a list of series took them along already."""
    if not series.pk:
        return set()
    known = getattr(series, "skipped_on", None)
    return set(series.skips.values_list("on", flat=True) if known is None else known)


def may_go_on(series: Series, day: date, today: date) -> bool:
    """Say whether a skipped day can still happen: it is to come, and the series goes on then."""
    return day > today and (series.ended_on is None or day < series.ended_on)


def span_on(series: Series, day: date) -> Span:
    """Return when a series is on one of its days."""
    return Span(
        spans.at(day, series.from_minute), spans.at(day, series.from_minute + series.minutes)
    )
