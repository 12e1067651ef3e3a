"""A file into a table: its headings, its rows with their line numbers, its date system. Pure.

CSV (; , or tab; UTF-8, UTF-16, Windows-1252) and Excel (.xlsx). What is anything else,
or too large, is refused with Unreadable.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from bloei.foundation.tables import csv_rows, xlsx_rows
from bloei.foundation.tables.cells import text_of
from bloei.foundation.tables.csv_rows import CsvRow
from bloei.foundation.tables.unreadable import Unreadable

MOST_BYTES = 150 * 1024 * 1024
MOST_ROWS = 250_000
MOST_COLUMNS = 250
# Above the headings there may be a title and a date.
HEADINGS_WITHIN = 15
LEAST_RECOGNISED = 2

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z",
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"{", b"[")


@dataclass(slots=True)
class Table:
    """The rows of a file. `row` of a line is the line in the file, counted from 1."""

    headings: list[str]
    heading_row: int
    lines: list[CsvRow]
    is_workbook: bool
    system: int = 1900
    sheet: str = ""
    delimiter: str = ""
    dropped: dict[int, str] = field(default_factory=dict)

    def column(self, at: int, most: int | None = None) -> list:
        """Return the cells of a column (of the first `most` lines)."""
        return [line.cells[at] for line in islice(self.lines, most) if at < len(line.cells)]


def read_table(data: bytes, recognised: Callable[[list], int]) -> Table:
    """Return the table in a file. `recognised(cells)` counts the headings it knows in a row."""
    if len(data) > MOST_BYTES:
        raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)
    if not data.strip(b"\xef\xbb\xbf\r\n \t\x00"):
        raise Unreadable("empty_file")
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("old_excel")
    if data.startswith(b"PK"):
        return _from_workbook(data, recognised)
    if data.startswith(_OTHER_KINDS) or data[:200].lstrip().lower().startswith(_MARKUP):
        raise Unreadable("other_kind")
    return _from_text(data, recognised)


def _from_text(data: bytes, recognised) -> Table:
    lines = csv_rows.lines_of(csv_rows.decode(data))
    if len(lines) > 4 * MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS)
    delimiter = csv_rows.delimiter_of(lines, recognised)
    rows = list(islice(csv_rows.rows_of(lines, delimiter), MOST_ROWS + HEADINGS_WITHIN + 1))
    table = _with_headings(rows, recognised, is_workbook=False)
    table.delimiter = delimiter
    return table


def _from_workbook(data: bytes, recognised) -> Table:
    system = xlsx_rows.check_workbook(data)
    best: Table | None = None
    most = -1
    for sheet in xlsx_rows.sheets_of(data):
        if not sheet.rows:
            continue
        table = _with_headings(sheet.rows, recognised, is_workbook=True)
        table.system, table.sheet = system, sheet.name
        known = recognised(table.headings)
        if known >= LEAST_RECOGNISED:
            return table
        if known > most:
            best, most = table, known
    if best is None:
        raise Unreadable("empty_file")
    return best


def _with_headings(rows: list[CsvRow], recognised, *, is_workbook: bool) -> Table:
    """Return the table under the row with the most known headings (the first row when none is)."""
    if not rows:
        raise Unreadable("empty_file")
    first = rows[:HEADINGS_WITHIN]
    at = max(range(len(first)), key=lambda at: (recognised(first[at].cells), -at))
    headings = [text_of(cell) for cell in rows[at].cells]
    while headings and not headings[-1]:
        headings.pop()
    below = rows[at + 1 :]
    if len(headings) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    if len(below) > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS)
    return Table(headings, rows[at].row, below, is_workbook)
