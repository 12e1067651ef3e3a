"""Money that is promised to something and later spent, or given back to the grants it came from.

What it is for is named by `about` (such as "application:12"). One promise may draw on several
accounts: personal, of a team, of the employer. Every function is done at most once per key;
where there is nothing to do, nothing is booked and the key is not used up.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from bloei.budgets import accounts, ledger
from bloei.budgets.ledger import Movement, NotEnough
from bloei.budgets.models import Account, Entitlement, Entry

What = Entry.What


@transaction.atomic
def reserve(
    account: Account,
    amount: int,
    *,
    about: str,
    on: date,
    key: str,
    by,
    participation: int | None = None,
    because: dict | None = None,
    bonus: int = 0,
) -> list[Entry]:
    """Promise an amount of an own (or team, or employer's) account, oldest grants first.

    `bonus` is what the scheme adds from the fund. Personal accounts must name a
    participation. Raises NotEnough, MandatoryIsFree, KeyReused.
    """
    if earlier := _done(about, key, amount + bonus):
        return earlier
    _lock(account)
    reserved = accounts.beside(account, Account.Purpose.RESERVED)
    common: dict[str, Any] = {
        "on": on,
        "because": because or {"code": "reserved"},
        "about": about,
        "participation": participation,
    }
    movements = [
        Movement(account.pk, reserved.pk, part, What.RESERVE, f"{key}:{number}", lot=lot, **common)
        for number, (lot, part) in enumerate(ledger.take(account, amount), 1)
    ]
    if bonus:
        fund = accounts.beside(account, Account.Purpose.FUND)
        movements.append(
            Movement(fund.pk, reserved.pk, bonus, What.BONUS, f"{key}:bonus", **common)
        )
    return ledger.move_many(movements, by=by)


def release(
    *,
    about: str,
    on: date,
    key: str,
    by,
    account: Account | None = None,
    amount: int | None = None,
    because: dict | None = None,
) -> list[Entry]:
    """Give back what is still reserved (or `amount` of it) to where it came from.

    What was reserved last is given back first. `account` keeps to one source of money.
    Nothing reserved any more is no error: the list is empty.
    """

    def back(entry: Entry) -> dict:
        return {"source": entry.target_id, "target": entry.source_id, "what": What.RELEASE}

    order = _Order(about, on, key, by, amount, because)
    return _settle(order, _reserved(about, account), back, newest=True)


def spend(
    *,
    about: str,
    on: date,
    key: str,
    by,
    account: Account | None = None,
    amount: int | None = None,
    because: dict | None = None,
) -> list[Entry]:
    """Pay what is reserved (or `amount` of it); the oldest grants go first."""

    def pay(entry: Entry) -> dict:
        spent = accounts.beside(entry.target, Account.Purpose.SPENT)
        return {"source": entry.target_id, "target": spent.pk, "what": What.SPEND}

    order = _Order(about, on, key, by, amount, because)
    return _settle(order, _reserved(about, account), pay, newest=False)


def refund(
    *,
    about: str,
    on: date,
    key: str,
    by,
    account: Account | None = None,
    amount: int | None = None,
    because: dict | None = None,
) -> list[Entry]:
    """Undo a payment (or `amount` of it): the money goes back to the grants it came from."""

    def back(entry: Entry) -> dict:
        assert entry.reverses is not None  # the reservation that it paid
        home = entry.reverses.source_id
        return {"source": entry.target_id, "target": home, "what": What.REFUND}

    spent = _entries(about, What.SPEND).select_related("reverses")
    if account is not None:
        spent = spent.filter(reverses__source=account)
    order = _Order(about, on, key, by, amount, because)
    return _settle(order, spent, back, newest=True)


def reserved(about: str, account: Account | None = None) -> int:
    """Return how much is reserved for this and not yet paid or given back."""
    return sum(left for _entry, left in _left(_reserved(about, account)))


def paid(about: str) -> int:
    """Return how much was paid for this, less what came back."""
    return sum(left for _entry, left in _left(_entries(about, What.SPEND)))


class _Order(NamedTuple):
    about: str
    on: date
    key: str
    by: Any
    amount: int | None
    because: dict | None


def _reserved(about: str, account: Account | None) -> QuerySet[Entry]:
    found = _entries(about, What.RESERVE, What.BONUS)
    if account is None:
        return found
    return found.filter(target=accounts.beside(account, Account.Purpose.RESERVED))


def _entries(about: str, *kinds: str) -> QuerySet[Entry]:
    return Entry.objects.filter(about=about, what__in=kinds).select_related(
        "lot", "target__scheme", "target__team_budget", "target__owner"
    )


def _left(entries: QuerySet[Entry]) -> list[tuple[Entry, int]]:
    """Return what is left of each entry, oldest grant first, advances and bonuses last."""
    counted = entries.annotate(gone=Sum("reversed_by__amount"))
    parts = [(entry, entry.amount - (entry.gone or 0)) for entry in counted]
    return sorted((part for part in parts if part[1]), key=lambda part: _age(part[0]))


def _age(entry: Entry) -> tuple:
    lot = entry.lot
    return (lot is None, lot.granted_on if lot else entry.on, lot.pk if lot else 0, entry.pk)


@transaction.atomic
def _settle(
    order: _Order, entries: QuerySet[Entry], make: Callable[[Entry], dict], *, newest: bool
) -> list[Entry]:
    """Undo or pay parts of entries until the amount of the order is reached."""
    if earlier := _done(order.about, order.key, order.amount):
        return earlier
    parts = _left(entries)
    if newest:
        parts.reverse()
    available = sum(left for _entry, left in parts)
    wanted = available if order.amount is None else order.amount
    if wanted > available:
        raise NotEnough(available, wanted)
    movements: list[Movement] = []
    for entry, left in parts:
        if amount := min(left, wanted):
            movements.append(_movement(order, entry, amount, len(movements) + 1, make(entry)))
            wanted -= amount
    _look_again(movements, order.on)
    return ledger.move_many(movements, by=order.by)


def _look_again(movements: list[Movement], on: date) -> None:
    """Let the nightly run look at who got something back: it may have lapsed meanwhile."""
    back = Entitlement.objects.filter(own__in=[movement.target for movement in movements])
    back.exclude(next_on__lte=on).update(next_on=on)


def _movement(order: _Order, entry: Entry, amount: int, number: int, way: dict) -> Movement:
    return Movement(
        **way,
        amount=amount,
        key=f"{order.key}:{number}",
        on=order.on,
        because=order.because or {"code": str(way["what"])},
        lot=entry.lot_id,
        reverses=entry.pk,
        about=entry.about,
        participation=entry.participation_id,
    )


def _done(about: str, key: str, amount: int | None) -> list[Entry]:
    """Wait for whoever handles this reservation now; return what this key did earlier.

    Raises KeyReused when that was another amount.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1))", [about])
    earlier = list(Entry.objects.filter(about=about, key__startswith=f"{key}:").order_by("pk"))
    if earlier and amount is not None and sum(entry.amount for entry in earlier) != amount:
        raise ledger.KeyReused(key)
    return earlier


def _lock(account: Account) -> None:
    """Hold a guarded account, so that its lots stay what they are while we choose from them."""
    if account.is_guarded:
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def rounds(about: str) -> int:
    """Return how often something was reserved for this: once, and again after an undone refusal."""
    keys = _entries(about, What.RESERVE).values_list("key", flat=True)
    return max((int(key.split(":")[3]) for key in keys), default=0)
