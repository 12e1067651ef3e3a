"""Money and time are integers: cents and minutes. Here they become words and back.

No Django, no floats. A no-break space stands after the sign and before the unit.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"
MOST_CENTS = 10**12
MOST_MINUTES = 10**7
# Decimal reads "1e9", "1_000" and "NaN" as well; nobody types an amount like that.
_TYPED = re.compile(r"[+-]?[0-9.,]+")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9]?)")


class NotAnAmount(ValueError):
    """The text is no amount of money or time."""


def euros(cents: int, language: str = "nl") -> str:
    """Write cents as money: 118000 is "€ 1.180", 118050 is "€ 1.180,50"."""
    sign = f"{MINUS}{NBSP}" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    thousands, point = (".", ",") if language.startswith("nl") else (",", ".")
    written = f"{whole:,}".replace(",", thousands)
    return f"{sign}€{NBSP}{written}{point}{rest:02d}" if rest else f"{sign}€{NBSP}{written}"


@lru_cache(maxsize=4096)
def hours(minutes: int, language: str = "nl") -> str:
    """Write minutes as hours: 210 is "3,5 uur", 50 is "50 minuten"."""
    sign = f"{MINUS}{NBSP}" if minutes < 0 else ""
    minutes = abs(minutes)
    dutch = language.startswith("nl")
    if 0 < minutes < 60:
        return f"{sign}{minutes}{NBSP}{_minute_word(minutes, dutch)}"
    number = (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()
    written = f"{number:,f}"
    if dutch:
        written = written.translate(str.maketrans(",.", ".,"))
    word = "uur" if dutch else ("hour" if minutes == 60 else "hours")
    return f"{sign}{written}{NBSP}{word}"


def _minute_word(minutes: int, dutch: bool) -> str:
    if dutch:
        return "minuut" if minutes == 1 else "minuten"
    return "minute" if minutes == 1 else "minutes"


def cents_of(text: str) -> int:
    """Read what a person typed: "1.180,50", "1180.5", "€ 45" are cents.

    A point or comma followed by exactly three digits separates thousands ("1.180", not "0.180").
    """
    plain = text.strip().removeprefix("€").replace(NBSP, "").replace(" ", "")
    plain = plain.removesuffix(",-").removesuffix(",--")
    return int(_number(_without_thousands(plain)) * 100)


def cents_of_number(number: Decimal | float) -> int:
    """Read a number of a spreadsheet or of JSON: its point is the decimal one, always."""
    try:
        # To six decimals, for a sum in a spreadsheet may hold 0.30000000000000004.
        exact = round(Decimal(str(number)), 6)
    except InvalidOperation:
        raise NotAnAmount(str(number)) from None
    return int(_number(f"{exact:f}") * 100)


def minutes_of(text: str, *, rounded: bool = False) -> int:
    """Read hours that a person typed: "3,5", "3:30" and "3.500" are 210 minutes.

    `rounded`: hours of another system, with two decimals, to the nearest minute.
    """
    plain = text.strip().lower().removesuffix("uur").removesuffix("hours").strip()
    if ":" in plain:
        if read := _CLOCK.fullmatch(plain):
            return int(read[1]) * 60 + int(read[2])
        raise NotAnAmount(text)
    minutes = _number(plain) * 60
    if rounded:
        return int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
    if minutes != int(minutes):
        raise NotAnAmount(text)
    return int(minutes)


def _without_thousands(plain: str) -> str:
    """Take out a mark that stands before three digits: "1.180" and "1.180.000", not "0.180"."""
    return plain.replace(".", "").replace(",", "") if _THOUSANDS.fullmatch(plain) else plain


def _number(plain: str) -> Decimal:
    """Read a number of which the last mark is the decimal one, if it has both."""
    for mark, other in ((".", ","), (",", ".")):
        head, found, tail = plain.rpartition(mark)
        if found and other in head and other not in tail:
            plain = head.replace(other, "") + "." + tail
    plain = plain.replace(",", ".")
    if not _TYPED.fullmatch(plain):
        raise NotAnAmount(plain)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount(plain) from None
    exact = number.is_finite() and abs(number) * 100 <= MOST_CENTS
    if not exact or number * 100 != int(number * 100):
        raise NotAnAmount(plain)
    return number
