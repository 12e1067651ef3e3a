"""The one clock. Rules never read it: they are told which day it is.

BLOEI_TODAY fixes the date (for pictures, demos and tests); the time of day stays real,
unless who builds examples fixes that too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_fixed: ContextVar[date | None] = ContextVar("fixed_date", default=None)
_fixed_time: ContextVar[time | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """Return the aware local time; its date is `today()`."""
    moment = timezone.localtime()
    day = _fixed.get() or _from_environment()
    if day is None:
        return moment
    at = _fixed_time.get() or moment.time()
    return timezone.make_aware(datetime.combine(day, at), moment.tzinfo)


def today() -> date:
    """Return the local calendar day."""
    return _fixed.get() or _from_environment() or timezone.localdate()


@contextmanager
def fixed(day: date, at: time | None = None) -> Iterator[None]:
    """Let it be `day` inside the block, at this local time; without it the time stays real."""
    on, moment = _fixed.set(day), _fixed_time.set(at)
    try:
        yield
    finally:
        _fixed.reset(on)
        _fixed_time.reset(moment)


def _from_environment() -> date | None:
    written = os.environ.get("BLOEI_TODAY")
    return date.fromisoformat(written) if written else None
