"""Many people at once, from a file of HR: one action, one audit row, a handful of statements.

Set-based, so a hundred thousand people take minutes, not hours. What is written is worked
out before (people/plan.py), from what is known inside the same transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.events import publish
from bloei.foundation.periods import DAY, period
from bloei.people import names
from bloei.people.ending import end_all
from bloei.people.events import EmploymentsChanged
from bloei.people.known import known
from bloei.people.models import Employment, EmploymentTerm, Person, Unit, UnitPlacement
from bloei.people.plan import ImportPlan, Known, KnownPerson, Values
from bloei.people.rebuilding import rebuild_today

BATCH = 2000
TOLD_AT_ONCE = 500
Tell = Callable[[int, int], None]
_TYPES = {
    "given_name": "varchar", "initials": "varchar", "infix": "varchar", "family_name": "varchar",
    "sort_name": "varchar", "email": "varchar", "born_on": "date", "number": "varchar",
    "during": "daterange", "hours_per_week": "numeric", "kind": "varchar", "cao": "varchar",
    "function": "varchar", "unit_id": "bigint", "manager_id": "bigint", "salary_cents": "bigint",
    "name": "varchar",
}  # fmt: skip


def _nobody(done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


@action
def import_people(
    make_plan: Callable[[Known], ImportPlan],
    *,
    as_of: date,
    today: date,
    because: str = "",
    tell: Tell = _nobody,
    by,
) -> ImportPlan:
    """Write what a file changes, and return it; an empty plan writes only its audit row.

    `make_plan` is told what Bloei knows now; nothing can come between its answer and the
    writing. Nothing about people is deleted: they get a last day. `as_of` dates new units
    and moves; `tell(done, total)` hears how far it is. Publishes EmploymentsChanged.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('people.import_people'))")
    now = known()
    plan = make_plan(now)
    if not plan.is_empty():
        _Writer(plan, now, as_of, tell).write()
        rebuild_today(today)
        _tell(plan)
    fields = sorted({name for _key, news in plan.changed_people for name in news})
    count = len(plan.people) + len(plan.since.keys() - {facts["number"] for facts in plan.people})
    audit.record(
        "people.imported", Person, by=by, fields=fields, because=because[:300], count=count
    )
    return plan


def _tell(plan: ImportPlan) -> None:
    """Tell whose employments are different, those of the same time together."""
    ids = dict(Person.objects.values_list("number", "id"))
    days = sorted((since, ids[number]) for number, since in plan.since.items())
    for part in _parts(days, TOLD_AT_ONCE):
        publish(EmploymentsChanged(tuple(person for _day, person in part), since=part[0][0]))


class _Writer:
    """Writes one plan, in an order in which no constraint is broken on the way."""

    def __init__(self, plan: ImportPlan, now: Known, as_of: date, tell: Tell):
        self.plan, self.now, self.as_of, self.tell = plan, now, as_of, tell
        terms = len(plan.terms) + sum(len(job.terms) for job in plan.jobs)
        self.done, self.total = 0, len(plan.people) + len(plan.jobs) + terms
        self.units: dict[str, int] = {}
        self.people: dict[str, int] = {}

    def write(self) -> None:
        self._write_units()
        self._change_people()
        self._add_people()
        self._change_periods()
        self._change_values()
        self._add_jobs()
        self._add_terms()

    def _write_units(self) -> None:
        fresh = [Unit(code=unit.code, name=unit.name) for unit in self.plan.units]
        Unit.objects.bulk_create(fresh, batch_size=BATCH)
        self.units = dict(Unit.objects.values_list("code", "id"))
        renamed = [(self.units[unit.code], {"name": unit.name}) for unit in self.plan.changed_units]
        _update("people_unit", renamed)
        Unit.objects.filter(
            code__in=[unit.code for unit in self.plan.changed_units], closed_on__lte=self.as_of
        ).update(closed_on=None)
        moved = [
            unit
            for unit in (*self.plan.units, *self.plan.changed_units)
            if unit.code not in self.now.units or self.now.units[unit.code].parent != unit.parent
        ]
        self._place(moved)

    def _place(self, moved: list) -> None:
        """Let units stand below another from the day of the file; planned moves go."""
        ids = [self.units[unit.code] for unit in moved]
        end_all(UnitPlacement.objects.filter(unit__in=ids), last_on=self.as_of - DAY)
        UnitPlacement.objects.bulk_create(
            UnitPlacement(
                unit_id=self.units[unit.code],
                parent_id=self.units.get(unit.parent),
                during=period(self.as_of),
            )
            for unit in moved
        )

    def _change_people(self) -> None:
        by_id = {person.id: person for person in self.now.people.values()}
        # Two people may change addresses with each other: first both are without.
        given_up = [
            (key, {"email": None}) for key, news in self.plan.changed_people if "email" in news
        ]
        _update("people_person", given_up)
        changed = [
            (key, _with_sort_name(by_id[key], news)) for key, news in self.plan.changed_people
        ]
        _update("people_person", changed)

    def _add_people(self) -> None:
        # Nobody can sign in before an invitation or a letter. rebuild_today says who works.
        fresh = (
            Person(
                **facts,
                sort_name=_sort_name(facts),
                password=make_password(None),
                is_working=False,
                is_active=False,
            )
            for facts in self.plan.people
        )
        for part in _parts(fresh, BATCH):
            Person.objects.bulk_create(part)
            self._tell(len(part))
        self.people = dict(Person.objects.values_list("number", "id"))

    def _change_periods(self) -> None:
        """Change first and last days: what becomes shorter before what becomes longer."""
        jobs, terms = self._known_periods()
        _update("people_employment", _periods(self.plan.changed_jobs, jobs))
        EmploymentTerm.objects.filter(pk__in=self.plan.dropped_terms).delete()
        changed = _periods(self.plan.changed_terms, terms)
        shorter = [row for row in changed if _lies_within(row[1], *terms[row[0]])]
        done = {key for key, _news in shorter}
        _update("people_employmentterm", shorter)
        _update("people_employmentterm", [row for row in changed if row[0] not in done])

    def _known_periods(self) -> tuple[dict[int, tuple], dict[int, tuple]]:
        jobs = [job for person in self.now.people.values() for job in person.jobs]
        terms = {term.id: (term.first, term.last) for job in jobs for term in job.terms}
        return {job.id: (job.first, job.last) for job in jobs}, terms

    def _change_values(self) -> None:
        days = {"first", "last"}
        numbers = [
            (key, {"number": news["number"]})
            for key, news in self.plan.changed_jobs
            if "number" in news
        ]
        _update("people_employment", numbers)
        terms = [
            (key, self._columns({name: news[name] for name in news.keys() - days}))
            for key, news in self.plan.changed_terms
        ]
        _update("people_employmentterm", [row for row in terms if row[1]])

    def _add_jobs(self) -> None:
        for part in _parts(self.plan.jobs, BATCH):
            rows = Employment.objects.bulk_create(
                Employment(
                    person_id=self.people[job.person],
                    number=job.number,
                    during=period(job.first, job.last),
                )
                for job in part
            )
            self._tell(len(part))
            for row, job in zip(rows, part, strict=True):
                for term in job.terms:
                    term.employment_id = row.pk
                    self.plan.terms.append(term)

    def _add_terms(self) -> None:
        for part in _parts(self.plan.terms, BATCH):
            EmploymentTerm.objects.bulk_create(
                EmploymentTerm(
                    employment_id=term.employment_id,
                    during=period(term.first, term.last),
                    **self._columns({n: getattr(term.values, n) for n in Values.__slots__}),
                )
                for term in part
            )
            self._tell(len(part))

    def _tell(self, count: int) -> None:
        self.done += count
        self.tell(self.done, self.total)

    def _columns(self, news: dict[str, Any]) -> dict[str, Any]:
        """Return values as the columns of a term: codes and numbers become ids."""
        told = dict(news)
        if "unit" in told:
            told["unit_id"] = self.units.get(told.pop("unit"))
        if "manager" in told:
            told["manager_id"] = self.people.get(told.pop("manager"))
        return told


def _sort_name(facts: dict[str, Any]) -> str:
    return names.sort_name(facts["given_name"], facts["infix"], facts["family_name"])


def _with_sort_name(person: KnownPerson, news: dict[str, Any]) -> dict[str, Any]:
    told = {name: getattr(person, name) for name in ("given_name", "infix", "family_name")}
    if not told.keys() & news.keys():
        return news
    return news | {"sort_name": _sort_name(told | news)}


def _periods(changed: list[tuple[int, dict]], now: dict[int, tuple]) -> list[tuple[int, dict]]:
    """Return the new period of everything of which the first or last day changes."""
    return [
        (key, {"during": period(news.get("first", now[key][0]), news.get("last", now[key][1]))})
        for key, news in changed
        if "first" in news or "last" in news
    ]


def _lies_within(news: dict, first: date, last: date | None) -> bool:
    during = news["during"]
    ends = last is None or (during.upper is not None and during.upper <= last + DAY)
    return during.lower >= first and ends


def _update(table: str, rows: list[tuple[int, dict[str, Any]]]) -> None:
    """Update many rows, those with the same columns in one statement per batch."""
    alike: dict[tuple[str, ...], list] = {}
    for key, news in rows:
        alike.setdefault(tuple(sorted(news)), []).append((key, news))
    for columns, group in alike.items():
        sets = ", ".join(f"{name} = v.{name}" for name in columns)
        arrays = ", ".join(f"%s::{_TYPES[name]}[]" for name in columns)
        statement = (
            f"update {table} t set {sets} "  # noqa: S608 - names come from _TYPES alone
            f"from unnest(%s::bigint[], {arrays}) as v(id, {', '.join(columns)}) where t.id = v.id"
        )
        for part in _parts(group, BATCH):
            values = [[news[name] for _key, news in part] for name in columns]
            with connection.cursor() as cursor:
                cursor.execute(statement, [[key for key, _news in part], *values])


def _parts(rows, size: int) -> Iterator[Sequence]:
    """Yield the rows in lists of at most `size`."""
    ahead = iter(rows)
    while part := list(islice(ahead, size)):
        yield part
