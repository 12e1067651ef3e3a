"""Everything about people that an import compares with, read in five queries."""

from bloei.foundation.periods import beginning, last_day
from bloei.people.models import Employment, EmploymentTerm, Person, Unit
from bloei.people.plan import Known, KnownJob, KnownPerson, KnownTerm, KnownUnit, Values


def known() -> Known:
    """Return what Bloei knows of people, employments and units, as plain values.

    Erased people are left out: nothing about them is written again.
    """
    units, codes = _units()
    people, numbers = _people()
    jobs = _jobs(people)
    rows = (
        EmploymentTerm.objects.filter(employment__person__erased_on=None)
        .order_by("employment_id", "during")
        .values_list(
            "id", "employment_id", "during", "hours_per_week", "kind", "cao", "function",
            "unit_id", "manager_id", "salary_cents",
        )
    )  # fmt: skip
    for key, job, during, hours, kind, cao, function, unit, manager, salary in rows.iterator():
        values = Values(
            hours, kind, cao, function, codes.get(unit, ""), numbers.get(manager, ""), salary
        )
        jobs[job].terms.append(KnownTerm(key, beginning(during), last_day(during), values))
    return Known({person.number: person for person in people.values()}, units)


def _units() -> tuple[dict[str, KnownUnit], dict[int | None, str]]:
    rows = list(Unit.objects.values_list("id", "code", "name", "parent_id"))
    codes: dict[int | None, str] = {key: code for key, code, _name, _parent in rows}
    units = {
        code: KnownUnit(code, name, codes.get(parent, "")) for _key, code, name, parent in rows
    }
    return units, codes


def _people() -> tuple[dict[int, KnownPerson], dict[int | None, str]]:
    rows = Person.objects.filter(erased_on=None).values_list(
        "id", "number", "given_name", "initials", "infix", "family_name", "email", "born_on"
    )
    people = {row[0]: KnownPerson(*row) for row in rows.iterator()}
    return people, {key: person.number for key, person in people.items()}


def _jobs(people: dict[int, KnownPerson]) -> dict[int, KnownJob]:
    jobs = {}
    rows = (
        Employment.objects.filter(person__erased_on=None)
        .order_by("person_id", "during")
        .values_list("id", "person_id", "number", "during")
    )
    for key, person, number, during in rows.iterator():
        jobs[key] = KnownJob(key, number, beginning(during), last_day(during))
        people[person].jobs.append(jobs[key])
    return jobs
