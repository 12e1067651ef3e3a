"""How long what was said is kept, and what happens when that time is over."""

from datetime import date

from bloei.agreements import actions as agreements
from bloei.conversations import invitations, queries
from bloei.conversations.models import Conversation, Preparation, TalkTerms
from bloei.conversations.rules import State
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.ical import Method
from bloei.people.models import Person


@action
def set_talk_terms(*, months_kept: int, help_after_days: int, by: Person | None) -> TalkTerms:
    """Say how long conversations are kept, and after how many days HR is asked to help."""
    terms = TalkTerms(pk=1, months_kept=months_kept, help_after_days=help_after_days)
    terms.save()
    audit.record("talk_terms.set", terms, by=by, fields=["months_kept", "help_after_days"])
    return terms


@action
def close_finished(*, today: date, by: Person | None = None) -> int:
    """Close what took place a month ago: from now on it is only read; return how many."""
    over = Conversation.objects.filter(pk__in=queries.talked_long_ago(today))
    count = over.update(state=State.CLOSED, closed_on=today)
    audit.record("conversations.closed", Conversation, by=by, count=count)
    return count


@action
def close_open(*, today: date, by: Person | None = None) -> int:
    """Close what did not take place in time, or whose one of the two left; return how many.

    The preparations go at once; a moment that is still to come leaves both calendars.
    """
    over = {*queries.never_held(today), *queries.left_by_one(today)}
    rows = queries.with_people(Conversation.objects.filter(pk__in=over)).order_by("pk")
    for conversation in rows.select_for_update(of=("self",)):
        is_ahead = bool(conversation.ends_at and conversation.ends_at.date() >= today)
        conversation.state, conversation.closed_on = State.CLOSED, today
        conversation.sequence += 1
        conversation.save(update_fields=["state", "closed_on", "sequence"])
        if is_ahead:
            invitations.send(conversation, Method.CANCEL)
    Preparation.objects.filter(conversation__in=over).delete()
    audit.record("conversations.ended", Conversation, by=by, count=len(over))
    return len(over)


@action
def wipe_preparations(*, today: date, by: Person | None = None) -> int:
    """Remove what both thought beforehand, a month after the talk; return how many."""
    count, _rows = Preparation.objects.filter(
        conversation__in=queries.without_need_of_preparation(today)
    ).delete()
    audit.record("preparations.wiped", Preparation, by=by, count=count)
    return count


@action
def forget_conversations(*, today: date, by: Person | None = None) -> int:
    """Remove conversations that were kept long enough, with what was agreed; return how many."""
    gone = queries.kept_long_enough(today)
    for conversation in gone:
        agreements.forget_agreements(about=conversation.about, by=by)
        conversation.delete()
    audit.record("conversations.forgotten", Conversation, by=by, count=len(gone))
    return len(gone)
