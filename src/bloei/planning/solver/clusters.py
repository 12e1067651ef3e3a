"""Units that share a staffing line are planned together; other units have nothing to do with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bloei.planning.solver.counts import Counts, count, everywhere
from bloei.planning.solver.roster import Diary, SlotRoster, StaffedSlots


class Limit(NamedTuple):
    """In these slots at most `spare` of these members may learn at once."""

    members: tuple[int, ...]
    slots: int
    spare: Counts


@dataclass(frozen=True)
class Cluster:
    """Learners to plan together. Members are numbered as their diaries.

    What the minimums close for all is taken out of the diaries; limits hold what is left: slots
    in which more members could learn than may. `largest` is the largest shortfall elsewhere,
    under which nothing is to be gained.
    """

    diaries: tuple[Diary, ...]
    limits: tuple[Limit, ...]
    slots_per_day: int
    largest: int = 0

    def part(self, members: Sequence[int], taken: Sequence[int], largest: int) -> "Cluster":
        """The planning of some members only, while the others keep the slots they have taken."""
        diaries = {member: self.diaries[member] for member in members}
        limits = []
        for limit in self.limits:
            others = count(taken[member] for member in limit.members if member not in diaries)
            limits.append(limit._replace(spare=limit.spare.less(others)))
        return _cluster(diaries, limits, self.slots_per_day, largest)


def clusters_of(roster: SlotRoster) -> Iterator[tuple[tuple[int, ...], Cluster]]:
    """Yield every cluster, with the positions of its learners in the instance."""
    top_of = _connected(roster.presences)
    positions: dict[str, list[int]] = {}
    for position, diary in enumerate(roster.diaries):
        positions.setdefault(top_of.get(diary.unit, diary.unit), []).append(position)
    presences: dict[str, list[StaffedSlots]] = {}
    for one in roster.presences:
        presences.setdefault(top_of[one.line.units[0]], []).append(one)
    for name, who in positions.items():
        diaries = {position: roster.diaries[position] for position in who}
        limits = _limits(diaries, presences.get(name, ()))
        yield tuple(who), _cluster(diaries, limits, roster.grid.slots_per_day)


def _connected(presences: Iterable[StaffedSlots]) -> dict[str, str]:
    """For every unit of a staffing line the unit that stands for its cluster."""
    above: dict[str, str] = {}

    def top(unit: str) -> str:
        while above.setdefault(unit, unit) != unit:
            above[unit] = above[above[unit]]
            unit = above[unit]
        return unit

    for one in presences:
        first = top(one.line.units[0])
        for other in one.line.units[1:]:
            above[top(other)] = first
    return {unit: top(unit) for unit in above}


def _limits(diaries: Mapping[int, Diary], presences: Iterable[StaffedSlots]) -> Iterator[Limit]:
    """Yield one limit for all lines of the same units."""
    found: dict[frozenset[str], tuple[int, Counts]] = {}
    for one in presences:
        units = frozenset(one.line.units)
        spare = everywhere(max(0, one.to_spare))
        known, least = found.get(units, (0, Counts()))
        less = one.slots & (~known | least.at_least(spare))
        found[units] = known | one.slots, spare.where(less, least)
    for units, (slots, spare) in found.items():
        members = tuple(member for member, diary in diaries.items() if diary.unit in units)
        yield Limit(members, slots, spare)


def _cluster(
    diaries: Mapping[int, Diary], limits: Iterable[Limit], slots_per_day: int, largest: int = 0
) -> Cluster:
    """A cluster of these diaries, numbered anew, with what matters of these limits."""
    limits = list(limits)
    opens = {member: diary.open for member, diary in diaries.items()}
    for limit in limits:
        some = limit.spare.at_least(everywhere(1))
        for member in limit.members:
            if member in opens:
                opens[member] &= ~limit.slots | some
    number = {member: position for position, member in enumerate(diaries)}
    binding = []
    for members, within, spare in limits:
        near = [member for member in members if member in opens and opens[member] & within]
        slots = within & ~spare.at_least(count(opens[member] for member in near))
        if slots:
            who = tuple(number[member] for member in near if opens[member] & slots)
            binding.append(Limit(who, slots, spare))
    return Cluster(
        tuple(replace(diary, open=opens[member]) for member, diary in diaries.items()),
        tuple(binding),
        slots_per_day,
        largest,
    )
