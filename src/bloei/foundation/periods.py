"""Ranges of days. In the database they are half open; on screen the last day counts."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

DAY = timedelta(days=1)


def period(first: date | None, last: date | None = None) -> DateRange:
    """Return the range from `first` to `last`, both inclusive; None is open."""
    return DateRange(first, last + DAY if last else None, "[)")


def first_day(during: DateRange) -> date | None:
    return during.lower


def beginning(during: DateRange) -> date:
    """Return the first day of a range that has one; raises ValueError for one that has none."""
    if during.lower is None:
        raise ValueError(f"{during} has no first day.")
    return during.lower


def last_day(during: DateRange) -> date | None:
    """Return the last day that belongs to the range, or None when it is open."""
    return during.upper - DAY if during.upper else None
