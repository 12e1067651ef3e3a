"""What can be asked about learning time: how often it moved, what waits, how much came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from bloei.planning import rules
from bloei.planning.models import BlockMove, LearningBlock
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


def of_week(
    person: int, monday: date, now: datetime, *, also: QuerySet[LearningBlock] | None = None
) -> OfWeek:
    """Return what somebody's week shows and what is unsaid by now, in one question.

    `also` are keys of blocks of others, to be asked for along with it.
    """
    rows = in_week(person, monday) | to_realise(person, now)
    if also is not None:
        rows |= LearningBlock.objects.filter(pk__in=also.values("pk"))
        rows = rows.select_related("person")
    found = list(rows.order_by("during"))
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


def minutes_from_talks(people: Collection[int] | QuerySet, since: date) -> int:
    """Return the minutes of learning time that came from conversations, fixed or done."""
    found = LearningBlock.objects.filter(
        person__in=people,
        origin=Origin.TALK,
        state__in=[State.AGREED, State.DONE],
        during__startswith__date__gte=since,
    )
    return sum(block.done_minutes or block.minutes for block in found)


def done_minutes(people: Collection[int] | QuerySet, first: date, last: date) -> int:
    """Return the minutes that people learned in blocks, between two days (inclusive)."""
    found = LearningBlock.objects.filter(
        person__in=people,
        state=State.DONE,
        during__startswith__date__range=(first, last),
    )
    return found.aggregate(total=Sum("done_minutes"))["total"] or 0
