"""The file of opening balances (docs/formats.md 6): what people had on the day Bloei began.

One line per grant: number, scheme, granted_on, remaining, and optionally lapses_on. A line
that is wrong is reported and skipped; a file that cannot be read raises Unreadable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bloei.budgets.models import Measure
from bloei.foundation import money
from bloei.foundation.tables import CsvRow, RowProblem, Table, Unreadable, days, read_table
from bloei.foundation.tables.cells import plain, text_of

COLUMNS = {
    "number": "number personnelnumber personeelsnummer medewerkernummer nummer medewerker",
    "scheme": "scheme regeling",
    "granted_on": "grantedon toegekendop toegekend toekenningsdatum",
    "remaining": "remaining over restant resterend saldo bedrag",
    "lapses_on": "lapseson vervaltop vervaldatum vervalt",
}
KNOWN = {plain(word): name for name, words in COLUMNS.items() for word in words.split()}
FIRST_YEAR = 1990
NEEDED = ("number", "scheme", "granted_on", "remaining")


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """What is left of one grant of one person. `remaining` is cents or minutes."""

    row: int
    person: int
    number: str
    scheme: int
    granted_on: date
    remaining: int
    lapses_on: date | None


class Wrong(Exception):
    def __init__(self, column: str, code: str):
        super().__init__(code)
        self.column, self.code = column, code


@dataclass(frozen=True)
class OpeningFacts:
    """What lines are compared with: people by number, schemes (id and measure) by name."""

    people: dict[str, int]
    schemes: dict[str, tuple[int, str]]
    system: int = 1900  # in which a spreadsheet counts its days


def read(data: bytes, known: OpeningFacts, on: date) -> tuple[list[OpeningLine], list[RowProblem]]:
    """Return the lines that can be used and the problems of the others, in order."""
    table = read_table(data, lambda cells: sum(plain(text_of(cell)) in KNOWN for cell in cells))
    places = _places(table)
    known = replace(known, system=table.system)
    lines: list[OpeningLine] = []
    problems: list[RowProblem] = []
    seen: set[tuple] = set()
    for line in table.lines:
        cells = {name: _cell(line, at) for name, at in places.items()}
        try:
            found = _line(line, cells, known, on)
            same = (found.person, found.scheme, found.granted_on, found.lapses_on)
            if same in seen:
                raise Wrong("granted_on", "twice")
            seen.add(same)
            if found.remaining:
                lines.append(found)
        except Wrong as wrong:
            value = text_of(cells.get(wrong.column, ""))
            problems.append(RowProblem(line.row, wrong.column, value, wrong.code))
    return lines, problems


def _places(table: Table) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        name = KNOWN.get(plain(heading))
        if name and name not in places:
            places[name] = at
    if missing := [name for name in NEEDED if name not in places]:
        raise Unreadable("columns_missing", columns=", ".join(missing))
    used = set(places.values())
    if others := [one for at, one in enumerate(table.headings) if one and at not in used]:
        # A misspelled lapses_on would silently leave the day to the rule.
        raise Unreadable("columns_unknown", columns=", ".join(others)[:300])
    return places


def _cell(line: CsvRow, at: int) -> Any:
    return line.cells[at] if at < len(line.cells) else ""


def _line(line: CsvRow, cells: dict[str, Any], known: OpeningFacts, on: date) -> OpeningLine:
    if line.broken:
        raise Wrong("number", "broken")
    number = text_of(cells["number"])
    person = known.people.get(number.casefold())
    if person is None:
        raise Wrong("number", "unknown_person")
    scheme = known.schemes.get(text_of(cells["scheme"]).casefold())
    if scheme is None:
        raise Wrong("scheme", "unknown_scheme")
    granted_on = _day(cells["granted_on"], "granted_on", known.system)
    if granted_on is None:
        raise Wrong("granted_on", "no_date")
    if granted_on > on:
        raise Wrong("granted_on", "in_the_future")
    lapses_on = _day(cells.get("lapses_on", ""), "lapses_on", known.system)
    if lapses_on and lapses_on <= on:
        raise Wrong("lapses_on", "lapsed_already")
    remaining = _amount(cells["remaining"], scheme[1])
    return OpeningLine(line.row, person, number, scheme[0], granted_on, remaining, lapses_on)


def _amount(cell: Any, measure: str) -> int:
    text = text_of(cell)
    try:
        if measure == Measure.CENTS and isinstance(cell, int | float):
            amount = money.cents_of_number(cell)
        elif measure == Measure.CENTS:
            amount = money.cents_of(text)
        else:
            amount = money.minutes_of(text, rounded=True)
    except money.NotAnAmount:
        code = "no_amount" if measure == Measure.CENTS else "no_hours"
        raise Wrong("remaining", code) from None
    if amount < 0:
        raise Wrong("remaining", "negative")
    return amount


def _day(cell: Any, column: str, system: int) -> date | None:
    try:
        found = days.day_of(cell, system=system)
    except days.NotADay:
        raise Wrong(column, "no_date") from None
    if found and found.year < FIRST_YEAR:
        raise Wrong(column, "no_date")
    return found


def numbers(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return people by personnel number, whatever its capitals."""
    return {number.casefold(): pk for number, pk in people}
