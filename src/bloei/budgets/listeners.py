"""What budgets does when something happens in another room; connected in wiring.py."""

from bloei.budgets import actions
from bloei.learning.events import ParticipationCancelled


def end_applications(event: ParticipationCancelled) -> None:
    """Give back what was reserved for something that does not go on."""
    actions.end_for_participations([event.participation_id])
