"""What is connected to what: every listener of every event, on one page.

TOGETHER runs in the transaction of who publishes: what must never disagree.
AFTERWARDS runs as a job after the commit, and may run twice without harm.
"""

from collections.abc import Callable

from bloei.budgets import listeners as budgets
from bloei.budgets.events import ApplicationAsked, ApplicationDecided, ApplicationEnded
from bloei.foundation.events import Event
from bloei.learning import listeners as learning
from bloei.learning.events import GoalSet, ParticipationCancelled
from bloei.people.events import EmploymentsChanged

TOGETHER: dict[type[Event], list[Callable]] = {
    # Money that was reserved may never outlive what it was reserved for.
    ParticipationCancelled: [budgets.end_applications],
}

AFTERWARDS: dict[type[Event], list[Callable]] = {
    EmploymentsChanged: [budgets.follow_employments],
    # What waits for somebody on the first page changes with it.
    ApplicationAsked: [budgets.refresh_nudges],
    ApplicationDecided: [budgets.refresh_nudges],
    ApplicationEnded: [budgets.refresh_nudges],
    GoalSet: [learning.refresh_nudges],
}
