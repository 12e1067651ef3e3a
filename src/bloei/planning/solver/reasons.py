"""Why somebody could not be given enough: the first reason that holds, and where it is too thin."""

from collections.abc import Mapping
from enum import StrEnum

from bloei.planning.solver.counts import Counts, count, everywhere
from bloei.planning.solver.draft import Blocks
from bloei.planning.solver.instance import Instance
from bloei.planning.solver.own_plan import best_blocks
from bloei.planning.solver.roster import SlotRoster, StaffedSlots
from bloei.planning.solver.slots import between


class Because(StrEnum):
    ROSTER = "roster"  # works less than they want to learn
    BUSY = "busy"  # meetings leave less
    BLOCK_SIZE = "block_size"  # blocks of their sizes do not come to it, whoever is present
    STAFFING = "staffing"  # too few would be present


class Reasons:
    def __init__(self, instance: Instance, roster: SlotRoster, blocks: Mapping[int, Blocks]):
        self._instance, self._roster = instance, roster
        self._learning = {
            position: sum(between(*block) for block in own) for position, own in blocks.items()
        }
        self._by_unit: dict[str, list[int]] = {}
        for position, diary in enumerate(roster.diaries):
            self._by_unit.setdefault(diary.unit, []).append(self._learning[position])
        self._presences: dict[str, list[StaffedSlots]] = {}
        for one in roster.presences:
            for unit in set(one.line.units):
                self._presences.setdefault(unit, []).append(one)
        self._counted: dict[tuple[str, ...], Counts] = {}

    def of(self, position: int) -> tuple[Because, tuple[str, ...]]:
        """Return why this learner is short; for staffing also the units of the lines that bind."""
        learner, diary = self._instance.learners[position], self._roster.diaries[position]
        grid = self._roster.grid
        works, busy = grid.slots(learner.works), grid.slots(learner.busy)
        if works.bit_count() * grid.slot_minutes < learner.minutes:
            return Because.ROSTER, ()
        if (works & ~busy).bit_count() * grid.slot_minutes < learner.minutes:
            return Because.BUSY, ()
        alone = best_blocks(diary, diary.open, grid.slots_per_day)
        if sum(until - start for start, until in alone) < diary.wanted:
            return Because.BLOCK_SIZE, ()
        return Because.STAFFING, self._binding(diary.unit, diary.open & ~self._learning[position])

    def _binding(self, unit: str, slots: int) -> tuple[str, ...]:
        """The units of the lines under which nobody more may learn in some of these slots."""
        found: set[str] = set()
        for one in self._presences.get(unit, ()):
            if here := one.slots & slots:
                learning = self._learning_in(one.line.units)
                if here & learning.at_least(everywhere(max(0, one.to_spare))):
                    found.update(one.line.units)
        return tuple(sorted(found))

    def _learning_in(self, units: tuple[str, ...]) -> Counts:
        if units not in self._counted:
            self._counted[units] = count(
                one for unit in set(units) for one in self._by_unit.get(unit, ())
            )
        return self._counted[units]
