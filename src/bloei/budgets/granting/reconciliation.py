"""Are the books true? Asked every night; what is found is told and never repaired by itself."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from bloei.budgets.granting import corrections
from bloei.budgets.models import Entitlement
from bloei.budgets.schemes.rulebook import Rulebook

# The engine goes over everybody once in so many nights.
NIGHTS = 28
BATCH = 500
MOST_TOLD = 100

_CACHED = """
    with moved as (
         select account, sum(amount) as total
           from (select target_id as account, amount from budgets_entry
                 union all select source_id, -amount from budgets_entry) as both_sides
          group by account)
    select a.id from budgets_account a left join moved on moved.account = a.id
     where a.floor is not null and a.balance <> coalesce(moved.total, 0)
     order by a.id limit %s
"""
_ALL = """
    select coalesce((select sum(balance) from budgets_account where floor is not null), 0)
         + coalesce((select sum(case when t.floor is null then e.amount else 0 end)
                          - sum(case when s.floor is null then e.amount else 0 end)
                       from budgets_entry e
                       join budgets_account s on s.id = e.source_id
                       join budgets_account t on t.id = e.target_id), 0)
"""
_LOTS = """
    select l.id from budgets_entry l
      join budgets_entry e on e.lot_id = l.id
      join budgets_account a on a.id = l.target_id and a.floor is not null
     where l.granted_on is not null
     group by l.id, l.target_id
    having sum(case when e.target_id = l.target_id then e.amount
                    when e.source_id = l.target_id then -e.amount else 0 end) < 0
     order by l.id limit %s
"""
_RESERVED = """
    select a.id from budgets_account a
      join lateral (
           select coalesce(sum(e.amount - coalesce(undone.amount, 0)), 0) as open
             from budgets_entry e
             left join lateral (select sum(r.amount) as amount from budgets_entry r
                                 where r.reverses_id = e.id) as undone on true
            where e.target_id = a.id and e.what in ('reserve', 'bonus')) as left_over on true
     where a.purpose = 'reserved' and a.floor is not null and a.balance <> left_over.open
     order by a.id limit %s
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is not as it should be: a code, and the row it is about."""

    code: str
    thing: int
    difference: int = 0


def doubts(today: date, *, everybody: bool = False) -> list[Doubt]:
    """Return what is wrong; an empty list means that the books are true.

    The engine is compared for a part of the people each night, or for `everybody`.
    """
    found = [Doubt("balance", pk) for pk in _ids(_CACHED)]
    found += [Doubt("grant_overdrawn", pk) for pk in _ids(_LOTS)]
    found += [Doubt("reserved", pk) for pk in _ids(_RESERVED)]
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        total = int(cursor.fetchone()[0])
    if total:
        found.append(Doubt("sum", 0, total))
    return found + _against_the_rules(today, everybody=everybody)


def _ids(question: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question, [MOST_TOLD])
        return [pk for (pk,) in cursor]


def _against_the_rules(today: date, *, everybody: bool) -> list[Doubt]:
    rulebook = Rulebook()
    ids = list(Entitlement.objects.order_by("own").values_list("pk", flat=True))
    if not everybody:
        tonight = today.toordinal() % NIGHTS
        ids = [pk for pk in ids if pk % NIGHTS == tonight]
    found: list[Doubt] = []
    for at in range(0, len(ids), BATCH):
        part = corrections.differences(ids[at : at + BATCH], today, "rule", rulebook)
        found += [Doubt("engine", one.entitlement, one.difference) for one in part]
    return found[:MOST_TOLD]
