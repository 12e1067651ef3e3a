"""When a message may reach somebody, and who waits a while: the lottery, the week, the night.

Pure: the day, the hour and the seed of the lottery are passed in.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, time, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
MONDAY, SATURDAY = 0, 5
MOST_NUDGES_IN_A_MAIL = 3
STALE_AFTER = timedelta(days=14)
SMALL_TEAM = 4
TALK_EVERY = timedelta(days=365)
_WHOLE = 2**64


class Pace(StrEnum):
    """How often somebody wants mail."""

    DIRECT = "direct"
    DAILY = "daily"
    WEEKLY = "weekly"


def ticket(seed: str, person: int) -> float:
    """Return the lottery ticket of a person: from 0 to just under 1, the same for ever."""
    digest = hashlib.blake2b(f"{seed}:{person}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _WHOLE


def is_held_out(seed: str, person: int, percent: int) -> bool:
    """Say whether the lottery lets this person wait. A larger percentage only adds people."""
    if not 0 <= percent <= 50:
        raise ValueError(f"Between 0 and 50 percent can be held out, not {percent}.")
    return ticket(seed, person) < percent / 100


def is_quiet(at: time, start: time, end: time) -> bool:
    """Say whether `at` lies in the quiet hours, from `start` until just before `end`.

    They may run over midnight; the same start and end means no quiet hours at all.
    """
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def is_quiet_day(day: date, *, weekends: bool) -> bool:
    """Say whether no mail goes out on this day; `weekends` says that somebody wants it then too."""
    return day.weekday() >= SATURDAY and not weekends


def digest_is_due(pace: Pace, today: date, sent_on: Collection[date]) -> bool:
    """Say whether the next digest may go out today, given the days on which one went out.

    A weekly digest goes out on Monday, or later in the week when Monday was missed. A
    day in the future (the clock was set back) counts as sent.
    """
    if pace == Pace.DIRECT:
        return True
    if pace == Pace.DAILY:
        return all(day < today for day in sent_on)
    monday = today - timedelta(days=today.weekday())
    if not sent_on:
        return today == monday
    return all(day < monday for day in sent_on)


def room_this_week(today: date, sent_on: Iterable[date], most: int) -> int:
    """Return how many mails may still go out in the seven days that end today."""
    return max(0, most - sum(day > today - WEEK for day in sent_on))


def slot(pace: Pace, at: time) -> str:
    """Return the part of the day in which at most one mail goes out: the day, or the hour."""
    return f"{at:%H}" if pace == Pace.DIRECT else "day"


def may_note_talk(on: date, today: date) -> bool:
    """Say whether a talk on this day can be noted: not in the future, not over a year ago."""
    return today - TALK_EVERY <= on <= today


def is_shared(count: int, of: int) -> bool:
    """Tell whether something holds for so many people of a team that it points to nobody."""
    return of >= SMALL_TEAM and count * 4 >= of * 3
