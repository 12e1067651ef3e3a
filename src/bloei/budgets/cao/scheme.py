"""A scheme: the rule of a cao or of the organisation that grants a learning budget.

Values only, made by `scheme_file`. Numbers in a scheme are exact euros or hours
(Fraction, Decimal); what the engine computes from them are whole units: cents, and for
HOURS minutes or hundredths of an hour, as `per_unit` says.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from bloei.budgets.cao.amounts import round_to
from bloei.budgets.cao.dates import BEGINNING, FOREVER

_MOST = 50_000


class Rate(NamedTuple):
    """A base from one day to another: `kind` is amount, percent or hours_of_pay."""

    start: date
    until: date
    kind: str
    value: Fraction


class Fixed(NamedTuple):
    """A one-off amount (units) for who is in service on every day of the span."""

    start: date
    until: date
    amount: int


class AgeRow(NamedTuple):
    from_age: int
    add: Fraction


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What must all hold on the day of a grant; None = not asked."""

    min_hours_per_week: Decimal | None = None
    more_than_hours_per_week: Decimal | None = None
    min_fte: Fraction | None = None
    min_months_of_service: int | None = None
    min_age: int | None = None
    years_before_pension: int | None = None
    excluded_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    every: str
    rates: tuple[Rate, ...]
    on_month: int = 1
    on_day: int = 1
    block_start: date | None = None
    block_years: int | None = None
    of: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    ages: tuple[AgeRow, ...] = ()
    prorate_hours: bool = False
    clamp: bool = True
    minimum: int = 0
    joining: str = "full"
    joining_month_counts: bool = True
    month_rule: str = "any"


class Cap(NamedTuple):
    """Either `amount` (units) or `grants` (times the yearly grant)."""

    amount: int | None
    grants: int | None
    prorate_hours: bool
    trims: bool


class Transition(NamedTuple):
    granted_before: date
    lapses_on: date


class Lapse(NamedTuple):
    """When a lot lapses: `how` is months, years, block or never."""

    how: str
    number: int
    at_end_of_month: bool
    transitional: tuple[Transition, ...]


class Advance(NamedTuple):
    years: int
    waives: bool


class Conversion(NamedTuple):
    to: str
    max_share: Fraction | None
    min_age: int | None


class Bonus(NamedTuple):
    purpose: str
    min_hours_added: Decimal
    factor: Fraction


class Decision(NamedTuple):
    by: str = "employee"
    answer_within_days: int | None = None
    refusal_grounds: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Scheme:
    """Everything a scheme file says. Shared between people: never changed after reading."""

    name: str
    title: str
    unit: str
    per_unit: int
    fulltime_hours: Decimal
    sources: tuple[str, ...]
    grant: Grant
    rounding_step: Fraction
    rounding_mode: str
    valid_from: date = BEGINNING
    valid_until: date = FOREVER
    eligibility: Eligibility = Eligibility()
    cap: Cap | None = None
    lapse: Lapse | None = None
    advance: Advance | None = None
    leaving: str = "lapse"
    conversions: tuple[Conversion, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    purposes_allowed: frozenset[str] = frozenset()
    purposes_excluded: frozenset[str] = frozenset()
    decision: Decision = field(default_factory=Decision)
    includes_vat: bool = False
    hours_per_day: Decimal | None = None
    notes: tuple[str, ...] = ()
    status: str = "checked"
    # Amounts, caps and hours shares seen before: thousands of people share a few of them.
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    def remember(self, key: Any, value: Any) -> None:
        """Keep an outcome. Everybody has other pay, so it starts afresh before it grows large."""
        if len(self.memory) >= _MOST:
            self.memory.clear()
        self.memory[key] = value

    def rounded(self, value: Fraction) -> Fraction:
        """Euros or hours, rounded as the scheme says."""
        return round_to(value, self.rounding_step, self.rounding_mode)

    def hours_share(self, hours: Decimal, *, clamp: bool) -> Fraction:
        """Contract hours / full-time hours; never above 1 when clamped."""
        share = Fraction(hours) / Fraction(self.fulltime_hours)
        return Fraction(1) if clamp and share > 1 else share
