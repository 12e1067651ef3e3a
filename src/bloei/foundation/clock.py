"""The one clock. Rules never read it: they are told which day it is.

BLOEI_TODAY fixes the date (for pictures, demos and tests); the time of day stays real.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[date | None] = ContextVar("fixed_date", default=None)


def now() -> datetime:
    """Return the aware local time; its date is `today()`."""
    moment = timezone.localtime()
    day = _fixed.get() or _from_environment()
    if day is None:
        return moment
    return timezone.make_aware(datetime.combine(day, moment.time()), moment.tzinfo)


def today() -> date:
    """Return the local calendar day."""
    return _fixed.get() or _from_environment() or timezone.localdate()


@contextmanager
def fixed(day: date) -> Iterator[None]:
    """Let it be `day` inside the block."""
    token = _fixed.set(day)
    try:
        yield
    finally:
        _fixed.reset(token)


def _from_environment() -> date | None:
    written = os.environ.get("BLOEI_TODAY")
    return date.fromisoformat(written) if written else None
