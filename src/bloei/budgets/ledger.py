"""The ledger: every euro and every minute of learning moves from one account to another.

One entry is one movement with a source and a target, so the books balance by construction.
Entries are never changed or deleted; a mistake is undone by moving the amount back.
Amounts are whole cents or minutes, above zero.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from bloei.budgets.models import Account, Entry
from bloei.foundation import clock
from bloei.foundation.actions import KeyReused

__all__ = [
    "KeyReused",
    "Lot",
    "MandatoryIsFree",
    "Movement",
    "NotEnough",
    "balance",
    "lots",
    "move",
    "move_many",
    "take",
]


class NotEnough(Exception):
    """The source account holds less than was asked for."""

    def __init__(self, available: int, asked: int):
        super().__init__(f"Asked for {asked}, only {available} available.")
        self.available, self.asked = available, asked


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


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one grant. `lapses_on` is the first day on which it is gone."""

    pk: int
    granted_on: date
    lapses_on: date | None
    remaining: int


def move(*, source: Account, target: Account, amount: int, key: str, by, **details) -> Entry:
    """Move an amount, at most once per key: a retry returns the first entry.

    `details` are those of Movement: `what` and `on`, and where they matter `because`, `lot`,
    `about`, `participation`. Raises NotEnough, KeyReused, MandatoryIsFree; ValueError when
    euros would become hours.
    """
    if source.measure != target.measure:
        raise ValueError(f"Cannot move {source.measure} into {target.measure}.")
    movement = Movement(source=source.pk, target=target.pk, amount=amount, key=key, **details)
    return move_many([movement], by=by)[0]


@transaction.atomic
def move_many(movements: Sequence[Movement], *, by) -> list[Entry]:
    """Make entries, each at most once per key, all or none; in the order that was given.

    The keys are looked up before the balances are checked. The other way round, a retry
    of the movement that emptied the account would be refused. `by` None is Bloei itself.
    """
    if not movements:
        return []
    accounts = _lock(movements)
    known = {entry.key: entry for entry in Entry.objects.filter(key__in=[m.key for m in movements])}
    for movement in movements:
        if earlier := known.get(movement.key):
            _same_or_refuse(earlier, movement)
    fresh = [movement for movement in movements if movement.key not in known]
    if fresh:
        _refuse_too_much(fresh, accounts)
        ids = write(
            fresh,
            by_id=getattr(by, "pk", None),
            lots={key: entry.pk for key, entry in known.items()},
        )
        known |= {entry.key: entry for entry in Entry.objects.filter(pk__in=ids)}
    return [known[movement.key] for movement in movements]


def _lock(movements: Sequence[Movement]) -> dict[int, Account]:
    """Lock the guarded accounts and return them; the others are never locked.

    Always in the same order, so two opposite movements cannot deadlock. Where neither
    side is guarded, the key itself is locked.
    """
    ids = {m.source for m in movements} | {m.target for m in movements}
    guarded = Account.objects.filter(pk__in=ids, floor__isnull=False).order_by("pk")
    accounts = {account.pk: account for account in guarded.select_for_update(no_key=True)}
    loose = [m.key for m in movements if m.source not in accounts and m.target not in accounts]
    if loose:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(key, 0))"
                " from (select unnest(%s::text[]) as key order by 1) as keys",
                [loose],
            )
    return accounts


def _same_or_refuse(earlier: Entry, movement: Movement) -> None:
    was = (earlier.source_id, earlier.target_id, earlier.amount, earlier.about)
    if was != (movement.source, movement.target, movement.amount, movement.about):
        raise KeyReused(movement.key)


def _refuse_too_much(movements: Iterable[Movement], accounts: dict[int, Account]) -> None:
    """Raise NotEnough before the database refuses, with the figure that a page needs."""
    left = {pk: account.balance - account.floor for pk, account in accounts.items()}
    for movement in movements:
        if movement.source in left:
            if left[movement.source] < movement.amount:
                raise NotEnough(left[movement.source], movement.amount)
            left[movement.source] -= movement.amount
        if movement.target in left:
            left[movement.target] += movement.amount


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
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval('budgets_entry_id_seq') from generate_series(1, %s)", [len(movements)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        made = dict(lots or {})
        made.update((movement.key, pk) for movement, pk in zip(movements, ids, strict=True))
        rows = [_row(movement, pk, made) for movement, pk in zip(movements, ids, strict=True)]
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
    return ids


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


def balance(account: Account, on: date | None = None) -> int:
    """Return what the account holds now, or held at the end of the day `on`.

    What was booked later with an earlier date counts: this is what we know now.
    """
    if on is None and account.is_guarded:
        return Account.objects.values_list("balance", flat=True).get(pk=account.pk)
    until = {} if on is None else {"on__lte": on}
    received = account.received.filter(**until).aggregate(total=Sum("amount"))["total"] or 0
    sent = account.sent.filter(**until).aggregate(total=Sum("amount"))["total"] or 0
    return received - sent


_LOTS = """
    select l.id, l.granted_on, l.lapses_on, sum(m.amount)
      from (select lot_id, amount from budgets_entry where target_id = %(account)s
               and lot_id is not null and "on" <= %(on)s
            union all
            select lot_id, -amount from budgets_entry where source_id = %(account)s
               and lot_id is not null and "on" <= %(on)s) as m
      join budgets_entry l on l.id = m.lot_id
     group by l.id having sum(m.amount) <> 0 order by l.granted_on, l.id
"""


def lots(account: Account, on: date | None = None) -> list[Lot]:
    """Return what is left of each grant in this account, oldest first; none is empty."""
    with connection.cursor() as cursor:
        cursor.execute(_LOTS, {"account": account.pk, "on": on or date.max})
        return [Lot(pk, granted, lapses, int(left)) for pk, granted, lapses, left in cursor]


def take(account: Account, amount: int) -> list[tuple[int | None, int]]:
    """Say from which lots an amount comes: (lot, amount), first in, first out.

    The last one has no lot when an advance is needed. Raises NotEnough. Lock the account
    first; lots that lapsed must be booked (granting.bring_up_to_date) before.
    """
    available = balance(account) - (account.floor or 0)
    if account.is_guarded and available < amount:
        raise NotEnough(available, amount)
    parts: list[tuple[int | None, int]] = []
    for lot in lots(account) if account.owner_id else []:
        if amount and lot.remaining > 0:
            part = min(lot.remaining, amount)
            parts.append((lot.pk, part))
            amount -= part
    return [*parts, (None, amount)] if amount else parts
