"""What conversations do when something happened with learning time; connected in wiring.py.

Bloei then invites the two to talk. Each runs as a job and may run twice: one talk per occasion,
and never a second open one for the same two.
"""

import contextlib

from bloei.budgets.events import TalkSuggested
from bloei.budgets.models import Application
from bloei.conversations import actions
from bloei.conversations.actions import AlreadyOpen
from bloei.conversations.rules import Because, Occasion
from bloei.foundation import clock
from bloei.people import queries as people
from bloei.people.models import Person
from bloei.planning import rules as planning
from bloei.planning.events import BlockMoved, BlockRefused, NotServed
from bloei.planning.models import LearningBlock


def talk_after_refusal(event: BlockRefused) -> None:
    """Let the two look for what is possible, when learning time was refused."""
    block = LearningBlock.objects.select_related("person").get(pk=event.block_id)
    _open(block.person, Because.REFUSED, f"refused:{block.pk}", block)


def talk_after_moves(event: BlockMoved) -> None:
    """Let the two look for a moment that lasts, when the same block moved twice."""
    if event.times >= planning.TALK_AT:
        block = LearningBlock.objects.select_related("person").get(pk=event.block_id)
        _open(block.person, Because.MOVED, f"moved:{block.pk}", block)


def talk_when_not_served(event: NotServed) -> None:
    """Let the two look for another way, when the planner found somebody too little."""
    person = Person.objects.get(pk=event.person_id)
    _open(person, Because.NOT_SERVED, f"not_served:{event.plan_id}:{person.pk}")


def talk_first(event: TalkSuggested) -> None:
    """Open the talk that who decides about an application asked for."""
    application = Application.objects.select_related("person", "talk_by").get(
        pk=event.application_id
    )
    if application.talk_by is None:
        return
    with contextlib.suppress(AlreadyOpen):
        actions.open_conversation(
            application.person,
            partner=application.talk_by,
            occasion=Occasion.DEVELOPMENT,
            because=Because.APPLICATION,
            key=f"application:{application.pk}:{application.talk_at}",
            by=application.talk_by,
        )


def _open(person: Person, because: Because, key: str, block: LearningBlock | None = None) -> None:
    """Invite somebody and who leads them; without a leader there is nobody to talk with."""
    approver = people.approver_for(person, clock.today())
    if approver is None:
        return
    with contextlib.suppress(AlreadyOpen):
        actions.open_conversation(
            person, partner=approver.leader, occasion=Occasion.TIME, because=because, block=block,
            key=key, by=None,
        )  # fmt: skip
