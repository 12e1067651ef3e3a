"""Who can learn at one moment that is meant for several: as many as can be missed, taking turns.

Pure sums over one picture of the roster; every yes takes a place for who comes after.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bloei.planning import spans
from bloei.planning.rosters.at_work import Roster
from bloei.planning.rules import SLOT
from bloei.planning.solver.roster import Diary, roster_of
from bloei.planning.solver.slots import each
from bloei.planning.spans import Span
from bloei.planning.staffing import enough, instances


@dataclass(frozen=True)
class Full:
    """A moment at which nobody (more) can be missed: `there` count before anybody got a place."""

    at: datetime
    name: str
    there: int
    minimum: int


class Places:
    """How many of each group can still be missed, slot by slot, while places are given away."""

    def __init__(self, roster: Roster):
        instance = instances.instance_of(roster)
        slots = roster_of(instance)
        self._grid = slots.grid
        self._minimums = roster.minimums
        self._presences = slots.presences
        self._diaries: dict[int, Diary] = {
            int(learner.id): diary
            for learner, diary in zip(instance.learners, slots.diaries, strict=True)
        }
        # Per unit and slot the lines that bind there, and per line and slot what is to spare.
        self._lines: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._spare: dict[tuple[int, int], int] = {}
        self._given: Counter[int] = Counter()  # per person the set of slots, as one integer
        for number, one in enumerate(slots.presences):
            for slot in each(one.slots):
                self._spare[number, slot] = one.to_spare
                for unit in one.line.units:
                    self._lines[unit, slot].append(number)

    def is_free(self, person: int, span: Span) -> bool:
        """Say whether this person works then, and neither meets nor learns."""
        diary = self._diaries.get(person)
        return diary is not None and not self._slots(span) & ~diary.open

    def give(self, person: int, span: Span) -> bool:
        """Give a place when this person works then, is free, and enough others stay."""
        if not self.is_free(person, span):
            return False
        diary, wanted = self._diaries[person], self._slots(span)
        taken = [(line, slot) for slot in each(wanted) for line in self._lines[diary.unit, slot]]
        if any(self._spare[place] < 1 for place in taken):
            return False
        for place in taken:
            self._spare[place] -= 1
        self._given[person] |= wanted
        return True

    def _slots(self, span: Span) -> int:
        return self._grid.slots(spans.outwards([span], SLOT))

    def full(self, person: int) -> Iterator[Full]:
        """Yield the moments at which this person works and is free, and no place is left."""
        diary = self._diaries[person]
        for slot in each(diary.open & ~self._given[person]):
            for line in self._lines.get((diary.unit, slot), ()):
                if self._spare[line, slot] < 1:
                    presence, at = self._presences[line], self._grid.moment(slot)
                    name = enough.name_of(presence, at, self._minimums)
                    yield Full(at, name, presence.present, presence.line.minimum)


def who_had_least_first(people: Iterable[int], had: Counter[int]) -> list[int]:
    """Return people in the order of what they had, so that not always the same miss it."""
    return sorted(people, key=lambda pk: (had[pk], pk))
