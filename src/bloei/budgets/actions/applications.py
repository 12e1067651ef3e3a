"""How somebody asks to spend budget: now or later, for oneself or for another, or once more."""

from datetime import date

from bloei.budgets import rules
from bloei.budgets.applications import filing, steps
from bloei.budgets.applications.steps import Ask, NotPossible
from bloei.budgets.models import Application
from bloei.budgets.rules import State
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.learning import actions as learning
from bloei.learning.models import Offer, Participation
from bloei.learning.rules import State as Part
from bloei.people.models import Person

CHANGED = ["price_cents", "payer", "why", "purpose", "added_minutes", "asked_minutes"]


@action(creates=Application)
def file_application(
    *,
    person: Person,
    offer: Offer,
    price_cents: int,
    payer: str,
    why: str = "",
    with_team: bool = False,
    advance_cents: int | None = None,
    purpose: str = "",
    added_minutes: int = 0,
    asked_minutes: int = 0,
    send: bool = True,
    today: date,
    key: str,
    by: Person,
) -> Application:
    """Ask for what an offer costs (cents, including VAT), or keep the question for later.

    `with_team` asks the team budget for what personal budgets do not hold. `advance_cents` is
    the advance that the person said yes to (0 is a no: the rest is own money; None is no answer,
    and refused where an advance is possible). `purpose` is one of the schemes' ("" is that of the
    offer), `added_minutes` is time of one's own for a higher bonus, `asked_minutes` comes from a
    budget in hours. Raises AlreadyTakingPart,
    NotOffered (of learning), NotEnough, AdvanceNotAgreed, WrongPurpose.
    """
    participation = _take_part(person, offer, key, by)
    obliged = participation.is_obliged
    added, asked = rules.time_asked(added_minutes, asked_minutes, mandatory=obliged)
    application = Application.objects.create(
        person=person,
        participation=participation,
        is_mandatory=participation.is_mandatory,
        price_cents=price_cents,
        payer=payer,
        why=why,
        purpose=purpose or filing.purpose_of(person, offer, today),
        added_minutes=added,
        asked_minutes=asked,
        filed_by=by,
    )
    audit.record("application.filed", application, by=by)
    return (
        steps.send(application, Ask(with_team, advance_cents), today, by) if send else application
    )


@action(creates=Application)
def send_application(
    application: Application,
    *,
    price_cents: int,
    payer: str,
    why: str,
    with_team: bool,
    advance_cents: int | None = None,
    purpose: str = "",
    added_minutes: int = 0,
    asked_minutes: int = 0,
    send: bool,
    today: date,
    key: str,
    by: Person,
) -> Application:
    """Change what was kept for later and, with `send`, ask for it (see file_application).

    Raises NotPossible once it was sent: what was agreed is not asked for again at another price.
    """
    application = steps.hold_rows(application)
    if application.state != State.DRAFT:
        raise NotPossible(State(application.state), State.ASKED)
    application.price_cents, application.payer, application.why = price_cents, payer, why
    offer = application.offer
    application.purpose = purpose or filing.purpose_of(application.person, offer, today)
    obliged = application.is_mandatory or offer.is_mandatory
    time = rules.time_asked(added_minutes, asked_minutes, mandatory=obliged)
    application.added_minutes, application.asked_minutes = time
    application.save(update_fields=CHANGED)
    audit.record("application.changed", application, by=by, fields=CHANGED)
    return (
        steps.send(application, Ask(with_team, advance_cents), today, by) if send else application
    )


@action(creates=Application)
def top_up_application(
    application: Application,
    *,
    more_cents: int,
    why: str,
    with_team: bool,
    advance_cents: int | None = None,
    today: date,
    key: str,
    by: Person,
) -> Application:
    """Ask for more, because the price went up after the agreement (see file_application).

    Raises NotPossible when it was cancelled or paid meanwhile, and for a conversion.
    """
    application = steps.hold_rows(application)
    if application.state != State.AGREED or application.is_conversion:
        raise NotPossible(State(application.state), State.ASKED)
    more = Application.objects.create(
        person=application.person,
        participation=application.participation,
        is_mandatory=application.is_mandatory,
        tops_up=application,
        price_cents=more_cents,
        payer=application.payer,
        why=why,
        purpose=application.purpose,
        added_minutes=application.added_minutes,
        filed_by=by,
    )
    audit.record("application.topped_up", application, by=by)
    return steps.send(more, Ask(with_team, advance_cents), today, by)


def _take_part(person: Person, offer: Offer, key: str, by: Person) -> Participation:
    rows = Participation.objects.select_for_update(no_key=True, of=("self",))
    wished = rows.filter(person=person, offer=offer, state=Part.WISHED).first()
    if wished:
        if wished.applications.filter(state=State.DRAFT).exists():
            raise learning.AlreadyTakingPart(wished)
        return wished
    return learning.wish(person=person, offer=offer, key=key, by=by)
