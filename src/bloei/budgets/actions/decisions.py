"""What can be decided about an application, and taken back.

Of two people who decide at once one wins, and the other gets a sentence.
"""

from collections.abc import Iterable
from datetime import date

from bloei.budgets import asking, divisions, messages, queries, reservations, rules
from bloei.budgets.asking import NotPossible
from bloei.budgets.events import ApplicationDecided, ApplicationEnded
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
    application: Application, *, agree: bool, ground: str = "", answer: str = "", by: Person
) -> Application:
    """Agree or refuse. A refusal names a ground of the scheme, where it lists any.

    Raises AlreadyDecided, NotAboutOneself, GroundNeeded.
    """
    if by.pk == application.person_id:
        raise NotAboutOneself
    wanted = State.AGREED if agree else State.REFUSED
    application = asking.locked(application, wanted, AlreadyDecided)
    if agree and by.pk == application.filed_by_id and queries.uses_personal_budget(application):
        raise NotAboutOneself  # nobody spends another's budget alone
    grounds = divisions.refusal_grounds(application)
    if not agree and ((grounds and ground not in grounds) or not (ground or answer)):
        raise GroundNeeded(grounds)
    application.ground, application.answer = "" if agree else ground, answer
    if agree:
        asking.agree(application, by)
    else:
        asking.close(application, State.REFUSED, by)
        application.decided_at, application.decided_by = clock.now(), by
        application.save()
        asking.move(application, Part.WISHED, by)
    audit.record(f"application.{application.state}", application, by=by, fields=["state"])
    events.publish(ApplicationDecided(application.pk))
    messages.tell_decision(application)
    return application


@action
def undo_application(application: Application, *, by: Person) -> Application:
    """Take back one's own slip within ten minutes: a decision, or an application just sent.

    Raises TooLate when ten minutes have passed, it was paid, or somebody else did it.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not queries.may_undo(application, by):
        raise TooLate
    if application.decider == Decider.EMPLOYEE or application.state == State.ASKED:
        asking.close(application, State.WITHDRAWN, by)
        if not application.tops_up_id:
            asking.back_to_wish(application, by)
        events.publish(ApplicationEnded(application.pk))
    else:
        _ask_again(application, by)
    audit.record("application.undone", application, by=by, fields=["state"])
    return application


@action
def withdraw_application(application: Application, *, by: Person) -> Application:
    """Take an application back that nobody has decided about yet (or was never sent)."""
    application = asking.locked(application, State.WITHDRAWN)
    if application.decider == Decider.EMPLOYEE:
        raise NotPossible(State(application.state), State.WITHDRAWN)
    asking.close(application, State.WITHDRAWN, by)
    if not application.tops_up_id:
        asking.back_to_wish(application, by)
    audit.record("application.withdrawn", application, by=by, fields=["state"])
    events.publish(ApplicationEnded(application.pk))
    return application


@action
def cancel_application(application: Application, *, by: Person) -> Application:
    """Call off what was agreed; what was reserved goes back to where it came from.

    Raises NotPossible once it has begun: then the invoice comes anyway.
    """
    application = asking.locked(application, State.CANCELLED)
    if application.participation.started_on is not None:
        raise NotPossible(State(application.state), State.CANCELLED)
    for more in application.top_ups.filter(state__in=rules.OPEN):
        asking.close(more, State.CANCELLED if more.state == State.AGREED else State.WITHDRAWN, by)
    asking.close(application, State.CANCELLED, by)
    if not application.tops_up_id and application.participation.is_open:
        asking.move(application, Part.CANCELLED, by)
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
def end_for_participations(participations: Iterable[int]) -> None:
    """End the open applications of participations that were cancelled elsewhere."""
    found = Application.objects.filter(participation__in=participations, state__in=rules.OPEN)
    locked = list(found.select_for_update(of=("self",)).order_by("pk"))
    for application in locked:
        asked = application.state == State.ASKED
        asking.close(application, State.WITHDRAWN if asked else State.CANCELLED, None)
    audit.record("application.ended", Application, by=None, count=len(locked))


def _ask_again(application: Application, by: Person) -> None:
    """Undo a decision: it waits again, with the deadline it had."""
    if application.state == State.REFUSED:
        asking.move(application, Part.APPLIED, by)
        rounds = reservations.rounds(divisions.about(application))
        asking.hold(application, by, round_=rounds + 1)
    elif not application.tops_up_id:
        asking.move(application, Part.APPLIED, by)
    application.state, application.decided_at, application.decided_by = State.ASKED, None, None
    application.ground, application.answer, application.closed_at = "", "", None
    application.save()
