"""What budgets does when something happens in another room; connected in wiring.py."""

from datetime import date

from bloei.budgets import actions
from bloei.budgets.actions import balances
from bloei.foundation import clock
from bloei.learning.events import ParticipationCancelled
from bloei.people.events import EmploymentsChanged


def end_applications(event: ParticipationCancelled) -> None:
    """Give back what was reserved for something that does not go on."""
    actions.end_for_participations([event.participation_id])


def follow_employments(event: EmploymentsChanged) -> None:
    """Bring the budgets of these people in line, also when the change lies in the past."""
    since = date.fromisoformat(str(event.since))  # an event travels as JSON
    balances.follow_employments(event.person_ids, since, clock.today())
