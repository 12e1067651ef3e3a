"""Where people stand in a scheme: their accounts, what is left of each grant, what is done.

Loaded and saved for many at once, in a fixed number of queries. Loading locks: the
accounts stay as they are until the end of the transaction.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bloei.budgets import cao
from bloei.budgets.models import Entitlement


@dataclass(slots=True)
class Standing:
    """One person in one scheme. `state` is the engine's; its lots carry the id of their entry."""

    pk: int
    person: int
    scheme: int
    own: int
    floor: int
    starts_on: date
    state: cao.State


_DUE = """
    select n.id from budgets_entitlement n
     where n.next_on <= %s and n.id <> all(%s) order by n.own_id limit %s {locking}
""".format


def due(today: date, limit: int, without: Iterable[int] = (), *, free: bool = False) -> list[int]:
    """Return entitlements for which something may happen today, or may have happened before.

    `free` takes only what nobody holds, and holds it until the end of the transaction.
    """
    locking = "for no key update skip locked" if free else ""
    with connection.cursor() as cursor:
        cursor.execute(_DUE(locking=locking), [today, list(without), limit])
        return [pk for (pk,) in cursor]


_ROWS = """
    select n.id, n.person_id, n.scheme_id, n.own_id, a.floor, a.balance, n.starts_on,
           n.done_on, n.last_grant_on, n.counting_from, n.granted, n.converted
      from budgets_entitlement n join budgets_account a on a.id = n.own_id
     where n.id = any(%s) order by n.own_id {locking}
""".format
_LOCK = "for no key update of n, a"

LOTS = """
    select left_over.account, l.id, l.granted_on, l.lapses_on, left_over.amount
      from (select account, lot_id, sum(amount)::bigint as amount
              from (select target_id as account, lot_id, amount from budgets_entry
                     where target_id = any(%(accounts)s) and lot_id is not null
                    union all
                    select source_id, lot_id, -amount from budgets_entry
                     where source_id = any(%(accounts)s) and lot_id is not null) as moved
             group by account, lot_id having sum(amount) <> 0) as left_over
      join budgets_entry l on l.id = left_over.lot_id
     order by left_over.account, l.granted_on, l.id
"""


def load(ids: Sequence[int], *, lock: bool = True) -> list[Standing]:
    """Lock and return entitlements, in the order of their accounts."""
    locking = _LOCK if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS(locking=locking), [list(ids)])
        rows = cursor.fetchall()
        held = _lots(cursor, [row[3] for row in rows])
    return [_standing(row, held[row[3]]) for row in rows]


def states(entitlements: Sequence[Entitlement], balances: Sequence[int]) -> dict[int, cao.State]:
    """Return where the engine stands per entitlement (its pk), with what its own account holds.

    For looking ahead from what is loaded already: one query, and nothing is locked.
    """
    with connection.cursor() as cursor:
        held = _lots(cursor, [one.own_id for one in entitlements])
    return {
        one.pk: _state(
            held[one.own_id],
            balance,
            (one.done_on, one.last_grant_on, one.counting_from, one.granted, one.converted),
        )
        for one, balance in zip(entitlements, balances, strict=True)
    }


def _lots(cursor, accounts: list[int]) -> dict[int, list[cao.Lot]]:
    held: dict[int, list[cao.Lot]] = defaultdict(list)
    cursor.execute(LOTS, {"accounts": accounts})
    for account, pk, granted_on, lapses_on, remaining in cursor:
        held[account].append(cao.Lot(granted_on, remaining, lapses_on, pk))
    return held


def _standing(row: tuple, lots: list[cao.Lot]) -> Standing:
    pk, person, scheme, own, floor, balance, starts_on, *memory = row
    return Standing(pk, person, scheme, own, floor, starts_on, _state(lots, balance, memory))


def _state(lots: list[cao.Lot], balance: int, memory: Sequence) -> cao.State:
    done_on, last_grant_on, counting_from, granted, converted = memory
    return cao.State(
        done_on,
        tuple(lots),
        sum(lot.remaining for lot in lots) - balance,
        last_grant_on,
        counting_from,
        granted,
        tuple((name, amount) for name, amount in _json(converted)),
    )


def _json(value) -> list:
    return json.loads(value) if isinstance(value, str) else value


_SAVE = """
    update budgets_entitlement n
       set done_on = s.done_on, last_grant_on = s.last_grant_on,
           counting_from = s.counting_from, granted = s.granted,
           converted = s.converted, next_on = s.next_on
      from unnest(%s::bigint[], %s::date[], %s::date[], %s::date[], %s::bigint[],
                  %s::jsonb[], %s::date[])
           as s (id, done_on, last_grant_on, counting_from, granted, converted, next_on)
     where n.id = s.id
"""


def save(standings: Iterable[Standing], next_on: dict[int, date | None]) -> None:
    """Remember how far the engine is, and when each is due again; the lots are in the books."""
    rows = [
        (
            one.pk,
            one.state.done,
            one.state.last_grant_on,
            one.state.counting_from,
            one.state.granted,
            json.dumps(one.state.converted),
            next_on[one.pk],
        )
        for one in standings
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])


def set_floors(floors: dict[int, int]) -> None:
    """Say how far below zero accounts may go: the advance of a scheme."""
    if floors:
        with connection.cursor() as cursor:
            cursor.execute(
                "update budgets_account a set floor = f.floor"
                " from unnest(%s::bigint[], %s::bigint[]) as f (id, floor) where a.id = f.id",
                [list(floors), list(floors.values())],
            )
