"""The limits of the Arbeidstijdenwet for people of 18 and older, as pure sums. No clock.

Source: arboportaal.nl, "Werktijden voor 18-jarigen en ouder" (art. 5:3, 5:4, 5:7, 5:8 ATW).
Learning in working time is work: a block that lengthens somebody's work must fit these
limits together with the roster. Times are naive local wall time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bloei.planning.spans import Span, joined

DAILY_REST = timedelta(hours=11)
WEEKLY_REST = timedelta(hours=36)
WEEK = timedelta(days=7)
LONGEST_SHIFT = timedelta(hours=12)
LONGEST_WEEK = timedelta(hours=60)
# Work that is less apart than this is one shift with a break in it.
LONGEST_BREAK = timedelta(hours=4)
# (longer than, break in all): 30 minutes over 5.5 hours, 45 over 10.
BREAKS = (
    (timedelta(hours=10), timedelta(minutes=45)),
    (timedelta(hours=5.5), timedelta(minutes=30)),
)


@dataclass(frozen=True)
class Broken:
    """One limit that does not hold, and how much there would be instead, in minutes.

    `limit` is daily_rest, weekly_rest, shift, week or break.
    """

    limit: str
    minutes: int
    span: Span


def shifts(works: Iterable[Span]) -> list[Span]:
    """Return the shifts that pieces of work make: a gap of at most four hours is a break."""
    result: list[Span] = []
    for piece in joined(works):
        if result and piece.start - result[-1].until <= LONGEST_BREAK:
            result[-1] = Span(result[-1].start, piece.until)
        else:
            result.append(piece)
    return result


def broken_by(block: Span, works: Sequence[Span]) -> list[Broken]:
    """Return the limits that hold for `works` and no longer hold with the block added.

    `works` should reach at least seven days before and after the block. What the roster
    itself already breaks is not held against the block.
    """
    before = {one.limit for one in _near(block, works)}
    after = _near(block, joined([*works, block]))
    return [one for one in after if one.limit not in before or one.span.start == block.start]


def _near(block: Span, works: Sequence[Span]) -> list[Broken]:
    made = shifts(works)
    found = [*_rests(block, made), *_lengths(block, made, joined(works)), *_weeks(block, works)]
    return sorted(found, key=lambda one: one.limit)


def _rests(block: Span, made: list[Span]) -> Iterable[Broken]:
    for earlier, later in pairwise(made):
        touches = earlier.until >= block.start - WEEK and later.start <= block.until + WEEK
        rest = later.start - earlier.until
        if touches and rest < DAILY_REST and _holds(block, earlier, later):
            yield Broken("daily_rest", _minutes(rest), Span(earlier.until, later.start))


def _holds(block: Span, *around: Span) -> bool:
    return any(one.start <= block.start and block.until <= one.until for one in around)


def _lengths(block: Span, made: list[Span], pieces: list[Span]) -> Iterable[Broken]:
    for shift in made:
        if not _holds(block, shift):
            continue
        inside = [one for one in pieces if shift.start <= one.start and one.until <= shift.until]
        work = sum((one.until - one.start for one in inside), timedelta())
        if work > LONGEST_SHIFT:
            yield Broken("shift", _minutes(work), shift)
        rest = (shift.until - shift.start) - work
        needed = next((rest_ for longer, rest_ in BREAKS if work > longer), timedelta())
        # A roster that draws a shift as one piece has its breaks inside.
        if len(inside) > 1 and rest < needed:
            yield Broken("break", _minutes(rest), shift)


def _weeks(block: Span, works: Sequence[Span]) -> Iterable[Broken]:
    """Look at the seven times 24 hours that begin with each shift around the block."""
    made = shifts(works)
    for first in made:
        frame = Span(first.start, first.start + WEEK)
        if not (frame.start <= block.start < frame.until):
            continue
        inside = [one for one in made if frame.start <= one.start < frame.until]
        ends = [*(one.start for one in inside[1:]), frame.until]
        rests = [end - one.until for one, end in zip(inside, ends, strict=True)]
        if max(rests) < WEEKLY_REST:
            yield Broken("weekly_rest", _minutes(max(rests)), frame)
        work = sum((one.until - one.start for one in inside), timedelta())
        if work > LONGEST_WEEK:
            yield Broken("week", _minutes(work), frame)


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)
