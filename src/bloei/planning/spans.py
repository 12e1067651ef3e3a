"""Spans of time: half open, naive local wall time. Pure sums over lists of them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bloei.planning.solver.instance import Span

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1900, 2100  # as in a DayField


def minutes(span: Span) -> int:
    """Return the length of a span in whole minutes."""
    return round((span.until - span.start).total_seconds() / 60)


def days(span: Span) -> list[date]:
    """Return the days that a span touches, in order; the midnight that ends it is no day."""
    first, last = span.start.date(), (span.until - timedelta.resolution).date()
    return [first + ahead * DAY for ahead in range((last - first).days + 1)]


def reach(span: Span) -> tuple[date, date]:
    """Return the first and last day of the rosters that matter to a span.

    A night shift of the day before may run on into it, and it may run on into the next day.
    """
    return span.start.date() - DAY, span.until.date()


def touch(one: Span, other: Span) -> bool:
    """Say whether two spans have time in common; who ends when the other begins has none."""
    return one.start < other.until and other.start < one.until


def at(day: date, minute: int) -> datetime:
    """Return the moment so many minutes after midnight; past 1,440 it is the next day."""
    return datetime.combine(day, time.min) + timedelta(minutes=minute)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same time in as few spans as possible, in order."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].until:
            result[-1] = Span(result[-1].start, max(result[-1].until, span.until))
        else:
            result.append(span)
    return result


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `spans` when `taken` is cut out, in order."""
    left = joined(spans)
    for cut in joined(taken):
        parts: list[Span] = []
        for span in left:
            if cut.until <= span.start or span.until <= cut.start:
                parts.append(span)
                continue
            if span.start < cut.start:
                parts.append(Span(span.start, cut.start))
            if cut.until < span.until:
                parts.append(Span(cut.until, span.until))
        left = parts
    return left


def within(spans: Iterable[Span], frame: Span) -> list[Span]:
    """Return the parts of `spans` that lie in the frame."""
    cut = (Span(max(span.start, frame.start), min(span.until, frame.until)) for span in spans)
    return [span for span in cut if span.start < span.until]


def inwards(spans: Iterable[Span], step: timedelta) -> list[Span]:
    """Return spans on the grid: a step that is not wholly covered does not count."""
    result = []
    for span in joined(spans):
        start, until = _up(span.start, step), _down(span.until, step)
        if start < until:
            result.append(Span(start, until))
    return result


def outwards(spans: Iterable[Span], step: timedelta) -> list[Span]:
    """Return spans on the grid: a step that is touched counts wholly."""
    return joined(Span(_down(span.start, step), _up(span.until, step)) for span in spans)


def _down(moment: datetime, step: timedelta) -> datetime:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    passed = timedelta(0, seconds, moment.microsecond) % step
    return moment - passed if passed else moment


def _up(moment: datetime, step: timedelta) -> datetime:
    down = _down(moment, step)
    return down if down == moment else down + step


def written(span: Span) -> str:
    """Write a span as the value of a choice."""
    return f"{span.start:%Y-%m-%dT%H:%M}/{span.until:%Y-%m-%dT%H:%M}"


def read(text: str) -> Span:
    """Read what `written` wrote. Raises ValueError, also for days that no calendar shows."""
    start, _slash, until = text.partition("/")
    span = Span(datetime.fromisoformat(start), datetime.fromisoformat(until))
    if span.start.tzinfo or span.until.tzinfo or span.until <= span.start:
        raise ValueError(text)
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in span):
        raise ValueError(text)
    return span
