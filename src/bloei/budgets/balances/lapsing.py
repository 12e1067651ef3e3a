"""What will lapse, of whom and when: one set-based question for nudges, pages and the calendar."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from bloei.foundation.at_once import keys_of
from bloei.people.models import Person

# Per person, scheme and day; for a question of its own and inside another one.
LAPSING = """
    select a.owner_id, a.scheme_id, l.lapses_on,
           sum(case when e.target_id = a.id then e.amount else -e.amount end)::bigint as left_over
      from budgets_entry l
      join budgets_account a on a.id = l.target_id and a.owner_id is not null
           and a.measure = any(%s) and a.purpose = 'own'
      join budgets_entry e on e.lot_id = l.id and (e.target_id = a.id or e.source_id = a.id)
     where l.granted_on is not null and l.lapses_on > %s and l.lapses_on <= %s
       and (%s or a.owner_id = any(%s))
     group by a.owner_id, a.scheme_id, l.lapses_on
    having sum(case when e.target_id = a.id then e.amount else -e.amount end) > 0
"""


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What is left of grants of one person in one scheme that end on the same day.

    `lapses_on` is the first day on which it is gone. `left` is cents or minutes.
    """

    person_id: int
    scheme_id: int
    lapses_on: date
    left: int


def lapsing(
    *measures: str, after: date, until: date, among: Collection[int] | None = None
) -> list[Lapsing]:
    """Return what lapses after the day `after`, up to and including `until`, soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{LAPSING} order by 3, 1, 2", asked(measures, after, until, among))
        return [Lapsing(*row) for row in cursor.fetchall()]


def asked(
    measures: Collection[str], after: date, until: date, among: Collection[int] | None
) -> list[Any]:
    """Return the values that go with LAPSING, in its order."""
    return [list(measures), after, until, among is None, list(among or ())]


def beside_free(
    people: QuerySet[Person], among: Collection[int], measure: str, *, after: date, until: date
) -> list[tuple[int, int, int]]:
    """Return who loses how much of what is free, most first: person, lapses, free.

    Only of those `among` (ids) who are also in `people`.
    """
    keys, values = keys_of(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "select owner_id, sum(left_over)::bigint,"  # noqa: S608
            " (select sum(a.balance)::bigint from budgets_account a"
            "   where a.owner_id = lapsing.owner_id and a.measure = %s and a.purpose = 'own')"
            f" from ({LAPSING}) as lapsing where owner_id in ({keys})"
            " group by owner_id order by 2 desc, 1",
            [measure, *asked([measure], after, until, among), *values],
        )
        return cursor.fetchall()


def of_people(
    people: QuerySet[Person], measure: str, *, after: date, until: date, shown: str, grouped: str
) -> list[tuple]:
    """Return what lapses of many people, added up by the database.

    `shown` and `grouped` are SQL of ours over owner_id, scheme_id and lapses_on; behind what is
    `shown` come how much lapses, and of how many people.
    """
    keys, values = keys_of(people)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {shown}, sum(left_over)::bigint, count(distinct owner_id)"  # noqa: S608
            f" from ({LAPSING}) as lapsing where owner_id in ({keys}) {grouped}",
            [*asked([measure], after, until, None), *values],
        )
        return cursor.fetchall()


def per_unit(measure: str, *, after: date, until: date) -> dict[int, tuple[int, int]]:
    """Return per unit (0: none) how much lapses together, and of how many who work here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(p.unit_id, 0), sum(left_over)::bigint, count(distinct p.id)"  # noqa: S608
            f" from ({LAPSING}) as lapsing join people_person p on p.id = lapsing.owner_id"
            " where p.is_working group by 1",
            asked([measure], after, until, None),
        )
        return {unit: (amount, people) for unit, amount, people in cursor}
