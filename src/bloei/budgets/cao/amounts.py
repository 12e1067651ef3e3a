"""Exact amounts: strings with a point in, whole cents or minutes inside, two decimals out."""

from decimal import Decimal
from fractions import Fraction


def to_units(value: Decimal | Fraction, per_unit: int) -> int:
    """Whole cents, minutes or hundredths; what is finer is rounded half up."""
    return half_up(Fraction(value) * per_unit)


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half goes up. `value` is 0 or more."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def round_to(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """`value` (0 or more) as a multiple of `step`; mode is half_up, up or down."""
    steps = value / step
    if mode == "half_up":
        return half_up(steps) * step
    if mode == "up":
        return -(-steps.numerator // steps.denominator) * step
    return steps.numerator // steps.denominator * step


def two_decimals(amount: int, per_unit: int) -> str:
    """Cents, minutes or hundredths as "-450.00"; never "-0.00"."""
    hundredths = half_up(Fraction(abs(amount) * 100, per_unit)) if per_unit != 100 else abs(amount)
    sign = "-" if amount < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
