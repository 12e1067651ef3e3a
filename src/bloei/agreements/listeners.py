"""What agreements do when something has happened; connected in wiring.py."""

from bloei.agreements.events import AgreementChanged, AgreementDone
from bloei.agreements.models import Agreement
from bloei.agreements.nudges import NUDGES
from bloei.foundation import clock
from bloei.notifications import actions as notifications


def refresh_reminders(event: AgreementDone | AgreementChanged) -> None:
    """Let a reminder go when what it is about was done, moved or dropped."""
    found = Agreement.objects.filter(pk=event.agreement_id)
    people = list(found.values_list("person", flat=True))
    for nudge in NUDGES:
        notifications.compute_nudge(nudge.name, today=clock.today(), among=people)
