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

from bloei.budgets.books import accounts, ledger
from bloei.budgets.books.ledger import Movement, NotEnough
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
    used_on: date | None = None,
) -> list[Entry]:
    """Promise an amount of an own (or team, or employer's) account, oldest grants first.

    `bonus` is what the scheme adds from the fund. Personal accounts must name a
    participation, but for a block of learning time. What lapses up to `used_on` stays out of
    it. Raises NotEnough, MandatoryIsFree, KeyReused.
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
        for number, (lot, part) in enumerate(ledger.take(account, amount, used_on), 1)
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


def convert(*, about: str, on: date, key: str, by, because: dict | None = None) -> list[Entry]:
    """Turn what is reserved into something else, as the scheme allows; the oldest grants first."""

    def turn(entry: Entry) -> dict:
        converted = accounts.beside(entry.target, Account.Purpose.CONVERTED)
        return {"source": entry.target_id, "target": converted.pk, "what": What.CONVERT}

    order = _Order(about, on, key, by, None, because)
    return _settle(order, _reserved(about, None), turn, newest=False)


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
    """Undo a payment or a conversion (or `amount` of it): it goes back to where it came from."""

    def back(entry: Entry) -> dict:
        assert entry.reverses is not None  # the reservation that it paid
        home = entry.reverses.source_id
        return {"source": entry.target_id, "target": home, "what": What.REFUND}

    spent = _entries(about, What.SPEND, What.CONVERT).select_related("reverses")
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
    made = ledger.move_many([*movements, *_fill(order, movements)], by=order.by)
    return made[: len(movements)]


def _fill(order: _Order, movements: list[Movement]) -> list[Movement]:
    """Let what comes back fill what is still advanced first, as a grant does.

    And the other way round: an advance that later grants have filled comes back as a part
    of the newest grant. Both sides go through the fund, in the statement that gives back.
    """
    made: list[Movement] = []
    homes = {movement.target for movement in movements}
    for own in Account.objects.filter(
        pk__in=homes, owner__isnull=False, purpose=Account.Purpose.OWN
    ).order_by("pk"):
        _lock(own)
        back = [movement for movement in movements if movement.target == own.pk]
        if not own.floor and all(movement.lot for movement in back):
            continue  # nothing was ever advanced here
        made += _filled(order, own, back, len(made))
    return made


def _filled(order: _Order, own: Account, back: list[Movement], count: int) -> list[Movement]:
    held = ledger.lots(own)
    owed = sum(lot.remaining for lot in held) - ledger.balance(own)
    owed -= sum(movement.amount for movement in back if movement.lot is None)
    fund = accounts.beside(own, Account.Purpose.FUND).pk
    made: list[Movement] = []
    if owed < 0:  # grants have filled it meanwhile
        newest = held[-1] if held else None
        made += _anew(
            order, own.pk, fund, -owed, number=count,
            granted_on=newest.granted_on if newest else order.on,
            lapses_on=newest.lapses_on if newest else None,
        )  # fmt: skip
    for movement in back:
        if movement.lot is None or not _still_holds(movement.lot, order.on):
            continue
        part = min(owed, movement.amount)
        if part > 0:
            owed -= part
            made += _anew(order, own.pk, fund, part, number=count + len(made), lot=movement.lot)
    return made


def _anew(
    order: _Order, own: int, fund: int, amount: int, *, number: int, lot=None, **ends: Any
) -> list[Movement]:
    """Take an amount of an own account (out of a lot), and give it back, as a lot with `ends`."""
    common: dict[str, Any] = {
        "amount": amount,
        "what": What.CORRECTION,
        "on": order.on,
        "because": {"code": "filled"},
        "about": order.about,
    }
    return [
        Movement(own, fund, key=f"{order.key}/{number + 1}", lot=lot, **common),
        Movement(fund, own, key=f"{order.key}/{number + 2}", **ends, **common),
    ]


def _still_holds(lot: int | str, on: date) -> bool:
    """Say whether the grant that gets something back has not lapsed meanwhile."""
    ends = Entry.objects.values_list("lapses_on", flat=True).get(pk=lot)
    return ends is None or ends > on


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
