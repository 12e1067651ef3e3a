"""How somebody asks to spend budget: now or later, for oneself or for another, or once more."""

from bloei.budgets import asking
from bloei.budgets.asking import NotPossible
from bloei.budgets.models import Application
from bloei.budgets.rules import State
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.learning import actions as learning
from bloei.learning.models import Offer, Participation
from bloei.learning.rules import State as Part
from bloei.people.models import Person


@action(creates=Application)
def file_application(
    *,
    person: Person,
    offer: Offer,
    price_cents: int,
    payer: str,
    why: str = "",
    with_team: bool = False,
    send: bool = True,
    key: str,
    by: Person,
) -> Application:
    """Ask for what an offer costs (cents, including VAT), or keep the question for later.

    `with_team` asks the team budget for what personal budgets do not hold. Raises
    AlreadyTakingPart, NotOffered (of learning), NotEnough.
    """
    participation = _take_part(person, offer, key, by)
    application = Application.objects.create(
        person=person,
        participation=participation,
        is_mandatory=participation.is_mandatory,
        price_cents=price_cents,
        payer=payer,
        why=why,
        filed_by=by,
    )
    audit.record("application.filed", application, by=by)
    return asking.send(application, with_team, by) if send else application


@action
def send_application(
    application: Application,
    *,
    price_cents: int,
    payer: str,
    why: str,
    with_team: bool,
    send: bool,
    by: Person,
) -> Application:
    """Change what was kept for later and, with `send`, ask for it."""
    application = asking.locked(application, State.ASKED)
    application.price_cents, application.payer, application.why = price_cents, payer, why
    application.save(update_fields=["price_cents", "payer", "why"])
    audit.record("application.changed", application, by=by, fields=["price_cents", "payer", "why"])
    return asking.send(application, with_team, by) if send else application


@action(creates=Application)
def top_up_application(
    application: Application, *, more_cents: int, why: str, with_team: bool, key: str, by: Person
) -> Application:
    """Ask for more, because the price went up after the agreement."""
    if application.state != State.AGREED:
        raise NotPossible(State(application.state), State.ASKED)
    more = Application.objects.create(
        person=application.person,
        participation=application.participation,
        is_mandatory=application.is_mandatory,
        tops_up=application,
        price_cents=more_cents,
        payer=application.payer,
        why=why,
        filed_by=by,
    )
    audit.record("application.topped_up", application, by=by)
    return asking.send(more, with_team, by)


def _take_part(person: Person, offer: Offer, key: str, by: Person) -> Participation:
    wished = Participation.objects.filter(person=person, offer=offer, state=Part.WISHED).first()
    if wished:
        if earlier := wished.applications.filter(state=State.DRAFT).first():
            raise learning.AlreadyTakingPart(earlier.participation)
        return wished
    return learning.wish(person=person, offer=offer, key=key, by=by)
