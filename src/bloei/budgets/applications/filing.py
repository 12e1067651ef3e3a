"""What the form of an application knows and asks: the rest is known already."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bloei.budgets import purposes
from bloei.budgets.balances import advances, divisions
from bloei.budgets.balances.advances import Choice
from bloei.budgets.balances.divisions import Division, SpendingWish
from bloei.budgets.models import Application, Measure
from bloei.foundation import money
from bloei.people.models import Person


def initial_of(draft: Application | None) -> dict:
    """Return what was kept for later, for the form."""
    if draft is None:
        return {}
    kept = {
        "price": draft.price_cents,
        "payer": draft.payer,
        "why": draft.why,
        "with_time": bool(draft.asked_minutes),
    }
    if draft.purpose:
        kept["purpose"] = draft.purpose
    if draft.added_minutes:
        kept["added"] = draft.added_minutes
    return kept


def question(person: Person, offer, today: date) -> purposes.PurposeQuestion | None:
    """Return what the schemes of this person want to know of this offer."""
    if offer.is_mandatory:
        return None
    return purposes.question(divisions.rules_of_person(person, today, Measure.CENTS), offer)


def purpose_of(person: Person, offer, today: date) -> str:
    """Return the purpose that an offer has for the schemes of this person when nobody asks."""
    asked = question(person, offer, today)
    return asked.initial if asked else purposes.of_offer(offer)


def time_words(person: Person, offer, *, sees_balance: bool) -> str:
    """Return how long it takes and how much time there is; "" when no time can be asked."""
    free = 0 if offer.is_mandatory or not offer.minutes else divisions.free_minutes(person)
    if not free:
        return ""
    language = get_language() or "nl"
    told = {"takes": money.hours(offer.minutes, language), "free": money.hours(free, language)}
    if sees_balance:
        return _("This takes %(takes)s; there are %(free)s of learning time.") % told
    return _("This takes %(takes)s.") % told


def price_shown(form, offer) -> int:
    """Return the price to divide beside the form: what was typed, kept, or is on the offer."""
    if form.is_bound:
        typed = getattr(form, "cleaned_data", {}).get("price")
        return typed if typed is not None else (offer.price_incl_cents or 0)
    return form.initial.get("price", offer.price_incl_cents or 0)


def wish_shown(form, offer) -> SpendingWish:
    """Return what is asked beside the price: what was typed, kept, or what fits the offer."""
    known = getattr(form, "cleaned_data", {}) if form.is_bound else form.initial
    asked = form.fields.get("purpose")
    fits = asked.initial if asked else purposes.of_offer(offer)
    return SpendingWish(
        purpose=(known.get("purpose") if asked else "") or fits,
        added_minutes=known.get("added") or 0,
        asked_minutes=(offer.minutes or 0) if known.get("with_time") else 0,
    )


def asks_team(form) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("with_team")) if form.is_bound else False


@dataclass(frozen=True)
class Ways:
    """How a price can be paid: without an advance, with one, and what there is to choose."""

    plain: Division
    ahead: Division
    choice: Choice | None


def ways(
    person: Person,
    price: int,
    wish: SpendingWish,
    *,
    mandatory: bool,
    with_team: bool,
    may_go_ahead: bool,
    today: date,
) -> Ways:
    """Return how this person can pay a price; nobody goes ahead for another."""
    divide = partial(
        divisions.division, person, price, mandatory=mandatory, with_team=with_team, today=today
    )
    plain = divide(wish=wish)
    if not may_go_ahead:
        return Ways(plain, plain, None)
    ahead = divide(wish=replace(wish, ahead=True))
    return Ways(plain, ahead, advances.choice(plain, ahead, today))


def ways_to_top_up(application: Application, more_cents: int, today: date) -> Ways:
    """Return how what an agreed application costs more can be paid."""
    wish = SpendingWish(application.purpose, application.added_minutes)
    mandatory = application.is_mandatory
    return ways(
        application.person, more_cents, wish,
        mandatory=mandatory, with_team=False, may_go_ahead=not mandatory, today=today,
    )  # fmt: skip
