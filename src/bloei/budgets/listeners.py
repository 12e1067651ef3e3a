"""What budgets does when something happens in another room; connected in wiring.py."""

from datetime import date

from bloei.agreements import watching
from bloei.budgets import actions, rounds, rules
from bloei.budgets.events import ApplicationAsked, ApplicationDecided, ApplicationEnded
from bloei.budgets.models import Application, Funding, Measure
from bloei.budgets.nudges import AFTER_AN_APPLICATION
from bloei.budgets.rules import State
from bloei.foundation import clock
from bloei.learning.events import ParticipationCancelled, ParticipationDone
from bloei.notifications import actions as notifications
from bloei.notifications.nudge import nudges
from bloei.people.events import EmploymentsChanged
from bloei.people.models import Lead


def end_applications(event: ParticipationCancelled) -> None:
    """Give back what was reserved for something that does not go on."""
    actions.end_for_participations([event.participation_id], today=clock.today())


def spend_time(event: ParticipationDone) -> None:
    """Spend the learning hours that were set apart for what is now done."""
    held = Funding.objects.filter(
        application__participation=event.participation_id,
        application__state=State.AGREED,
        account__measure=Measure.MINUTES,
    )
    if held.exists():
        actions.spend_time(event.participation_id, today=clock.today())


def refresh_nudges(event: ApplicationAsked | ApplicationDecided | ApplicationEnded) -> None:
    """Bring the nudges of the applicant and the manager in line at once, not only at night."""
    person = Application.objects.values_list("person", flat=True).get(pk=event.application_id)
    leaders = Lead.objects.filter(person=person, depth=1).values_list("leader", flat=True)
    for name in AFTER_AN_APPLICATION:
        notifications.compute_nudge(name, today=clock.today(), among=[person, *leaders])


def tick_agreements(event: ApplicationDecided) -> None:
    """Tick off that somebody would decide about this, now that it is decided."""
    watching.happened(rules.when_decided(event.application_id), clock.today())


def follow_employments(event: EmploymentsChanged) -> None:
    """Bring the budgets of these people in line, also when the change lies in the past."""
    since = date.fromisoformat(str(event.since))  # an event travels as JSON
    rounds.follow_employments(event.person_ids, since, clock.today())
    # Who leads them sees today, not tomorrow, with whom a talk would help.
    leaders = Lead.objects.filter(person__in=event.person_ids, depth=1)
    among = {*event.person_ids, *leaders.values_list("leader", flat=True)}
    for name in nudges():
        notifications.compute_nudge(name, today=clock.today(), among=among)
