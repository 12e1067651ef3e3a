"""A file with a roster into shifts per person, with every problem and its place. Pure.

CSV or Excel, one row per shift: personnel number, day, from, until, and where. A shift that
ends before it begins runs on into the next day. A row that is wrong is reported and skipped.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bloei.foundation.tables import CsvRow, RowProblem, Table, Unreadable, days, read_table
from bloei.foundation.tables.cells import plain, text_of
from bloei.planning import spans
from bloei.planning.spans import Span

COLUMNS = {
    "number": "number personnelnumber personeelsnummer medewerkernummer nummer medewerker persnr",
    "on": "on day date dag datum dienstdatum",
    "from": "from start begin begintijd van starttijd aanvang",
    "until": "until end einde eind eindtijd tot totenmet",
    "place": "place plek dienst werkplek locatie taak rooster",
}
KNOWN = {plain(word): name for name, words in COLUMNS.items() for word in words.split()}
NEEDED = ("number", "on", "from", "until")
LONGEST_PLACE = 60
LONGEST = timedelta(hours=16)
# A roster that speaks of more than two years is a typing error in a day.
MOST_DAYS = 731
MOST_SHIFTS = 4 * MOST_DAYS  # of one person


@dataclass(frozen=True, order=True)
class ShiftRow:
    """One shift of a file."""

    span: Span
    place: str
    row: int


@dataclass
class ShiftReading:
    """What was read: shifts by person (their id), the days it speaks of, what is wrong.

    `count` counts the rows that are not empty.
    """

    shifts: dict[int, list[ShiftRow]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    count: int = 0

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of the roster, or None when there is no shift."""
        found = [one.span.start.date() for rows in self.shifts.values() for one in rows]
        return (min(found), max(found)) if found else None


class _Wrong(Exception):
    def __init__(self, column: str, code: str):
        super().__init__(code)
        self.column, self.code = column, code


def read_shifts(data: bytes, people: Mapping[str, int]) -> ShiftReading:
    """Read a file; `people` gives the ids by personnel number in lower case.

    Raises Unreadable when it is no table or lacks a column that is needed.
    """
    table = read_table(data, lambda cells: sum(plain(text_of(cell)) in KNOWN for cell in cells))
    places = _places(table)
    reading = ShiftReading()
    for line, cells in _rows(table, places):
        reading.count += 1
        try:
            person, shift = _shift(line, cells, people, table.system)
        except _Wrong as wrong:
            value = text_of(cells.get(wrong.column, ""))
            heading = table.headings[places[wrong.column]]
            reading.problems.append(RowProblem(line.row, heading, value, wrong.code))
        else:
            reading.shifts.setdefault(person, []).append(shift)
    _without_overlap(reading)
    _without_strays(reading)
    reading.problems.sort(key=lambda one: one.row)
    return reading


def _places(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        if name := KNOWN.get(plain(heading)):
            found.setdefault(name, at)
    if missing := [name for name in NEEDED if name not in found]:
        raise Unreadable("no_column", column=missing[0])
    return found


def _rows(table: Table, places: dict[str, int]) -> Iterator[tuple[CsvRow, dict]]:
    for line in table.lines:
        cells = {name: line.cells[at] for name, at in places.items() if at < len(line.cells)}
        if any(text_of(cell) for cell in cells.values()):
            yield line, cells


def _shift(
    line: CsvRow, cells: dict, people: Mapping[str, int], system: int
) -> tuple[int, ShiftRow]:
    person = people.get(text_of(cells.get("number", "")).casefold())
    if person is None:
        raise _Wrong("number", "unknown_person")
    on = _day(cells.get("on", ""), system)
    start, until = (_minute(cells.get(name, ""), name) for name in ("from", "until"))
    if until <= start:
        until += spans.DAY // timedelta(minutes=1)
    span = Span(spans.at(on, start), spans.at(on, until))
    if span.until - span.start > LONGEST:
        raise _Wrong("until", "too_long")
    return person, ShiftRow(span, text_of(cells.get("place", ""))[:LONGEST_PLACE], line.row)


def _day(cell, system: int) -> date:
    try:
        found = days.day_of(cell, system=system)
    except days.NotADay as trouble:
        raise _Wrong("on", trouble.code) from None
    if found is None:
        raise _Wrong("on", "no_date")
    return found


def _minute(cell, column: str) -> int:
    try:
        found = days.minute_of(cell)
    except days.NotADay as trouble:
        raise _Wrong(column, trouble.code) from None
    if found is None:
        raise _Wrong(column, "no_time")
    return found


def _without_overlap(reading: ShiftReading) -> None:
    """Keep of two shifts that overlap the first in the file; the same row twice is one."""
    for person, rows in reading.shifts.items():
        kept: list[ShiftRow] = []  # in order of time: only neighbours can overlap
        for shift in sorted(rows, key=lambda one: one.row):
            place = bisect_left(kept, shift)
            clash = _clash(kept[max(0, place - 1) : place + 1], shift)
            if clash is None and len(kept) < MOST_SHIFTS:
                kept.insert(place, shift)
            elif clash is None:
                value = shift.span.start.date().isoformat()
                reading.problems.append(RowProblem(shift.row, "", value, "too_many"))
            elif (clash.span, clash.place) != (shift.span, shift.place):
                value = f"{shift.span.start:%H:%M}-{shift.span.until:%H:%M}"
                reading.problems.append(RowProblem(shift.row, str(clash.row), value, "overlaps"))
        reading.shifts[person] = kept


def _clash(neighbours: list[ShiftRow], shift: ShiftRow) -> ShiftRow | None:
    """Return the first in the file of the neighbours in time that overlap a shift."""
    found = (one for one in neighbours if _overlap(one.span, shift.span))
    return min(found, key=lambda one: one.row, default=None)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.until and other.start < one.until


def _without_strays(reading: ShiftReading) -> None:
    """Report days that lie years away from the others: they would empty the weeks between."""
    if reading.days is None or (reading.days[1] - reading.days[0]).days < MOST_DAYS:
        return
    every = sorted(one.span.start.date() for rows in reading.shifts.values() for one in rows)
    middle = every[len(every) // 2]
    for person, rows in reading.shifts.items():
        for shift in rows:
            if abs((shift.span.start.date() - middle).days) >= MOST_DAYS // 2:
                value = shift.span.start.date().isoformat()
                reading.problems.append(RowProblem(shift.row, "", value, "far_away"))
        reading.shifts[person] = [
            one for one in rows if abs((one.span.start.date() - middle).days) < MOST_DAYS // 2
        ]
