"""What has happened to people, told to the rooms above."""

from dataclasses import dataclass
from datetime import date

from bloei.foundation.events import Event


@dataclass(frozen=True)
class EmploymentsChanged(Event):
    """Hours, kind, cao, function or unit of these people are different from `since` on.

    `since` may lie in the past (a correction) or in the future.
    """

    person_ids: tuple[int, ...]
    since: date


@dataclass(frozen=True)
class PersonLeft(Event):
    """The last day of the last employment of this person has passed."""

    person_id: int
