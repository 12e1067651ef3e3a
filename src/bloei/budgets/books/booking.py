"""From entries of the engine to movements in the books. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bloei.budgets import cao
from bloei.budgets.books.ledger import Movement
from bloei.budgets.models import Account, Entry

Purpose = Account.Purpose
What = Entry.What
# Where money goes when a rule takes it out of an own account.
OUT = {
    "lapse": Purpose.LAPSED,
    "trim": Purpose.LAPSED,
    "forfeit": Purpose.LAPSED,
    "pay_out": Purpose.PAID_OUT,
    "convert": Purpose.CONVERTED,
    "correction": Purpose.FUND,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the entries of one person in one scheme are booked: account ids, and a key."""

    prefix: str  # scheme and person
    own: int
    of_scheme: dict[str, int]  # purpose to account


def because(reason: cao.Reason, version: int) -> dict:
    return {"code": reason.code, "params": reason.params, "version": version}


def movements(entry: cao.Entry, version: int, place: Place, suffix: str = "") -> Iterator[Movement]:
    """Yield the movements of one engine entry: one per lot that it makes or takes from."""
    why = because(entry.reason, version)
    key = f"{place.prefix}:{entry.what}:{entry.on}{suffix}"
    if entry.amount > 0:
        yield from _in(entry, place, key, why)
        return
    target = place.of_scheme[OUT[entry.what]]
    taken = 0
    for part in entry.parts:
        taken -= part.amount
        yield Movement(
            source=place.own,
            target=target,
            amount=-part.amount,
            what=entry.what,
            key=f"{key}:{part.ref or part.granted_on}",
            on=entry.on,
            because=why,
            lot=part.ref or lot_key(place, part.granted_on),
        )
    if rest := -entry.amount - taken:
        yield Movement(place.own, target, rest, entry.what, f"{key}:advance", entry.on, because=why)


def _in(entry: cao.Entry, place: Place, key: str, why: dict) -> Iterator[Movement]:
    fund = place.of_scheme[Purpose.FUND]
    held = 0
    for part in entry.parts:
        held += part.amount
        yield Movement(
            source=fund,
            target=place.own,
            amount=part.amount,
            what=entry.what,
            key=key,
            on=entry.on,
            because=why,
            granted_on=part.granted_on,
            lapses_on=part.lapses_on,
        )
    if rest := entry.amount - held:
        yield Movement(fund, place.own, rest, entry.what, f"{key}:advance", entry.on, because=why)


def lot_key(place: Place, granted_on: date) -> str:
    """Return the key of a grant that was made in the same run."""
    return f"{place.prefix}:grant:{granted_on}"
