"""For which employments schemes are assigned: by cao, by part of the tree, or to everybody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from bloei.budgets.models import Scheme, SchemeAssignment
from bloei.foundation.periods import period
from bloei.people.models import UnitClosure


class NotConfirmed(Exception):
    """An example may not be switched on before HR has checked it against its own cao."""


class Overlaps(Exception):
    """This scheme is assigned to these people on some of these days already."""


def new_assignment(
    scheme: Scheme, *, cao: str, unit, first: date, last: date | None = None
) -> SchemeAssignment:
    """Return an assignment as it would be made; writes nothing. Raises NotConfirmed, Overlaps."""
    if not all(version.may_be_used for version in scheme.versions.all()):
        raise NotConfirmed
    during = period(first, last)
    if scheme.assignments.filter(cao__iexact=cao, unit=unit, during__overlap=during).exists():
        raise Overlaps
    return SchemeAssignment(scheme=scheme, cao=cao, unit=unit, during=during)


class Assigned:
    """Assignments of schemes, with the units below each of theirs."""

    def __init__(self, rows: Iterable[SchemeAssignment]):
        self.rows = list(rows)
        units = {row.unit_id for row in self.rows if row.unit_id}
        self._below: dict[int, set[int]] = {unit: {unit} for unit in units}
        if units:
            pairs = UnitClosure.objects.filter(above__in=units).values_list("above", "below")
            for above, unit in pairs:
                self._below[above].add(unit)

    def covers(self, row: SchemeAssignment, cao: str, unit: int | None) -> bool:
        """Say whether an assignment is for who works under this cao in this unit."""
        if row.cao and row.cao.casefold() != cao.casefold():
            return False
        return row.unit_id is None or unit in self._below[row.unit_id]

    def is_covered(self, cao: str, unit: int | None) -> bool:
        """Say whether any of the assignments is for who works under this cao in this unit."""
        return any(self.covers(row, cao, unit) for row in self.rows)


UNDER = """
    select distinct e.person_id
      from people_employmentterm t join people_employment e on e.id = t.employment_id
     where (%(cao)s = '' or lower(t.cao) = lower(%(cao)s))
       and (%(unit)s::bigint is null or t.unit_id in
            (select c.below_id from people_unitclosure c where c.above_id = %(unit)s))
       and t.during * e.during && daterange(%(first)s, %(last)s)
"""


def scope(row: SchemeAssignment, first: date) -> dict[str, Any]:
    """Return what UNDER asks; the assignment need not be made yet."""
    return {"cao": row.cao, "unit": row.unit_id, "first": first, "last": row.during.upper}


def people_under(row: SchemeAssignment, first: date) -> list[int]:
    """Return everybody for whom an assignment is, from `first` on."""
    with connection.cursor() as cursor:
        cursor.execute(f"{UNDER} order by 1", scope(row, first))
        return [person for (person,) in cursor]
