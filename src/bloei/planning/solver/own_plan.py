"""The best plan of one learner alone, exactly: first the most time, then preferences, then blocks.

Nobody learns at night, so the open slots fall apart in stretches of a day (or of a few days, for
a night shift). Of each stretch we reckon what every amount of learning in it is worth at most,
and then divide the wanted amount over the stretches. Days look alike, so most of it is known.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bloei.planning.solver.goals import Block
from bloei.planning.solver.roster import Diary
from bloei.planning.solver.slots import between, runs


class Worth(NamedTuple):
    """The best blocks for an amount of learning, and what they are worth."""

    value: int
    blocks: tuple[Block, ...]


# Per amount of slots its worth; None where that amount cannot be made.
Table = Sequence[Worth | None]
NOTHING: Table = (Worth(0, ()),)


class Sizes(NamedTuple):
    """What a block of this learner looks like, and the most slots they still want."""

    shortest: int
    longest: int
    wanted: int


class Stretch(NamedTuple):
    """Slots of a few days, counted from the first midnight; `quotas` are the blocks per day."""

    open: int
    prefers: int
    avoids: int
    quotas: tuple[int, ...]
    slots_per_day: int


def best_blocks(
    diary: Diary, open_slots: int, slots_per_day: int, avoids: int = 0
) -> tuple[Block, ...]:
    """The best blocks of this learner when only these slots are open.

    Of plans that are equally good, one with the fewest slots of `avoids`.
    """
    sizes = Sizes(diary.shortest, diary.longest, diary.wanted)
    best: list[Worth | None] = [Worth(0, ()), *[None] * diary.wanted]
    for at, stretch in stretches(diary, open_slots, slots_per_day, avoids):
        best = _together(best, worths(stretch, sizes), at)
    return next(one.blocks for one in reversed(best) if one)


def stretches(
    diary: Diary, open_slots: int, slots_per_day: int, avoids: int = 0
) -> Iterator[tuple[int, Stretch]]:
    """Yield stretches of days that no run of open slots leads out of, with their first slot."""
    days: list[list[int]] = []
    for start, until in runs(open_slots):
        first, last = start // slots_per_day, (until - 1) // slots_per_day
        if days and first <= days[-1][1]:
            days[-1][1] = last
        else:
            days.append([first, last])
    for first, last in days:
        at = first * slots_per_day
        part = between(0, (last + 1) * slots_per_day - at)
        quotas = tuple(diary.quota(day) for day in range(first, last + 1))
        yield (
            at,
            Stretch(
                open=open_slots >> at & part,
                prefers=diary.prefers >> at & part,
                avoids=avoids >> at & part,
                quotas=quotas,
                slots_per_day=slots_per_day,
            ),
        )


def _together(best: Table, more: Table, at: int) -> list[Worth | None]:
    """The best of two tables together; the blocks of the second are counted from `at`."""
    found = list(best)
    for extra, second in enumerate(more):
        if second is None or not extra:
            continue
        moved = tuple((at + start, at + until) for start, until in second.blocks)
        for amount in range(len(best) - extra):
            first, now = best[amount], found[amount + extra]
            if first and (not now or first.value + second.value > now.value):
                found[amount + extra] = Worth(first.value + second.value, first.blocks + moved)
    return found


@lru_cache(maxsize=20_000)
def worths(stretch: Stretch, sizes: Sizes) -> Table:
    """What each amount of learning in this stretch is worth, reckoned from its last slot back."""
    per_day = stretch.slots_per_day
    # later[slot][n]: from this slot on, when n blocks have begun on its day.
    later: list[list[Table]] = [[NOTHING]] * (len(stretch.quotas) * per_day + sizes.longest + 2)
    free = 0
    for slot in range(len(stretch.quotas) * per_day - 1, -1, -1):
        free = free + 1 if stretch.open >> slot & 1 else 0
        quota = stretch.quotas[slot // per_day]
        lengths = range(sizes.shortest, min(sizes.longest, free, sizes.wanted) + 1)
        tables = []
        for begun in range(quota + 1):
            waiting = _after(later, slot, slot + 1, begun, per_day)
            if begun == quota or not lengths:
                tables.append(waiting)
                continue
            best = list(waiting)
            for length in lengths:
                rest = _after(later, slot, slot + length + 1, begun + 1, per_day)
                _begin(best, rest, stretch, (slot, slot + length), sizes.wanted)
            tables.append(best)
        later[slot] = tables
    return later[0][0]


def _after(later, slot: int, then: int, begun: int, per_day: int) -> Table:
    """The table at `then`, when `begun` blocks have begun on the day of `slot`."""
    tables = later[then]
    same_day = slot // per_day == then // per_day
    return tables[min(begun, len(tables) - 1) if same_day else 0]


def _begin(
    best: list[Worth | None], rest: Table, stretch: Stretch, block: Block, wanted: int
) -> None:
    """Improve a table with a block that is followed by the best of the rest."""
    value, length = _value(stretch, block), block[1] - block[0]
    for amount, after in enumerate(rest[: wanted - length + 1]):
        if after is None:
            continue
        total = amount + length
        best.extend([None] * (total + 1 - len(best)))
        now = best[total]
        if now is None or value + after.value > now.value:
            best[total] = Worth(value + after.value, (block, *after.blocks))


def _value(stretch: Stretch, block: Block) -> int:
    covered = between(*block)
    preferred = (stretch.prefers & covered).bit_count()
    avoided = (stretch.avoids & covered).bit_count()
    return (preferred << 40) - (1 << 20) - avoided
