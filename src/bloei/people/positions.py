"""What somebody is today: the roles that were given, and for whom they act. One question.

Every page asks it of who is signed in, so it is written in SQL: for Django to build it anew
each time would cost ten times what the database needs to answer it.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

# Of a person `p`, on a day.
_COLUMNS = """
    array(select g.role from people_rolegrant g
           where g.person_id = p.id and g.during @> %(today)s::date order by g.id) as given_roles,
    array(select g.unit_id from people_rolegrant g
           where g.person_id = p.id and g.during @> %(today)s::date order by g.id) as given_units,
    array(select d.leader_id from people_deputy d
           where d.deputy_id = p.id and d.during @> %(today)s::date) as stands_in_for,
    array(select l.leader from (
              select p.id as leader union select d.leader_id from people_deputy d
               where d.deputy_id = p.id and d.during @> %(today)s::date) as l
           where exists (select from people_lead x where x.leader_id = l.leader)) as leading
"""
_ALONE = f"select {_COLUMNS} from people_person p where p.id = %(pk)s"  # noqa: S608
WITH_PERSON = _ALONE.replace("select", "select p.*,", 1)


@dataclass(frozen=True, slots=True)
class Granted:
    """A role that holds today, for the part of the tree under `unit_id`, or everywhere."""

    role: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Position:
    """`acts_for`: oneself and whom one stands in for, and whether they lead somebody."""

    grants: tuple[Granted, ...]
    acts_for: dict[int, bool]


def read(pk: int, roles: list, units: list, stands_in_for: list, leading: list) -> Position:
    """Make a position of its columns."""
    grants = tuple(Granted(*given) for given in zip(roles, units, strict=True))
    leaders = sorted({pk, *stands_in_for})
    return Position(grants, {leader: leader in leading for leader in leaders})


def position_of(pk: int, today: date) -> Position:
    """Return what this person is on this day."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, {"pk": pk, "today": today})
        found = cursor.fetchone()
    return read(pk, *found) if found else Position((), {})
