"""The coming times of a moment that comes back, before they are made: which fit, who gets which.

What is made (`actions.series`) and what is shown before it is set come from the same reckoning.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bloei.budgets.balances import learning_time
from bloei.people.models import Person
from bloei.planning import queries, spans
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import Obstacle, Why, Wish
from bloei.planning.models import Series
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Roster
from bloei.planning.series import returning
from bloei.planning.spans import DAY, Span
from bloei.planning.staffing import together


@dataclass(frozen=True)
class Time:
    """One time of somebody's own series, with what is in its way."""

    on: date
    span: Span
    obstacles: tuple[Obstacle, ...]

    @property
    def fits(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True)
class Round:
    """One time of a series of many: who learns then, and who works but waits for another turn."""

    on: date
    span: Span
    given: tuple[int, ...]
    waiting: tuple[int, ...]


def beginning(series: Series, today: date) -> date:
    """Return the day after which the coming times are looked at."""
    return max(today, series.first_on - DAY)


def of_one(series: Series, person: Person, days: Iterable[date], today: date) -> Iterator[Time]:
    """Yield times of a series of one person on these days; the right gives to the first ones."""
    planned = 0
    for day in days:
        span = returning.span_on(series, day)
        found = obstacles.obstacles(Wish(person, span), today)
        if not found:
            free = learning_time.free_on(person, day, today)
            if free is not None and free - planned < series.minutes:
                facts = {"free_minutes": free - planned, "minutes": series.minutes}
                found = [Obstacle(Why.NO_RIGHT, facts)]
        planned += 0 if found else series.minutes
        yield Time(day, span, tuple(found))


def of_many(series: Series, after: date, today: date) -> Iterator[Round]:
    """Yield the times after a day of a series of many, without who has a block of it already.

    As many as can be missed, who had least first; nobody beyond their right to learning time.
    """
    people = list(queries.people_of(series).values_list("pk", flat=True))
    there = set(series.blocks.values_list("person", "series_on")) if series.pk else set()
    had = Counter(person for person, _day in there)
    known = learning_time.learning_time(people, today.year)
    left = {pk: mine.free for pk, mine in known.items()}
    for day in returning.days(series, after):
        span = returning.span_on(series, day)
        places = together.Places(_roster(series, people, day))
        given, waiting = [], []
        for pk in together.who_had_least_first(people, had):
            has_right = left.get(pk, series.minutes) >= series.minutes
            if (pk, day) in there or not has_right or not places.is_free(pk, span):
                continue
            if not places.give(pk, span):
                waiting.append(pk)
                continue
            given.append(pk)
            had[pk] += 1
            if pk in left:
                left[pk] -= series.minutes
        yield Round(day, span, tuple(given), tuple(waiting))


def _roster(series: Series, people: Collection[int], day: date) -> Roster:
    """Return everybody who counts at one time: these people and who shares a minimum with them."""
    mine = Person.objects.filter(pk__in=people)
    units = set(mine.exclude(unit=None).values_list("unit", flat=True))
    first, last = spans.reach(returning.span_on(series, day))
    wide = at_work.cluster(units, first, last)
    everybody = Person.objects.working().filter(unit__in=wide)
    return at_work.of_people(everybody | mine, first, last, wide)
