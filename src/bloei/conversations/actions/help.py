"""HR is asked to help: by one of the two, or when a conversation is open longer than the term."""

from datetime import date

from bloei.conversations import messages, queries
from bloei.conversations.models import Conversation, HelpAsked
from bloei.conversations.steps import NoStep, locked
from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.people.models import Person


@action(creates=HelpAsked)
def ask_for_help(
    conversation: Conversation, *, sentence: str = "", key: str, by: Person
) -> HelpAsked:
    """Ask HR in. HR hears that it is open, and the sentence; the other one hears it too.

    Each of the two asks for oneself: what the other one asked stays as it is. Asking again
    gives what one asked before, with the newest sentence. Raises NoStep.
    """
    conversation = locked(conversation)
    asked = conversation.helps.filter(settled_on=None, by=by).first()
    asked = asked or HelpAsked(conversation=conversation, by=by, at=clock.now())
    asked.sentence = sentence.strip() or asked.sentence
    asked.save()
    audit.record("help.asked", asked, by=by)
    messages.tell_help(asked)
    return asked


@action
def ask_for_help_in_time(*, today: date, by: Person | None = None) -> int:
    """Let HR know of conversations that are open longer than the term; return how many."""
    late = queries.open_too_long(today)
    for conversation in late:
        asked = HelpAsked.objects.create(conversation=conversation, at=clock.now())
        messages.tell_help(asked)
    audit.record("help.asked", HelpAsked, by=by, because="term", count=len(late))
    return len(late)


@action
def settle_help(asked: HelpAsked, *, today: date, by: Person) -> HelpAsked:
    """Say that HR spoke with them. Raises NoStep when somebody was first."""
    asked = HelpAsked.objects.select_for_update().get(pk=asked.pk)
    if asked.settled_on is not None:
        raise NoStep("settled", "settled")
    asked.settled_on, asked.settled_by = today, by
    asked.save(update_fields=["settled_on", "settled_by"])
    audit.record("help.settled", asked, by=by, fields=["settled_on"])
    return asked
