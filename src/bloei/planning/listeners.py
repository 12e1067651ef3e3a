"""What planning does when something has happened; connected in wiring.py."""

from bloei.agreements import watching
from bloei.foundation import clock
from bloei.notifications import actions as notifications
from bloei.people.events import PersonLeft
from bloei.people.models import Lead, Person
from bloei.planning import actions, rules
from bloei.planning.events import BlockDone, BlockEnded, BlockRefused, TimePlanned
from bloei.planning.models import LearningBlock
from bloei.planning.nudges import NUDGES


def tick_agreements(event: BlockDone) -> None:
    """Tick off what was agreed until this learning time was used."""
    watching.happened(rules.when_done(event.block_id), clock.today())


def clear_week(event: PersonLeft) -> None:
    """Let nothing stand any more for who left: series end, and kept time goes back."""
    person = Person.objects.filter(pk=event.person_id, is_working=False).first()
    if person is not None:
        actions.clear_week(person, today=clock.today(), by=None)


def refresh_nudges(event: TimePlanned | BlockDone | BlockEnded | BlockRefused) -> None:
    """Bring the nudges of the person and the manager in line at once, not only at night."""
    person = LearningBlock.objects.values_list("person", flat=True).get(pk=event.block_id)
    leaders = Lead.objects.filter(person=person, depth=1).values_list("leader", flat=True)
    for nudge in NUDGES:
        notifications.compute_nudge(nudge.name, today=clock.today(), among=[person, *leaders])
