"""What stands in the way of a block at a moment: one picture for the page and for the action.

Staffing is a wall: no hand and no manager breaks a minimum. Some things only need a word of
the manager (`ASKABLE`); everything else must simply be another time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bloei.budgets.balances import learning_time
from bloei.learning.models import Participation
from bloei.people.models import Person
from bloei.planning import rules, spans
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work, working_time
from bloei.planning.rosters.at_work import Presence, Roster
from bloei.planning.spans import Span
from bloei.planning.staffing import enough, instances

AROUND = timedelta(days=8)  # of work, to see rest and weeks


class Why(StrEnum):
    """What stands in the way."""

    PAST = "past"
    TOO_FAR = "too_far"
    GRID = "grid"
    LENGTH = "length"
    CLOCK = "clock"  # a time that the clock skips
    OVERLAP = "overlap"  # there is a block of oneself already
    STAFFING = "staffing"
    LAW = "law"  # rest, breaks, longest shift
    ABSENT = "absent"  # a day on which one is not there, or it is closed
    BUSY = "busy"  # a meeting
    OFF_WORK = "off_work"  # outside the roster: it would lengthen the work
    NO_RIGHT = "no_right"  # more than the right to learning time
    AT_WORK = "at_work"  # who would take over is there already
    NO_ROSTER = "no_roster"  # of who would take over it was never said when they work


ASKABLE = frozenset({Why.BUSY, Why.OFF_WORK, Why.NO_RIGHT})


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way, with the figures that a sentence needs."""

    why: Why
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_askable(self) -> bool:
        return self.why in ASKABLE


@dataclass(frozen=True)
class Wish:
    """Somebody wants to learn from when until when; `besides` is the block that it replaces."""

    person: Person
    span: Span
    participation: Participation | None = None
    besides: LearningBlock | None = None

    @property
    def is_free(self) -> bool:
        """Whether it takes nothing from the right to learning time: the employer asks for it."""
        return self.participation is not None and self.participation.is_obliged

    @property
    def minutes(self) -> int:
        return spans.minutes(self.span)


def impossible(wish: Wish, today: date) -> list[Obstacle]:
    """Return what makes the time itself impossible, before anybody's roster is read."""
    start, until = wish.span
    if start.date() < today:
        return [Obstacle(Why.PAST)]
    if not rules.is_near(start.date(), today):
        return [Obstacle(Why.TOO_FAR)]
    found = []
    if not (rules.on_the_grid(start) and rules.on_the_grid(until)):
        found.append(Obstacle(Why.GRID))
    if not rules.SHORTEST <= until - start <= rules.LONGEST:
        found.append(Obstacle(Why.LENGTH))
    for moment in (start, until):
        try:
            at_work.aware(moment)
        except ValueError:
            found.append(Obstacle(Why.CLOCK, {"at": moment}))
            break
    return found


def obstacles(wish: Wish, today: date, *, roster: Roster | None = None) -> list[Obstacle]:
    """Return everything in the way of a wish, the walls first; an empty list is a yes.

    `roster` may be given where many moments are looked at; it must reach a week around of what
    lies outside the work.
    """
    if found := impossible(wish, today):
        return found
    roster = roster or around(wish)
    return [
        *_overlap(wish, roster),
        *_staffing(wish, roster),
        *_law(wish, roster),
        *_absent(wish, roster),
        *_own_time(wish, roster),
        *_right(wish, today),
    ]


def around(wish: Wish) -> Roster:
    """Return the roster that says whether a wish fits: of who shares a minimum then.

    With the night shifts of the day before, and the minimums of the day on which it ends. Of
    who wishes a week around as well, where it would lengthen the work: rest and weeks.
    """
    day = wish.span.start.date()
    first, last = spans.reach(wish.span)
    there = at_work.sharing(wish.person, first, last)
    mine = there.people[wish.person.pk]
    if instances.covers([one.span for one in mine.works], wish.span):
        return there
    own = Person.objects.filter(pk=wish.person.pk)
    wide = at_work.of_people(own, day - AROUND, day + AROUND)
    return Roster(first, last, there.people | wide.people, there.minimums)


def _overlap(wish: Wish, roster: Roster) -> Iterable[Obstacle]:
    mine = roster.people[wish.person.pk]
    for pk, span in mine.learns:
        same = wish.besides is not None and pk == wish.besides.pk
        if not same and spans.touch(span, wish.span):
            yield Obstacle(Why.OVERLAP, {"block": pk, "from": span.start, "until": span.until})
            return


def _staffing(wish: Wish, roster: Roster) -> Iterable[Obstacle]:
    tight = enough.too_few(roster, wish.person.pk, wish.span, without=wish.besides)
    if tight is not None:
        yield Obstacle(
            Why.STAFFING,
            {
                "name": tight.name,
                "present": tight.present,
                "minimum": tight.minimum,
                "at": tight.at,
            },
        )


def _law(wish: Wish, roster: Roster) -> Iterable[Obstacle]:
    mine = roster.people[wish.person.pk]
    works = [one.span for one in mine.works]
    if instances.covers(works, wish.span):
        return  # the same hours at work as without it
    learning = [span for pk, span in mine.learns if wish.besides is None or pk != wish.besides.pk]
    yield from broken_limits(wish.span, [*works, *learning])


def broken_limits(span: Span, works: Sequence[Span]) -> Iterator[Obstacle]:
    """Yield the limits of the law that no longer hold for `works` with this work added."""
    for broken in {one.limit: one for one in working_time.broken_by(span, works)}.values():
        yield Obstacle(Why.LAW, {"limit": broken.limit, "minutes": broken.minutes})


def _absent(wish: Wish, roster: Roster) -> Iterable[Obstacle]:
    """Yield the first day on which somebody is not there.

    No manager is asked: who is not there counts for no minimum, and would when the absence is
    taken back.
    """
    mine = roster.people[wish.person.pk]
    if not mine.has_roster or _is_at_work(mine, wish):
        return
    if day := next((one for one in spans.days(wish.span) if one in mine.off), None):
        yield Obstacle(Why.ABSENT, {"on": day})


def _is_at_work(mine: Presence, wish: Wish) -> bool:
    return instances.covers([one.span for one in mine.works], wish.span)


def _own_time(wish: Wish, roster: Roster) -> Iterable[Obstacle]:
    mine = roster.people[wish.person.pk]
    # Of whom it was never said when they work, they decide about the own time.
    if mine.has_roster and not _is_at_work(mine, wish):
        yield Obstacle(Why.OFF_WORK)
    elif meeting := next((one for one in mine.busy if spans.touch(one, wish.span)), None):
        yield Obstacle(Why.BUSY, {"from": meeting.start, "until": meeting.until})


def _right(wish: Wish, today: date) -> Iterable[Obstacle]:
    if wish.is_free:
        return
    free = learning_time.free_on(wish.person, wish.span.start.date(), today)
    kept = wish.besides.reserved_minutes if wish.besides else 0
    if free is not None and free + kept < wish.minutes:
        yield Obstacle(Why.NO_RIGHT, {"free_minutes": free + kept, "minutes": wish.minutes})
