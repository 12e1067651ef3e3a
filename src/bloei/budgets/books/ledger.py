"""The ledger: every euro and every minute of learning moves from one account to another.

One entry is one movement with a source and a target, so the books balance by construction.
Entries are never changed or deleted; a mistake is undone by moving the amount back.
Amounts are whole cents or minutes, above zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from bloei.budgets.books import posting
from bloei.budgets.books.posting import MandatoryIsFree, Movement
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


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one grant. `lapses_on` is the first day on which it is gone."""

    pk: int
    granted_on: date
    lapses_on: date | None
    remaining: int

    def holds_on(self, day: date) -> bool:
        return self.lapses_on is None or self.lapses_on > day


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
    held = _lock(movements)
    known = {entry.key: entry for entry in _known(movements)}
    for movement in movements:
        if earlier := known.get(movement.key):
            _same_or_refuse(earlier, movement)
    fresh = [movement for movement in movements if movement.key not in known]
    if fresh:
        _refuse_too_much(fresh, held)
        known |= _write(fresh, known, getattr(by, "pk", None))
    return [known[movement.key] for movement in movements]


def _lock(movements: Sequence[Movement]) -> dict[int, posting.Held]:
    """Lock what can be locked: guarded accounts, or where neither side is guarded, the key."""
    held = posting.lock({m.source for m in movements} | {m.target for m in movements})
    loose = [m.key for m in movements if m.source not in held and m.target not in held]
    if loose:
        posting.lock_keys(loose)
    return held


def _known(movements: Sequence[Movement]) -> Iterable[Entry]:
    """Return the entries of keys that were used before: nearly always none."""
    _fresh, known = posting.unknown(movements)
    return Entry.objects.filter(pk__in=known.values()) if known else ()


def _write(fresh: list[Movement], known: dict[str, Entry], by_id: int | None) -> dict[str, Entry]:
    lots = {key: entry.pk for key, entry in known.items()}
    ids = posting.write(fresh, by_id=by_id, lots=lots)
    now = clock.now()
    lots |= {movement.key: pk for movement, pk in zip(fresh, ids, strict=True)}
    made = {}
    for movement, pk in zip(fresh, ids, strict=True):
        lot = lots[movement.lot] if isinstance(movement.lot, str) else movement.lot
        made[movement.key] = posting.entry_of(movement, pk, lot, now, by_id)
    return made


def _same_or_refuse(earlier: Entry, movement: Movement) -> None:
    was = (earlier.source_id, earlier.target_id, earlier.amount, earlier.about)
    if was != (movement.source, movement.target, movement.amount, movement.about):
        raise KeyReused(movement.key)


def _refuse_too_much(movements: Iterable[Movement], held: dict[int, posting.Held]) -> None:
    """Raise NotEnough before the database refuses, with the figure that a page needs."""
    left = {pk: one.balance - one.floor for pk, one in held.items()}
    for movement in movements:
        if movement.source in left:
            if left[movement.source] < movement.amount:
                raise NotEnough(left[movement.source], movement.amount)
            left[movement.source] -= movement.amount
        if movement.target in left:
            left[movement.target] += movement.amount


def balance(account: Account, on: date | None = None, *, known_at: datetime | None = None) -> int:
    """Return what the account holds now, or held at the end of the day `on`.

    What was booked later with an earlier date counts, unless `known_at` asks what was
    known at a moment: that is what a page showed then.
    """
    if on is None and known_at is None and account.is_guarded:
        return Account.objects.values_list("balance", flat=True).get(pk=account.pk)
    until: dict[str, Any] = {} if on is None else {"on__lte": on}
    if known_at is not None:
        until["recorded_at__lte"] = known_at
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


def take(
    account: Account, amount: int, used_on: date | None = None
) -> list[tuple[int | None, int]]:
    """Say from which lots an amount comes: (lot, amount), first in, first out.

    The last one has no lot when an advance is needed. With `used_on`, lots that lapse up to
    that day stay out of it. Raises NotEnough. Lock the account first; lots that lapsed must be
    booked (granting.bring_up_to_date) before.
    """
    held = lots(account) if account.owner_id else []
    gone = [lot for lot in held if used_on and not lot.holds_on(used_on)]
    available = balance(account) - sum(lot.remaining for lot in gone) - (account.floor or 0)
    if account.is_guarded and available < amount:
        raise NotEnough(available, amount)
    parts: list[tuple[int | None, int]] = []
    for lot in held:
        if amount and lot.remaining > 0 and lot not in gone:
            part = min(lot.remaining, amount)
            parts.append((lot.pk, part))
            amount -= part
    return [*parts, (None, amount)] if amount else parts
