"""One cluster as a program for CP-SAT: a variable for every block that somebody could get.

Such a model is large, but its linear relaxation is nearly whole: the blocks of one learner
exclude each other like intervals. With variables per slot instead, a team of fifteen was not
proven in a minute that is now proven in a second.
"""

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bloei.planning.solver.clusters import Cluster
from bloei.planning.solver.draft import Blocks, Draft
from bloei.planning.solver.goals import Block, Goals, Outcome
from bloei.planning.solver.own_plan import stretches
from bloei.planning.solver.program import Program
from bloei.planning.solver.roster import Diary
from bloei.planning.solver.slots import between, each, runs


class Solved(NamedTuple):
    """The blocks of every member, as good as the draft or better, and what is proven."""

    plans: list[Blocks]
    bound: Goals
    proven: bool


class Weights(NamedTuple):
    """What the goals cost in one sum: a former goal outweighs all later ones together.

    `preferred` is the most that can be preferred; the sum counts from there.
    """

    short: int
    largest: int
    minus_preferred: int
    preferred: int

    def goals(self, cost: int) -> Goals:
        """The goals that a cost stands for; of the least cost, the least goals."""
        short, cost = divmod(cost + self.minus_preferred * self.preferred, self.short)
        largest, cost = divmod(cost, self.largest)
        unpreferred, blocks = divmod(cost, self.minus_preferred)
        return Goals(short, largest, unpreferred - self.preferred, blocks)


def solve(draft: Draft, best: Sequence[Outcome], until: float) -> Solved:
    """Look for the best plan of the cluster of a draft until the clock (time.monotonic) says so.

    `best` is what every member would have alone: nobody can be less short than that.
    """
    model = _Model(draft, best)
    answer = model.program.solve(max(0.01, until - time.monotonic()), model.hint)
    bound = model.weights.goals(answer.bound + model.settled)
    if answer.values is None:
        return Solved(draft.plans, bound, proven=False)
    plans = [
        tuple(block for block, variable in sorted(blocks.items()) if answer.values[variable])
        for blocks in model.blocks
    ]
    return Solved(plans, bound, answer.proven)


class _Model:
    def __init__(self, draft: Draft, best: Sequence[Outcome]):
        self.cluster, self.draft = draft.cluster, draft
        self.program = Program()
        self.hint: list[int] = []
        self.weights = _weights(self.cluster)
        crowded = _crowded(self.cluster)
        self.blocks = [
            self._blocks(diary, crowded[member], draft.plans[member])
            for member, diary in enumerate(self.cluster.diaries)
        ]
        for diary, blocks in zip(self.cluster.diaries, self.blocks, strict=True):
            self._keep_apart(diary, blocks)
        self._keep_limits()
        least = [one.short for one in best]
        # What the draft does not lack more than it must is settled: that leaves two goals.
        self.settled = 0
        if draft.goals.short == sum(least):
            self.settled = (
                self.weights.short * sum(least) + self.weights.largest * draft.goals.largest
            )
            for member, short in enumerate(least):
                self._fill(member, self.cluster.diaries[member].wanted - short)
        else:
            self._share_what_is_short(least)

    def _blocks(self, diary: Diary, crowded: int, planned: Blocks) -> dict[Block, int]:
        """A variable for every block that this learner could get."""
        stand_ins = _stand_ins(diary, crowded, self.cluster.slots_per_day)
        chosen = {stand_ins[block] for block in planned}
        variables = {}
        for block in sorted(set(stand_ins.values())):
            variables[block] = self._variable(0, 1, hint=block in chosen)
            preferred = (between(*block) & diary.prefers).bit_count()
            self.program.cost(variables[block], 1 - self.weights.minus_preferred * preferred)
        return variables

    def _variable(self, low: int, high: int, hint: int) -> int:
        self.hint.append(int(hint))
        return self.program.variable(low, high)

    def _keep_apart(self, diary: Diary, blocks: dict[Block, int]) -> None:
        """No two blocks touch, and no day has more of them than it may."""
        per_day = self.cluster.slots_per_day
        days: dict[int, list[int]] = {}
        for (start, _until), variable in blocks.items():
            days.setdefault(start // per_day, []).append(variable)
        for day, variables in days.items():
            self._at_most(diary.quota(day), variables)
        for first, stretch in stretches(diary, diary.open, per_day):
            if stretch.quotas == (1,):
                continue
            until = first + len(stretch.quotas) * per_day
            here = [block for block in blocks if first <= block[0] < until]
            for begin in sorted({start for start, _until in here}):
                clash = [blocks[block] for block in here if block[0] <= begin <= block[1]]
                self._at_most(1, clash)

    def _keep_limits(self) -> None:
        covers: list[dict[int, list[int]]] = []
        for blocks in self.blocks:
            cover: dict[int, list[int]] = {}
            for (start, until), variable in blocks.items():
                for slot in range(start, until):
                    cover.setdefault(slot, []).append(variable)
            covers.append(cover)
        for limit in self.cluster.limits:
            last: list[int] = []
            for most, slots in limit.spare.apart(limit.slots):
                for slot in each(slots):
                    learning = [
                        variable
                        for member in limit.members
                        for variable in covers[member].get(slot, ())
                    ]
                    if learning != last:
                        self._at_most(most, learning)
                    last = learning

    def _at_most(self, most: int, variables: Sequence[int]) -> None:
        if most == 1 and len(variables) > 1:
            self.program.at_most_one(variables)
        elif len(variables) > most:
            self.program.keep(variables, high=most)

    def _fill(self, member: int, amount: int) -> None:
        """Give a member exactly so many slots. The least number of blocks helps the proof."""
        blocks = self.blocks[member]
        lengths = [until - start for start, until in blocks]
        variables = list(blocks.values())
        self.program.keep(variables, lengths, low=amount, high=amount)
        fewest = -(-amount // self.cluster.diaries[member].longest)
        self.program.keep(variables, low=fewest)

    def _share_what_is_short(self, least: Sequence[int]) -> None:
        lowest = max(self.cluster.largest, *least)
        highest = max(self.cluster.largest, *(diary.wanted for diary in self.cluster.diaries))
        largest = self._variable(lowest, highest, self.draft.goals.largest)
        self.program.cost(largest, self.weights.largest)
        for member, diary in enumerate(self.cluster.diaries):
            short = self._variable(least[member], diary.wanted, self.draft.outcomes[member].short)
            self.program.cost(short, self.weights.short)
            self.program.keep([short, largest], [1, -1], high=0)
            blocks = self.blocks[member]
            lengths = [until - start for start, until in blocks]
            everything = [*blocks.values(), short]
            self.program.keep(everything, [*lengths, 1], low=diary.wanted, high=diary.wanted)
            self.program.keep(everything, [diary.longest] * len(blocks) + [1], low=diary.wanted)


def _weights(cluster: Cluster) -> Weights:
    wanted = [diary.wanted for diary in cluster.diaries]
    preferred = 1 + sum(diary.wanted // diary.shortest for diary in cluster.diaries)
    largest = preferred * (1 + sum(wanted))
    short = largest * (1 + max(cluster.largest, *wanted))
    return Weights(short, largest, preferred, sum(wanted))


def _crowded(cluster: Cluster) -> list[int]:
    """For every member the slots in which a limit may bind."""
    found = [0] * len(cluster.diaries)
    for limit in cluster.limits:
        for member in limit.members:
            found[member] |= limit.slots
    return found


def _stand_ins(diary: Diary, crowded: int, per_day: int) -> dict[Block, Block]:
    """All blocks that a learner could get, each with one that is as good and hinders no more.

    Only on days with one block at most, where it does not matter at what hour it is.
    """
    found: dict[Block, Block] = {}
    for first, stretch in stretches(diary, diary.open, per_day):
        here = list(_possible(diary, stretch.open << first, stretch.quotas))
        if stretch.quotas == (1,):
            found |= _alike(diary, here, crowded)
        else:
            found |= {block: block for block in here}
    return found


def _possible(diary: Diary, open_slots: int, quotas: Sequence[int]) -> Iterator[Block]:
    if not any(quotas):
        return
    for start, until in runs(open_slots):
        for begin in range(start, until - diary.shortest + 1):
            longest = min(diary.longest, diary.wanted, until - begin)
            for length in range(diary.shortest, longest + 1):
                yield begin, begin + length


def _alike(diary: Diary, blocks: Sequence[Block], crowded: int) -> dict[Block, Block]:
    """Of blocks of one length in the same crowded slots the one most preferred stands for all."""

    def preferred(block: Block) -> int:
        return (between(*block) & diary.prefers).bit_count()

    best: dict[tuple[int, int], Block] = {}
    for block in blocks:
        key = block[1] - block[0], between(*block) & crowded
        if key not in best or preferred(block) > preferred(best[key]):
            best[key] = block
    found = {}
    for block in blocks:
        length = block[1] - block[0]
        stand_in = best[length, between(*block) & crowded]
        quiet = best.get((length, 0), stand_in)
        found[block] = quiet if preferred(quiet) >= preferred(stand_in) else stand_in
    return found
