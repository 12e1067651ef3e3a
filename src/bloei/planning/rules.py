"""What is true of learning time: how a block moves, what counts as the same term. Pure.

Times are naive local wall time, as the planner reckons; minutes are whole minutes.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

# The grid of planning, of the week view and of the planner.
SLOT = timedelta(minutes=30)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=8)
QUARTER, MOST_SHORTER = 15, 8  # minutes; choices
FARTHEST = timedelta(days=400)  # ahead: rosters and the right to learning time are not known yet
LONGEST_SERIES = timedelta(days=731)  # from its first day to its last
# Somebody who takes a block away says why; so often in a quarter is a signal.
SIGNAL_AT = 3
# Two moves of one block, or a refusal, and the two had better talk.
TALK_AT = 2


def when_done(block: int) -> str:
    """Name what an agreement waits for that ticks itself off when this block was done."""
    return f"block:{block}:done"


class State(StrEnum):
    """Where a block of learning time is."""

    PROPOSED = "proposed"  # by the planner; nobody chose it yet
    DECLINED = "declined"  # a proposal that did not suit
    ASKED = "asked"  # outside the rules: the manager decides
    REFUSED = "refused"
    AGREED = "agreed"  # working time, in the calendar
    DONE = "done"
    LAPSED = "lapsed"  # it did not happen, for a reason that was told
    CANCELLED = "cancelled"


MOVES: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.AGREED, State.DECLINED}),
    State.DECLINED: frozenset(),
    State.ASKED: frozenset({State.AGREED, State.REFUSED, State.CANCELLED}),
    State.REFUSED: frozenset(),
    State.AGREED: frozenset({State.DONE, State.LAPSED, State.CANCELLED}),
    State.DONE: frozenset({State.AGREED}),  # a slip, taken back
    State.LAPSED: frozenset({State.AGREED}),
    State.CANCELLED: frozenset(),
}
# What stands in somebody's week: two of these never overlap.
STANDING = frozenset({State.ASKED, State.AGREED, State.DONE})


class Origin(StrEnum):
    """Where a block came from; hours that came from talks are counted."""

    HAND = "hand"
    PLANNER = "planner"
    TEAM = "team"  # the fixed hour of a team
    TALK = "talk"


class Stays(StrEnum):
    """Why a shift that was taken over does not go back when it is not needed any more."""

    BEGUN = "begun"
    LEARNS = "learns"  # who took it over learns in that time
    NEEDED = "needed"  # without them too few are there


class Every(StrEnum):
    """How often a moment comes back."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"  # such as every first Monday


def days_of(every: str, first: date, last: date) -> Iterator[date]:
    """Yield the days of a series from `first` to `last`, both inclusive.

    A month counts as its first day does: the second Tuesday, say. A month without a fifth
    Tuesday has none.
    """
    if every != Every.MONTH:
        step = timedelta(weeks=1 if every == Every.WEEK else 2)
        day = first
        while day <= last:
            yield day
            day += step
        return
    nth = (first.day - 1) // 7
    month = first.replace(day=1)
    while month <= last:
        ahead = (first.weekday() - month.weekday()) % 7 + 7 * nth
        day = month + timedelta(days=ahead)
        after = (month + timedelta(days=32)).replace(day=1)
        if day < after and first <= day <= last:
            yield day
        month = after


Saying = tuple[datetime, int, str]  # when, how many minutes, and why not when it was none


def said_after(one: Saying, other: Saying) -> bool:
    """Say whether an answer stands over another: it was said later.

    At the very same moment it is the longer one, so that the order in which answers come in
    never matters.
    """
    return one > other


def may_move(now: State, to: State) -> bool:
    """Say whether a block may go from one state to another."""
    return to in MOVES[now]


def minutes_between(start: datetime, end: datetime) -> int:
    """Return the whole minutes from `start` to `end`."""
    return round((end - start).total_seconds() / 60)


def shorter_than(minutes: int) -> list[int]:
    """Return what a block can have taken instead: each a quarter of an hour less, at most eight."""
    return list(range(minutes - QUARTER, 0, -QUARTER))[:MOST_SHORTER]


def on_the_grid(moment: datetime) -> bool:
    """Say whether a moment lies on a border of the grid."""
    passed = moment - datetime.combine(moment.date(), datetime.min.time(), moment.tzinfo)
    return not passed % SLOT


def is_near(day: date, today: date) -> bool:
    """Say whether a day is near enough to plan on; days gone by are another matter."""
    return day <= today + FARTHEST


def quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter of a day, both inclusive."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = (first + timedelta(days=95)).replace(day=1)
    return first, after - timedelta(days=1)


def monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
