"""What the rules settle with who leaves: paid out per grant, or an advance that is given back.

A leaving date that changes afterwards changes this too, so a correction compares it with what was
booked. Pure sums; amounts are cents or minutes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bloei.budgets import cao
from bloei.budgets.granting import batches
from bloei.budgets.reckoning import timeline
from bloei.budgets.reckoning.timeline import RuleOnDays, VersionedEntry

Grant = tuple[date, date | None]  # when it was granted, and the first day on which it is gone


@dataclass
class Settled:
    """What is paid out per grant, and what is given back of an advance."""

    paid_out: Counter[Grant] = field(default_factory=Counter)
    reclaimed: int = 0


def by_the_rules(lines: Iterable[VersionedEntry]) -> Settled:
    """Return what the rules settled in these entries of the engine."""
    settled = Settled()
    for line in lines:
        if line.entry.what == "pay_out":
            for part in line.entry.parts:
                settled.paid_out[part.granted_on, part.lapses_on] -= part.amount
        elif line.entry.what == "reclaim":
            settled.reclaimed += line.entry.amount
    return settled


def with_what_came_back(
    state: cao.State, settled: Settled, facts: cao.Facts, segments: Sequence[RuleOnDays], day: date
) -> cao.State:
    """Settle what came back after somebody had left, as the nightly run does; change `settled`."""
    left = batches.what_leaving_does(timeline.current(segments, day))
    if left is None or not batches.has_left(facts, day):
        return state
    if left == "pay_out":
        for lot in state.lots:
            settled.paid_out[lot.granted_on, lot.lapses_on] += lot.remaining
    return state._replace(lots=())
