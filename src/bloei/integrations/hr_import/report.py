"""The difference as plain values: what the command prints and the pages show."""

from typing import Any

from bloei.integrations.hr_import import sentences
from bloei.integrations.hr_import.difference import written
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.reading import Examined
from bloei.people.plan import Known


def report_of(examined: Examined, known: Known, *, refused: bool) -> dict[str, Any]:
    """Return the result as docs/formats.md 5 describes it."""
    difference = examined.difference
    names = unit_names(examined, known)
    return {
        "rows": examined.checked.rows,
        "new": difference.new,
        "changed": [
            {
                "number": change.number,
                "fields": {
                    name: list(written(name, pair, names)) for name, pair in change.fields.items()
                },
            }
            for change in difference.changed
        ],
        "leaving": difference.leaving,
        "unchanged": difference.unchanged,
        "problems": [told(problem) for problem in examined.problems],
        "refused": refused,
    }


def told(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": sentences.of(problem),
    }


def unit_names(examined: Examined, known: Known) -> dict[str, str]:
    """Return what every unit is called after the import, by code."""
    names = {code: unit.name for code, unit in known.units.items()}
    plan = examined.difference.plan
    return names | {unit.code: unit.name for unit in (*plan.units, *plan.changed_units)}
