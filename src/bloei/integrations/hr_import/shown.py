"""What the pages show of a difference, as plain values that can be kept: the first of each kind."""

from collections.abc import Sequence
from typing import Any

from bloei.budgets.schemes.uncovered import Group
from bloei.integrations.hr_import.consequences import weight
from bloei.integrations.hr_import.difference import Change, written
from bloei.integrations.hr_import.entry import WantedPerson
from bloei.integrations.hr_import.headings import ALWAYS, lacking
from bloei.integrations.hr_import.reading import Examined
from bloei.integrations.hr_import.report import unit_names
from bloei.people import names
from bloei.people.plan import Known

MOST_SHOWN = 200
MOST_PROBLEMS = 20_000


def counts_of(examined: Examined) -> dict[str, int]:
    """Return the numbers of a difference."""
    found = examined.difference
    return {
        "rows": examined.checked.rows,
        "new": len(found.new),
        "changed": len(found.changed),
        "leaving": len(found.leaving),
        "unchanged": found.unchanged,
        "problems": len(examined.problems),
        "skipped": len({p.row for p in examined.problems if not p.minor}),
        "questions": len({p.ask for p in examined.problems if p.ask}),
        "open": len({p.ask for p in examined.problems if p.ask and not p.chosen}),
        "absent": found.absent,
        "active": found.active,
        "too_many_leave": int(found.too_many_leave),
        "units": len(found.plan.units),
    }


def details_of(
    examined: Examined,
    known: Known,
    amounts: dict[str, list[dict]] | None = None,
    caos: Sequence[Group] = (),
) -> dict[str, Any]:
    """Return the people of a difference, at most MOST_SHOWN of each kind.

    `amounts` tells by number what changes in their budgets (amounts.py), `caos` who has no
    scheme (caos.py).
    """
    found, units = examined.difference, unit_names(examined, known)
    people = examined.state.people
    changed = sorted(found.changed, key=lambda change: min(map(weight, change.fields)))
    return {
        "changed": [
            _changed(change, people[change.number], units, found.plan.since)
            for change in changed[:MOST_SHOWN]
        ],
        "new": [_new(people[number], units) for number in found.new[:MOST_SHOWN]],
        "leaving": [
            {
                "number": number,
                "name": _name(known.people[number]),
                "last": found.last_days[number].isoformat(),
                "absent": number not in people,
            }
            for number in found.leaving[:MOST_SHOWN]
        ],
        "amounts": amounts or {},
        "caos": list(caos),
        "units": [unit.name for unit in found.plan.units[:MOST_SHOWN]],
        "missing": sorted(ALWAYS.intersection(lacking(examined.checked.fields))),
    }


def _name(person) -> str:
    return names.full_name(person.given_name, person.infix, person.family_name)


def _changed(change: Change, person: WantedPerson, units: dict, since: dict) -> dict[str, Any]:
    day = since.get(change.number)
    ordered = sorted(change.fields.items(), key=lambda item: weight(item[0]))
    return {
        "number": change.number,
        "name": _name(person) or change.number,
        "unit": _unit(person, units),
        "since": day.isoformat() if day else None,
        "fields": [[name, *written(name, pair, units)] for name, pair in ordered],
    }


def _unit(person: WantedPerson, units: dict[str, str]) -> str:
    code = person.jobs[-1].unit
    return units.get(code, code)


def _new(person: WantedPerson, units: dict[str, str]) -> dict[str, Any]:
    job = person.jobs[-1]
    return {
        "number": person.number,
        "name": _name(person) or person.number,
        "unit": _unit(person, units),
        "hours": None if job.hours_per_week is None else f"{job.hours_per_week.normalize():f}",
        "first": job.first.isoformat() if job.first else None,
    }


def problems_of(examined: Examined) -> list[dict[str, Any]]:
    """Return the problems as plain values; their words are chosen when they are read."""
    people = examined.known.people | examined.state.people
    return [
        {
            "row": p.row, "column": p.column, "value": p.value, "code": p.code,
            "facts": p.facts, "minor": p.minor, "number": p.number, "ask": p.ask,
            "chosen": p.chosen, "who": _name(people[p.number]) if p.number in people else "",
        }
        for p in examined.problems[:MOST_PROBLEMS]
    ]  # fmt: skip
