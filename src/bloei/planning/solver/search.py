"""One cluster, from a first draft to a proof, as far as the time goes.

Most rosters have room enough: everybody has what they would have had alone, and nothing is left
to prove. Only where people are in each other's way CP-SAT is asked.
"""

import time
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

from bloei.planning.solver.clusters import Cluster
from bloei.planning.solver.draft import Blocks, Draft
from bloei.planning.solver.goals import Goals, together
from bloei.planning.solver.greedy import alone, everybody_in_turn, trade

# So many variables CP-SAT can prove something about; a larger cluster is improved in parts.
MOST_BLOCKS, BLOCKS_OF_A_PART = 200_000, 5_000
SECONDS_OF_A_PART = 3.0


class Found(NamedTuple):
    """The blocks of every member, what they come to, and what no plan can be better than."""

    plans: tuple[Blocks, ...]
    goals: Goals
    bound: Goals

    @property
    def proven(self) -> bool:
        return self.goals == self.bound


def nothing(cluster: Cluster) -> Found:
    """No blocks at all: what there is when there was no time to look."""
    draft = Draft(cluster)
    preferred = sum(diary.wanted for diary in cluster.diaries)
    return Found(tuple(draft.plans), draft.goals, Goals(0, cluster.largest, -preferred, 0))


def begin(cluster: Cluster) -> Found:
    """A good plan within moments; proven when nobody had to give way."""
    best = alone(cluster)
    draft = everybody_in_turn(cluster, best)
    return Found(tuple(draft.plans), draft.goals, together(best, cluster.largest))


def improve(cluster: Cluster, found: Found, until: float) -> Found:
    """Look for a better plan, or for the proof that there is none, until the clock says so."""
    draft = Draft(cluster, found.plans)
    trade(draft, alone(cluster), until)
    bound = found.bound
    crowd = sorted({member for limit in cluster.limits for member in limit.members})
    if draft.goals != bound and _size(cluster, crowd) <= MOST_BLOCKS:
        bound = max(bound, _plan_again(draft, crowd, until))
    elif draft.goals != bound:
        _improve_in_parts(draft, crowd, until)
    return Found(tuple(draft.plans), draft.goals, bound)


def _size(cluster: Cluster, members: Iterable[int]) -> int:
    """About how many blocks these members could get."""
    diaries = [cluster.diaries[member] for member in members]
    return sum(diary.open.bit_count() * (diary.longest - diary.shortest + 1) for diary in diaries)


def _plan_again(draft: Draft, members: Sequence[int], until: float) -> Goals:
    """Plan these members again in the best way while the others keep theirs.

    Return what the whole cluster cannot be better than, if the others do keep theirs.
    """
    # Only here, and so only in a process of the solver: OR-Tools is large.
    from bloei.planning.solver import model

    others = together(
        one for member, one in enumerate(draft.outcomes) if member not in frozenset(members)
    )
    largest = max(draft.cluster.largest, others.largest)
    part = draft.cluster.part(members, draft.taken, largest)
    plans = [draft.plans[member] for member in members]
    solved = model.solve(Draft(part, plans), alone(part), until)
    for member, blocks in zip(members, solved.plans, strict=True):
        draft.give(member, blocks)
    return Goals(
        solved.bound.short + others.short,
        solved.bound.largest,
        solved.bound.minus_preferred + others.minus_preferred,
        solved.bound.blocks + others.blocks,
    )


def _improve_in_parts(draft: Draft, crowd: Sequence[int], until: float) -> None:
    """Plan a few members again, time after time: one who misses something and some who have it."""
    chance = Random(1)  # noqa: S311 - always the same chances, so always the same plan
    best = alone(draft.cluster)
    while time.monotonic() < until:
        missing = [member for member in crowd if draft.outcomes[member] != best[member]]
        if not missing:
            return
        first = chance.choice(missing)
        rivals = [
            member for member in crowd if draft.taken[member] & draft.cluster.diaries[first].open
        ]
        chance.shuffle(rivals)
        members = {first}
        for rival in rivals:
            if _size(draft.cluster, members) > BLOCKS_OF_A_PART:
                break
            members.add(rival)
        _plan_again(draft, sorted(members), min(until, time.monotonic() + SECONDS_OF_A_PART))
