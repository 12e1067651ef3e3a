"""A file, a mapping and what Bloei knows, into the difference. Pure: nothing is written."""

from dataclasses import dataclass
from datetime import date

from bloei.foundation.tables import Table, read_table
from bloei.integrations.hr_import.difference import Difference, compare
from bloei.integrations.hr_import.headings import Mapping, recogniser
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.records import Checked, check
from bloei.integrations.hr_import.wanted import Wanted, wanted
from bloei.people.plan import Known


@dataclass(slots=True)
class Examined:
    """What a file would change, with everything that is wrong in it, in the order of its rows."""

    checked: Checked
    state: Wanted
    difference: Difference
    problems: list[Problem]


def table_of(data: bytes, mapping: Mapping) -> Table:
    """Return the table in a file. Raises Unreadable."""
    return read_table(data, recogniser(mapping))


def read(data: bytes, mapping: Mapping, as_of: date) -> Checked:
    """Return the checked rows of a file. Raises Unreadable."""
    return check(table_of(data, mapping), mapping, as_of)


def examine(checked: Checked, known: Known, as_of: date, *, part: bool) -> Examined:
    """Return the difference with what is known; `checked` is not changed."""
    state, refused = wanted(checked, known, as_of, part=part)
    found = compare(state, known, as_of, part=part)
    problems = [*checked.problems, *refused, *found.problems]
    problems.sort(key=lambda problem: problem.row)
    return Examined(checked, state, found, problems)
