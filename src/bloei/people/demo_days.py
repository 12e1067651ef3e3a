"""The calendar of the story: what people did, they did on a working day, in working hours."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

from bloei.foundation import clock

DAY = timedelta(days=1)
SATURDAY = 5
OPENS, MINUTES = 8, 9 * 60  # from 8.00 until 17.00 uur


@contextmanager
def at_work(day: date, today: date, who: str = "") -> Iterator[None]:
    """Let it be a moment in the working hours of a day, its own for each; today it is now."""
    with clock.fixed(day, None if day == today else moment(f"{day} {who}")):
        yield


def moment(seed: str) -> time:
    """Return a time in working hours, the same for the same words."""
    number = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=4).digest(), "big")
    hours, minutes = divmod(number % MINUTES, 60)
    return time(OPENS + hours, minutes)


def workday(day: date) -> date:
    """Return the day itself, or the Friday before when it is in a weekend."""
    return day - max(0, day.weekday() - SATURDAY + 1) * DAY


def workdays_before(today: date, count: int) -> list[date]:
    """Return the last working days before a day, the oldest first."""
    days = (today - number * DAY for number in range(1, 2 * count + 3))
    return sorted([day for day in days if day.weekday() < SATURDAY][:count])
