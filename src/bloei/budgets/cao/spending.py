"""May this movement be booked, and what does it cost? All or nothing, never in part."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bloei.budgets.cao.amounts import to_units, two_decimals
from bloei.budgets.cao.case import Case
from bloei.budgets.cao.dates import add_years
from bloei.budgets.cao.entries import Reason
from bloei.budgets.cao.person import Movement
from bloei.budgets.cao.scheme import Bonus, Conversion, Scheme

# Art. 7:611a BW: the employer pays for mandatory training, whatever a scheme says.
NEVER = "mandatory_training"


class Verdict(NamedTuple):
    """Refused with a reason, or what it takes from the balance: the own part."""

    refused: Reason | None
    own_part: int = 0
    bonus: Reason | None = None


def judge_spend(case: Case, movement: Movement, room: int) -> Verdict:
    """`room` is the balance plus the advance of that day, in units."""
    reason = _not_in_service(case, movement) or wrong_purpose(case.scheme, movement.purpose)
    if reason:
        return Verdict(reason)
    row = best_bonus(case.scheme, movement.purpose, movement.hours_added)
    own = own_part(case.scheme, movement.amount, row)
    if own > room:
        return Verdict(_too_much(case, own, room))
    if row is None:
        return Verdict(None, own)
    figures: dict[str, str | int] = {
        "purpose": movement.purpose,
        "percent": str(round((row.factor - 1) * 100)),
        "own_part": two_decimals(own, case.scheme.per_unit),
    }
    return Verdict(None, own, Reason("bonus", figures))


def judge_conversion(
    case: Case, movement: Movement, balance: int, *, granted: int, converted: int
) -> Verdict:
    """`granted` and `converted`: of this period, to this name; in units."""
    reason = _not_in_service(case, movement)
    if reason:
        return Verdict(reason)
    rows = [row for row in case.scheme.conversions if row.to == movement.to]
    if not rows:
        return Verdict(Reason("unknown_conversion", {"to": movement.to}))
    refusals = [_against(case, row, movement, granted, converted) for row in rows]
    if None not in refusals:
        return Verdict(refusals[-1])
    if movement.amount > balance:
        return Verdict(_too_much(case, movement.amount, balance))
    return Verdict(None, movement.amount)


def _not_in_service(case: Case, movement: Movement) -> Reason | None:
    if case.service.on(movement.on):
        return None
    if not case.service.has_left_before(movement.on):
        return Reason("not_yet_in_service", {})
    return None if case.scheme.leaving == "keep" else Reason("not_in_service", {})


def wrong_purpose(scheme: Scheme, purpose: str) -> Reason | None:
    """Why a budget may not be spent on this purpose; None when it may."""
    if purpose == NEVER:
        return Reason("mandatory", {})
    if purpose and purpose in scheme.purposes_excluded:
        return Reason("purpose_excluded", {"purpose": purpose})
    if scheme.purposes_allowed and purpose not in scheme.purposes_allowed:
        code = "purpose_not_allowed" if purpose else "purpose_missing"
        return Reason(code, {"purpose": purpose})
    return None


def best_bonus(scheme: Scheme, purpose: str, hours_added: Decimal) -> Bonus | None:
    """The row with the highest factor whose conditions hold, or None."""
    rows = [
        row
        for row in scheme.bonuses
        if row.purpose == purpose and row.min_hours_added <= hours_added
    ]
    return max(rows, key=lambda row: row.factor, default=None)


def own_part(scheme: Scheme, amount: int, row: Bonus | None) -> int:
    """What an amount (units) takes from the budget itself when this bonus row holds."""
    if row is None:
        return amount
    exact = Fraction(amount, scheme.per_unit) / row.factor
    return min(amount, to_units(scheme.rounded(exact), scheme.per_unit))


def _against(
    case: Case, row: Conversion, movement: Movement, granted: int, converted: int
) -> Reason | None:
    if row.min_age is not None and add_years(case.facts.born_on, row.min_age) > movement.on:
        return Reason("too_young", {"age": row.min_age, "to": row.to})
    if row.max_share is not None and converted + movement.amount > row.max_share * granted:
        left = max(0, int(row.max_share * granted) - converted)
        return Reason(
            "over_share", {"to": row.to, "left": two_decimals(left, case.scheme.per_unit)}
        )
    return None


def _too_much(case: Case, asked: int, room: int) -> Reason:
    per_unit = case.scheme.per_unit
    return Reason(
        "too_much",
        {
            "asked": two_decimals(asked, per_unit),
            "room": two_decimals(max(room, 0), per_unit),
            "unit": case.scheme.unit,
        },
    )
