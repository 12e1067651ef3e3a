"""What the planner is asked: who learns how much, when they work, and how many must be present."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """Local wall time without a zone; `until` itself is not in it."""

    start: datetime
    until: datetime


@dataclass(frozen=True)
class Learner:
    """One person. `minutes` is what they get in all, blocks that are fixed already included."""

    id: str
    unit: str
    minutes: int
    min_block: int
    max_block: int
    max_blocks_per_day: int
    works: tuple[Span, ...]
    busy: tuple[Span, ...] = ()
    prefers: tuple[Span, ...] = ()
    fixed: tuple[Span, ...] = ()


@dataclass(frozen=True)
class StaffingLine:
    """From `start` until `until` at least `minimum` people of these units together are present."""

    units: tuple[str, ...]
    start: datetime
    until: datetime
    minimum: int


@dataclass(frozen=True)
class Instance:
    """Everything one run knows. All times lie on the borders of slots, counted from midnight."""

    slot_minutes: int
    learners: tuple[Learner, ...]
    staffing: tuple[StaffingLine, ...]
