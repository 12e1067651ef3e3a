"""A conversation is opened, gets its moment, takes place, or is called off."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from bloei.conversations import agenda, messages, rules
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Because, Occasion, State
from bloei.conversations.steps import NoStep, locked
from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.notifications import actions as notifications
from bloei.people.models import Person
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work

__all__ = ["AlreadyOpen", "NoStep", "NotAPossibleMoment"]


class AlreadyOpen(Exception):
    """These two have a `conversation` that is still to take place."""

    def __init__(self, conversation: Conversation):
        super().__init__(f"Conversation {conversation.pk} is open.")
        self.conversation = conversation


class NotAPossibleMoment(Exception):
    """The moment lies in the past or too far ahead, or is too short, too long or skipped."""


@action(creates=Conversation)
def open_conversation(
    person: Person,
    *,
    partner: Person,
    occasion: Occasion,
    because: Because = Because.ASKED,
    block: LearningBlock | None = None,
    point: str = "",
    key: str,
    by: Person | None,
) -> Conversation:
    """Open a conversation about the learning of `person`; who did not ask is told.

    `point` is the first thing on the agenda, of who asks. `by` is nobody when Bloei opens it:
    then both are told. Raises AlreadyOpen: two people have one at a time.
    """
    conversation = Conversation(
        person=person, partner=partner, occasion=occasion, because=because, block=block,
        opened_by=by, opened_at=clock.now(),
    )  # fmt: skip
    _save_the_only_one(conversation)
    if point and by:
        agenda.add(conversation, text=point, by=by)
    audit.record("conversation.opened", conversation, by=by, because=because.value)
    messages.tell_opened(conversation)
    return conversation


@action
def plan_conversation(
    conversation: Conversation,
    *,
    start: datetime,
    until: datetime,
    place: str = "",
    today: date,
    by: Person,
) -> Conversation:
    """Give it a moment, or another one; both get it for their calendar.

    Times are naive local wall time. Raises NoStep, NotAPossibleMoment. A change of the place
    alone sends nothing.
    """
    conversation = locked(conversation, State.PLANNED)
    during = _range(start, until, today)
    is_same = conversation.during is not None and (
        (conversation.during.lower, conversation.during.upper) == during
    )
    is_first = conversation.during is None
    conversation.during, conversation.place, conversation.state = during, place, State.PLANNED
    if not (is_same or is_first):
        conversation.sequence += 1
    _save(conversation)
    audit.record("conversation.planned", conversation, by=by, fields=["during", "place"])
    if not is_same:
        messages.tell_moment(conversation, by, is_first=is_first)
    return conversation


@action
def hold_conversation(
    conversation: Conversation,
    *,
    on: date,
    next_on: date | None = None,
    today: date,
    by: Person,
) -> Conversation:
    """Say that the two talked on a day, and when they want to talk again.

    The date goes into the one list of talks about learning. Raises NoStep, and NotAPossibleDay
    of notifications for a day in the future or long ago.
    """
    conversation = locked(conversation, State.HELD)
    if not rules.may_be_next(next_on, today):
        raise NotAPossibleMoment(next_on)
    notifications.note_talk(
        person=conversation.person, on=on, today=today, key=conversation.about, by=by
    )
    conversation.state, conversation.held_on, conversation.next_on = State.HELD, on, next_on
    _save(conversation)
    audit.record("conversation.held", conversation, by=by, fields=["held_on", "next_on"])
    return conversation


@action
def change_occasion(conversation: Conversation, *, occasion: Occasion, by: Person) -> Conversation:
    """Talk about something else: other question cards. Raises NoStep."""
    conversation = locked(conversation)
    conversation.occasion = occasion
    conversation.save(update_fields=["occasion"])
    audit.record("conversation.occasion", conversation, by=by, fields=["occasion"])
    return conversation


@action
def call_off(conversation: Conversation, *, today: date, by: Person) -> Conversation:
    """Let it not take place; the other is told. Raises NoStep once they talked.

    What the other one asked of HR stays open: calling off does not keep HR away.
    """
    conversation = locked(conversation, State.CLOSED)
    if not conversation.is_open:
        raise NoStep(conversation.state, State.CLOSED)
    was_planned = conversation.during is not None
    conversation.state, conversation.closed_on = State.CLOSED, today
    conversation.sequence += 1
    _save(conversation)
    asked = conversation.helps.filter(settled_on=None)
    asked.exclude(by=conversation.other(by)).update(settled_on=today)
    audit.record("conversation.called_off", conversation, by=by, fields=["state"])
    messages.tell_called_off(conversation, by, was_planned=was_planned)
    return conversation


def _save_the_only_one(conversation: Conversation) -> None:
    """Save it, unless these two have one; of two who ask at once, one wins."""
    try:
        with transaction.atomic():
            conversation.save(force_insert=True)
    except IntegrityError as refused:
        if "one_open_conversation_of_two" not in str(refused):
            raise
        two = Conversation.objects.between(conversation.person, conversation.partner)
        raise AlreadyOpen(two.open().get()) from refused


def _range(start: datetime, until: datetime, today: date) -> tuple[datetime, datetime]:
    if not rules.may_be_planned(start, until, today):
        raise NotAPossibleMoment(start)
    try:
        return at_work.aware(start), at_work.aware(until)
    except ValueError as skipped:
        raise NotAPossibleMoment(start) from skipped


def _save(conversation: Conversation) -> None:
    conversation.save()
    conversation.refresh_from_db(fields=["during"])
