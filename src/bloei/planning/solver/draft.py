"""A plan in the making: the blocks of every member of a cluster, and what is left for others."""

from collections.abc import Sequence

from bloei.planning.solver.clusters import Cluster
from bloei.planning.solver.counts import Counts
from bloei.planning.solver.goals import Block, Goals, Outcome, outcome, together
from bloei.planning.solver.own_plan import best_blocks
from bloei.planning.solver.slots import between

Blocks = tuple[Block, ...]


class Draft:
    """Keeps within the limits as long as members get what `best_left` found, or a whole plan."""

    def __init__(self, cluster: Cluster, plans: Sequence[Blocks] = ()):
        self.cluster = cluster
        self.plans: list[Blocks] = [() for _ in cluster.diaries]
        self.taken = [0 for _ in cluster.diaries]
        self.outcomes: list[Outcome] = [outcome(diary, ()) for diary in cluster.diaries]
        self._learning = [Counts() for _ in cluster.limits]
        self._limits_of: list[list[int]] = [[] for _ in cluster.diaries]
        for number, limit in enumerate(cluster.limits):
            for member in limit.members:
                self._limits_of[member].append(number)
        for member, blocks in enumerate(plans):
            self.give(member, blocks)

    @property
    def goals(self) -> Goals:
        return together(self.outcomes, self.cluster.largest)

    def give(self, member: int, blocks: Blocks) -> None:
        """Let a member have these blocks instead of what they had."""
        before, after = self.taken[member], 0
        for block in blocks:
            after |= between(*block)
        for limit in self._limits_of[member]:
            self._learning[limit] = self._learning[limit].minus(before).plus(after)
        self.plans[member], self.taken[member] = blocks, after
        self.outcomes[member] = outcome(self.cluster.diaries[member], blocks)

    def best_left(self, member: int, avoids: int = 0) -> Blocks:
        """The best blocks for this member while the others keep theirs.

        Of equally good ones those with few slots of `avoids`, or of which they take the last.
        """
        mine, full, last = self.taken[member], 0, 0
        for number in self._limits_of[member]:
            limit = self.cluster.limits[number]
            others = self._learning[number].minus(mine)
            full |= limit.slots & others.at_least(limit.spare)
            last |= limit.slots & others.plus(-1).at_least(limit.spare)
        diary = self.cluster.diaries[member]
        return best_blocks(diary, diary.open & ~full, self.cluster.slots_per_day, avoids | last)
