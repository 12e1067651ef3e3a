"""Read the tables of a file strictly: every mistake is collected, none guessed."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bloei.foundation.strict.problems import Mistake

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_LONGEST = 60


def shown(value: Any) -> str:
    """A value as it may be named in a sentence, not too long."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "null"
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, dict):
        text = "{...}"
    elif isinstance(value, list):
        text = "[...]"
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def iso_date(text: str) -> date | None:
    """A date written as 2021-01-31 and in no other way."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_number(text: str) -> Decimal | None:
    """A plain number: no sign, exponent, comma, space or NaN. None when it is not one."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


class StrictTable:
    """One table of a file. Each method reads one key; `close` names the keys nobody read.

    A key that is absent gives the default; a wrong value gives the default and a problem.
    """

    def __init__(self, data: dict[str, Any], place: str, problems: list[Mistake]):
        self.data = data
        self.place = place
        self.problems = problems
        self._read: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def wrong(self, key: str, code: str, **params: str) -> None:
        self.problems.append(Mistake(self.at(key), code, params))

    def has(self, key: str) -> bool:
        return key in self.data

    def _value(self, key: str, *, required: bool) -> Any:
        self._read.add(key)
        if key not in self.data:
            if required:
                self.wrong(key, "missing")
            return None
        return self.data[key]

    def _typed(self, key: str, kind: type, code: str, *, required: bool = False) -> Any:
        value = self._value(key, required=required)
        # To Python true is an integer; to who wrote the file it is not.
        fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if key in self.data and not fits:
            self.wrong(key, code, got=shown(value))
            return None
        return value

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        value = self._typed(key, str, "not_a_text", required=required)
        if value is None:
            return default
        if required and not value.strip():
            self.wrong(key, "empty_text")
        return str(value)

    def choice(
        self, key: str, options: tuple[str, ...], default: str, *, required: bool = False
    ) -> str:
        value = self._typed(key, str, "not_a_text", required=required)
        if value is None:
            return default
        if value not in options:
            self.wrong(key, "not_a_choice", options=", ".join(options), got=shown(value))
            return default
        return str(value)

    def number(
        self,
        key: str,
        *,
        required: bool = False,
        above_zero: bool = False,
        places: int | None = None,
    ) -> Decimal | None:
        """A decimal text such as "12.50", never negative; `places` limits its decimals."""
        value = self._value(key, required=required)
        if key not in self.data:
            return None
        number = read_number(value) if isinstance(value, str) else None
        if number is None:
            is_below = isinstance(value, str) and read_number(value.removeprefix("-")) is not None
            self.wrong(key, "negative" if is_below else "not_a_number", got=shown(value))
        elif above_zero and not number:
            self.wrong(key, "not_above_zero")
            return None
        elif places is not None and number != round(number, places):
            self.wrong(key, "too_fine", got=shown(value), smallest=str(Decimal(10) ** -places))
            return None
        return number

    def integer(
        self, key: str, *, low: int = 0, high: int = 1200, required: bool = False
    ) -> int | None:
        value: int | None = self._typed(key, int, "not_an_integer", required=required)
        if value is not None and not low <= value <= high:
            self.wrong(key, "out_of_range", low=str(low), high=str(high), got=shown(value))
            return None
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._typed(key, bool, "not_a_flag")
        return default if value is None else bool(value)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date of TOML itself: no text, no time."""
        value: date | None = self._typed(key, date, "not_a_date", required=required)
        if isinstance(value, datetime):
            self.wrong(key, "not_a_date", got=shown(value))
            return None
        return value

    def day_text(self, key: str, *, required: bool = False, nullable: bool = False) -> date | None:
        """A date of JSON: a text such as "2021-01-31"."""
        value = self._value(key, required=required)
        if key not in self.data or (nullable and value is None):
            return None
        found = iso_date(value) if isinstance(value, str) else None
        if found is None:
            self.wrong(key, "not_a_date_text", got=shown(value))
        return found

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self._typed(key, list, "not_a_list", required=required)
        found = []
        for number, item in enumerate(value or [], start=1):
            if isinstance(item, str):
                found.append(item)
            else:
                self.wrong(f"{key}[{number}]", "not_a_text", got=shown(item))
        return tuple(found)

    def table(self, key: str, *, required: bool = False) -> "StrictTable | None":
        value = self._typed(key, dict, "not_a_table", required=required)
        return None if value is None else StrictTable(value, self.at(key), self.problems)

    def tables(self, key: str, *, required: bool = False) -> list["StrictTable"]:
        value = self._typed(key, list, "not_a_list", required=required)
        found = []
        for number, item in enumerate(value or [], start=1):
            place = f"{key}[{number}]"
            if isinstance(item, dict):
                found.append(StrictTable(item, self.at(place), self.problems))
            else:
                self.wrong(place, "not_a_table", got=shown(item))
        return found

    def close(self, top_level: tuple[str, ...] = ()) -> None:
        """Refuse every key that was not read, by name."""
        for key in self.data:
            if key in self._read:
                continue
            if key in top_level:
                self.wrong(key, "unknown_top")
            elif near := self._near(key):
                self.wrong(key, "unknown_near", near=near)
            else:
                self.wrong(key, "unknown")

    def _near(self, key: str) -> str | None:
        from difflib import get_close_matches

        found = get_close_matches(key, sorted(self._read - self.data.keys()), n=1)
        return found[0] if found else None
