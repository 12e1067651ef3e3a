"""What the pages of the import read."""

from datetime import date
from itertools import islice
from typing import Any

from bloei.foundation.tables.cells import text_of
from bloei.integrations.hr_import import consequences, sentences
from bloei.integrations.hr_import.models import HrFile
from bloei.integrations.hr_import.problems import Problem

EARLIER = 10
SAMPLES = 3


def earlier_files() -> list[HrFile]:
    """Return the last files, newest first."""
    return list(HrFile.objects.select_related("by").order_by("-received_at", "-pk")[:EARLIER])


def samples(table, at: int) -> str:
    """Return the first different values of a column, as text."""
    found: dict[str, None] = {}
    for cell in islice(table.column(at), 200):
        if text := text_of(cell):
            found[text[:40]] = None
        if len(found) == SAMPLES:
            break
    return " · ".join(found)


def problem_lines(file: HrFile) -> list[dict[str, Any]]:
    """Return the problems of a file with their words."""
    return [
        told
        | {
            "ask": told.get("ask", ""),
            "chosen": told.get("chosen", ""),
            "words": sentences.of(_problem(told)),
            "is_column": told["code"].startswith("dropped_"),
        }
        for told in file.problems
    ]


def _problem(told: dict[str, Any]) -> Problem:
    """Return a problem as it was kept; the name beside it is for the page only."""
    return Problem(**{name: value for name, value in told.items() if name != "who"})


def newcomers(file: HrFile) -> list[dict[str, Any]]:
    """Return the people who are new, with their first day as a date and hours in words."""
    return [
        told
        | {
            "first": _day(told["first"]),
            "amounts": _amounts(file, told["number"]),
            "hours": consequences.value_in_words("hours_per_week", told["hours"] or "0"),
        }
        for told in file.details.get("new", ())
    ]


def leavers(file: HrFile) -> list[dict[str, Any]]:
    """Return the people who leave, with their last day as a date."""
    return [
        told | {"last": _day(told["last"]), "amounts": _amounts(file, told["number"])}
        for told in file.details.get("leaving", ())
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amounts(file: HrFile, number: str) -> list[str]:
    """Return what changes in somebody's budget, in sentences."""
    told = file.details.get("amounts", {}).get(number, ())
    return [consequences.amount_in_words(one) for one in told]


def changes(file: HrFile) -> list[dict[str, Any]]:
    """Return who changes, a line per field, in words: who, what, old, new and what follows."""
    lines = []
    for person in file.details.get("changed", ()):
        # What it does to a budget stands once, at the first field from which it follows.
        amounts = _amounts(file, person["number"])
        stays = not amounts and person["number"] in file.details.get("amounts", {})
        for name, old, new in person["fields"]:
            told = []
            if consequences.bare(name) in consequences.TOUCHES:
                told, amounts = amounts, []
            lines.append(
                {
                    "name": person["name"],
                    "unit": person["unit"],
                    "what": consequences.field_name(name),
                    "old": consequences.value_in_words(name, old),
                    "new": consequences.value_in_words(name, new),
                    "amounts": told,
                    "follows": consequences.consequence(
                        name, new, person["since"], budget_stays=stays
                    ),
                }
            )
    return lines
