"""Rows that repeat or contradict each other. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bloei.integrations.hr_import.choices import NEITHER, THIS, Choices
from bloei.integrations.hr_import.entry import PersonRow
from bloei.integrations.hr_import.problems import Problem

Heading = Callable[[str], str]


@dataclass(slots=True)
class KeptRows:
    """The rows that remain, why others do not, and whose rows all went."""

    entries: list[PersonRow]
    problems: list[Problem] = field(default_factory=list)
    protected: set[str] = field(default_factory=set)


def without_duplicates(
    entries: list[PersonRow], heading: Heading, as_of: date, choices: Choices
) -> KeptRows:
    """Leave out rows that repeat or contradict an earlier row, unless HR chose the later one."""
    kept: dict[int, PersonRow] = {}
    result = KeptRows([])
    earlier: dict[str, list[PersonRow]] = {}
    for entry in entries:
        others = earlier.setdefault(entry.number, [])
        found = next((wrong for other in others if (wrong := _clash(entry, other, as_of))), None)
        if found is None:
            others.append(entry)
            kept[entry.row] = entry
            continue
        problem = _told(entry, found, heading, choices)
        result.problems.append(problem)
        if problem.chosen in (THIS, NEITHER):
            for other in [other for other in others if _clash(entry, other, as_of)]:
                others.remove(other)
                del kept[other.row]
        if problem.chosen == THIS:
            others.append(entry)
            kept[entry.row] = entry
        elif problem.chosen == NEITHER:
            result.protected.add(entry.number)
    result.entries = list(kept.values())
    return result


def _told(entry: PersonRow, found: tuple, heading: Heading, choices: Choices) -> Problem:
    code, name, other = found
    value = entry.employment_number if name == "employment_number" else entry.number
    asks = code != "duplicate"  # rows that say the same: nothing to choose
    return Problem(
        entry.row, heading(name), value, code, {"other": other.row, "number": entry.number},
        number=entry.number, ask=f"row:{entry.row}" if asks else "",
        chosen=choices.about("row", entry.row) if asks else "",
    )  # fmt: skip


def _clash(entry: PersonRow, other: PersonRow, as_of: date) -> tuple[str, str, PersonRow] | None:
    """Return why two rows of one number cannot both stand, if so."""
    if entry.says() == other.says():
        return "duplicate", "number", other
    if _other_person(entry, other):
        return "other_person", "number", other
    if entry.employment_number and entry.employment_number == other.employment_number:
        return "duplicate_employment", "employment_number", other
    no_numbers = not entry.employment_number and not other.employment_number
    if no_numbers and entry.begins(as_of) == other.begins(as_of):
        return "same_start", "employment_number", other
    return None


def _other_person(entry: PersonRow, other: PersonRow) -> bool:
    if entry.born_on and other.born_on and entry.born_on != other.born_on:
        return True
    return (
        entry.family_name.casefold() != other.family_name.casefold()
        and entry.given_name.casefold() != other.given_name.casefold()
    )


def shared_addresses(entries: list[PersonRow], heading: Heading) -> Iterator[Problem]:
    """Report addresses that several people have: nobody can sign in with those."""
    numbers: dict[str, set[str]] = {}
    for entry in entries:
        if entry.email:
            numbers.setdefault(entry.email.lower(), set()).add(entry.number)
    for entry in entries:
        if entry.email and len(numbers[entry.email.lower()]) > 1:
            entry.skipped.add("email")
            others = sorted(numbers[entry.email.lower()] - {entry.number})[:3]
            yield Problem(
                entry.row, heading("email"), entry.email, "shared_email",
                {"others": ", ".join(others)}, minor=True, number=entry.number,
            )  # fmt: skip
