"""An instance in slots: the time of every learner, and who must be present when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bloei.planning.solver.counts import Counts, count
from bloei.planning.solver.instance import Instance, Learner, StaffingLine
from bloei.planning.solver.slots import Grid, between, grid_of, with_neighbours


@dataclass(frozen=True)
class Diary:
    """The time of one learner, in slots.

    `present` is what the roster says, fixed blocks taken out; `open` is where a new block may
    lie: working time without meetings, and not touching a fixed block. `begun` says how many
    fixed blocks begin on which days.
    """

    unit: str
    present: int
    open: int
    prefers: int
    wanted: int
    shortest: int
    longest: int
    per_day: int
    begun: Mapping[int, int]

    def quota(self, day: int) -> int:
        """How many new blocks may begin on this day; more than fit make no difference."""
        left = self.per_day - self.begun.get(day, 0)
        return max(0, min(left, self.wanted // self.shortest))


class StaffedSlots(NamedTuple):
    """How a staffing line stands in some slots, before anybody gets a new block."""

    line: StaffingLine
    slots: int
    present: int

    @property
    def to_spare(self) -> int:
        return self.present - self.line.minimum


@dataclass(frozen=True)
class SlotRoster:
    """Diaries are in the order of the learners, presences in that of the staffing lines."""

    grid: Grid
    diaries: tuple[Diary, ...]
    presences: tuple[StaffedSlots, ...]


def roster_of(instance: Instance) -> SlotRoster:
    grid = grid_of(instance)
    diaries = tuple(_diary(learner, grid) for learner in instance.learners)
    return SlotRoster(grid, diaries, tuple(_presences(instance.staffing, grid, diaries)))


def _diary(learner: Learner, grid: Grid) -> Diary:
    works, fixed = grid.slots(learner.works), grid.slots(learner.fixed)
    planned = sum(grid.slot(span.until) - grid.slot(span.start) for span in learner.fixed)
    return Diary(
        unit=learner.unit,
        present=works & ~fixed,
        open=works & ~grid.slots(learner.busy) & ~with_neighbours(fixed),
        prefers=grid.slots(learner.prefers),
        wanted=max(0, learner.minutes // grid.slot_minutes - planned),
        shortest=learner.min_block // grid.slot_minutes,
        longest=learner.max_block // grid.slot_minutes,
        per_day=learner.max_blocks_per_day,
        begun=Counter(grid.slot(span.start) // grid.slots_per_day for span in learner.fixed),
    )


def _presences(
    lines: Iterable[StaffingLine], grid: Grid, diaries: Iterable[Diary]
) -> Iterator[StaffedSlots]:
    """Yield for every line the slots of each number of people present."""
    by_unit: dict[str, list[int]] = {}
    for diary in diaries:
        by_unit.setdefault(diary.unit, []).append(diary.present)
    known: dict[frozenset[str], Counts] = {}
    for line in lines:
        units = frozenset(line.units)
        if units not in known:
            known[units] = count(one for unit in units for one in by_unit.get(unit, ()))
        within = between(grid.slot(line.start), grid.slot(line.until))
        for present, slots in known[units].apart(within):
            yield StaffedSlots(line, slots, present)
