"""What an import of people compares and writes, as plain values. Pure.

`Known` is what Bloei knows; `Plan` is what will be written, worked out before anything
is. Days are inclusive; `last` None is open. People and units are named by their number and
code, because some of them are still to be made.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

PERSON_FIELDS = ("given_name", "initials", "infix", "family_name", "email", "born_on")
TERM_FIELDS = ("hours_per_week", "kind", "cao", "function", "unit", "manager", "salary_cents")


@dataclass(slots=True)
class Values:
    """What is agreed in a term. `unit` is a code, `manager` a number; empty is none."""

    hours_per_week: Decimal = Decimal(0)
    kind: str = ""
    cao: str = ""
    function: str = ""
    unit: str = ""
    manager: str = ""
    salary_cents: int | None = None


@dataclass(slots=True)
class KnownTerm:
    id: int
    first: date
    last: date | None
    values: Values


@dataclass(slots=True)
class KnownJob:
    """An employment, with its terms in order."""

    id: int
    number: str
    first: date
    last: date | None
    terms: list[KnownTerm] = field(default_factory=list)

    def is_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(slots=True)
class KnownPerson:
    id: int
    number: str
    given_name: str
    initials: str
    infix: str
    family_name: str
    email: str | None
    born_on: date | None
    jobs: list[KnownJob] = field(default_factory=list)

    def is_working(self, day: date) -> bool:
        return any(job.is_on(day) for job in self.jobs)


@dataclass(slots=True)
class KnownUnit:
    code: str
    name: str
    parent: str


@dataclass(slots=True)
class Known:
    people: dict[str, KnownPerson]
    units: dict[str, KnownUnit]


@dataclass(slots=True)
class NewTerm:
    first: date
    last: date | None
    values: Values
    # The employment it belongs to; None in a new one.
    employment_id: int | None = None


@dataclass(slots=True)
class NewJob:
    person: str
    number: str
    first: date
    last: date | None
    terms: list[NewTerm]


@dataclass(slots=True)
class ImportPlan:
    """Everything one import writes. A changed thing is (id, fields that change)."""

    units: list[KnownUnit] = field(default_factory=list)
    changed_units: list[KnownUnit] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    changed_people: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    jobs: list[NewJob] = field(default_factory=list)
    changed_jobs: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    terms: list[NewTerm] = field(default_factory=list)
    changed_terms: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    # Terms that lie wholly outside the employment as it now stands.
    dropped_terms: list[int] = field(default_factory=list)
    # From which day on the employments of somebody (by number) are different.
    since: dict[str, date] = field(default_factory=dict)

    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__)
