"""The steps that every application is made of: locked, funded, agreed, closed.

What is asked for is reserved at once, so two open applications can never spend the
same euro. Called by the actions only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bloei.budgets import cao, messages, rules
from bloei.budgets.applications import conversion_steps
from bloei.budgets.balances import divisions
from bloei.budgets.books import reservations
from bloei.budgets.events import ApplicationAsked, ApplicationDecided
from bloei.budgets.granting import batches
from bloei.budgets.models import Application, Funding
from bloei.budgets.rules import Decider, DecisionTerms, Source, State
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


class BecameMandatory(Exception):
    """The offer has become mandatory since it was asked for: it may cost the person nothing."""


class AdvanceNotAgreed(Exception):
    """It may take an advance (`needed`, in cents) that the person has not answered about.

    Or it needs more than they said yes to.
    """

    def __init__(self, needed: int):
        super().__init__(f"An advance of {needed} is needed.")
        self.needed = needed


class WrongPurpose(Exception):
    """No personal budget is meant for this purpose; `refused` holds (title, rule) of each."""

    def __init__(self, purpose: str, refused: tuple[tuple[str, cao.Scheme], ...]):
        super().__init__(f"No scheme allows {purpose}.")
        self.purpose, self.refused = purpose, refused


@dataclass(frozen=True)
class Ask:
    """What somebody wants beside what is in their budget: money of the team, an advance.

    `advance_cents` is what they said yes to; 0 is a no, None is no answer yet.
    """

    with_team: bool = False
    advance_cents: int | None = None


def locked(
    application: Application, to: State, refusal: type[NotPossible] = NotPossible
) -> Application:
    """Lock the application and make sure that this step may follow."""
    locked = hold_rows(application)
    now = State(locked.state)
    if not rules.may_move(now, to):
        raise refusal(now, to)
    return locked


def hold_rows(application: Application) -> Application:
    """Lock what it is for, what it tops up, then the application itself; return it as it is now.

    In this order everybody who ends a participation locks too: nobody begins what is just taken
    back, nothing is added to what is just cancelled, and the two never wait for each other.
    Raises DoesNotExist for a draft that is gone.
    """
    held = Participation.objects.select_for_update(no_key=True, of=("self",))
    list(held.filter(applications=application.pk).values_list("pk"))
    family = [application.pk, application.tops_up_id or application.pk]
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=family)
    found = {row.pk: row for row in rows.order_by("pk")}
    if application.pk not in found:
        raise Application.DoesNotExist
    return found[application.pk]


def send(application: Application, ask: Ask, today: date, by: Person) -> Application:
    """Reserve what is asked for, and let the scheme say who decides; see file_application."""
    # Also what became mandatory after somebody put it on their list (art. 7:611a BW).
    mandatory = application.is_mandatory or application.offer.is_mandatory
    # What lapsed or was granted since last night counts first.
    for entitlement in application.person.entitlements.filter(next_on__lte=today).order_by("own"):
        batches.bring_up_to_date(entitlement, today)
    division = divisions.division(
        application.person,
        application.price_cents,
        mandatory=mandatory,
        with_team=ask.with_team,
        today=today,
        wish=_wish_of(application, ask),
    )
    if division.advance > (ask.advance_cents or 0):
        raise AdvanceNotAgreed(division.advance)
    _check_purpose(application, division, with_team=ask.with_team, mandatory=mandatory)
    reserve(application, [*division.shares, *division.time], today, by)
    decider = rules.decider(
        [*division.shares, *division.time],
        division.terms,
        mandatory=mandatory,
        filed_by_other=application.filed_by_id != application.person_id,
        employer_pays=application.payer == Application.Payer.EMPLOYER,
    )
    return submit(application, decider, division.terms, today, by)


def keep_free_what_is_mandatory(application: Application) -> None:
    """Refuse to go on with money of the person for what has become mandatory (art. 7:611a BW)."""
    if application.is_conversion or not application.offer.is_mandatory:
        return
    if application.funding.filter(source__in=(Source.PERSONAL, Source.OWN)).exists():
        raise BecameMandatory


def submit(
    application: Application,
    decider: Decider,
    terms: Iterable[DecisionTerms],
    today: date,
    by: Person,
) -> Application:
    """Let it wait for who decides, with its last day; the employee alone decides at once."""
    application.decider, application.decide_by = decider, rules.decide_by(today, terms)
    application.state, application.asked_at = State.ASKED, clock.now()
    application.save()
    move(application, Part.APPLIED, by)
    audit.record("application.asked", application, by=by, fields=["state"])
    events.publish(ApplicationAsked(application.pk))
    if application.decider == Decider.EMPLOYEE:
        agree(application, today, by)
        audit.record("application.agreed", application, by=by, fields=["state"])
        events.publish(ApplicationDecided(application.pk))
    messages.tell_asked(application, today)
    return application


def _wish_of(application: Application, ask: Ask) -> divisions.SpendingWish:
    """Return what is asked for beside the price; nobody lets another owe something."""
    return divisions.SpendingWish(
        application.purpose,
        application.added_minutes,
        application.asked_minutes,
        ahead=ask.advance_cents != 0 and application.filed_by_id == application.person_id,
    )


def _check_purpose(
    application: Application, division: divisions.Division, *, with_team: bool, mandatory: bool
) -> None:
    """Refuse what no scheme of this person is meant for, unless the team is asked to pay it."""
    if mandatory or with_team or not application.price_cents or division.of(Source.PERSONAL):
        return
    if division.refused:
        raise WrongPurpose(application.purpose, division.refused)


def reserve(
    application: Application, shares: Iterable[rules.Share], today: date, by: Person | None
) -> None:
    Funding.objects.bulk_create(
        Funding(
            application=application,
            source=share.source,
            account_id=share.account,
            amount=share.amount,
            bonus=share.bonus,
            advance=share.advance,
            is_mandatory=application.is_mandatory,
        )
        for share in shares
    )
    hold(application, today, by, round_=1)


def hold(application: Application, today: date, by: Person | None, *, round_: int) -> None:
    """Reserve every share that a budget pays. Accounts are locked in one order, lowest first."""
    if application.is_conversion:
        conversion_steps.hold(application, today, by, round_=round_)
        return
    keep_free_what_is_mandatory(application)
    about = divisions.about(application)
    funding = application.funding.filter(account__isnull=False).select_related("account")
    for share in funding.order_by("account_id"):
        assert share.account, "the others were left out"
        reservations.reserve(
            share.account,
            share.amount,
            about=about,
            on=today,
            key=f"{about}:reserve:{round_}:{share.account_id}",
            by=by,
            participation=application.participation_id,
            because={"code": "reserved", "params": {"bonus": share.bonus}} if share.bonus else None,
            bonus=share.bonus,
        )


def agree(application: Application, today: date, by: Person) -> None:
    """Agree. A conversion is carried out with it, and ends there. Raises BecameMandatory."""
    keep_free_what_is_mandatory(application)
    application.state = State.AGREED
    application.decided_at, application.decided_by = clock.now(), by
    if application.is_conversion:
        conversion_steps.carry_out(application, today, by)
        application.closed_at = application.decided_at
    application.save()
    move(application, Part.AGREED, by)


def close(application: Application, state: State, today: date, by: Person | None) -> None:
    """End it and give back what is still reserved."""
    now = clock.now()
    if application.is_conversion:
        conversion_steps.give_back(application, today, by)
    else:
        about = divisions.about(application)
        reservations.release(about=about, on=today, key=f"{about}:release:{now.timestamp()}", by=by)
    application.state, application.closed_at = state, now
    application.save(update_fields=["state", "closed_at"])


def back_to_wish(application: Application, by: Person) -> None:
    """Let what somebody applied for stand on their list again; a top-up leaves it as it was."""
    if application.participation is None or application.tops_up_id:
        return
    participation = Participation.objects.get(pk=application.participation.pk)
    if participation.state == Part.AGREED:
        participation = learning.move_participation(participation, to=Part.APPLIED, by=by)
    if participation.state == Part.APPLIED:
        learning.move_participation(participation, to=Part.WISHED, by=by)


def move(application: Application, to: Part, by: Person | None) -> None:
    """Move what it is for along; a top-up and a conversion move nothing."""
    if application.participation is None or application.tops_up_id:
        return
    learning.move_participation(application.participation, to=to, by=by)
