"""How a part of a budget becomes something else: asked by whose budget it is."""

from datetime import date

from bloei.budgets import cao, rules
from bloei.budgets.applications import conversions, steps
from bloei.budgets.applications.conversion_steps import NotConverted
from bloei.budgets.balances import divisions
from bloei.budgets.models import Application, Entitlement, Measure
from bloei.budgets.rules import Share, Source
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.people.models import Person

__all__ = ["NotConverted", "NotYours", "ask_conversion"]


class NotYours(Exception):
    """Nobody converts the budget of another."""


@action(creates=Application)
def ask_conversion(
    entitlement: Entitlement,
    *,
    to: str,
    amount: int,
    why: str = "",
    today: date,
    key: str,
    by: Person,
) -> Application:
    """Ask to convert an amount (cents or minutes) of one's own budget; it is set apart at once.

    Carried out at once where the scheme lets the employee decide. Raises NotConverted, NotYours.
    """
    if by.pk != entitlement.person_id:
        raise NotYours
    book = conversions.book_of(entitlement, today)
    if book is None:
        raise NotConverted(cao.Reason("unknown_conversion", {"to": to}))
    in_euros = entitlement.scheme.measure == Measure.CENTS
    application = Application.objects.create(
        person=entitlement.person,
        becomes=to,
        price_cents=amount if in_euros else 0,
        asked_minutes=0 if in_euros else amount,
        why=why,
        filed_by=by,
    )
    audit.record("application.filed", application, by=by)
    shares = [Share(Source.PERSONAL, entitlement.own_id, amount)]
    terms = [divisions.terms_of(book.rule)]
    steps.reserve(application, shares, today, by)
    decider = rules.decider(
        shares, terms, mandatory=False, filed_by_other=False, employer_pays=False
    )
    return steps.submit(application, decider, terms, today, by)
