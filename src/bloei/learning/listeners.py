"""What learning does when something has happened."""

from bloei.foundation import clock
from bloei.learning.events import GoalSet
from bloei.learning.models import Goal
from bloei.learning.nudges import NUDGES
from bloei.notifications import actions as notifications


def refresh_nudges(event: GoalSet) -> None:
    """Look at once whether something new fits a goal, not only at night."""
    people = list(Goal.objects.filter(pk=event.goal_id).values_list("person", flat=True))
    for nudge in NUDGES:
        notifications.compute_nudge(nudge.name, today=clock.today(), among=people)
