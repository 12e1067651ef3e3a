"""What can be decided about an application, and taken back.

Of two people who decide at once one wins, and the other gets a sentence.
"""

from collections.abc import Iterable
from datetime import date, datetime

from bloei.budgets import messages, queries, rules
from bloei.budgets.applications import conversion_steps, steps
from bloei.budgets.applications.steps import NotPossible
from bloei.budgets.balances import divisions
from bloei.budgets.books import reservations
from bloei.budgets.events import (
    ApplicationAsked,
    ApplicationDecided,
    ApplicationEnded,
    TalkSuggested,
)
from bloei.budgets.models import Application
from bloei.budgets.rules import Decider, State
from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action
from bloei.learning.rules import State as Part
from bloei.people.models import Person


class AlreadyDecided(NotPossible):
    """Somebody else decided first."""


class NotAboutOneself(Exception):
    """Nobody decides about themselves."""


class GroundNeeded(Exception):
    """A refusal must name one of the `grounds` that the scheme allows."""

    def __init__(self, grounds: tuple[str, ...]):
        super().__init__("A refusal needs a ground of the scheme.")
        self.grounds = grounds


class TooLate(Exception):
    """A slip can be undone for ten minutes, by who made it."""


@action
def decide_application(
    application: Application,
    *,
    agree: bool,
    ground: str = "",
    answer: str = "",
    today: date,
    by: Person,
) -> Application:
    """Agree or refuse. A refusal names a ground of the scheme, where it lists any.

    Raises AlreadyDecided, NotAboutOneself, GroundNeeded.
    """
    if by.pk == application.person_id:
        raise NotAboutOneself
    wanted = State.AGREED if agree else State.REFUSED
    application = steps.locked(application, wanted, AlreadyDecided)
    if agree and by.pk == application.filed_by_id and queries.uses_personal_budget(application):
        raise NotAboutOneself  # nobody spends another's budget alone
    application.answer = answer
    if agree:
        application.ground = ""
        steps.agree(application, today, by)
    else:
        _refuse(application, ground, today, by)
    audit.record(f"application.{application.state}", application, by=by, fields=["state"])
    events.publish(ApplicationDecided(application.pk))
    messages.tell_decision(application)
    return application


@action
def suggest_talk(
    application: Application, *, words: str = "", today: date, by: Person
) -> Application:
    """Talk first: it stays open with the deadline it has, and the person gets a message.

    Raises AlreadyDecided, NotAboutOneself.
    """
    if by.pk == application.person_id:
        raise NotAboutOneself
    application = steps.locked(application, State.AGREED, AlreadyDecided)
    if application.state != State.ASKED:
        raise AlreadyDecided(State(application.state), State.ASKED)
    application.talk_at, application.talk_by, application.talk_words = clock.now(), by, words
    application.save(update_fields=["talk_at", "talk_by", "talk_words"])
    audit.record("application.talk_suggested", application, by=by, fields=["talk_at", "talk_by"])
    messages.tell_talk(application, today)
    events.publish(ApplicationAsked(application.pk))
    events.publish(TalkSuggested(application.pk))
    return application


@action
def undo_application(application: Application, *, now: datetime, by: Person) -> Application:
    """Take back one's own slip within ten minutes: a decision, or an application just sent.

    Raises TooLate when ten minutes have passed, it was paid or asked anew, or somebody else did it;
    NotEnough, NotConverted when what was set apart was used for something else since.
    """
    application = steps.hold_rows(application)
    if not queries.may_undo(application, by, now):
        raise TooLate
    if application.decider == Decider.EMPLOYEE or application.state == State.ASKED:
        steps.close(application, State.WITHDRAWN, now.date(), by)
        steps.back_to_wish(application, by)
        events.publish(ApplicationEnded(application.pk))
    else:
        _ask_again(application, now.date(), by)
    audit.record("application.undone", application, by=by, fields=["state"])
    return application


@action
def withdraw_application(application: Application, *, today: date, by: Person) -> Application:
    """Take an application back that nobody has decided about yet (or was never sent)."""
    application = steps.locked(application, State.WITHDRAWN)
    if application.decider == Decider.EMPLOYEE:
        raise NotPossible(State(application.state), State.WITHDRAWN)
    steps.close(application, State.WITHDRAWN, today, by)
    steps.back_to_wish(application, by)
    audit.record("application.withdrawn", application, by=by, fields=["state"])
    events.publish(ApplicationEnded(application.pk))
    return application


@action
def cancel_application(application: Application, *, today: date, by: Person) -> Application:
    """Call off what was agreed; what was reserved goes back to where it came from.

    Raises NotPossible once it has begun (then the invoice comes anyway), and for a conversion.
    """
    application = steps.locked(application, State.CANCELLED)
    taking_part = application.participation
    if taking_part is None or taking_part.started_on is not None:
        raise NotPossible(State(application.state), State.CANCELLED)
    top_ups = application.top_ups.filter(state__in=rules.OPEN).order_by("pk")
    for more in top_ups.select_for_update(of=("self",)):
        ended = State.CANCELLED if more.state == State.AGREED else State.WITHDRAWN
        steps.close(more, ended, today, by)
    steps.close(application, State.CANCELLED, today, by)
    if taking_part.is_open:
        steps.move(application, Part.CANCELLED, by)
    audit.record("application.cancelled", application, by=by, fields=["state"])
    events.publish(ApplicationEnded(application.pk))
    return application


@action
def remind_deciders(today: date) -> int:
    """Remind who decides of what waits (half way, two days before, last day); return how many."""
    waiting = queries.to_be_reminded(today)
    for application in waiting:
        messages.tell_waiting(application, today)
    audit.record("application.reminded", Application, by=None, count=len(waiting))
    return len(waiting)


@action
def end_for_participations(participations: Iterable[int], *, today: date, by=None) -> None:
    """End the open applications of participations that were cancelled elsewhere."""
    found = Application.objects.filter(participation__in=participations).order_by("pk")
    # Twice: what somebody added while the first question waited for a lock is seen by the second.
    list(found.filter(tops_up=None).select_for_update(of=("self",)))
    locked = list(found.filter(state__in=rules.OPEN).select_for_update(of=("self",)))
    for application in locked:
        asked = application.state == State.ASKED
        steps.close(application, State.WITHDRAWN if asked else State.CANCELLED, today, by)
    audit.record("application.ended", Application, by=by, count=len(locked))


def _refuse(application: Application, ground: str, today: date, by: Person) -> None:
    grounds = divisions.refusal_grounds(application)
    if (grounds and ground not in grounds) or not (ground or application.answer):
        raise GroundNeeded(grounds)
    application.ground = ground
    steps.close(application, State.REFUSED, today, by)
    application.decided_at, application.decided_by = clock.now(), by
    application.save()
    steps.move(application, Part.WISHED, by)


def _ask_again(application: Application, today: date, by: Person) -> None:
    """Undo a decision: it waits again, with the deadline it had."""
    if application.is_conversion and application.state == State.AGREED:
        conversion_steps.give_back(application, today, by)
    if application.is_conversion or application.state == State.REFUSED:
        rounds = reservations.rounds(divisions.about(application))
        steps.hold(application, today, by, round_=rounds + 1)
    steps.move(application, Part.APPLIED, by)
    application.state, application.decided_at, application.decided_by = State.ASKED, None, None
    application.ground, application.answer, application.closed_at = "", "", None
    application.save()
