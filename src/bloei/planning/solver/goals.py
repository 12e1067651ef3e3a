"""What makes one plan better than another: the four goals, the first that differs decides."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bloei.planning.solver.roster import Diary
from bloei.planning.solver.slots import between

# From slot, until slot (not included).
Block = tuple[int, int]


class Outcome(NamedTuple):
    """What new blocks mean for one learner, in slots; a smaller tuple is better."""

    short: int
    minus_preferred: int
    blocks: int


class Goals(NamedTuple):
    """The four goals of learners together, in slots; a smaller tuple is better."""

    short: int
    largest: int
    minus_preferred: int
    blocks: int


def outcome(diary: Diary, blocks: Sequence[Block]) -> Outcome:
    """What these blocks mean. Preferred slots count below zero, so that less is better."""
    planned = sum(until - start for start, until in blocks)
    preferred = sum((between(*block) & diary.prefers).bit_count() for block in blocks)
    return Outcome(diary.wanted - planned, -preferred, len(blocks))


def together(outcomes: Iterable[Outcome], largest: int = 0) -> Goals:
    """The goals of these learners, when the largest shortfall of others is `largest`."""
    short = minus_preferred = blocks = 0
    for one in outcomes:
        short += one.short
        largest = max(largest, one.short)
        minus_preferred += one.minus_preferred
        blocks += one.blocks
    return Goals(short, largest, minus_preferred, blocks)
