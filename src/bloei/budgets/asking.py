"""The steps that every application is made of: locked, funded, agreed, closed.

What is asked for is reserved at once, so two open applications can never spend the
same euro. Called by the actions only.
"""

from collections.abc import Iterable

from bloei.budgets import divisions, granting, messages, reservations, rules
from bloei.budgets.events import ApplicationAsked, ApplicationDecided
from bloei.budgets.models import Application, Funding
from bloei.budgets.rules import Decider, State
from bloei.foundation import audit, clock, events
from bloei.learning import actions as learning
from bloei.learning.models import Participation
from bloei.learning.rules import State as Part
from bloei.people.models import Person


class NotPossible(Exception):
    """An application cannot go from `now` to `to`: somebody was first, or it has ended."""

    def __init__(self, now: State, to: State):
        super().__init__(f"From {now} to {to} is no step.")
        self.now, self.to = now, to


def locked(
    application: Application, to: State, refusal: type[NotPossible] = NotPossible
) -> Application:
    """Lock the application and make sure that this step may follow."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    now = State(locked.state)
    if not rules.may_move(now, to):
        raise refusal(now, to)
    return locked


def send(application: Application, with_team: bool, by: Person) -> Application:
    today = clock.today()
    # Also what became mandatory after somebody put it on their list (art. 7:611a BW).
    mandatory = application.is_mandatory or application.participation.offer.is_mandatory
    # What lapsed or was granted since last night counts first.
    for entitlement in application.person.entitlements.filter(next_on__lte=today).order_by("own"):
        granting.bring_up_to_date(entitlement, today)
    division = divisions.division(
        application.person,
        application.price_cents,
        mandatory=mandatory,
        with_team=with_team,
        today=today,
    )
    reserve(application, division.shares, by)
    application.decider = rules.decider(
        division.shares,
        division.terms,
        mandatory=mandatory,
        filed_by_other=application.filed_by_id != application.person_id,
    )
    application.decide_by = rules.decide_by(today, division.terms)
    application.state, application.asked_at = State.ASKED, clock.now()
    application.save()
    if not application.tops_up_id:
        move(application, Part.APPLIED, by)
    audit.record("application.asked", application, by=by, fields=["state"])
    events.publish(ApplicationAsked(application.pk))
    if application.decider == Decider.EMPLOYEE:
        agree(application, by)
        audit.record("application.agreed", application, by=by, fields=["state"])
        events.publish(ApplicationDecided(application.pk))
    messages.tell_asked(application)
    return application


def reserve(application: Application, shares: Iterable[rules.Share], by: Person | None) -> None:
    Funding.objects.bulk_create(
        Funding(
            application=application,
            source=share.source,
            account_id=share.account,
            amount=share.amount,
            is_mandatory=application.is_mandatory,
        )
        for share in shares
    )
    hold(application, by, round_=1)


def hold(application: Application, by: Person | None, *, round_: int) -> None:
    """Reserve every share that a budget pays. Accounts are locked in one order, lowest first."""
    about = divisions.about(application)
    funding = application.funding.filter(account__isnull=False).select_related("account")
    for share in funding.order_by("account_id"):
        assert share.account, "the others were left out"
        reservations.reserve(
            share.account,
            share.amount,
            about=about,
            on=clock.today(),
            key=f"{about}:reserve:{round_}:{share.account_id}",
            by=by,
            participation=application.participation_id,
        )


def agree(application: Application, by: Person) -> None:
    application.state = State.AGREED
    application.decided_at, application.decided_by = clock.now(), by
    application.save()
    if not application.tops_up_id:
        move(application, Part.AGREED, by)


def close(application: Application, state: State, by: Person | None) -> None:
    """End it and give back what is still reserved."""
    about = divisions.about(application)
    reservations.release(
        about=about, on=clock.today(), key=f"{about}:release:{clock.now().timestamp()}", by=by
    )
    application.state, application.closed_at = state, clock.now()
    application.save(update_fields=["state", "closed_at"])


def back_to_wish(application: Application, by: Person) -> None:
    participation = Participation.objects.get(pk=application.participation_id)
    if participation.state == Part.AGREED:
        participation = learning.move_participation(participation, to=Part.APPLIED, by=by)
    if participation.state == Part.APPLIED:
        learning.move_participation(participation, to=Part.WISHED, by=by)


def move(application: Application, to: Part, by: Person | None) -> None:
    learning.move_participation(application.participation, to=to, by=by)
