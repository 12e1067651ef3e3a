"""Rows into checked entries, one per row, with the problems of each. Pure.

Read in this order: columns that Bloei must not have are dropped, each row is read and
checked, rows that say the same twice or contradict each other are found.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bloei.foundation.tables import CsvRow, Table, Unreadable
from bloei.foundation.tables.cells import text_of
from bloei.integrations.hr_import import values
from bloei.integrations.hr_import.choices import NONE, WITHOUT, Choices
from bloei.integrations.hr_import.clashes import shared_addresses, without_duplicates
from bloei.integrations.hr_import.columns import (
    drop_sensitive,
    leave_out_names_of_managers,
    system_of_text,
)
from bloei.integrations.hr_import.entry import PersonRow
from bloei.integrations.hr_import.full_names import split_name
from bloei.integrations.hr_import.headings import USUAL, Mapping, columns_of
from bloei.integrations.hr_import.problems import Problem, Wrong

OLDEST, YOUNGEST = 100, 12
LONGEST_SHOWN = 80
# What a row may go without when HR says so: the field -> where it stands in an entry.
SPARED = {
    "email": "email", "born_on": "born_on", "salary": "salary_cents", "function": "function",
    "cao": "cao", "initials": "initials",
}  # fmt: skip


@dataclass(slots=True)
class Checked:
    """A file that was read and checked."""

    rows: int
    fields: frozenset[str]
    columns: dict[str, str]
    entries: list[PersonRow]
    problems: list[Problem]
    # Whose row had a problem: they do not leave by being absent.
    protected: set[str]
    # Rows whose number could not be read: by name or address we may still know who it is.
    nameless: list[PersonRow]
    dropped: list[tuple[str, str]]
    system: int


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, columns: dict[str, int], mapping: Mapping, as_of: date, choices: Choices
    ):
        self.table, self.columns, self.mapping, self.as_of = table, columns, mapping, as_of
        self.choices = choices
        self.width = len(table.headings)
        self.nameless: list[PersonRow] = []
        self.strange_kinds: Counter[str] = Counter()
        self.system = mapping.system or table.system
        self.readers = [
            (name, at, *self._how(name)) for name, at in columns.items() if name != "number"
        ]

    def heading(self, name: str) -> str:
        at = self.columns.get(name)
        return USUAL[name] if at is None else self.table.headings[at]

    def _how(self, name: str) -> tuple[str, Callable[[Any], Any]]:
        """Return the attribute of Entry for a field, and what reads its cells."""
        year = self.as_of.year
        text_lengths = {
            "given_name": 80, "initials": 30, "infix": 30, "family_name": 120, "full_name": 200,
            "unit_code": 40, "unit": 120, "parent_unit": 120, "function": 120, "manager": 40,
            "employment_number": 20, "cao": 80,
        }  # fmt: skip
        if name in text_lengths:
            longest = text_lengths[name]
            return name, lambda cell: values.words(cell, longest)

        def day(cell):
            return values.day_of(cell, system=self.system, this_year=year, born=name == "born_on")

        others: dict[str, tuple[str, Callable]] = {
            "email": ("email", values.email_of),
            "hours_per_week": ("hours_per_week", values.hours_of),
            "salary": ("salary_cents", values.cents_of),
            "kind": ("kind", self._kind),
            "from": ("starts_on", day),
            "joined_on": ("joined_on", day),
            "left_on": ("left_on", day),
            "born_on": ("born_on", day),
        }
        return others[name]

    def _kind(self, cell) -> str:
        found = values.kind_of(cell, self.mapping.kinds)
        if found is None:
            self.strange_kinds[text_of(cell)] += 1
            return "other"
        return found

    def read(self, line: CsvRow) -> tuple[PersonRow | None, list[Problem]]:
        """Return the entry of a line, or None, and what is wrong with it."""
        entry, wrong = self._cells(line)
        wrong = wrong or self._together(line, entry)
        told: list[Problem] = []
        while wrong and self.choices.about("row", line.row) == WITHOUT and _can_be_spared(wrong):
            told += [replace(problem, minor=True) for problem in wrong]
            for problem in wrong:
                place = SPARED[problem.name]
                setattr(entry, place, "" if isinstance(getattr(entry, place), str) else None)
                entry.skipped.add(place)
            wrong = self._together(line, entry)
        told += wrong
        if _can_be_spared(told):
            told = [self._asked(problem) for problem in told]
        if wrong and not entry.number:
            self.nameless.append(entry)
        return None if wrong else entry, told

    def _asked(self, problem: Problem) -> Problem:
        chosen = self.choices.about("row", problem.row)
        return replace(problem, ask=f"row:{problem.row}", chosen=chosen)

    def _cells(self, line: CsvRow) -> tuple[PersonRow, list[Problem]]:
        number, wrong = self._number(line)
        entry = PersonRow(line.row, number)
        cells, width = line.cells, len(line.cells)
        full_name = ""
        for name, at, attribute, reader in self.readers:
            cell = cells[at] if at < width else ""
            if cell == "" or cell is None:
                continue
            try:
                found = reader(cell)
            except Wrong as trouble:
                wrong.append(self._problem(line, name, cell, trouble.code, number, trouble.facts))
                continue
            if attribute == "full_name":
                full_name = found
            else:
                setattr(entry, attribute, found)
        if full_name:
            split_name(entry, full_name)
        return entry, wrong

    def _number(self, line: CsvRow) -> tuple[str, list[Problem]]:
        at = self.columns["number"]
        cell = line.cells[at] if at < len(line.cells) else ""
        wrong = []
        try:
            number = values.number_of(cell)
        except Wrong as trouble:
            number = ""
            wrong.append(self._problem(line, "number", cell, trouble.code, "", trouble.facts))
        if line.broken:
            wrong.append(self._problem(line, "number", cell, "open_quote", number))
        elif not number and not wrong:
            wrong.append(self._problem(line, "number", "", "no_number_of_person"))
        elif any(text_of(extra) for extra in line.cells[self.width :]):
            facts = {"cells": len(line.cells), "columns": self.width}
            wrong.append(
                self._problem(line, "number", cell, "too_many_cells_in_row", number, facts)
            )
        return number, wrong

    def _problem(self, line, name, cell, code, number="", facts=None) -> Problem:  # noqa: PLR0917
        value = text_of(cell)[:LONGEST_SHOWN]
        return Problem(
            line.row, self.heading(name), value, code, facts or {}, number=number, name=name
        )

    def _together(self, line: CsvRow, entry: PersonRow) -> list[Problem]:
        """Check what must agree within one row, and fill in what follows from it."""

        def problem(name: str, value, code: str, **facts) -> list[Problem]:
            shown = self._written(line, name) or value
            return [self._problem(line, name, shown, code, entry.number, facts)]

        if entry.left_on and entry.left_on.year >= values.NO_END_FROM_YEAR:
            entry.left_on = None
        if not entry.family_name and {"family_name", "full_name"} & self.columns.keys():
            return problem("family_name", "", "no_name")
        first, last = entry.first_day, entry.left_on
        for name, day in (("joined_on", entry.joined_on), ("from", entry.starts_on)):
            if day and not 1930 <= day.year <= self.as_of.year + 20:
                return problem(name, day, "strange_date")
            if day and last and last < day:
                return problem("left_on", last, "ends_before_start", day=day.isoformat())
        if entry.born_on and (found := self._age_is_wrong(entry.born_on, first)):
            return problem("born_on", entry.born_on, found)
        if entry.hours_per_week is None and "hours_per_week" in self.columns:
            if not (last and last < self.as_of):
                return problem("hours_per_week", "", "no_hours")
            entry.hours_per_week = Decimal(0)
        entry.given_name = entry.given_name or entry.initials
        return []

    def _written(self, line: CsvRow, name: str) -> str:
        """Return what stands in the file, to be found there; a date cell has no text."""
        at = self.columns.get(name, len(line.cells))
        cell = line.cells[at] if at < len(line.cells) else ""
        return cell if isinstance(cell, str) else ""

    def _age_is_wrong(self, born: date, first: date | None) -> str:
        if born > self.as_of - timedelta(days=365 * YOUNGEST):
            return "too_young"
        if born < self.as_of - timedelta(days=366 * OLDEST):
            return "too_old"
        return "born_after_start" if first and born >= first else ""


def _can_be_spared(problems: list[Problem]) -> bool:
    return bool(problems) and all(problem.name in SPARED for problem in problems)


def check(table: Table, mapping: Mapping, as_of: date, choices: Choices = NONE) -> Checked:
    """Read all rows. Raises Unreadable when the file lacks what every file needs."""
    columns = columns_of(table.headings, mapping)
    dropped, problems = drop_sensitive(table, columns)
    if "number" not in columns:
        raise _without_numbers(table, dropped)
    leave_out_names_of_managers(table, columns)
    if not table.is_workbook and mapping.system is None:
        table.system = system_of_text(table, columns)
    reader = _Reader(table, columns, mapping, as_of, choices)
    entries: list[PersonRow] = []
    protected: set[str] = set()
    for line in table.lines:
        entry, wrong = reader.read(line)
        problems += wrong
        if entry is not None:
            entries.append(entry)
        else:
            protected |= {problem.number for problem in wrong if problem.number}
    problems += _strange_kinds(table, columns, reader)
    names = {name: table.headings[at] for name, at in columns.items()}
    told = [(heading, what) for _name, heading, what in dropped]
    unique = without_duplicates(entries, reader.heading, as_of, choices)
    problems += unique.problems
    protected |= unique.protected
    problems += shared_addresses(unique.entries, reader.heading)
    return Checked(
        len(table.lines), frozenset(columns), names, unique.entries, problems, protected,
        reader.nameless, told, reader.system,
    )  # fmt: skip


def _without_numbers(table: Table, dropped: list[tuple[str, str, str]]) -> Unreadable:
    is_sensitive = any(name == "number" for name, _heading, _what in dropped)
    headings = ", ".join(heading for heading in table.headings if heading)[:300]
    code = "number_is_sensitive" if is_sensitive else "no_number_column"
    return Unreadable(code, found=headings)


def _strange_kinds(table: Table, columns: dict, reader: _Reader) -> Iterator[Problem]:
    """Report a kind of contract that we do not know once, where it stands first."""
    waiting = dict(reader.strange_kinds)
    if not waiting:
        return
    at = columns["kind"]
    for line in table.lines:
        text = text_of(line.cells[at]) if at < len(line.cells) else ""
        if count := waiting.pop(text, 0):
            heading = reader.heading("kind")
            yield Problem(line.row, heading, text, "strange_kind", {"count": count}, minor=True)
        if not waiting:
            return
