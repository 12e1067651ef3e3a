"""The customer desk of the tests: who works when, and how many must be there.

Eva, Sanne and Youssef work from Monday to Friday, 9 to 17; the desk needs two of them.
"""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from bloei.foundation import clock
from bloei.planning.actions.rosters import UsualShift, set_pattern
from bloei.planning.actions.staffing import set_staffing
from bloei.planning.spans import Span

TODAY = date(2026, 11, 23)
SINCE = date(2026, 1, 1)
WEEK = [UsualShift(weekday, 9 * 60, 17 * 60, "Balie") for weekday in range(5)]


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)


def span(day: int, start: int, until: int, month: int = 11) -> Span:
    """From so many o'clock until so many o'clock on a day of November (or another month)."""
    return Span(at(day, start, month=month), at(day, until, month=month))


@pytest.fixture
def desk(cast):
    """Three people at the desk, of whom two must be there from 9 to 17; it is 23 November."""
    with clock.fixed(TODAY):
        yield _desk(cast)


def _desk(cast) -> SimpleNamespace:
    cast.sanne = cast.hire(number="1010", given="Sanne", family="Dijkstra", unit=cast.klantcontact)
    cast.youssef = cast.hire(number="1011", given="Youssef", family="Kaya", unit=cast.klantcontact)
    people = (cast.eva, cast.sanne, cast.youssef)
    for person in people:
        set_pattern(person, shifts=WEEK, first=SINCE, key=f"pattern-{person.pk}", by=cast.mo)
    line = set_staffing(
        name="de balie", units=[cast.klantcontact], weekdays=range(5), from_minute=9 * 60,
        until_minute=17 * 60, minimum=2, first=SINCE, key="desk", by=cast.mo,
    )  # fmt: skip
    return SimpleNamespace(cast=cast, people=people, line=line, today=TODAY)
