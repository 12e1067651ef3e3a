"""What is true of agreements: by when something may be due, and how near that is. No database."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

FURTHEST = timedelta(days=3 * 365)
SOON = timedelta(days=3)
STILL_TOLD = timedelta(days=14)
LONGEST = 300


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Nearness(StrEnum):
    """How near the day is on which something is due."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    FAR = "far"


def may_be_due(due_on: date | None, today: date) -> bool:
    """Say whether something can be agreed for this day: from today, at most three years on."""
    return due_on is None or today <= due_on <= today + FURTHEST


def nearness(due_on: date | None, today: date) -> Nearness:
    """Return how near the day is; something without a day is never late."""
    if due_on is None or due_on > today + SOON:
        return Nearness.FAR
    if due_on < today:
        return Nearness.LATE
    return Nearness.TODAY if due_on == today else Nearness.SOON


def parties(who: int, by: int | None, others: Iterable[int]) -> set[int]:
    """Return the ids of who may see it: who does it, who wrote it down, and the others there."""
    return {who, *others} | ({by} if by is not None else set())


def partner(who: int, of: set[int]) -> int | None:
    """Return the other one of two; nobody when one or more than two people agreed."""
    others = of - {who}
    return next(iter(others)) if len(others) == 1 else None
