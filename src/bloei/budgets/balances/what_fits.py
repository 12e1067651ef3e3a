"""The offers that a nudge names: they fit the person, and the money or hours they still have."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Sum

from bloei.budgets.models import Entitlement, Measure
from bloei.foundation.addresses import address_of
from bloei.learning.suggestions import Fit, fitting_offers
from bloei.notifications.nudge import Candidate

BATCH = 2_000


def with_offers_for_money(found: list[Candidate], today: date) -> list[Candidate]:
    """Add to each three offers for at most their `left_cents`: a query per batch."""
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        limits = {one.person_id: one.params["left_cents"] for one in batch}
        fits = fitting_offers(limits, today, price_up_to=limits)
        found[start : start + BATCH] = [_with(one, fits) for one in batch]
    return found


def with_offers_for_hours(found: list[Candidate], today: date) -> list[Candidate]:
    """Add to each three offers that fit in their `left_minutes`, for no more than they have.

    Two queries per batch.
    """
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        lengths = {one.person_id: one.params["left_minutes"] for one in batch}
        fits = fitting_offers(lengths, today, price_up_to=_money_of(lengths), minutes_up_to=lengths)
        found[start : start + BATCH] = [_with(one, fits) for one in batch]
    return found


def _money_of(people: Collection[int]) -> dict[int, int]:
    """Return per person how many cents they are free to spend, together."""
    rows = Entitlement.objects.filter(person__in=people, scheme__measure=Measure.CENTS)
    sums = dict(rows.values_list("person").annotate(left=Sum("own__balance")))
    return {person: max(0, sums.get(person, 0)) for person in people}


def _with(one: Candidate, fits: Mapping[int, list[Fit]]) -> Candidate:
    return replace(one, params={**one.params, "offers": _offers(fits[one.person_id])})


def _offers(fits: list[Fit]) -> list[dict]:
    return [
        {
            "title": fit.title,
            "url": address_of("learning:offer_detail", fit.offer_id),
            "price_cents": fit.price_incl_cents,
        }
        for fit in fits
    ]
