"""Numbers, amounts, times and dates as a person reads them, in Dutch and in English.

Pure: the language is passed in. A no-break space holds a number and its unit together and
U+2212 is the minus. Money and time themselves are written by `money`.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date

from bloei.foundation.money import MINUS, NBSP

# A line may break after a dash, also before a no-break space; the word joiner forbids that.
DASH = f"{NBSP}–\u2060{NBSP}"
# Dutch and English put the parts of a date in the same order.
LONG, MONTH, WEEKDAY = "d MMMM y", "MMMM y", "EEEE d MMMM"
SHORT, SHORT_WITH_YEAR = "d MMM", "d MMM y"
SHORT_WEEKDAY, SHORT_WEEKDAY_WITH_YEAR = "EEE d MMM", "EEE d MMM y"


def is_dutch(language: str) -> bool:
    return language.lower().startswith("nl")


def number(value: int | float | Decimal, language: str = "nl", decimals: int | None = None) -> str:
    """Write a number: 1180 is "1.180"; 22.4 is "22,4". Without `decimals`, at most two."""
    exact = Decimal(str(value))
    places = 2 if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if decimals is None:
        rounded = rounded.normalize()
    written = f"{abs(rounded):,f}"
    if is_dutch(language):
        written = written.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{written}" if rounded < 0 else written


def signed(value: int | float | Decimal, language: str = "nl", decimals: int | None = None) -> str:
    """Write a difference: "+13,5", "−3,0", "0"."""
    written = number(value, language, decimals)
    return f"+{written}" if Decimal(str(value)) > 0 else written


def percent(share: float | Decimal, language: str = "nl", decimals: int = 0) -> str:
    """Write a share of one: 0.224 with one decimal is "22,4 %"."""
    written = number(Decimal(str(share)) * 100, language, decimals)
    return f"{written}{NBSP}%" if is_dutch(language) else f"{written}%"


def long_date(day: date, language: str = "nl") -> str:
    """Write "23 november 2026"."""
    return _written(day, LONG, language)


def short_date(day: date, language: str = "nl", today: date | None = None) -> str:
    """Write "23 nov"; with the year as well when that is not the year of `today`."""
    form = SHORT if today is None or day.year == today.year else SHORT_WITH_YEAR
    written = _written(day, form, language)
    return written.replace(".", "").replace(" ", NBSP)


def weekday(day: date, language: str = "nl") -> str:
    """Write "maandag 23 november"."""
    return _written(day, WEEKDAY, language)


def short_weekday(day: date, language: str = "nl", today: date | None = None) -> str:
    """Write "vr 27 nov"; with the year as well when that is not the year of `today`."""
    with_year = today is not None and day.year != today.year
    form = SHORT_WEEKDAY_WITH_YEAR if with_year else SHORT_WEEKDAY
    written = _written(day, form, language)
    return written.replace(".", "").replace(" ", NBSP)


def month(day: date, language: str = "nl") -> str:
    """Write "november 2026"."""
    return _written(day, MONTH, language)


@lru_cache(maxsize=4096)
def _written(day: date, form: str, language: str) -> str:
    """Write a day in one of the forms; pages name the same few days over and over."""
    return format_date(day, form, locale="nl" if is_dutch(language) else "en")


def clock_time(moment: datetime, language: str = "nl") -> str:
    """Write "11.00 uur" or "11:00"; the moment must already be in the local time zone."""
    if is_dutch(language):
        return f"{moment.hour}.{moment.minute:02d}{NBSP}uur"
    return f"{moment.hour}:{moment.minute:02d}"


def clock_span(start: datetime, end: datetime, language: str = "nl") -> str:
    """Write "10.00 – 10.45 uur" or "10:00 – 10:45"; both must be in the local time zone."""
    first = clock_time(start, language).split(NBSP)[0]
    return f"{first}{DASH}{clock_time(end, language)}"


def moment(when: datetime, language: str = "nl") -> str:
    """Write "23 november 2026 om 11.00 uur"; the moment must be in the local time zone."""
    day = long_date(when.date(), language)
    joint = "om" if is_dutch(language) else "at"
    return f"{day} {joint} {clock_time(when, language)}"


def day_and_time(when: datetime, language: str = "nl") -> str:
    """Write "maandag 23 november om 11.00 uur"; the moment must be in the local time zone."""
    joint = "om" if is_dutch(language) else "at"
    return f"{weekday(when.date(), language)} {joint} {clock_time(when, language)}"


def initials(name: str) -> str:
    """Return the two letters of an avatar: "Eva de Vries" is EV, "Hanan el Amrani" is HA."""
    words = [word for word in name.replace("-", " ").split() if word]
    capitals = [word for word in words if word[0].isupper()] or words
    if not capitals:
        return "?"
    return (capitals[0][0] + (capitals[-1][0] if len(capitals) > 1 else "")).upper()
