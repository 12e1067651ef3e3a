"""Calendar arithmetic as the caos mean it: birthdays, months of service, periods.

Days are inclusive.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

# Stands for "no end": later than every date in a file, so comparisons need no None.
FOREVER = date.max
BEGINNING = date.min
_ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """What one grant is for: a month, a year or a block, both days inclusive."""

    start: date
    end: date
    months: int


def day_after(day: date) -> date:
    return FOREVER if day == FOREVER else day + _ONE_DAY


def day_before(day: date) -> date:
    return BEGINNING if day == BEGINNING else day - _ONE_DAY


def _make(year: int, month: int, day: int) -> date:
    if year > FOREVER.year:
        return FOREVER
    if year < 1:
        return BEGINNING
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day number so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= FOREVER.year:
        return _make(year, 1, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date so many years later (or earlier); 29 February becomes 1 March."""
    year = day.year + years
    if (
        day.month == 2
        and day.day == 29
        and 1 <= year <= FOREVER.year
        and monthrange(year, 2)[1] < 29
    ):
        return date(year, 3, 1)
    return _make(year, day.month, day.day)


def first_of_month(day: date, months_later: int = 0) -> date:
    """The first of the month so many months after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months_later, 12)
    return _make(year, month + 1, 1)


def days_between(start: date, end: date) -> int:
    """How many days from start to end, both included; 0 when end is before start."""
    return max(0, end.toordinal() - start.toordinal() + 1)


@lru_cache(maxsize=8192)
def month_of(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), 1)


@lru_cache(maxsize=8192)
def year_from(year: int, month: int, day: int) -> Period:
    """The year that starts on that day and ends the day before it comes round again."""
    return Period(date(year, month, day), _until(_make(year + 1, month, day)), 12)


def block_with(day: date, first: date, years: int) -> Period | None:
    """The block of so many years in which `day` lies; None before the first block."""
    if day < first:
        return None
    number = (day.year - first.year) // years
    start = add_years(first, number * years)
    if start > day:
        number -= 1
        start = add_years(first, number * years)
    return Period(start, _until(add_years(first, (number + 1) * years)), years * 12)


def _until(following: date) -> date:
    """The last day of a period. The last one of the calendar has nothing after it."""
    return FOREVER if following == FOREVER else day_before(following)


def months_touched(start: date, end: date) -> int:
    """The calendar months from that of start to that of end, both included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1
