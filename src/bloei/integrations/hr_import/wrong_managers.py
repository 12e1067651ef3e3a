"""Managers of the file who are not there, have left, or would lead themselves. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from bloei.integrations.hr_import.chains import in_cycles
from bloei.integrations.hr_import.choices import NOBODY, Choices
from bloei.integrations.hr_import.entry import WantedJob, WantedPerson
from bloei.integrations.hr_import.headings import USUAL
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.records import Checked
from bloei.people.plan import Known, KnownPerson

People = Mapping[str, WantedPerson]
Places = list[tuple[str, WantedJob]]


def refuse_managers(
    people: People, checked: Checked, known: Known, as_of: date, *, part: bool, choices: Choices
) -> list[Problem]:
    """Take wrong managers out of the employments; return why.

    Who led a contract that has ended is history: what is wrong there is left out silently.
    """
    if "manager" not in checked.fields:
        return []
    heading = checked.columns.get("manager", USUAL["manager"])
    _match_without_zeros(people, known)
    staying = known.people if part else _staying(known, checked)
    told = list(_chosen(people, known, choices, heading))
    current: Places = []
    wrong: list[tuple[str, WantedJob, str]] = []
    for number, job in _led(people):
        ended = job.last is not None and job.last < as_of
        code = _no_manager(number, job, people, known, staying, as_of)
        if code and ended:
            job.manager = ""
            job.skipped.add("manager")
        elif code:
            wrong.append((number, job, code))
        elif not ended:
            current.append((number, job))
    wrong += _in_circles(current, people, known, as_of)
    return told + [_refuse(job, number, code, heading, choices) for number, job, code in wrong]


def _staying(known: Known, checked: Checked) -> dict[str, KnownPerson]:
    """Return whom a file of the whole organisation lets stay without telling about them."""
    return {number: known.people[number] for number in checked.protected & known.people.keys()}


def _chosen(people: People, known: Known, choices: Choices, heading: str) -> Iterator[Problem]:
    """Put the managers that HR chose in the place of those who could not be."""
    for number, job in _led(people):
        ask = f"leader:{number}" if choices.about("leader", number) else f"manager:{job.manager}"
        chosen = choices.made.get(ask, NOBODY)
        if chosen in people or chosen in known.people:
            yield Problem(
                job.row, heading, job.manager, "manager_chosen", {"chosen": chosen},
                minor=True, number=number, ask=ask, chosen=chosen,
            )  # fmt: skip
            job.manager = chosen


def _led(people: People) -> Iterator[tuple[str, WantedJob]]:
    for person in people.values():
        for job in person.jobs:
            if job.manager:
                yield person.number, job


def _match_without_zeros(people: People, known: Known) -> None:
    """Find 00123 for 123 and the other way round: spreadsheets eat zeros."""
    same: dict[str, str] = {}
    for _number, job in _led(people):
        if job.manager not in people and job.manager not in known.people:
            if not same:
                same = {other.lstrip("0"): other for other in (*known.people, *people)}
            job.manager = same.get(job.manager.lstrip("0"), job.manager)


def _refuse(job: WantedJob, number: str, code: str, heading: str, choices: Choices) -> Problem:
    """Leave the manager out. Who is wrong for everybody is asked once, else per person."""
    value, job.manager = job.manager, ""
    job.skipped.add("manager")
    for_all = code in ("unknown_manager", "manager_has_left")
    ask = f"manager:{value}" if for_all else f"leader:{number}"
    chosen = NOBODY if choices.made.get(ask) == NOBODY else ""
    return Problem(job.row, heading, value, code, minor=True, number=number, ask=ask, chosen=chosen)


def _in_circles(
    current: Places, people: People, known: Known, as_of: date
) -> Iterator[tuple[str, WantedJob, str]]:
    edges = _edges_of_others(people, known, as_of)
    for number, job in current:
        edges.setdefault(number, set()).add(job.manager)
    circles = in_cycles(edges)
    for number, job in current:
        if (number, job.manager) in circles:
            yield number, job, "circle_of_managers"


def _no_manager(  # noqa: PLR0917
    number: str, job: WantedJob, people: People, known: Known, staying: Mapping, as_of: date
) -> str:
    if number == job.manager:
        return "own_manager"
    if manager := people.get(job.manager):
        left = all(own.last and own.last < as_of for own in manager.jobs)
        return "manager_has_left" if left else ""
    if job.manager not in known.people:
        return "unknown_manager"
    there = staying.get(job.manager)
    works = there and any(own.last is None or own.last >= as_of for own in there.jobs)
    return "" if works else "manager_has_left"


def _edges_of_others(people: Mapping, known: Known, as_of: date) -> dict[str, set[str]]:
    """Return who leads whom among the people whom the file does not tell about."""
    return {
        number: found
        for number, person in known.people.items()
        if number not in people and (found := _managers(person, as_of))
    }


def _managers(person, as_of: date) -> set[str]:
    return {
        term.values.manager
        for job in person.jobs
        for term in job.terms
        if term.values.manager and (term.last is None or term.last >= as_of)
    }
