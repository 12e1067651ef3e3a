"""What has happened with budgets and applications."""

from dataclasses import dataclass

from bloei.foundation.events import Event


@dataclass(frozen=True)
class ApplicationAsked(Event):
    application_id: int


@dataclass(frozen=True)
class TalkSuggested(Event):
    """Who decides about an application wants to talk first."""

    application_id: int


@dataclass(frozen=True)
class ApplicationDecided(Event):
    """Somebody agreed or refused, or the scheme let the employee decide alone."""

    application_id: int


@dataclass(frozen=True)
class ApplicationEnded(Event):
    """Withdrawn or cancelled: what was reserved went back."""

    application_id: int
