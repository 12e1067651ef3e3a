"""From what stands in a cell to a day or a time of day, however it was written. Pure.

A cell is a text (CSV) or what a spreadsheet holds: text, number, date. Empty is None.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bloei.foundation.tables.cells import text_of

FIRST_YEAR = 1900
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
_TIME = re.compile(r"(\d{1,2})[:.u](\d{2})(?:[:.]\d{2})?(?:\s*uur)?|(\d{1,2})\s*(?:u|uur|h)?")
MINUTES = 24 * 60


class NotADay(ValueError):
    """A cell holds no day or time: no_date, no_such_day, strange_date or no_time."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def excel_day(serial: int, system: int = 1900) -> date:
    """Return the day of an Excel serial number.

    The 1900 system counts a 29 February 1900 that never was (60); the 1904 system
    begins at 0 on 1 January 1904.
    """
    if system == 1904:
        return date(1904, 1, 1) + timedelta(days=serial)
    if serial == 60 or serial < 1:
        raise NotADay("no_date")
    return date(1899, 12, 31) + timedelta(days=serial - (serial > 60))


def day_of(cell, *, system: int = 1900, this_year: int = 2026, born: bool = False) -> date | None:
    """Return the day in a cell. Two-digit years are at most this year for births."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, bool):
        raise NotADay("no_date")
    elif isinstance(cell, int | float):
        found = _from_serial(cell, system)
    else:
        text = text_of(cell)
        found = _day_in(text, system, this_year, born) if text else None
    if found and not found.year >= FIRST_YEAR:
        raise NotADay("strange_date")
    return found


def _from_serial(number: float, system: int) -> date | None:
    if number == 0:
        return None
    if not 0 < number < 2_958_466:  # 31-12-9999
        raise NotADay("no_date")
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
        raise NotADay("no_date")
    year, month, day = parts
    try:
        return date(_whole_year(year, this_year, born), int(month), int(day))
    except ValueError:
        raise NotADay("no_such_day") from None


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


def minute_of(cell) -> int | None:
    """Return the minutes after midnight in a cell: 9:30, 9.30 uur, 0.395833 of a day; 24:00 too."""
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, bool):
        raise NotADay("no_time")
    if isinstance(cell, int | float) and 0 <= cell <= 1:
        return round(cell * MINUTES)  # a spreadsheet keeps a time as a part of a day
    text = text_of(cell).casefold()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if not found:
        raise NotADay("no_time")
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    if minute > 59 or hour * 60 + minute > MINUTES:
        raise NotADay("no_time")
    return hour * 60 + minute
