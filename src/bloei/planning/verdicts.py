"""What can be said at once about a moment: it can be, the manager must say yes, or it cannot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bloei.people.models import Person
from bloei.planning import nearest, obstacles, rosters, spans, staffing, steps
from bloei.planning.models import LearningBlock
from bloei.planning.nearest import Moment
from bloei.planning.obstacles import Obstacle, Wish
from bloei.planning.spans import DAY, Span
from bloei.planning.staffing import Spare
from bloei.planning.week import Week

USUAL, LAST_START = 9 * 60, 16 * 60  # minutes after midnight
HOUR = timedelta(hours=1)
SATURDAY = 5


@dataclass(frozen=True)
class Verdict:
    """A wish with what is in its way; `others` are the nearest moments where it cannot be.

    `room` is the tightest half hour of the moment, where a minimum holds.
    """

    wish: Wish
    obstacles: tuple[Obstacle, ...]
    others: tuple[Moment, ...] = ()
    room: Spare | None = None

    @property
    def walls(self) -> list[Obstacle]:
        return steps.walls(list(self.obstacles))

    @property
    def is_possible(self) -> bool:
        return not self.obstacles

    @property
    def may_be_asked(self) -> bool:
        """Say whether a word of the manager is enough; who moves a block cannot ask."""
        return bool(self.obstacles) and not self.walls and self.wish.besides is None


def verdict(wish: Wish, now: datetime) -> Verdict:
    """Look at one moment. `now` is naive local time; only what cannot be looks for others."""
    roster = None
    if found := obstacles.impossible(wish, now.date()):
        room = None
    else:
        roster = obstacles.around(wish)
        found = obstacles.obstacles(wish, now.date(), roster=roster)
        spares = staffing.spare(roster, wish.person.unit_id or 0)
        room = staffing.tightest(spares, wish.span)
    seen = Verdict(wish, tuple(found), room=room)
    if seen.is_possible or seen.may_be_asked:
        return seen
    return Verdict(wish, tuple(found), tuple(nearest.nearest(wish, now)), room)


def elsewhere(block: LearningBlock, now: datetime) -> Verdict:
    """Return the moments nearest to where a block stands now, to move it to."""
    span = rosters.span_of(block.during)
    wish = Wish(block.person, span, block.participation, besides=block)
    found = nearest.nearest(wish, now, most=nearest.SHOWN + 1)
    return Verdict(wish, (), tuple(one for one in found if one.span != span)[: nearest.SHOWN])


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
    return Verdict(hoped, tuple(in_the_way), room=staffing.tightest(week.spares, hoped.span))


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
