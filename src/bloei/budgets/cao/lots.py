"""Lots: every grant is one, and everything that goes out takes the lot granted first."""

from collections.abc import Iterable
from datetime import date

from bloei.budgets.cao.dates import FOREVER, block_with, day_after, first_of_month
from bloei.budgets.cao.entries import Lot, Part
from bloei.budgets.cao.scheme import Scheme


def lapse_date(scheme: Scheme, granted_on: date) -> date | None:
    """The first day on which a lot of this date is gone; None = it stays."""
    lapse = scheme.lapse
    if lapse is None:
        return None
    known = scheme.memory.get(granted_on)
    if known is None:
        known = _lapse_date(scheme, granted_on)
        scheme.remember(granted_on, known)
    return None if known == FOREVER else known


def _lapse_date(scheme: Scheme, granted_on: date) -> date:
    lapse = scheme.lapse
    assert lapse is not None
    for row in lapse.transitional:  # in order of granted_before
        if granted_on < row.granted_before:
            return row.lapses_on
    if lapse.how == "months":
        return first_of_month(granted_on, lapse.number + lapse.at_end_of_month)
    if lapse.how == "years":
        return first_of_month(granted_on.replace(month=1), 12 * (lapse.number + 1))
    if lapse.how == "block":
        return _next_block(scheme, granted_on)
    return FOREVER


def _next_block(scheme: Scheme, day: date) -> date:
    first, years = scheme.grant.block_start, scheme.grant.block_years
    assert first is not None
    assert years is not None
    block = block_with(day, first, years)
    return day_after(block.end) if block else first


class Lots:
    """The lots of one person during a run, oldest grant first, and how far below zero."""

    __slots__ = ("advanced", "balance", "in_order", "items", "next_lapse")

    def __init__(self, lots: Iterable[Lot], advanced: int):
        self.items = list(lots)
        self.advanced = advanced
        self.balance = sum(lot.remaining for lot in self.items) - advanced
        days = [lot.lapses_on or FOREVER for lot in self.items]
        # While the oldest lot also lapses first, the next lapse is simply that of the first lot.
        self.in_order = days == sorted(days)
        self.next_lapse = min(days, default=FOREVER)

    def add(self, lot: Lot) -> tuple[Part, ...]:
        """Put an amount in: an advance is filled first, the lot is what remains of it."""
        amount = lot.remaining
        self.balance += amount
        if self.advanced:
            filled = min(self.advanced, amount)
            self.advanced -= filled
            amount -= filled
        if not amount:
            return ()
        items = self.items
        ends = lot.lapses_on or FOREVER
        if items and lot.granted_on < items[-1].granted_on:
            items.append(lot._replace(remaining=amount))
            items.sort(key=_granted_on)
            self.in_order = False
        else:
            if items and ends < (items[-1].lapses_on or FOREVER):
                self.in_order = False
            items.append(lot if amount == lot.remaining else lot._replace(remaining=amount))
        self.next_lapse = min(self.next_lapse, ends)
        return (Part(lot.granted_on, lot.lapses_on, amount, lot.ref),)

    def take(self, amount: int, *, first: date | None = None) -> tuple[Part, ...]:
        """Take an amount out, oldest lot first; what the lots do not hold is advanced.

        `first`: a correction of one grant takes from the lots of that date before the others.
        """
        self.balance -= amount
        parts = []
        items = self.items
        if first is not None:
            items.sort(key=lambda lot: (lot.granted_on != first, lot.granted_on))
        used = 0
        for lot in items:
            if not amount:
                break
            taken = min(amount, lot.remaining)
            amount -= taken
            parts.append(Part(lot.granted_on, lot.lapses_on, -taken, lot.ref))
            if taken == lot.remaining:
                used += 1
            else:
                items[used] = lot._replace(remaining=lot.remaining - taken)
        del items[:used]
        if first is not None:
            items.sort(key=_granted_on)
        self.advanced += amount
        self._look_ahead()
        return tuple(parts)

    def put_back(self, lot: Lot) -> None:
        """Return an amount to its lot, or make that lot again when it was empty."""
        for number, held in enumerate(self.items):
            if held._replace(remaining=0) == lot._replace(remaining=0):
                self.items[number] = held._replace(remaining=held.remaining + lot.remaining)
                self.balance += lot.remaining
                return
        self.add(lot)

    def fill(self, amount: int, on: date) -> None:
        """Undo so much of an advance; what grants have filled since goes to the newest lot."""
        filled = min(amount, self.advanced)
        self.balance += filled
        self.advanced -= filled
        if rest := amount - filled:
            self.put_back((self.items[-1] if self.items else Lot(on, 0))._replace(remaining=rest))

    def due(self, until: date) -> list[Lot]:
        """Take out the lots that are gone by the end of this day, in the order in which they go."""
        if self.in_order:
            number = 0
            for lot in self.items:
                if (lot.lapses_on or FOREVER) > until:
                    break
                number += 1
            gone = self.items[:number]
            del self.items[:number]
        else:
            gone = [lot for lot in self.items if (lot.lapses_on or FOREVER) <= until]
            gone.sort(key=_lapses_on)
            self.items = [lot for lot in self.items if (lot.lapses_on or FOREVER) > until]
        self._look_ahead()
        return gone

    def _look_ahead(self) -> None:
        if not self.items:
            self.next_lapse = FOREVER
        elif self.in_order:
            self.next_lapse = self.items[0].lapses_on or FOREVER
        else:
            self.next_lapse = min(lot.lapses_on or FOREVER for lot in self.items)


def _granted_on(lot: Lot) -> date:
    return lot.granted_on


def _lapses_on(lot: Lot) -> date:
    return lot.lapses_on or FOREVER


def next_lapse(lots: Iterable[Lot]) -> tuple[date, int] | None:
    """The first day on which something lapses, and how much that day; None = nothing will."""
    ending = [(lot.lapses_on, lot.remaining) for lot in lots if lot.lapses_on]
    if not ending:
        return None
    first = min(day for day, _ in ending)
    return first, sum(remaining for day, remaining in ending if day == first)
