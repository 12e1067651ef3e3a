"""From what stands in a cell to a date, a number, a name. Pure.

A cell is a text (CSV) or what a spreadsheet holds: text, number, date or yes/no.
Every reader returns None (or "") for an empty cell and raises Wrong with a code.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from bloei.foundation.tables.cells import plain, text_of
from bloei.integrations.hr_import.problems import Wrong

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Many systems write "no end" as a day far away.
NO_END_FROM_YEAR = 2099
MOST_HOURS = 80
MOST_CENTS = 100_000_00 * 10
MOST_NUMBER = 10**9
UNREADABLE_SIGN = "\ufffd"

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maart mar march", "apr april",
            "mei may", "jun juni june", "jul juli july", "aug augustus august",
            "sep sept september", "okt oktober oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20|21|29|99)\d{2})(\d{2})(\d{2})")
_WITH_MONTH_NAME = re.compile(r"(\d{1,2})[-/. ]([a-z]{3,9})\.?[-/. ](\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{1,6})(?:[.,]\d+)?")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_NO_DATE = frozenset({"00-00-0000", "0000-00-00", "00000000", "0"})
_EMAIL = re.compile(r"[^@\s,;<>()\[\]\\\"]+@[^@\s,;<>()\[\]\\\"_]+\.[^@\s.,;<>()\[\]\\\"_]{2,}")
_KINDS = {
    "permanent": (
        "permanent vast vastcontract vastdienstverband vasteaanstelling onbepaaldetijd onbepaald"
        " onbepaaldetijdvast vastonbepaaldetijd contractvooronbepaaldetijd obt o regulier"
        " arbeidsovereenkomstonbepaaldetijd arbeidsovereenkomstvooronbepaaldetijd"
        " contractonbepaaldetijd dienstverbandonbepaaldetijd"
    ),
    "temporary": (
        "temporary fixedterm tijdelijk tijdelijkcontract tijdelijkdienstverband bepaaldetijd"
        " bepaald tijdelijkeaanstelling contractvoorbepaaldetijd bt b tijdelijkbepaaldetijd"
        " arbeidsovereenkomstbepaaldetijd arbeidsovereenkomstvoorbepaaldetijd jaarcontract"
        " contractbepaaldetijd dienstverbandbepaaldetijd"
    ),
    "agency": (
        "agency uitzend uitzendkracht uitzendbureau inhuur ingeleend inleen payroll detachering"
    ),
    "on_call": (
        "oncall oproep oproepkracht oproepcontract nuluren nulurencontract 0uren minmax"
        " minmaxcontract flex flexcontract invalkracht"
    ),
    "student": "student bijbaan bijbaanstudent studentmedewerker werkstudent",
    "intern": "intern stage stagiair stagiaire stageovereenkomst",
    "apprentice": "apprentice bbl leerling leerarbeidsovereenkomst leerwerkovereenkomst",
    "holiday_worker": "holidayworker vakantiekracht vakantiewerk vakantiewerker vakantiehulp",
    "weekend_help": "weekendhulp weekendkracht weekendmedewerker zaterdaghulp",
    "volunteer": "volunteer vrijwilliger",
    "self_employed": "selfemployed zzp zzper zelfstandige freelance freelancer",
}
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}


def words(cell, longest: int) -> str:
    """Return a name or a title. Raises when it is too long or has unreadable signs."""
    text = text_of(cell)
    if len(text) > longest:
        raise Wrong("too_long", most=longest)
    if UNREADABLE_SIGN in text:
        raise Wrong("unreadable_signs")
    return text


def excel_day(serial: int, system: int = 1900) -> date:
    """Return the day of an Excel serial number.

    The 1900 system counts a 29 February 1900 that never was (60); the 1904 system
    begins at 0 on 1 January 1904.
    """
    if system == 1904:
        return date(1904, 1, 1) + timedelta(days=serial)
    if serial == 60 or serial < 1:
        raise Wrong("no_date")
    return date(1899, 12, 31) + timedelta(days=serial - (serial > 60))


def day_of(cell, *, system: int = 1900, this_year: int = 2026, born: bool = False) -> date | None:
    """Return the day in a cell. Two-digit years are at most this year for births."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, bool):
        raise Wrong("no_date")
    elif isinstance(cell, int | float):
        found = _from_serial(cell, system)
    else:
        text = text_of(cell)
        found = _day_in(text, system, this_year, born) if text else None
    if found and not found.year >= FIRST_YEAR:
        raise Wrong("strange_date")
    return found


def _from_serial(number: float, system: int) -> date | None:
    if number == 0:
        return None
    if not 0 < number < 2_958_466:  # 31-12-9999
        raise Wrong("no_date")
    return excel_day(int(number), system)


@lru_cache(maxsize=50_000)
def _day_in(text: str, system: int, this_year: int, born: bool) -> date | None:
    if text in _NO_DATE:
        return None
    text = _TIME_OF_DAY.sub("", text.casefold().replace("t00:00", " 00:00")).strip()
    if found := _SERIAL.fullmatch(text):
        return _from_serial(int(found[1]), system)
    parts = _parts(text)
    if not parts:
        raise Wrong("no_date")
    year, month, day = parts
    try:
        return date(_whole_year(year, this_year, born), int(month), int(day))
    except ValueError:
        raise Wrong("no_such_day") from None


def _parts(text: str) -> tuple | None:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return year, month, day
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return found.groups()
    if (found := _WITH_MONTH_NAME.fullmatch(text)) and found[2] in _MONTHS:
        return found[3], _MONTHS[found[2]], found[1]
    return None


def _whole_year(year: str, this_year: int, born: bool) -> int:
    if len(year) == 4:
        return int(year)
    newest = this_year if born else this_year + 20
    whole = newest - newest % 100 + int(year)
    return whole if whole <= newest else whole - 100


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
    bare = plain(text)
    return kinds.get(bare) or KIND_OF.get(bare)


def number_of(cell) -> str:
    """Return a personnel number as text; zeros in front are kept."""
    return words(cell, 40)
