"""Money and time are integers: cents and minutes. Here they become words and back.

No Django, no floats. A no-break space stands after the sign and before the unit.
"""

from decimal import Decimal, InvalidOperation

NBSP = "\u00a0"
MINUS = "\u2212"
MOST_CENTS = 10**12


class NotAnAmount(ValueError):
    """The text is no amount of money or time."""


def euros(cents: int, language: str = "nl") -> str:
    """Write cents as money: 118000 is "€ 1.180", 118050 is "€ 1.180,50"."""
    sign = f"{MINUS}{NBSP}" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    thousands, point = (".", ",") if language.startswith("nl") else (",", ".")
    written = f"{whole:,}".replace(",", thousands)
    return f"{sign}€{NBSP}{written}{point}{rest:02d}" if rest else f"{sign}€{NBSP}{written}"


def hours(minutes: int, language: str = "nl") -> str:
    """Write minutes as hours: 210 is "3,5 uur", 50 is "50 minuten"."""
    sign = MINUS if minutes < 0 else ""
    minutes = abs(minutes)
    dutch = language.startswith("nl")
    if 0 < minutes < 60:
        return f"{sign}{minutes}{NBSP}{_minute_word(minutes, dutch)}"
    number = (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()
    written = f"{number:f}".replace(".", ",") if dutch else f"{number:f}"
    word = "uur" if dutch else ("hour" if minutes == 60 else "hours")
    return f"{sign}{written}{NBSP}{word}"


def _minute_word(minutes: int, dutch: bool) -> str:
    if dutch:
        return "minuut" if minutes == 1 else "minuten"
    return "minute" if minutes == 1 else "minutes"


def cents_of(text: str) -> int:
    """Read what a person typed: "1.180,50", "1180.5", "€ 45" are cents.

    A point or comma followed by exactly three digits separates thousands.
    """
    plain = text.strip().removeprefix("€").replace(NBSP, "").replace(" ", "")
    plain = plain.removesuffix(",-").removesuffix(",--")
    return int(_number(plain) * 100)


def minutes_of(text: str) -> int:
    """Read hours that a person typed: "3,5", "3:30" and "3.5" are 210 minutes."""
    plain = text.strip().lower().removesuffix("uur").removesuffix("hours").strip()
    if ":" in plain:
        whole, _, rest = plain.partition(":")
        if whole.isdigit() and rest.isdigit() and int(rest) < 60:
            return int(whole) * 60 + int(rest)
        raise NotAnAmount(text)
    minutes = _number(plain) * 60
    if minutes != int(minutes):
        raise NotAnAmount(text)
    return int(minutes)


def _number(plain: str) -> Decimal:
    for mark in (".", ","):
        other = "," if mark == "." else "."
        head, found, tail = plain.rpartition(mark)
        if found and other not in tail and len(tail) == 3 and head.replace(mark, "").isdigit():
            plain = head.replace(mark, "") + tail
        elif found and other in head:
            plain = head.replace(other, "") + "." + tail
    plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount(plain) from None
    exact = number.is_finite() and abs(number) * 100 <= MOST_CENTS
    if not exact or number * 100 != int(number * 100):
        raise NotAnAmount(plain)
    return number
