"""What is true of conversations: how one goes on, and how long what is said is kept. Pure."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

SHORTEST, LONGEST, USUAL = timedelta(minutes=10), timedelta(hours=4), timedelta(minutes=45)
FURTHEST = timedelta(days=400)  # ahead, for a moment or a next time
MOST_POINTS = 40
POINT_MINUTES = (5, 10, 15, 20, 30)
# Preparation is for the talk itself; a month later nobody needs it.
PREPARATION_MONTHS = 1
OPEN_MONTHS = 6
# A next time that was agreed on is opened so long before, to have time to prepare.
OPENS_AHEAD = timedelta(days=14)
SATURDAY = 5
# So many team meetings in a row that nobody began, and no new one is planned by itself.
MOST_MISSED = 3


class State(StrEnum):
    """Where a conversation is."""

    INVITED = "invited"  # somebody, or Bloei, asks for it; there is no moment yet
    PLANNED = "planned"
    HELD = "held"  # they talked; what they wrote can still be put right
    CLOSED = "closed"  # a month later, or called off: it can be read, not changed


MOVES: dict[State, frozenset[State]] = {
    State.INVITED: frozenset({State.PLANNED, State.HELD, State.CLOSED}),
    State.PLANNED: frozenset({State.PLANNED, State.HELD, State.CLOSED}),
    State.HELD: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}
# Two people have one of these at a time.
OPEN = frozenset({State.INVITED, State.PLANNED})
CHANGEABLE = OPEN | {State.HELD}


class Occasion(StrEnum):
    """What two people talk about; each has question cards of its own."""

    DEVELOPMENT = "development"
    TIME = "time"
    UNUSED_BUDGET = "unused_budget"
    BACK = "back"  # from a course
    NEW = "new"  # in the team
    STUCK = "stuck"


class Because(StrEnum):
    """Why a conversation was opened."""

    ASKED = "asked"  # one of the two wants to talk
    REFUSED = "refused"  # learning time that somebody asked for
    MOVED = "moved"  # learning time, again and again
    NOT_SERVED = "not_served"  # the planner found somebody too little
    APPLICATION = "application"  # who decides wants to talk first
    NEXT = "next"  # they agreed on a next time


class Kind(StrEnum):
    """What came of a talk about time: every one of these is learning time."""

    BLOCK = "block"
    SERIES = "series"
    ON_THE_JOB = "on_the_job"
    SWAP = "swap"
    TRAVEL = "travel"
    OWN_TIME = "own_time"


class InReturn(StrEnum):
    """What the employer gives for learning in one's own time."""

    TIME_BACK = "time_back"
    PAY = "pay"
    BUDGET = "budget"


def may_move(now: State, to: State) -> bool:
    """Say whether a conversation may go from one state to another."""
    return to in MOVES[now]


def may_be_planned(start: datetime, until: datetime, today: date) -> bool:
    """Say whether two people can meet then: not before today, ten minutes to four hours."""
    ahead = start.date() - today
    return timedelta() <= ahead <= FURTHEST and SHORTEST <= until - start <= LONGEST


def may_be_next(day: date | None, today: date) -> bool:
    """Say whether a next time can be on this day."""
    return day is None or today < day <= today + FURTHEST


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_meeting(
    last_on: date, weeks: int, after: date, closed: Collection[date]
) -> tuple[date, date]:
    """Return the day that a rhythm of so many weeks means next, and the day that it becomes.

    It lies after the day `after`. On a closed day it moves to the next working day; the rhythm
    goes on from the day that was meant, or a Friday would stay a Monday after Christmas.
    """
    passed = max(0, (after - last_on).days) // (7 * weeks)
    meant = on = last_on + timedelta(weeks=weeks * (passed + 1))
    while on in closed or (on != meant and on.weekday() >= SATURDAY):
        on += timedelta(days=1)
    return meant, on


def takes_its_place(meant: date, weeks: int, on: date) -> bool:
    """Say whether a meeting held on a day is the one that a rhythm of so many weeks means later.

    It is when it lies nearer to that day than to the one before it, and at most a week ahead.
    """
    ahead = (meant - on).days
    return 2 * ahead < 7 * weeks and ahead <= 7


def goes_on(begun: Sequence[bool]) -> bool:
    """Say whether a rhythm goes on, by whether the last meetings were begun, the last first."""
    return any(begun[:MOST_MISSED]) or len(begun) < MOST_MISSED


def preparation_until(talked_on: date) -> date:
    """Return the day on which the preparation of both is wiped."""
    return months_later(talked_on, PREPARATION_MONTHS)


def open_until(opened_on: date, moment_on: date | None, help_after_days: int) -> date:
    """Return the day on which a talk that did not take place is closed.

    A month after its moment; without one, half a year after it was opened, and in any case a
    month after HR was asked to help.
    """
    if moment_on:
        return months_later(moment_on, PREPARATION_MONTHS)
    helped_on = opened_on + timedelta(days=help_after_days)
    return max(months_later(opened_on, OPEN_MONTHS), months_later(helped_on, PREPARATION_MONTHS))


def kept_until(ended_on: date, last_agreed_on: date | None, months: int) -> date:
    """Return the day on which a conversation is forgotten: so long after its last agreement."""
    return months_later(max(ended_on, last_agreed_on or ended_on), months)


def is_overdue(opened_on: date, days: int, today: date) -> bool:
    """Say whether a conversation that did not come about is open longer than the term."""
    return today > opened_on + timedelta(days=days)
