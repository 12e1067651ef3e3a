"""How movements become rows: the few statements that lock accounts and write entries.

For the ledger, and for runs over many people that hold their locks already. Everybody
else uses ledger.move and reservations.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection

from bloei.budgets.models import Entry
from bloei.foundation import clock


class MandatoryIsFree(Exception):
    """Mandatory training is never paid from a personal budget (art. 7:611a BW)."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry to be made. Accounts are ids.

    A movement with `granted_on` makes a lot. `lot` is the id of the granting entry, or the
    key of a movement that stands earlier in the same list.
    """

    source: int
    target: int
    amount: int
    what: str
    key: str
    on: date
    because: dict[str, Any] = field(default_factory=dict)
    lot: int | str | None = None
    granted_on: date | None = None
    lapses_on: date | None = None
    reverses: int | None = None
    about: str = ""
    participation: int | None = None


class Held(NamedTuple):
    """A guarded account that is locked: how far it may go down, and what it holds."""

    floor: int
    balance: int


def lock(accounts: Iterable[int]) -> dict[int, Held]:
    """Lock the guarded ones of these accounts and return what they hold; others are never locked.

    Always in the same order, so two opposite movements cannot deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, floor, balance from budgets_account"
            " where id = any(%s) and floor is not null order by id for no key update",
            [list(accounts)],
        )
        return {pk: Held(floor, balance) for pk, floor, balance in cursor}


def lock_keys(keys: Sequence[str]) -> None:
    """Wait for whoever uses one of these keys, where no account can be locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(key, 0))"
            " from (select unnest(%s::text[]) as key order by 1) as keys",
            [list(keys)],
        )


COLUMNS = {
    "id": "bigint",
    "source_id": "bigint",
    "target_id": "bigint",
    "amount": "bigint",
    "what": "text",
    "on": "date",
    "because": "jsonb",
    "key": "text",
    "lot_id": "bigint",
    "granted_on": "date",
    "lapses_on": "date",
    "reverses_id": "bigint",
    "about": "text",
    "participation_id": "bigint",
}
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
INSERT = (
    f"insert into budgets_entry ({_NAMES}, recorded_at, by_id)"  # noqa: S608 - names of ours
    f" select *, %s, %s from unnest({_ARRAYS})"
)
# The id, and that of a lot of its own, are made in the same statement.
INSERT_ONE = (
    f"insert into budgets_entry ({_NAMES}, recorded_at, by_id) select made.id,"  # noqa: S608
    f" {', '.join(['%s'] * 7)}, case when %s then made.id else %s::bigint end,"
    f" {', '.join(['%s'] * 7)}"
    " from (select nextval('budgets_entry_id_seq') as id) as made returning id"
)
COPY = f"copy budgets_entry ({_NAMES}, recorded_at, by_id) from stdin"
MANY = 50  # from here on, copying is faster than inserting


def write(
    movements: Sequence[Movement],
    *,
    by_id: int | None = None,
    lots: dict[str, int] | None = None,
) -> list[int]:
    """Write entries in one statement, so that the trigger runs once; return their ids.

    For runs over many accounts that hold their locks already and know that the keys are
    new (see `unknown`); everybody else uses move_many. `lots` maps keys of earlier grants
    to their entry.
    """
    if not movements:
        return []
    if len(movements) == 1 and not isinstance(movements[0].lot, str):
        return [_insert_one(movements[0], by_id)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval('budgets_entry_id_seq') from generate_series(1, %s)", [len(movements)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        made = dict(lots or {})
        made.update((movement.key, pk) for movement, pk in zip(movements, ids, strict=True))
        rows = [_row(movement, pk, made) for movement, pk in zip(movements, ids, strict=True)]
        _insert(cursor, rows, by_id)
    return ids


def _insert(cursor, rows: list[tuple], by_id: int | None) -> None:
    try:
        if len(rows) < MANY:
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(INSERT, [clock.now(), by_id, *columns])
        else:
            _copy(cursor, rows, clock.now(), by_id)
    except IntegrityError as problem:
        if "mandatory" in str(problem):
            raise MandatoryIsFree from problem
        raise


def _insert_one(movement: Movement, by_id: int | None) -> int:
    row = _row(movement, 0, {})
    is_lot = movement.granted_on is not None
    values = [*row[1:8], is_lot, movement.lot, *row[9:], clock.now(), by_id]
    with connection.cursor() as cursor:
        try:
            cursor.execute(INSERT_ONE, values)
        except IntegrityError as problem:
            if "mandatory" in str(problem):
                raise MandatoryIsFree from problem
            raise
        return cursor.fetchone()[0]


def entry_of(
    movement: Movement, pk: int, lot: int | None, at: datetime, by_id: int | None
) -> Entry:
    """Return the entry that was written for a movement, without asking the database."""
    return Entry(
        id=pk,
        source_id=movement.source,
        target_id=movement.target,
        amount=movement.amount,
        what=movement.what,
        on=movement.on,
        recorded_at=at,
        because=movement.because,
        key=movement.key,
        lot_id=pk if movement.granted_on else lot,
        granted_on=movement.granted_on,
        lapses_on=movement.lapses_on,
        reverses_id=movement.reverses,
        about=movement.about,
        participation_id=movement.participation,
        by_id=by_id,
    )


def _copy(cursor, rows: list[tuple], now, by_id: int | None) -> None:
    with cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row((*row, now, by_id))


def unknown(movements: Sequence[Movement]) -> tuple[list[Movement], dict[str, int]]:
    """Return the movements that are not booked yet, and the entries of those that are, by key."""
    keys = [movement.key for movement in movements]
    with connection.cursor() as cursor:
        cursor.execute("select key, id from budgets_entry where key = any(%s)", [keys])
        known = dict(cursor.fetchall())
    return [movement for movement in movements if movement.key not in known], known


def _row(movement: Movement, pk: int, lots: dict[str, int]) -> tuple:
    lot: int | str | None = movement.lot
    if movement.granted_on is not None:
        lot = pk
    elif isinstance(lot, str):
        lot = lots[lot]
    return (
        pk,
        movement.source,
        movement.target,
        movement.amount,
        movement.what,
        movement.on,
        json.dumps(movement.because),
        movement.key,
        lot,
        movement.granted_on,
        movement.lapses_on,
        movement.reverses,
        movement.about,
        movement.participation,
    )
