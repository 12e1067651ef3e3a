"""What can be proposed in a week: the first hour in which somebody can be missed at work."""

from datetime import datetime, timedelta

from bloei.people.models import Person
from bloei.planning import spans
from bloei.planning.blocks import nearest, obstacles
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.spans import DAY, Span
from bloei.planning.staffing import enough
from bloei.planning.week.pieces import Week

USUAL, LAST_START = 9 * 60, 16 * 60  # minutes after midnight
HOUR = timedelta(hours=1)
SATURDAY = 5


def suggestion(person: Person, week: Week, now: datetime) -> Verdict | None:
    """Return the first moment of an hour in a week that is possible; None: there is none.

    Who has no roster gets the next whole hour of a working day.
    """
    begin = max(now, spans.at(week.monday, 0))
    hoped = Wish(person, _next_hour(begin))
    mine = week.roster.people.get(person.pk)
    if mine is None or hoped.span.start.date() > week.sunday:
        return None
    if mine.works:
        found = first_free(person, week, begin)
        if found is None:
            return None
        hoped = Wish(person, found.span)
    in_the_way = obstacles.obstacles(hoped, now.date(), roster=week.roster)
    return Verdict(hoped, tuple(in_the_way), room=enough.tightest(week.spares, hoped.span))


def first_free(person: Person, week: Week, begin: datetime) -> Moment | None:
    """Return the first hour (or shorter) of a week in which somebody can be missed at work.

    Asks nothing more than the week knows: the right to learning time is not looked at.
    """
    hour = begin.replace(minute=0, second=0, microsecond=0)
    soonest = Wish(person, Span(hour, hour + HOUR))
    found = nearest.nearest(soonest, begin, most=1, roster=week.roster)
    return found[0] if found else None


def _next_hour(now: datetime) -> Span:
    """Return the next hour that begins in usual working hours."""
    start = now.replace(minute=0, second=0, microsecond=0) + HOUR
    day = start.date()
    if start > spans.at(day, LAST_START):
        day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    start = max(start, spans.at(day, USUAL))
    return Span(start, start + HOUR)
