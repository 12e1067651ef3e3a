"""What has happened in learning."""

from dataclasses import dataclass

from bloei.foundation.events import Event


@dataclass(frozen=True)
class OfferPublished(Event):
    """A new offer is there for everybody."""

    offer_id: int


@dataclass(frozen=True)
class OffersImported(Event):
    """A file brought new offers; one event for all of them, from `first_on` (ISO) on."""

    first_on: str
    count: int


@dataclass(frozen=True)
class ParticipationDone(Event):
    participation_id: int


@dataclass(frozen=True)
class ParticipationCancelled(Event):
    participation_id: int


@dataclass(frozen=True)
class GoalSet(Event):
    goal_id: int
