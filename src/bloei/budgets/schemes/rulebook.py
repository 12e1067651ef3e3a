"""Which rule holds on which day, and for whom: read once per run, asked for every person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bloei.budgets import cao
from bloei.budgets.models import Scheme, SchemeAssignment, SchemeVersion
from bloei.budgets.schemes.assigned import Assigned

DAY = timedelta(days=1)
# Bloei never looks further back; an assignment without a first day begins here.
LONG_AGO = date(2000, 1, 1)
# Whoever has no known birthday reaches no age.
NOT_BORN = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class EmploymentStretch:
    """A stretch of an employment, as the engine needs it; `until` is inclusive."""

    start: date
    until: date | None
    hours: Decimal
    kind: str
    cao: str
    unit: int | None
    salary_cents: int | None


@dataclass(frozen=True, slots=True)
class Worker:
    """One person as the rules see them."""

    pk: int
    born_on: date | None
    terms: tuple[EmploymentStretch, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """The days (both inclusive) on which one version of a scheme holds."""

    start: date
    until: date | None
    rule: cao.Scheme
    version: int


@lru_cache(maxsize=512)
def read(text: str, valid_until: date | None = None) -> cao.Scheme:
    """Read a text once per process; `valid_until` ends the grants sooner than the text says."""
    rule = cao.read_scheme(text)
    if valid_until is None or rule.valid_until <= valid_until:
        return rule
    return replace(rule, valid_until=valid_until, memory={})


class Rulebook:
    """All schemes with their versions and assignments, as they are now.

    `suppose` are assignments that were not made yet, to look what they would do.
    """

    def __init__(
        self,
        schemes: Iterable[int] | None = None,
        *,
        as_if_corrected: bool = False,
        suppose: Iterable[SchemeAssignment] = (),
    ):
        self._as_if_corrected = as_if_corrected
        self._only = None if schemes is None else set(schemes)
        self._versions: dict[int, list[SchemeVersion]] = defaultdict(list)
        for version in self._of_schemes(SchemeVersion.objects.order_by("during"), "scheme"):
            if version.may_be_used:
                self._versions[version.scheme_id].append(version)
        rows = self._of_schemes(SchemeAssignment.objects.all(), "scheme")
        self._assigned = Assigned([*rows, *suppose])
        self._assignments: dict[int, list[SchemeAssignment]] = defaultdict(list)
        for assignment in self._assigned.rows:
            self._assignments[assignment.scheme_id].append(assignment)
        self._segments: dict[tuple[int, date | None], list[Segment]] = {}

    def _of_schemes(self, rows: QuerySet, path: str) -> QuerySet:
        return rows if self._only is None else rows.filter(**{f"{path}__in": self._only})

    @cached_property
    def schemes(self) -> dict[int, Scheme]:
        """Return the schemes by their pk; asked for when somebody needs more than the rules."""
        return {scheme.pk: scheme for scheme in self._of_schemes(Scheme.objects.all(), "pk")}

    def rule_on(self, scheme: int, day: date) -> cao.Scheme | None:
        """Return the rule of a scheme that holds on a day, or None."""
        holding = (one for one in self._versions[scheme] if day in one.during)
        version = next(holding, None)
        return read(version.text) if version else None

    def assignments(self, scheme: int) -> list[SchemeAssignment]:
        return self._assignments[scheme]

    def of(self, scheme: int, worker: Worker) -> tuple[cao.Facts, date | None, date | None]:
        """Return the facts of a person under a scheme, with the first and last day of granting.

        Only employments to which the scheme is assigned count. The first day is None when
        there are none; the last day is None when it goes on.
        """
        counted: list[EmploymentStretch] = []
        first: date | None = None
        last: date | None = LONG_AGO
        rows, covers = self._assignments[scheme], self._assigned.covers
        for term in worker.terms:
            mine = [row for row in rows if covers(row, term.cao, term.unit)]
            if not mine:
                continue
            counted.append(term)
            begin = min(row.during.lower or LONG_AGO for row in mine)
            first = begin if first is None else min(first, begin)
            ends = [row.during.upper for row in mine]
            if last is not None:
                last = None if None in ends else max(last, *(end - DAY for end in ends))
        return _facts(worker, counted), first, last if counted else None

    def segments(self, scheme: int, last: date | None) -> list[Segment]:
        """Return which version holds when; the last one goes on without granting after its end."""
        known = self._segments.get((scheme, last))
        if known is None:
            known = self._segments[scheme, last] = self._make_segments(scheme, last)
        return known

    def _make_segments(self, scheme: int, last: date | None) -> list[Segment]:
        versions = self._versions[scheme]
        starts = [self._start(version, number) for number, version in enumerate(versions)]
        made = []
        for version, start, following in zip(versions, starts, [*starts[1:], None], strict=False):
            end = version.during.upper - DAY if version.during.upper else None
            until = following - DAY if following else None
            limits = [day for day in (until or end, last) if day]
            rule = read(version.text, min(limits, default=None))
            made.append(Segment(start, until, rule, version.pk))
        return made

    def _start(self, version: SchemeVersion, number: int) -> date:
        """A change holds from the day it was made, unless HR booked the differences of the past."""
        start = version.during.lower or LONG_AGO
        if number == 0 or version.corrected_at or self._as_if_corrected:
            return start
        return max(start, timezone.localtime(version.made_at).date())


def _facts(worker: Worker, terms: list[EmploymentStretch]) -> cao.Facts:
    return cao.Facts(
        born_on=worker.born_on or NOT_BORN,
        employments=tuple(
            cao.Employment(term.start, term.until, term.hours, term.kind) for term in terms
        ),
        pay=tuple(
            cao.Pay(term.start, term.until, {"salary": Decimal(term.salary_cents) / 100})
            for term in terms
            if term.salary_cents
        ),
    )


def all_facts(worker: Worker) -> cao.Facts:
    """Return the facts of a person with all employments, whatever scheme is assigned to them."""
    return _facts(worker, list(worker.terms))


_TERMS = """
    select p.id, p.born_on, lower(t.during * e.during), upper(t.during * e.during) - 1,
           t.hours_per_week, t.kind, t.cao, t.unit_id, t.salary_cents
      from people_person p
      left join (people_employment e join people_employmentterm t
                 on t.employment_id = e.id and not isempty(t.during * e.during))
        on e.person_id = p.id
     where p.id = any(%s)
     order by 1, 3
"""


def workers(person_ids: Iterable[int]) -> dict[int, Worker]:
    """Load people with their employments, in one query."""
    found: dict[int, Worker] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [list(person_ids)])
        for pk, rows in groupby(cursor, key=itemgetter(0)):
            told = list(rows)
            terms = (
                EmploymentStretch(start or LONG_AGO, *rest) for _pk, _born, start, *rest in told
            )
            # Who never worked here has one row, without hours.
            found[pk] = Worker(pk, told[0][1], tuple(t for t in terms if t.hours is not None))
    return found
