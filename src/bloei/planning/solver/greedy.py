"""A good plan at once: everybody takes the best that is left, then pairs choose again."""

import time
from collections.abc import Sequence

from bloei.planning.solver.clusters import Cluster
from bloei.planning.solver.draft import Draft
from bloei.planning.solver.goals import Outcome, outcome
from bloei.planning.solver.own_plan import best_blocks

ROUNDS = 3


def alone(cluster: Cluster) -> list[Outcome]:
    """What every member would have if there were no others: nobody can get more."""
    return [
        outcome(diary, best_blocks(diary, diary.open, cluster.slots_per_day))
        for diary in cluster.diaries
    ]


def everybody_in_turn(cluster: Cluster, best: Sequence[Outcome]) -> Draft:
    """Who has little to choose goes first; who misses something may choose again."""
    draft = Draft(cluster)
    wishes = _wishes_of_others(cluster)
    order = sorted(range(len(best)), key=lambda member: _choice(cluster, member))
    for member in order:
        draft.give(member, draft.best_left(member, wishes[member]))
    for _round in range(ROUNDS - 1):
        for member in order:
            if draft.outcomes[member] != best[member]:
                draft.give(member, draft.best_left(member))
    return draft


def _choice(cluster: Cluster, member: int) -> int:
    diary = cluster.diaries[member]
    return diary.open.bit_count() - 4 * diary.wanted


def _wishes_of_others(cluster: Cluster) -> list[int]:
    """For every member the slots that somebody else prefers."""
    once = twice = 0
    for diary in cluster.diaries:
        twice |= once & diary.prefers
        once |= diary.prefers
    return [once & ~diary.prefers | twice for diary in cluster.diaries]


def trade(draft: Draft, best: Sequence[Outcome], until: float) -> None:
    """Let who misses something choose before one other, as long as that is better for both.

    Stops when the clock (time.monotonic) shows `until`.
    """
    members, improved = range(len(best)), True
    while improved:
        improved = False
        for member in members:
            for other in members:
                if draft.outcomes[member] == best[member] or time.monotonic() > until:
                    break
                if other != member and draft.taken[other] & _misses(draft, member, best):
                    improved |= _choose_before(draft, member, other)


def _misses(draft: Draft, member: int, best: Sequence[Outcome]) -> int:
    """The slots that could help this member."""
    diary = draft.cluster.diaries[member]
    only_wishes = draft.outcomes[member].short == best[member].short and (
        draft.outcomes[member].minus_preferred != best[member].minus_preferred
    )
    return diary.open & diary.prefers if only_wishes else diary.open


def _choose_before(draft: Draft, member: int, other: int) -> bool:
    """Plan both again, `member` first. Return whether it helped; if not, nothing has changed."""
    before, mine, theirs = draft.goals, draft.plans[member], draft.plans[other]
    wishes = draft.cluster.diaries[other].prefers or draft.taken[other]
    draft.give(other, ())
    draft.give(member, draft.best_left(member, wishes))
    draft.give(other, draft.best_left(other))
    if draft.goals < before:
        return True
    draft.give(member, mine)
    draft.give(other, theirs)
    return False
