"""What the file wants against what Bloei knows: the difference, and the plan to write it. Pure.

Per person one of: new, changed, leaving, unchanged. Leaving is who works here on the day and
is not in the file, or who gets a last day. Nothing is removed: people and employments end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bloei.integrations.hr_import.entry import WantedPerson
from bloei.integrations.hr_import.jobs_compared import compare_jobs
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.wanted import Wanted
from bloei.people.plan import PERSON_FIELDS, ImportPlan, Known, KnownJob, KnownPerson

DAY = timedelta(days=1)
# More of the active people absent than this share: probably not the whole organisation.
MOST_ABSENT = Decimal("0.05")
_NAMED_BY = {"given_name": ("given_name", "initials", "full_name"), "infix": ("infix", "full_name"),
             "family_name": ("family_name", "full_name")}  # fmt: skip


@dataclass(slots=True)
class Change:
    """What is different about somebody: field -> (old, new), as plain values."""

    number: str
    person_id: int
    fields: dict[str, tuple] = field(default_factory=dict)
    leaves: bool = False
    since: date | None = None


@dataclass(slots=True)
class Difference:
    new: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    last_days: dict[str, date] = field(default_factory=dict)
    unchanged: int = 0
    active: int = 0
    absent: int = 0
    problems: list[Problem] = field(default_factory=list)
    plan: ImportPlan = field(default_factory=ImportPlan)

    @property
    def too_many_leave(self) -> bool:
        return self.absent > self.active * MOST_ABSENT


def compare(wanted: Wanted, known: Known, as_of: date, *, part: bool) -> Difference:
    """Return what would change on `as_of`. With `part` nobody leaves by being absent."""
    found = Difference()
    _compare_units(wanted, known, found.plan)
    taken = _taken_addresses(wanted, known)
    heading = wanted.headings.get("email", "")
    for number, person in wanted.people.items():
        _refuse_taken_address(person, taken, heading, found)
        there = known.people.get(number)
        if there is None:
            _add_person(person, wanted, as_of, found)
        else:
            _compare_person(person, there, wanted, as_of, part=part, found=found)
    for number, there in known.people.items():
        if there.is_working(as_of):
            found.active += 1
            gone = number not in wanted.people and number not in wanted.protected
            if gone and any(_goes_on(job, as_of) for job in there.jobs):
                found.absent += 1
                if not part:
                    _let_go(there, as_of, found)
    found.leaving.sort()
    return found


def _compare_units(wanted: Wanted, known: Known, plan: ImportPlan) -> None:
    for code, unit in wanted.units.items():
        if code not in known.units:
            plan.units.append(unit)
        elif known.units[code] != unit:
            plan.changed_units.append(unit)


def _taken_addresses(wanted: Wanted, known: Known) -> dict[str, str]:
    """Return whose an address is and stays, of the people whom Bloei knows."""
    taken = {}
    for number, there in known.people.items():
        if there.email:
            person = wanted.people.get(number)
            gives_it_up = (
                person is not None
                and "email" in wanted.fields
                and "email" not in person.skipped
                and (person.email or "").lower() != there.email.lower()
            )
            if not gives_it_up:
                taken[there.email.lower()] = number
    return taken


def _refuse_taken_address(
    person: WantedPerson, taken: dict[str, str], heading: str, found: Difference
) -> None:
    owner = taken.get((person.email or "").lower())
    if owner and owner != person.number and "email" not in person.skipped:
        person.skipped.add("email")
        found.problems.append(
            Problem(
                person.row, heading, person.email or "", "taken_email",
                {"owner": owner}, minor=True, number=person.number,
            )
        )  # fmt: skip


def _add_person(person: WantedPerson, wanted: Wanted, as_of: date, found: Difference) -> None:
    found.new.append(person.number)
    facts = {name: getattr(person, name) for name in PERSON_FIELDS}
    if "email" in person.skipped:
        facts["email"] = None
    found.plan.people.append({"number": person.number, **facts})
    compared = compare_jobs(person, [], wanted.fields, as_of, part=False)
    compared.write(found.plan, person.number)
    found.plan.since[person.number] = compared.since or as_of


def _compare_person(
    person: WantedPerson,
    there: KnownPerson,
    wanted: Wanted,
    as_of: date,
    *,
    part: bool,
    found: Difference,
) -> None:
    change = Change(person.number, there.id, _changed_facts(person, there, wanted))
    if change.fields:
        news = {name: new for name, (_old, new) in change.fields.items()}
        found.plan.changed_people.append((there.id, news))
    protected = part or person.number in wanted.protected
    compared = compare_jobs(person, there.jobs, wanted.fields, as_of, part=protected)
    compared.write(found.plan, person.number)
    change.fields.update(compared.fields)
    if compared.since:
        found.plan.since[person.number] = compared.since
    if compared.leaves_on:
        found.leaving.append(person.number)
        found.last_days[person.number] = compared.leaves_on
        change.leaves = True
    if change.fields.keys() - ({"until"} if change.leaves else set()):
        found.changed.append(change)
    elif not change.leaves:
        found.unchanged += 1


def _changed_facts(
    person: WantedPerson, there: KnownPerson, wanted: Wanted
) -> dict[str, tuple[Any, Any]]:
    """Return the old and the new value of what the file says otherwise about somebody."""
    changed: dict[str, tuple[Any, Any]] = {}
    if earlier := wanted.renumbered.get(person.number):
        changed["number"] = (earlier, person.number)
    for name in PERSON_FIELDS:
        told = set(_NAMED_BY.get(name, (name,))) & wanted.fields
        old, new = getattr(there, name), getattr(person, name)
        if told and name not in person.skipped and old != new:
            changed[name] = (old, new)
    return changed


def _last_day(job: KnownJob, as_of: date) -> date:
    """Return the day before; who began today and is gone today was here for a day."""
    return max(as_of - DAY, job.first)


def _goes_on(job: KnownJob, as_of: date) -> bool:
    return job.is_on(as_of) and job.last != _last_day(job, as_of)


def _let_go(there: KnownPerson, as_of: date, found: Difference) -> None:
    """End the employments of somebody who is not in the file, the day before."""
    for job in there.jobs:
        if _goes_on(job, as_of):
            ends = _last_day(job, as_of)
            found.plan.changed_jobs.append((job.id, {"last": ends}))
            for term in job.terms:
                if term.first > ends:
                    found.plan.dropped_terms.append(term.id)
                elif term.last is None or term.last > ends:
                    found.plan.changed_terms.append((term.id, {"last": ends}))
    found.leaving.append(there.number)
    found.last_days[there.number] = as_of - DAY
    found.plan.since[there.number] = as_of


def shown(value) -> str | None:
    """Return a value as the report and the pages write it: text, or None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def written(name: str, pair: tuple, units: dict[str, str]) -> Iterator[str | None]:
    """Yield the old and the new value of a changed field, as the report writes them."""
    old, new = pair
    if name.startswith("salary"):
        yield from (
            None if cents is None else f"{cents // 100}.{cents % 100:02d}" for cents in pair
        )
    elif name.startswith("unit") and units.get(old, old) != units.get(new, new):
        yield from (shown(units.get(code, code)) for code in pair)
    else:
        yield from (shown(old), shown(new))
