"""What is connected to what: every listener of every event, on one page.

TOGETHER runs in the transaction of who publishes: what must never disagree.
AFTERWARDS runs as a job after the commit, and may run twice without harm.
WITHOUT_CONNECTION is what a device may keep for its owner (docs/decisions/0016-offline.md).
"""

from collections.abc import Callable

from bloei.agreements import listeners as agreements
from bloei.agreements.events import AgreementChanged, AgreementDone
from bloei.budgets import listeners as budgets
from bloei.budgets.events import (
    ApplicationAsked,
    ApplicationDecided,
    ApplicationEnded,
    TalkSuggested,
)
from bloei.conversations import listeners as conversations
from bloei.foundation.events import Event
from bloei.foundation.offline import Kept
from bloei.learning import listeners as learning
from bloei.learning.events import (
    GoalSet,
    OfferPublished,
    OffersImported,
    ParticipationCancelled,
    ParticipationDone,
)
from bloei.people.events import EmploymentsChanged, PersonLeft
from bloei.planning import listeners as planning
from bloei.planning.events import (
    BlockDone,
    BlockEnded,
    BlockMoved,
    BlockRefused,
    NotServed,
    TimePlanned,
)

TOGETHER: dict[type[Event], list[Callable]] = {
    # Money that was reserved may never outlive what it was reserved for.
    ParticipationCancelled: [budgets.end_applications],
    # Learning hours are spent when what they were for is done.
    ParticipationDone: [budgets.spend_time],
}

AFTERWARDS: dict[type[Event], list[Callable]] = {
    EmploymentsChanged: [budgets.follow_employments],
    # Who left has no learning time to come, and its hours are free again.
    PersonLeft: [planning.clear_week],
    # What was agreed ticks itself off when it happened, and its reminder goes.
    ParticipationDone: [learning.tick_agreements],
    BlockDone: [planning.tick_agreements, planning.refresh_nudges],
    AgreementDone: [agreements.refresh_reminders],
    AgreementChanged: [agreements.refresh_reminders],
    # What waits for somebody on the first page changes with it.
    ApplicationAsked: [budgets.refresh_nudges],
    ApplicationDecided: [budgets.refresh_nudges, budgets.tick_agreements],
    ApplicationEnded: [budgets.refresh_nudges],
    TimePlanned: [planning.refresh_nudges],
    BlockEnded: [planning.refresh_nudges],
    # Where time cannot be found, two people talk.
    BlockRefused: [conversations.talk_after_refusal, planning.refresh_nudges],
    BlockMoved: [conversations.talk_after_moves],
    NotServed: [conversations.talk_when_not_served],
    TalkSuggested: [conversations.talk_first],
    GoalSet: [learning.refresh_nudges],
    OfferPublished: [learning.tell_of_offer],
    OffersImported: [learning.tell_of_offers],
}

WITHOUT_CONNECTION = [
    Kept("time", under="planning:week", page="planning:offline", facts="planning:offline_facts",
         script="planning/offline.js"),
]  # fmt: skip
