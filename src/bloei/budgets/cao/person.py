"""What the engine has to know about one person: employments, pay, birthday, movements.

Dates are inclusive; `until=None` means open. Hours and pay are Decimal (exact),
amounts of movements are whole cents or minutes (see `Scheme.per_unit`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Employment(NamedTuple):
    """One contract: hours per week and kind, from the first to the last day."""

    start: date
    until: date | None
    hours_per_week: Decimal
    kind: str = ""


class Pay(NamedTuple):
    """Gross pay per month in euros by component ("salary", "holiday_pay", ...)."""

    start: date
    until: date | None
    monthly: dict[str, Decimal]


class Movement(NamedTuple):
    """Something a person does: `what` is "spend" or "convert"; `amount` is above zero."""

    on: date
    what: str
    amount: int
    purpose: str = ""
    hours_added: Decimal = Decimal(0)
    to: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one person. Movements may stand in any order."""

    born_on: date
    employments: tuple[Employment, ...]
    pay: tuple[Pay, ...] = ()
    pension_years: int = 67
    pension_months: int = 0
    movements: tuple[Movement, ...] = ()
