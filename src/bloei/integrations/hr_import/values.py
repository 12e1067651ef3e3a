"""From what stands in a cell to a date, a number, a name. Pure.

A cell is a text (CSV) or what a spreadsheet holds: text, number, date or yes/no.
Every reader returns None (or "") for an empty cell and raises Wrong with a code.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from bloei.foundation.tables import days
from bloei.foundation.tables.cells import plain, text_of
from bloei.integrations.hr_import.problems import Wrong
from bloei.people import kinds as kinds_of_employment

# Many systems write "no end" as a day far away.
NO_END_FROM_YEAR = 2099
MOST_HOURS = 80
MOST_CENTS = 100_000_00 * 10
MOST_NUMBER = 10**9
UNREADABLE_SIGN = "\ufffd"

_EMAIL = re.compile(r"[^@\s,;<>()\[\]\\\"]+@[^@\s,;<>()\[\]\\\"_]+\.[^@\s.,;<>()\[\]\\\"_]{2,}")


def words(cell, longest: int) -> str:
    """Return a name or a title. Raises when it is too long or has unreadable signs."""
    text = text_of(cell)
    if len(text) > longest:
        raise Wrong("too_long", most=longest)
    if UNREADABLE_SIGN in text:
        raise Wrong("unreadable_signs")
    return text


def day_of(cell, *, system: int = 1900, this_year: int = 2026, born: bool = False) -> date | None:
    """Return the day in a cell. Two-digit years are at most this year for births."""
    try:
        return days.day_of(cell, system=system, this_year=this_year, born=born)
    except days.NotADay as trouble:
        raise Wrong(trouble.code) from None


def hours_of(cell) -> Decimal | None:
    """Return hours per week, at most 80, to the hundredth ("36", "22,8", "36:30")."""
    hours = _number(cell, thousands=False)
    if hours is None:
        return None
    if not 0 <= hours <= MOST_HOURS:
        raise Wrong("strange_hours", most=MOST_HOURS)
    return hours.quantize(Decimal("0.01"))


def cents_of(cell) -> int | None:
    """Return a gross monthly salary in cents ("3.250,00", "3250", "€ 3.250,-")."""
    amount = _number(cell, thousands=True)
    if amount is None:
        return None
    cents = (amount * 100).quantize(Decimal(1))
    if not 0 <= cents <= MOST_CENTS:
        raise Wrong("strange_salary")
    return int(cents)


def _number(cell, *, thousands: bool) -> Decimal | None:
    if cell is None or isinstance(cell, bool | date):
        if cell is None:
            return None
        raise Wrong("no_number")
    if isinstance(cell, int | float):
        found = Decimal(str(round(cell, 4)))
        if not found.is_finite() or abs(found) > MOST_NUMBER:
            raise Wrong("no_number")
        return found
    text = text_of(cell)
    return _number_in(text, thousands) if text else None


@lru_cache(maxsize=50_000)
def _number_in(text: str, thousands: bool) -> Decimal:
    bare = text.casefold().replace("eur", "").replace("€", "")
    bare = bare.removesuffix(",-").removesuffix(",--").removesuffix("per week").strip()
    bare = bare.removesuffix("uren").removesuffix("uur").removesuffix("u").replace(" ", "")
    bare = bare.replace("'", "")
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)", bare):
        return Decimal(found[1]) + Decimal(found[2]) / 60
    bare = _with_point(bare, thousands)
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", bare):
        raise Wrong("no_number")
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise Wrong("no_number") from None


def _with_point(bare: str, thousands: bool) -> str:
    """Return the number with a decimal point and nothing between thousands.

    The last of both marks is the decimal one. One mark alone with three digits behind
    it separates thousands in money, but not in hours (36.000 is how a database writes 36).
    """
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        mark, other = (",", ".") if comma > point else (".", ",")
        return bare.replace(other, "").replace(mark, ".")
    mark = "," if comma >= 0 else "."
    if bare.count(mark) > 1 or (thousands and re.fullmatch(rf"\d{{1,3}}\{mark}\d{{3}}", bare)):
        return bare.replace(mark, "")
    return bare.replace(",", ".")


def email_of(cell) -> str | None:
    """Return an address, or None for an empty cell. The case of the letters is kept."""
    text = text_of(cell).removeprefix("mailto:")
    if not text:
        return None
    if len(text) > 254 or ".." in text or not _EMAIL.fullmatch(text):
        raise Wrong("no_email")
    return text


def kind_of(cell, kinds: dict[str, str]) -> str | None:
    """Return the kind of contract; `kinds` are the words of the mapping. None: not known."""
    text = text_of(cell)
    if not text:
        return ""
    return kinds.get(plain(text)) or kinds_of_employment.kind_of(text)


def number_of(cell) -> str:
    """Return a personnel number as text; zeros in front are kept."""
    return words(cell, 40)
