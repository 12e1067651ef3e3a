"""A file, a mapping and what Bloei knows, into the difference. Pure: nothing is written."""

from dataclasses import dataclass
from datetime import date

from bloei.foundation.tables import Table, read_table
from bloei.integrations.hr_import.choices import NONE, Choices
from bloei.integrations.hr_import.difference import Difference, compare
from bloei.integrations.hr_import.headings import Mapping, recogniser
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.questions import Answered, answered
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
    # What we know, with the numbers that people get.
    known: Known


def table_of(data: bytes, mapping: Mapping) -> Table:
    """Return the table in a file. Raises Unreadable."""
    return read_table(data, recogniser(mapping))


def read(data: bytes, mapping: Mapping, as_of: date) -> Checked:
    """Return the checked rows of a file. Raises Unreadable."""
    return check(table_of(data, mapping), mapping, as_of)


def examine(
    checked: Checked, known: Known, as_of: date, *, part: bool, choices: Choices | None = None
) -> Examined:
    """Return the difference with what is known; `checked` is not changed.

    With `choices` (also empty ones) somebody is there to ask, so questions are asked too.
    """
    asked = Answered(checked, known) if choices is None else answered(checked, known, choices)
    state, refused = wanted(asked, as_of, part=part, choices=choices or NONE)
    found = compare(state, asked.known, as_of, part=part)
    problems = [*checked.problems, *asked.questions, *refused, *found.problems]
    problems.sort(key=lambda problem: problem.row)
    return Examined(checked, state, found, problems, asked.known)
