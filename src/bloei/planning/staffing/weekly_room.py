"""When a team has room to learn in a week: per part of the day, how many can be missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bloei.people.models import Unit
from bloei.planning import spans
from bloei.planning.rosters import at_work
from bloei.planning.staffing import enough

# Parts of two hours; a part has the room of its tightest half hour.
PARTS = ((9, 11), (11, 13), (13, 15), (15, 17))
DAYS = 5


@dataclass(frozen=True)
class PartOfDay:
    """One row: from when until when, and per day (Monday first) how many can be missed.

    None: no minimum holds then.
    """

    start: int
    until: int
    days: tuple[int | None, ...]


def weekly_room(unit: Unit, monday: date) -> list[PartOfDay]:
    """Return the room of a unit from Monday to Friday; empty when no minimum holds for it."""
    last = monday + timedelta(days=DAYS - 1)
    lines = at_work.lines_of(unit.pk, monday, last)
    units = {below for line in lines for below in line.units}
    if not units:
        return []
    spare = enough.spare(at_work.load(units, monday, last), unit.pk)
    return [
        PartOfDay(
            start, until, tuple(_least(spare, monday, day, (start, until)) for day in range(DAYS))
        )
        for start, until in PARTS
    ]


def _least(
    spare: Sequence[enough.Spare], monday: date, day: int, hours: tuple[int, int]
) -> int | None:
    on = monday + timedelta(days=day)
    start, until = (spans.at(on, 60 * hour) for hour in hours)
    found = [one.people for one in spare if start <= one.span.start < until]
    return min(found, default=None)
