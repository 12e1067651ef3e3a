"""The answer of the planner: blocks, who is short and why, and where the roster is too thin."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bloei.planning.solver.draft import Blocks
from bloei.planning.solver.instance import Instance, Span
from bloei.planning.solver.reasons import Because, Reasons
from bloei.planning.solver.roster import SlotRoster
from bloei.planning.solver.search import Found
from bloei.planning.solver.slots import runs


class Status(StrEnum):
    OPTIMAL = "optimal"  # all four goals are proven, in every cluster
    FEASIBLE = "feasible"  # out of time; the bound says how far it can be from optimal


@dataclass(frozen=True)
class Block:
    learner: str
    span: Span
    fixed: bool


@dataclass(frozen=True)
class Shortage:
    learner: str
    minutes: int
    because: Because
    where: tuple[str, ...]


@dataclass(frozen=True)
class UnderMinimum:
    """Here the roster itself is too thin, with the fixed blocks taken out."""

    units: tuple[str, ...]
    span: Span
    minimum: int
    present: int


@dataclass(frozen=True)
class Plan:
    """Everything is in minutes. Blocks and shortages are in the order of the learners."""

    status: Status
    minutes_short: int
    minutes_short_bound: int
    largest_shortfall: int
    preferred_minutes: int
    blocks: tuple[Block, ...]
    short: tuple[Shortage, ...]
    under_minimum: tuple[UnderMinimum, ...]


def plan_of(
    instance: Instance, roster: SlotRoster, clusters: Iterable[tuple[tuple[int, ...], Found]]
) -> Plan:
    """Put together what was found for the clusters, each with the positions of its learners."""
    blocks: dict[int, Blocks] = {}
    every: list[Found] = []
    for positions, found in clusters:
        every.append(found)
        blocks |= zip(positions, found.plans, strict=True)
    slot = instance.slot_minutes
    return Plan(
        status=Status.OPTIMAL if all(one.proven for one in every) else Status.FEASIBLE,
        minutes_short=slot * sum(one.goals.short for one in every),
        minutes_short_bound=slot * sum(one.bound.short for one in every),
        largest_shortfall=slot * max((one.goals.largest for one in every), default=0),
        preferred_minutes=slot * sum(-one.goals.minus_preferred for one in every),
        blocks=tuple(_blocks(instance, roster, blocks)),
        short=tuple(_shortages(instance, roster, blocks)),
        under_minimum=tuple(_under_minimum(roster)),
    )


def _blocks(
    instance: Instance, roster: SlotRoster, blocks: Mapping[int, Blocks]
) -> Iterator[Block]:
    """Yield fixed and new blocks of every learner in the order of time."""
    for position, learner in enumerate(instance.learners):
        own = [Block(learner.id, span, fixed=True) for span in learner.fixed]
        for start, until in blocks[position]:
            span = Span(roster.grid.moment(start), roster.grid.moment(until))
            own.append(Block(learner.id, span, fixed=False))
        yield from sorted(own, key=lambda block: block.span)


def _shortages(
    instance: Instance, roster: SlotRoster, blocks: Mapping[int, Blocks]
) -> Iterator[Shortage]:
    reasons = Reasons(instance, roster, blocks)
    for position, diary in enumerate(roster.diaries):
        short = diary.wanted - sum(until - start for start, until in blocks[position])
        if short:
            because, where = reasons.of(position)
            learner = instance.learners[position]
            yield Shortage(learner.id, short * instance.slot_minutes, because, where)


def _under_minimum(roster: SlotRoster) -> list[UnderMinimum]:
    """Where nobody may learn because too few are there anyway; equal neighbours are joined."""
    found: dict[tuple[tuple[str, ...], int, int], int] = {}
    for one in roster.presences:
        if one.to_spare < 0:
            key = one.line.units, one.line.minimum, one.present
            found[key] = found.get(key, 0) | one.slots
    listed = [
        UnderMinimum(units, _span(roster, run), minimum, present)
        for (units, minimum, present), slots in found.items()
        for run in runs(slots)
    ]
    return sorted(listed, key=lambda one: (one.span, one.units))


def _span(roster: SlotRoster, run: tuple[int, int]) -> Span:
    return Span(*(roster.grid.moment(slot) for slot in run))
