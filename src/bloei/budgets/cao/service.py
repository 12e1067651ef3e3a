"""When somebody is in service, with how many hours; joining, leaving, fewer hours.

Employments that adjoin to the day are one service; parallel ones add up; an employment
of an excluded kind is no service.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from bloei.budgets.cao.dates import FOREVER, day_after, day_before
from bloei.budgets.cao.person import Employment


class Span(NamedTuple):
    """Days in service with the same hours; `joined` is the first day of the whole service."""

    start: date
    end: date
    hours: Decimal
    joined: date


class Service:
    """The service of one person, for one list of excluded kinds.

    `spans` are disjoint and in order. `joinings` and `leavings` (the day after the last day)
    belong together; `drops` are days on which fewer hours start than were worked before.
    """

    __slots__ = ("drops", "joinings", "leavings", "spans")

    def __init__(self, employments: Iterable[Employment], excluded_kinds: frozenset[str]):
        counted = [e for e in employments if e.kind not in excluded_kinds]
        if len(counted) == 1:
            only = counted[0]
            end = only.until or FOREVER
            self.spans = [Span(only.start, end, only.hours_per_week, only.start)]
            self.joinings = [only.start]
            self.leavings = [] if end == FOREVER else [day_after(end)]
            self.drops: list[date] = []
        else:
            self._sweep(counted)

    def _sweep(self, employments: list[Employment]) -> None:
        borders = {e.start for e in employments}
        borders.update(day_after(e.until) for e in employments if e.until and e.until != FOREVER)
        days = sorted(borders)
        self.spans, self.joinings, self.leavings, self.drops = [], [], [], []
        for start, following in zip_longest(days, days[1:]):
            end = day_before(following) if following else FOREVER
            present = [e for e in employments if e.start <= start and end <= (e.until or FOREVER)]
            if present:
                self._add(start, end, sum((e.hours_per_week for e in present), Decimal(0)))

    def _add(self, start: date, end: date, hours: Decimal) -> None:
        last = self.spans[-1] if self.spans else None
        follows = last is not None and day_after(last.end) == start
        if last is not None and hours < last.hours:
            self.drops.append(start)
        if not follows:
            self.joinings.append(start)
        elif self.leavings:
            self.leavings.pop()
        if end != FOREVER:
            self.leavings.append(day_after(end))
        if last is not None and follows and hours == last.hours:
            self.spans[-1] = last._replace(end=end)
        else:
            self.spans.append(Span(start, end, hours, last.joined if last and follows else start))

    def on(self, day: date) -> Span | None:
        """The span in which the day lies; None when not in service."""
        for span in self.spans:
            if span.start <= day:
                if day <= span.end:
                    return span
            else:
                return None
        return None

    def covers(self, start: date, end: date) -> bool:
        """In service on every day from start to end."""
        span = self.on(start)
        while span is not None and span.end < end:
            span = self.on(day_after(span.end))
        return span is not None

    def touches(self, start: date, end: date) -> bool:
        """In service on at least one day from start to end."""
        return any(span.start <= end and start <= span.end for span in self.spans)

    def has_left_before(self, day: date) -> bool:
        """Some service has ended before this day."""
        return bool(self.leavings) and self.leavings[0] <= day
