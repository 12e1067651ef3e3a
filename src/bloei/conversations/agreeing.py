"""What the two agree on in a conversation, and the outcome that keeps it. Used by the actions.

Only they see an agreement, and who does it where that is a colleague: of the talk nothing else.
"""

from datetime import date

from bloei.agreements import actions as agreements
from bloei.agreements.models import Agreement
from bloei.conversations.models import Conversation, Outcome
from bloei.conversations.rules import Kind
from bloei.foundation import audit, clock
from bloei.foundation.actions import part_of_an_action
from bloei.foundation.addresses import address_of
from bloei.people.models import Person
from bloei.planning import actions as planning
from bloei.planning.access import DECIDE_TIME
from bloei.planning.models import LearningBlock, Series
from bloei.planning.rules import State


@part_of_an_action
def agree(
    conversation: Conversation,
    *,
    who: Person,
    text: str,
    due_on: date | None,
    watches: str = "",
    today: date,
    key: str,
    by: Person,
) -> Agreement:
    """Agree that somebody does something; `watches` lets it tick off by itself."""
    is_one_of_them = who.pk in conversation.ids
    return agreements.make_agreement(
        person=who,
        text=text,
        due_on=due_on,
        seen_by=conversation.ids,
        about=conversation.about,
        # A colleague cannot open the talk, but has a week.
        url=conversation.get_absolute_url() if is_one_of_them else address_of("planning:week"),
        watches=watches,
        today=today,
        key=f"{conversation.about}:{key}",
        by=by,
    )


@part_of_an_action
def say_yes(block: LearningBlock, *, today: date, by: Person) -> LearningBlock:
    """Agree to what was asked, where `by` may: a manager's own yes need not wait for itself."""
    if block.state == State.ASKED and DECIDE_TIME.allows(by, block):
        block = planning.decide_block(block, agree=True, today=today, by=by)
    return block


@part_of_an_action
def keep(
    conversation: Conversation,
    kind: Kind,
    by: Person,
    *,
    block: LearningBlock | None = None,
    series: Series | None = None,
    **more,
) -> Outcome:
    """Keep what came of a talk."""
    outcome = Outcome.objects.create(
        conversation=conversation, kind=kind, block=block, series=series, by=by, at=clock.now(),
        **more,
    )  # fmt: skip
    audit.record("outcome.agreed", outcome, by=by, because=kind.value)
    return outcome
