"""A kept file with a roster: read for who brought it in, with every problem and its place."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.tables import RowProblem
from bloei.people.models import Person
from bloei.planning.access import IMPORT_ROSTERS
from bloei.planning.rosters import at_work
from bloei.planning.rosters.shift_problems import sentence
from bloei.planning.rosters.shift_rows import ShiftReading, read_shifts
from bloei.planning.spans import Span

SHOWN = 50


def reading_of(stored: StoredFile, by: Person | None) -> ShiftReading:
    """Return what a file says of the people whom `by` may plan. Raises Unreadable."""
    assert by, "a run goes with who asked for it"
    people = IMPORT_ROSTERS.narrow(Person.objects.working(), by)
    numbers = {number.casefold(): key for number, key in people.values_list("number", "pk")}
    reading = read_shifts(files.path_of(stored).read_bytes(), numbers)
    _without_skipped_times(reading)
    return reading


def _without_skipped_times(reading: ShiftReading) -> None:
    """Report a shift that begins or ends at a time that the clock skips; the others stay."""
    for person, rows in reading.shifts.items():
        skipped = {one.row: at for one in rows for at in one.span if not _exists(at)}
        reading.problems += [
            RowProblem(row, "", f"{at:%d-%m-%Y %H:%M}", "skipped_time")
            for row, at in skipped.items()
        ]
        reading.shifts[person] = [one for one in rows if one.row not in skipped]
    reading.shifts = {person: rows for person, rows in reading.shifts.items() if rows}
    reading.problems.sort(key=lambda one: one.row)


def _exists(moment: datetime) -> bool:
    try:
        at_work.aware(moment)
    except ValueError:
        return False
    return True


def shifts_of(reading: ShiftReading) -> Mapping[int, Sequence[tuple[Span, str]]]:
    """Return the shifts per person (their id), as the action wants them."""
    return {
        person: [(one.span, one.place) for one in rows] for person, rows in reading.shifts.items()
    }


def report_of(reading: ShiftReading) -> dict[str, Any]:
    """Return in plain values what stands in a file: figures, days and the first problems."""
    days = reading.days
    return {
        "people": len(reading.shifts),
        "shifts": sum(len(rows) for rows in reading.shifts.values()),
        "days": [day.isoformat() for day in days] if days else [],
        "problems": [list(astuple(one)) for one in reading.problems[:SHOWN]],
        "left_out": len(reading.problems),
    }


def problems_of(report: Mapping[str, Any]) -> list[tuple[RowProblem, str]]:
    """Return the problems of a report, each with its sentence in the language of the page."""
    found = [RowProblem(*told) for told in report.get("problems", ())]
    return [(one, sentence(one)) for one in found]
