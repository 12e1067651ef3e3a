"""A file with offers (docs/formats.md 6) into rows, with every problem and its place. Pure.

CSV or Excel with a heading per column, in English or Dutch; or JSON: a list of objects,
bare or under "offers".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from bloei.foundation import money
from bloei.foundation.strict.problems import Refused
from bloei.foundation.strict.source import json_of
from bloei.foundation.strict.table import read_number
from bloei.foundation.tables import RowProblem, Unreadable, days, read_table
from bloei.foundation.tables.cells import plain, text_of
from bloei.learning.rules import MOST_CENTS, MOST_MINUTES

COLUMNS: dict[str, str] = {
    "code": "code nummer artikelnummer cursuscode",
    "title": "title titel naam cursusnaam",
    "kind": "kind soort type vorm",
    "provider": "provider aanbieder leverancier instituut uitgever",
    "summary": "summary samenvatting omschrijving beschrijving inhoud",
    "price": "price prijs kosten bedrag",
    "price_includes_vat": "priceincludesvat inclusiefbtw prijsinclusiefbtw inclbtw prijsinclbtw",
    "minutes": "minutes minuten duurinminuten duur",
    "language": "language taal",
    "place": "place plaats locatie",
    "starts_on": "startson startdatum begindatum begintop datum",
    "skills": "skills vaardigheden vaardigheid onderwerpen",
    "url": "url link website",
    "mandatory": "mandatory verplicht",
}
_COLUMN = {word: name for name, words in COLUMNS.items() for word in words.split()}
_KINDS = {
    "course": "course cursus",
    "training": "training",
    "workshop": "workshop masterclass",
    "e_learning": "elearning onlinecursus onlinetraining online webinar",
    "programme": "programme opleiding studie leergang program",
    "conference": "conference congres conferentie symposium seminar",
    "book": "book boek",
    "coaching": "coaching coach",
    "mentoring": "mentoring mentor",
    "on_the_job": "onthejob inhetwerk werkplek meelopen stage",
    "micro": "micro microles microlesson microlearning",
    "other": "other anders overig",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_YES = frozenset("ja j yes y true waar 1 x".split())  # noqa: SIM905 - one list of words
_NO = frozenset("nee n no false onwaar 0".split())  # noqa: SIM905
_LANGUAGES = {
    "nederlands": "nl", "dutch": "nl", "nld": "nl", "engels": "en", "english": "en", "eng": "en",
    "duits": "de", "german": "de", "frans": "fr", "french": "fr",
}  # fmt: skip
LONGEST = {"code": 60, "title": 200, "provider": 120, "place": 120, "summary": 20_000, "url": 500}


class Wrong(ValueError):
    """A value cannot be what its column says: a code of offer_problems.py."""


@dataclass(frozen=True)
class OfferRow:
    """One offer of a file. `facts` are columns of Offer, only those that the file has.

    `provider` is None when the file has no such column, `skills` likewise.
    """

    row: int
    code: str
    title: str
    provider: str | None
    facts: dict
    skills: tuple[str, ...] | None

    @property
    def key(self) -> tuple:
        """Return what an offer is known by: its code at its provider, else its title and day."""
        provider = (self.provider or "").casefold()
        if self.code:
            return provider, self.code
        return provider, "", self.title.casefold(), self.facts.get("starts_on")


@dataclass
class OfferReading:
    """What was read; `count` counts the rows that are not empty."""

    rows: list[OfferRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    count: int = 0


def read_offers(data: bytes) -> OfferReading:
    """Read a file. Raises Unreadable when it is no table or has no column with titles."""
    reading = OfferReading()
    seen: dict[tuple, int] = {}
    for at, values in _records(data, reading):
        reading.count += 1
        offer = _offer(at, values, reading.problems)
        if offer is None:
            continue
        if offer.key in seen:
            reading.problems.append(RowProblem(at, "code", offer.code or offer.title, "twice"))
            continue
        seen[offer.key] = at
        reading.rows.append(offer)
    return reading


def _records(data: bytes, reading: OfferReading) -> Iterator[tuple[int, dict]]:
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith((b"[", b"{")):
        yield from _from_json(bare, reading)
        return
    table = read_table(data, lambda cells: sum(_named(cell) is not None for cell in cells))
    columns: dict[int, str] = {}
    for at, heading in enumerate(table.headings):
        name = _named(heading)
        if name and name not in columns.values():
            columns[at] = name
        elif heading:
            reading.ignored.append(heading)
    if "title" not in columns.values():
        raise Unreadable("no_titles")
    for line in table.lines:
        cells = {columns[at]: cell for at, cell in enumerate(line.cells) if at in columns}
        missing = dict.fromkeys(set(columns.values()) - set(cells), "")
        yield line.row, {**cells, **missing, "_system": table.system}


def _from_json(data: bytes, reading: OfferReading) -> Iterator[tuple[int, dict]]:
    try:
        told = json_of(data.decode())
    except UnicodeDecodeError:
        raise Unreadable("not_json") from None
    except Refused as refused:
        twice = refused.problems[0].code == "twice"
        raise Unreadable("key_twice" if twice else "not_json") from None
    if isinstance(told, dict) and set(told) == {"offers"}:
        told = told["offers"]
    if not isinstance(told, list):
        raise Unreadable("no_list")
    for at, record in enumerate(told, start=1):
        if not isinstance(record, dict):
            reading.count += 1
            reading.problems.append(RowProblem(at, "", str(record)[:80], "no_object"))
            continue
        unknown = sorted(set(record) - set(COLUMNS))
        if unknown:
            reading.count += 1
            reading.problems += [RowProblem(at, key, "", "unknown_key") for key in unknown]
            continue
        yield at, record


def _named(cell) -> str | None:
    return _COLUMN.get(plain(cell)) if isinstance(cell, str) else None


def _offer(at: int, values: dict, problems: list[RowProblem]) -> OfferRow | None:
    read, wrong = {}, False
    for name in COLUMNS:
        if name not in values and name not in ("title", "kind"):
            continue
        try:
            read[name] = _READERS[name](values.get(name, ""), values)
        except Wrong as problem:
            shown = text_of(values.get(name, ""))[:80] if name in values else ""
            problems.append(RowProblem(at, name, shown, str(problem)))
            wrong = True
    if wrong:
        return None
    skills = read.pop("skills", None)
    code, title, provider = read.get("code", ""), read["title"], read.pop("provider", None)
    renamed = {"price": "price_cents", "price_includes_vat": "includes_vat"}
    renamed["mandatory"] = "is_mandatory"
    facts = {renamed.get(name, name): value for name, value in read.items()}
    return OfferRow(at, code, title, provider, facts, skills)


def _text(name: str, *, needed: bool = False):
    def read(cell, values) -> str:
        text = _plain_text(cell)
        if needed and not text:
            raise Wrong("missing")
        if len(text) > LONGEST[name]:
            raise Wrong("too_long")
        return text

    return read


def _plain_text(cell) -> str:
    if isinstance(cell, list | dict):
        raise Wrong("no_text")
    text = text_of(cell)
    if "\ufffd" in text or "\0" in text:
        raise Wrong("unreadable_signs")
    return text


def _kind(cell, values) -> str:
    text = _plain_text(cell)
    if not text:
        raise Wrong("missing")
    if kind := _KIND.get(plain(text)):
        return kind
    raise Wrong("unknown_kind")


def _price(cell, values) -> int | None:
    text = _plain_text(cell)
    if not text:
        return None
    if plain(text) in ("gratis", "free"):
        return 0
    # JSON has a decimal point; who types in a table may mean thousands with it.
    number = read_number(text) if "_system" not in values else None
    try:
        if isinstance(cell, int | float) or number is not None:
            cents = money.cents_of_number(cell if number is None else number)
        else:
            cents = money.cents_of(text.casefold().removeprefix("eur").strip())
    except money.NotAnAmount:
        raise Wrong("no_amount") from None
    if not 0 <= cents <= MOST_CENTS:
        raise Wrong("strange_amount")
    return cents


def _yes(default: bool):
    def read(cell, values) -> bool:
        if isinstance(cell, bool):
            return cell
        text = plain(_plain_text(cell))
        if not text:
            return default
        if text not in _YES | _NO:
            raise Wrong("no_yes_or_no")
        return text in _YES

    return read


def _minutes(cell, values) -> int | None:
    text = _plain_text(cell)
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > MOST_MINUTES:
        raise Wrong("no_minutes")
    return int(text)


def _language(cell, values) -> str:
    text = _plain_text(cell).casefold()
    code = _LANGUAGES.get(text, text.split("-")[0] or "nl")
    if not re.fullmatch("[a-z]{2,3}", code):
        raise Wrong("no_language")
    return code


def _day(cell, values) -> date | None:
    try:
        return days.day_of(cell, system=values.get("_system") or 1900)
    except days.NotADay:
        raise Wrong("no_date") from None


def _skills(cell, values) -> tuple[str, ...]:
    given = cell if isinstance(cell, list) else _plain_text(cell).split("|")
    names = dict.fromkeys(_plain_text(name).strip() for name in given)
    names.pop("", None)
    if any(len(name) > 80 for name in names):
        raise Wrong("too_long")
    return tuple(names)


def _url(cell, values) -> str:
    text = _text("url")(cell, values)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Wrong("no_address") from None
    # Nothing but the web: a javascript: link would run on our pages.
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise Wrong("no_address")
    return text


_READERS = {
    "code": _text("code"),
    "title": _text("title", needed=True),
    "kind": _kind,
    "provider": _text("provider"),
    "summary": _text("summary"),
    "price": _price,
    "price_includes_vat": _yes(default=True),
    "minutes": _minutes,
    "language": _language,
    "place": _text("place"),
    "starts_on": _day,
    "skills": _skills,
    "url": _url,
    "mandatory": _yes(default=False),
}
