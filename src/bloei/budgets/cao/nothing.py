"""Why somebody gets nothing by a scheme in a stretch of days: for who looks before it holds."""

from datetime import date
from typing import NamedTuple

from bloei.budgets.cao.case import Case, Occasion
from bloei.budgets.cao.dates import FOREVER
from bloei.budgets.cao.grants import amount_of, rate_on
from bloei.budgets.cao.person import Facts
from bloei.budgets.cao.scheme import Scheme


class Nothing(NamedTuple):
    """A code, with the kind of employment where that is the reason.

    excluded_kind, not_in_service, not_valid, no_day (no grant falls in these days), age, hours,
    service (not yet long enough), no_rate, no_pay, no_hours, too_little (rounded to nothing),
    no_room (the cap is reached, or it was granted already).
    """

    code: str
    kind: str = ""


def why_nothing(scheme: Scheme, facts: Facts, first: date, until: date) -> Nothing:
    """The first reason that holds, for who got no grant from `first` to `until` inclusive."""
    case = Case(scheme, facts)
    if not case.service.touches(first, until):
        return _out_of_service(scheme, facts, first, until)
    if until < scheme.valid_from or first > scheme.valid_until:
        return Nothing("not_valid")
    occasions = list(case.occasions(first, until))
    if not occasions:
        return Nothing("no_day")
    eligible = [one for one in occasions if case.is_eligible(one.on, one.span)]
    if not eligible:
        last = occasions[-1]
        return Nothing(case.unmet(last.on, last.span))
    return Nothing(_without_amount(case, eligible[-1]))


def _out_of_service(scheme: Scheme, facts: Facts, first: date, until: date) -> Nothing:
    excluded = scheme.eligibility.excluded_kinds
    for one in facts.employments:
        if one.kind in excluded and one.start <= until and (one.until or FOREVER) >= first:
            return Nothing("excluded_kind", one.kind)
    return Nothing("not_in_service")


def _without_amount(case: Case, occasion: Occasion) -> str:
    number = rate_on(case.scheme, occasion.on)
    if number < 0 and occasion.fixed is None:
        return "no_rate"
    if amount_of(case, occasion)[0]:
        return "no_room"
    if case.scheme.grant.rates[number].kind != "amount" and not any(
        row.monthly for row in case.pay
    ):
        return "no_pay"
    return "too_little" if occasion.span.hours else "no_hours"
