"""Time as numbered slots, and a set of slots as one integer: bit n says whether slot n is in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bloei.planning.solver.instance import Instance, Span

MINUTES_PER_DAY = 24 * 60


class Grid(NamedTuple):
    """Slot 0 begins at `origin`, a midnight; every day has equally many slots."""

    origin: datetime
    slot_minutes: int

    @property
    def slots_per_day(self) -> int:
        return MINUTES_PER_DAY // self.slot_minutes

    def slot(self, moment: datetime) -> int:
        passed = moment - self.origin
        return (passed.days * MINUTES_PER_DAY + passed.seconds // 60) // self.slot_minutes

    def moment(self, slot: int) -> datetime:
        return self.origin + timedelta(minutes=slot * self.slot_minutes)

    def slots(self, spans: Iterable[Span]) -> int:
        """The set of slots of these spans together; spans may overlap."""
        found = 0
        for span in spans:
            found |= between(self.slot(span.start), self.slot(span.until))
        return found


def grid_of(instance: Instance) -> Grid:
    """A grid that begins on the first day of the instance."""
    starts = [line.start for line in instance.staffing]
    for one in instance.learners:
        for spans in (one.works, one.busy, one.prefers, one.fixed):
            starts += [span.start for span in spans]
    first = min(starts, default=datetime.fromisoformat("2000-01-01"))
    return Grid(first.replace(hour=0, minute=0), instance.slot_minutes)


def between(start: int, until: int) -> int:
    return (1 << until) - (1 << start)


def runs(slots: int) -> Iterator[tuple[int, int]]:
    """The maximal runs of a set, in order, as (first, one past the last)."""
    at = 0
    while slots:
        skipped = (slots & -slots).bit_length() - 1
        slots >>= skipped
        length = (~slots & slots + 1).bit_length() - 1
        slots >>= length
        yield at + skipped, at + skipped + length
        at += skipped + length


def each(slots: int) -> Iterator[int]:
    """The slots of a set, in order."""
    for start, until in runs(slots):
        yield from range(start, until)


def with_neighbours(slots: int) -> int:
    """A set and the slots right before and after its runs: where a new block would touch it."""
    return slots | slots << 1 | slots >> 1
