"""What has happened with learning time."""

from dataclasses import dataclass

from bloei.foundation.events import Event


@dataclass(frozen=True)
class TimePlanned(Event):
    """Somebody planned one moment, or asked for it; what a series makes is not told one by one."""

    block_id: int


@dataclass(frozen=True)
class BlockMoved(Event):
    """A fixed block has another time; `times` is how often it was moved by now."""

    block_id: int
    times: int


@dataclass(frozen=True)
class BlockRefused(Event):
    """A manager did not agree to what somebody asked."""

    block_id: int


@dataclass(frozen=True)
class BlockDone(Event):
    """Somebody said that it happened."""

    block_id: int


@dataclass(frozen=True)
class BlockEnded(Event):
    """Taken away by its owner, or it did not happen: what was kept apart went back."""

    block_id: int


@dataclass(frozen=True)
class NotServed(Event):
    """The planner could not find somebody enough time."""

    plan_id: int
    person_id: int
