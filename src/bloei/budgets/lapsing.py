"""What will lapse, of whom and when: one set-based question for nudges, pages and the calendar."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

_LEFT = """
    select a.owner_id, a.scheme_id, l.lapses_on, sum(m.left_in_lot)::bigint
      from budgets_entry l
      join budgets_account a on a.id = l.target_id and a.owner_id is not null
           and a.measure = %(measure)s and a.purpose = 'own'
     cross join lateral (
           select sum(case when e.target_id = a.id then e.amount else -e.amount end) as left_in_lot
             from budgets_entry e
            where e.lot_id = l.id and (e.target_id = a.id or e.source_id = a.id)) as m
     where l.granted_on is not null and l.lapses_on > %(after)s and l.lapses_on <= %(until)s
       and (%(everybody)s or a.owner_id = any(%(people)s))
     group by a.owner_id, a.scheme_id, l.lapses_on
    having sum(m.left_in_lot) > 0
     order by l.lapses_on, a.owner_id, a.scheme_id
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
    measure: str, *, after: date, until: date, among: Collection[int] | None = None
) -> list[Lapsing]:
    """Return what lapses after the day `after`, up to and including `until`, soonest first."""
    asked: dict[str, Any] = {
        "measure": measure,
        "after": after,
        "until": until,
        "everybody": among is None,
        "people": list(among or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, asked)
        return [Lapsing(*row) for row in cursor.fetchall()]
