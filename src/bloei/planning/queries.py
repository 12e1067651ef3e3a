"""What can be asked about learning time: how often it moved, what waits, how much came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.query import RawQuerySet
from django.utils import timezone

from bloei.people.models import Person, UnitClosure
from bloei.planning import rules
from bloei.planning.access import DECIDE_TIME
from bloei.planning.models import BlockMove, LearningBlock, Plan, Series
from bloei.planning.rules import Origin, State

WEEK = timedelta(days=7)
SHOWN_STATES = (*sorted(rules.STANDING), State.PROPOSED)


@dataclass(frozen=True)
class OfWeek:
    """Own blocks and proposals of one week, and what is over while nobody said how it went.

    `others` are blocks of other people that were asked for along with it.
    """

    shown: list[LearningBlock]
    unsaid: list[LearningBlock]
    others: list[LearningBlock]


def people_of(asked: Plan | Series) -> QuerySet[Person]:
    """Return for whom a plan or a series is, as the organisation is today."""
    working = Person.objects.working()
    if asked.person_id:
        return working.filter(pk=asked.person_id)
    if asked.unit_id:
        below = UnitClosure.objects.filter(above=asked.unit_id).values("below")
        return working.filter(unit__in=below)
    return working


def times_moved(block: LearningBlock) -> int:
    """Return how often a block got another time."""
    return block.moves.filter(answer=BlockMove.Answer.YES).count()


def times_taken(person: int, today: date) -> int:
    """Return how often others wanted learning time of this person away in this quarter."""
    first, last = rules.quarter(today)
    start, after = _midnight(first), _midnight(last + timedelta(days=1))
    asked = BlockMove.objects.filter(block__person=person, at__gte=start, at__lt=after)
    return asked.exclude(by=F("block__person")).count()


def to_realise(person: int, now: datetime) -> QuerySet[LearningBlock]:
    """Return fixed blocks that are over and of which nobody said how they went, oldest first."""
    over = LearningBlock.objects.filter(
        person=person, state=State.AGREED, during__endswith__lte=now
    )
    return over.order_by("during")


_OF_WEEK = """
    b.person_id = %s and (b.state = any(%s) and b.during && tstzrange(%s, %s)
                          or b.state = %s and upper(b.during) <= %s)
"""
_BLOCKS = f"""
    select b.*, p.given_name, p.infix, p.family_name
      from planning_learningblock b join people_person p on p.id = b.person_id
     where {_OF_WEEK} or b.id in ({{also}})
     order by b.during
"""  # noqa: S608 - of our own
_ANYTHING = f"""
    select b.id from planning_learningblock b where {_OF_WEEK}
    union all select p.id from planning_workingpattern p where p.person_id = %s
    union all select r.id from planning_rostereddays r where r.person_id = %s
"""  # noqa: S608 - of our own
_WAITING = """
    select b.id from planning_learningblock b where {within} and b.state = %s
     order by b.decide_by, b.id
"""


def waiting_keys(viewer: Person) -> RawQuerySet:
    """Return the keys of what waits for the viewer to decide, the nearest deadline first."""
    within, given = DECIDE_TIME.within(viewer, "b.person_id")
    return LearningBlock.objects.raw(_WAITING.format(within=within), [*given, State.ASKED])


def anything(person: int, monday: date, now: datetime) -> RawQuerySet:
    """Return keys of what a week can be made of: own blocks, or a roster to find room in."""
    return LearningBlock.objects.raw(_ANYTHING, [*_asked(person, monday, now), person, person])


def _asked(person: int, monday: date, now: datetime) -> list[Any]:
    week = _midnight(monday), _midnight(monday + WEEK)
    return [person, [str(one) for one in SHOWN_STATES], *week, State.AGREED, now]


def of_week(
    person: int, monday: date, now: datetime, *, also: RawQuerySet | None = None, most: int = 0
) -> OfWeek:
    """Return what somebody's week shows and what is unsaid by now, in one question.

    `also` are keys of blocks of others, of which the first ones are asked for along with it. Of
    people only the name is loaded.
    """
    others, given = (also.raw_query, also.params) if also is not None else ("select 0", ())
    sql = _BLOCKS.format(also=f"({others} limit %s)")
    asked = [*_asked(person, monday, now), *(given or ()), most]
    found = list(LearningBlock.objects.raw(sql, asked))
    for one in found:
        name = one.given_name, one.infix, one.family_name  # type: ignore[attr-defined]
        one.person = Person.by_name(one.person_id, *name)
    mine = [one for one in found if one.person_id == person]
    first, after = (_midnight(day) for day in (monday, monday + WEEK))
    return OfWeek(
        shown=[one for one in mine if one.starts_at < after and first < one.ends_at],
        unsaid=[one for one in mine if one.state == State.AGREED and one.ends_at <= now],
        others=[one for one in found if one.person_id != person],
    )


def in_week(person: int, monday: date) -> QuerySet[LearningBlock]:
    """Return the blocks and proposals of somebody in the week that begins on a Monday."""
    mine = LearningBlock.objects.filter(person=person, state__in=SHOWN_STATES)
    return mine.between(monday, monday + WEEK)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def fixed_between(
    rows: QuerySet[LearningBlock], first: date, last: date
) -> QuerySet[LearningBlock]:
    """Keep fixed blocks that touch the days from `first` to `last`, both inclusive, in order."""
    fixed = rows.filter(state=State.AGREED)
    return fixed.between(first, last + timedelta(days=1)).order_by("during")  # type: ignore[attr-defined]


def waiting_for_decision(rows: QuerySet[LearningBlock]) -> QuerySet[LearningBlock]:
    """Keep what waits for a manager, the nearest deadline first."""
    return rows.filter(state=State.ASKED).order_by("decide_by", "pk")


_FROM_TALKS = """
    select coalesce(sum(coalesce(nullif(b.done_minutes, 0), round(extract(epoch from
                        upper(b.during) - lower(b.during)) / 60))), 0)::int
      from planning_learningblock b
     where b.person_id = any(%s) and b.origin = %s and b.state = any(%s) and lower(b.during) >= %s
"""


def talk_minutes(people: Collection[int], since: date) -> RawQuerySet:
    """Return one row to read: the minutes that came from conversations, fixed or done."""
    states = [State.AGREED.value, State.DONE.value]
    asked = [list(people), Origin.TALK, states, _midnight(since)]
    return LearningBlock.objects.raw(_FROM_TALKS, asked)


def done_minutes(people: Collection[int] | QuerySet, first: date, last: date) -> int:
    """Return the minutes that people learned in blocks, between two days (inclusive)."""
    found = LearningBlock.objects.filter(
        person__in=people,
        state=State.DONE,
        during__startswith__date__range=(first, last),
    )
    return found.aggregate(total=Sum("done_minutes"))["total"] or 0
