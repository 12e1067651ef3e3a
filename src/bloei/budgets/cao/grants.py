"""How much a grant is, and how high the cap. Amounts come out in whole units (cents, minutes).

Amount = (base + ages) x hours share x period share, exact; rounded once; then the minimum.
Results are remembered in `scheme.memory`: the same contract hours give the same amount.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bloei.budgets.cao.amounts import half_up, to_units, two_decimals
from bloei.budgets.cao.case import MILLION, Case, Occasion
from bloei.budgets.cao.dates import Period, day_after, days_between, month_of, months_touched
from bloei.budgets.cao.scheme import Cap, Rate, Scheme

# What a reason needs to tell how an amount came about: figures as text, with a point.
Figures = dict[str, str | int]


class Terms(NamedTuple):
    """All that a grant depends on: who has the same terms gets the same amount.

    `rate` and `age` are rows of the scheme (-1 = none), `pay` is in millionths of a euro.
    """

    rate: int
    age: int
    hours: Decimal
    share: tuple[int, int]
    pay: int | Fraction | None


def rate_on(scheme: Scheme, on: date) -> int:
    """The index of the rate that holds on this day; -1 when none does."""
    for number, rate in enumerate(scheme.grant.rates):
        if rate.start <= on <= rate.until:
            return number
    return -1


def amount_of(case: Case, occasion: Occasion) -> tuple[int, Figures]:
    """The grant of an occasion before the cap, and the figures that explain it."""
    scheme, on = case.scheme, occasion.on
    if occasion.fixed is not None:
        return occasion.fixed, {"kind": "fixed", "unit": scheme.unit}
    number = rate_on(scheme, on)
    if number < 0:
        return 0, {}
    rate = scheme.grant.rates[number]
    key = (
        number,
        case.age_row(on) if case.age_adds else -1,
        occasion.span.hours,
        _period_share(scheme, occasion) if occasion.joining else (1, 1),
        None if rate.kind == "amount" else _pay(case, rate, occasion),
    )
    known: tuple[int, Figures] | None = scheme.memory.get(key)
    if known is None:
        known = _work_out(scheme, Terms(*key))
        scheme.remember(key, known)
    return known


def _pay(case: Case, rate: Rate, occasion: Occasion) -> int | Fraction:
    """The pay that counts, in millionths: of the period for a percentage, of the day for hours."""
    if rate.kind == "percent":
        return pay_in(case, occasion.period)
    day = occasion.on
    return sum(row.monthly for row in case.pay if row.start <= day <= row.end)


def pay_in(case: Case, period: Period) -> int | Fraction:
    """Pay earned in service in a period, month by month, in millionths of a euro."""
    if period.months == 1:
        return _pay_in_month(case, period, period.start, period.end)
    total: int | Fraction = 0
    month = month_of(period.start.year, period.start.month)
    while True:
        total += _pay_in_month(
            case, month, max(month.start, period.start), min(month.end, period.end)
        )
        if month.end >= period.end:
            return total
        following = day_after(month.end)
        month = month_of(following.year, following.month)


def _pay_in_month(case: Case, month: Period, start: date, end: date) -> int | Fraction:
    """Pay of a month, or of the part of it from start to end, by days in service."""
    rows = [row for row in case.pay if row.start <= end and start <= row.end]
    if not rows:
        return 0
    if start == month.start and end == month.end:
        span = case.service.on(start)
        row = rows[0]
        if span and end <= span.end and len(rows) == 1 and row.start <= start and end <= row.end:
            return row.monthly
    earned = 0
    for row in rows:
        days = sum(
            days_between(max(start, row.start, held.start), min(end, row.end, held.end))
            for held in case.service.spans
        )
        earned += row.monthly * days
    return Fraction(earned, days_between(month.start, month.end))


def _period_share(scheme: Scheme, occasion: Occasion) -> tuple[int, int]:
    """The share of the period for who joins on the day of the occasion."""
    grant, period, on = scheme.grant, occasion.period, occasion.on
    if grant.joining == "days_left":
        return days_between(on, period.end), days_between(period.start, period.end)
    if grant.joining == "months_left":
        left = months_touched(on, period.end)
        if on.day != 1 and not grant.joining_month_counts:
            left -= 1
        # A period from the 15th to the 14th touches one calendar month more than it has.
        return min(left, period.months), period.months
    return 1, 1


def _work_out(scheme: Scheme, terms: Terms) -> tuple[int, Figures]:
    grant = scheme.grant
    rate, share = grant.rates[terms.rate], terms.share
    figures: Figures = {"kind": rate.kind, "unit": scheme.unit, "every": grant.every}
    figures["base"] = decimal_text(rate.value)
    base = rate.value
    if rate.kind == "percent":
        paid = Fraction(terms.pay or 0) / MILLION
        base = rate.value / 100 * paid
        figures["pay"] = decimal_text(paid)
    if terms.age >= 0:
        row = grant.ages[terms.age]
        base += row.add
        figures["add"], figures["from_age"] = decimal_text(row.add), row.from_age
    value = base * Fraction(*share)
    if share != (1, 1):
        figures["share"] = f"{share[0]}/{share[1]}"
    if grant.prorate_hours:
        value *= scheme.hours_share(terms.hours, clamp=grant.clamp)
        figures["hours"] = decimal_text(_counted_hours(scheme, terms.hours))
        figures["fulltime"] = decimal_text(Fraction(scheme.fulltime_hours))
    amount = _in_units(scheme, terms, scheme.rounded(value), figures)
    if 0 < amount < grant.minimum:
        figures["minimum"] = two_decimals(grant.minimum, scheme.per_unit)
        amount = grant.minimum
    return amount, figures


def _in_units(scheme: Scheme, terms: Terms, rounded: Fraction, figures: Figures) -> int:
    """The rounded euros or hours in units; hours of pay are first turned into money."""
    if scheme.grant.rates[terms.rate].kind != "hours_of_pay":
        return to_units(rounded, scheme.per_unit)
    if not terms.hours or not terms.pay:
        return 0
    wage = Fraction(terms.pay) / MILLION / (Fraction(terms.hours) * 52 / 12)
    figures["hours_granted"] = decimal_text(rounded)
    figures["wage"] = decimal_text(wage)
    return half_up(rounded * wage * scheme.per_unit)


def _counted_hours(scheme: Scheme, hours: Decimal) -> Fraction:
    """The contract hours that count: a clamped share shows 36/36 for who works 40."""
    share = scheme.hours_share(hours, clamp=scheme.grant.clamp)
    return share * Fraction(scheme.fulltime_hours)


def decimal_text(value: Fraction) -> str:
    """A number as short text with a point: "36", "7.6", "1.5"; at most four decimals."""
    scaled = half_up(value * 10_000)
    whole, rest = divmod(scaled, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)


def yearly_grant(case: Case, on: date, hours: Decimal) -> Fraction:
    """The full-year grant of a day in units: 12 monthly ones, or a block / its years.

    Without minimum, joining and eligibility. Schemes that use it have plain amounts.
    """
    scheme, grant = case.scheme, case.scheme.grant
    number = rate_on(scheme, on)
    if number < 0:
        return Fraction(0)
    age = case.age_row(on) if case.age_adds else -1
    key = ("year", number, age, hours)
    known: Fraction | None = scheme.memory.get(key)
    if known is not None:
        return known
    value = grant.rates[number].value + (grant.ages[age].add if age >= 0 else 0)
    if grant.prorate_hours:
        value *= scheme.hours_share(hours, clamp=grant.clamp)
    one = Fraction(to_units(scheme.rounded(value), scheme.per_unit))
    years = {"month": Fraction(12), "year": Fraction(1)}.get(grant.every)
    whole = one * years if years else one / (grant.block_years or 1)
    scheme.remember(key, whole)
    return whole


def cap_on(case: Case, on: date) -> int | None:
    """The most the balance may be on this day, in units; None when there is no cap.

    A cap in grants follows the hours through the grant; `cap.prorate_hours` then only
    adds something when the grant itself does not.
    """
    scheme, cap = case.scheme, case.scheme.cap
    if cap is None:
        return None
    span = case.service.on(on)
    hours = span.hours if span else Decimal(0)
    yearly = yearly_grant(case, on, hours) if cap.amount is None else None
    key = ("cap", hours, yearly)
    known: int | None = scheme.memory.get(key)
    if known is None:
        known = _cap(scheme, cap, hours, yearly)
        scheme.remember(key, known)
    return known


def _cap(scheme: Scheme, cap: Cap, hours: Decimal, yearly: Fraction | None) -> int:
    if cap.amount is not None:
        whole, prorate = Fraction(cap.amount), cap.prorate_hours
    else:
        whole = (yearly or Fraction(0)) * (cap.grants or 0)
        prorate = cap.prorate_hours and not scheme.grant.prorate_hours
    share = scheme.hours_share(hours, clamp=True) if prorate else Fraction(1)
    if share == 1 and whole.denominator == 1:
        return whole.numerator
    whole *= share
    return to_units(scheme.rounded(whole / scheme.per_unit), scheme.per_unit)


def advance_on(case: Case, on: date) -> int:
    """How far the balance may go below zero on this day, in units (0 or more)."""
    span = case.service.on(on)
    if case.scheme.advance is None or span is None:
        return 0
    limit = yearly_grant(case, on, span.hours) * case.scheme.advance.years
    return limit.numerator // limit.denominator
