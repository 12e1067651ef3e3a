"""The organisation tree that the rows describe: Afdelingscode, Afdeling, Bovenliggende afdeling.

A unit is known by its code; without a column of codes by its name. A parent that has no
people of its own is made too. Pure.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from bloei.integrations.hr_import.chains import in_cycles
from bloei.integrations.hr_import.entry import PersonRow
from bloei.integrations.hr_import.headings import USUAL
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.records import Checked
from bloei.people.names import fold
from bloei.people.plan import KnownUnit

LONGEST_CODE = 40


@dataclass(slots=True)
class Tree:
    """The units of the file by code, and how a row finds its own."""

    units: dict[str, KnownUnit] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    by_name: dict[str, str] = field(default_factory=dict)
    known: dict[str, KnownUnit] = field(default_factory=dict)

    def code_of(self, entry: PersonRow) -> str:
        """Return the code of the unit of a row; empty when it has none."""
        return entry.unit_code or self.by_name.get(fold(entry.unit), "")

    def find(self, text: str) -> str:
        """Return the code of a unit that is called so, by its code or else by its name."""
        if text in self.units or text in self.known:
            return text
        return self.by_name.get(fold(text), "")

    def make(self, name: str) -> str:
        """Add a unit that has only a name; return its code."""
        bare = re.sub(r"[^A-Z0-9]+", "-", fold(name).upper()).strip("-")[: LONGEST_CODE - 4]
        code, count = bare or "UNIT", 1
        while code in self.units or code in self.known:
            count += 1
            code = f"{bare}-{count}"
        self.units[code] = KnownUnit(code, name, "")
        self.by_name[fold(name)] = code
        return code


def build_tree(checked: Checked, known: dict[str, KnownUnit]) -> Tree:
    """Return the units of the file, with what cannot be right about them."""
    tree = Tree(known=known)
    names = Counter(fold(unit.name) for unit in known.values())
    tree.by_name = {
        fold(unit.name): unit.code for unit in known.values() if names[fold(unit.name)] == 1
    }
    first_rows: dict[str, PersonRow] = {}
    for entry in checked.entries:
        _add(tree, entry, checked, first_rows)
    if "parent_unit" in checked.fields:
        _hang(tree, checked, first_rows)
    else:
        for code, unit in tree.units.items():
            unit.parent = known[code].parent if code in known else ""
    return tree


def _add(tree: Tree, entry: PersonRow, checked: Checked, first_rows: dict[str, PersonRow]) -> None:
    """Add the unit of a row; the first row with a name or a parent decides."""
    code = entry.unit_code or tree.by_name.get(fold(entry.unit), "")
    if not code and entry.unit:
        code = tree.make(entry.unit)
    if not code:
        return
    if code not in tree.units:
        _first_seen(tree, code, entry.unit if entry.unit_code else "")
    first = first_rows.setdefault(code, entry)
    if entry is first:
        return
    for name, wrong in (("unit", "two_names_of_unit"), ("parent_unit", "two_parents_of_unit")):
        before, here = getattr(first, name), getattr(entry, name)
        if before and fold(here) != fold(before):
            _once(tree, checked, entry, name, wrong, first, code)
    if not first.parent_unit and entry.parent_unit:
        first_rows[code] = entry


def _first_seen(tree: Tree, code: str, name: str) -> None:
    was = tree.known.get(code)
    tree.units[code] = KnownUnit(
        code, name or (was.name if was else code), was.parent if was else ""
    )
    tree.by_name.setdefault(fold(tree.units[code].name), code)


def _once(tree, checked, entry, name, code, first, unit) -> None:  # noqa: PLR0917
    """Report something about a unit, once."""
    facts = {"unit": unit, "other": first.row, "first": getattr(first, name)}
    if any(p.code == code and p.facts["unit"] == unit for p in tree.problems):
        return
    heading = checked.columns.get(name, USUAL[name])
    value = getattr(entry, name)
    tree.problems.append(Problem(entry.row, heading, value, code, facts, minor=True))


def _hang(tree: Tree, checked: Checked, first_rows: dict[str, PersonRow]) -> None:
    """Give every unit its parent; edges of a circle are reported and left out."""
    for code, entry in first_rows.items():
        text = entry.parent_unit
        if not text:
            tree.units[code].parent = ""
            continue
        parent = tree.find(text) or tree.make(text)
        tree.units[code].parent = "" if parent == code else parent
    edges = {
        code: [unit.parent] if unit.parent else []
        for code, unit in (tree.known | tree.units).items()
    }
    heading = checked.columns["parent_unit"]
    circles = in_cycles(edges)
    for code, entry in first_rows.items():
        parent = tree.units[code].parent
        if (code, parent) in circles:
            facts = {"unit": tree.units[code].name}
            value = entry.parent_unit
            tree.problems.append(
                Problem(entry.row, heading, value, "circle_of_units", facts, minor=True)
            )
            was = tree.known.get(code)
            tree.units[code].parent = was.parent if was and was.parent != parent else ""
