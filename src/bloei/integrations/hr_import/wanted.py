"""Checked rows into the people, employments and units that the file says there are. Pure."""

from dataclasses import dataclass, field
from datetime import date

from bloei.integrations.hr_import.choices import NONE, Choices
from bloei.integrations.hr_import.entry import PersonRow, WantedJob, WantedPerson
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.questions import Answered
from bloei.integrations.hr_import.units import Tree, build_tree
from bloei.integrations.hr_import.wrong_managers import refuse_managers
from bloei.people.plan import Known, KnownUnit

FAR = date.max


@dataclass(slots=True)
class Wanted:
    """The state of things that the file describes, as far as it can be used."""

    fields: frozenset[str]
    # What each field is called in the file.
    headings: dict[str, str]
    people: dict[str, WantedPerson]
    units: dict[str, KnownUnit]
    protected: set[str]
    # Who gets another number: the new one -> the one they had.
    renumbered: dict[str, str] = field(default_factory=dict)


def wanted(
    asked: Answered, as_of: date, *, part: bool, choices: Choices = NONE
) -> tuple[Wanted, list[Problem]]:
    """Return what the file wants, and what could not be used of it."""
    checked, known = asked.checked, asked.known
    tree = build_tree(checked, known.units)
    people = _people(checked.entries, tree, as_of)
    managers = refuse_managers(people, checked, known, as_of, part=part, choices=choices)
    protected = checked.protected | _recognised(checked.nameless, known)
    result = Wanted(
        checked.fields, checked.columns, people, tree.units, protected, asked.renumbered
    )
    return result, [*tree.problems, *managers]


def _recognised(nameless: list[PersonRow], known: Known) -> set[str]:
    """Return whom rows without a readable number may be about: they do not leave either."""
    if not nameless:
        return set()
    mails = {entry.email.lower() for entry in nameless if entry.email}
    names = {(entry.given_name.casefold(), entry.family_name.casefold()) for entry in nameless}
    return {
        number
        for number, there in known.people.items()
        if (there.email or "").lower() in mails
        or (there.given_name.casefold(), there.family_name.casefold()) in names
    }


def _people(entries: list[PersonRow], tree: Tree, as_of: date) -> dict[str, WantedPerson]:
    rows: dict[str, list[PersonRow]] = {}
    for entry in entries:
        rows.setdefault(entry.number, []).append(entry)
    return {number: _person(own, tree, as_of) for number, own in rows.items()}


def _person(entries: list[PersonRow], tree: Tree, as_of: date) -> WantedPerson:
    """Return one person; names come from the row that began last, for people marry."""
    newest = max(entries, key=lambda entry: (entry.first_day or FAR, -entry.row))
    person = WantedPerson(
        newest.number, newest.row, newest.given_name, newest.initials, newest.infix,
        newest.family_name, newest.email, newest.born_on,
        skipped=set().union(*(entry.skipped for entry in entries)),
    )  # fmt: skip
    person.jobs = [_job(entry, entries, tree, as_of) for entry in entries]
    person.jobs.sort(key=lambda job: (job.first or FAR, job.row))
    return person


def _job(entry: PersonRow, entries: list[PersonRow], tree: Tree, as_of: date) -> WantedJob:
    first = entry.first_day
    joined = entry.joined_on is not None and entry.joined_on == first
    if entry.joined_on and entry.starts_on and entry.joined_on < entry.starts_on:
        # The service began before this row's contract. What lies between belongs to
        # this employment, unless another row tells about it.
        others = (other for other in entries if other is not entry)
        if not any(_overlap(other, entry.joined_on, entry.starts_on, as_of) for other in others):
            first, joined = entry.joined_on, True
    return WantedJob(
        entry.row, entry.employment_number, first, joined, entry.starts_on, entry.left_on,
        entry.hours_per_week, entry.kind, entry.cao, entry.function, tree.code_of(entry),
        entry.manager, entry.salary_cents, set(entry.skipped),
    )  # fmt: skip


def _overlap(entry: PersonRow, begin: date, end: date, as_of: date) -> bool:
    """Say whether a row tells about a day from begin up to but not including end."""
    return entry.begins(as_of) < end and (entry.left_on or FAR) >= begin
