"""A number for every slot, all at once: how many are present, how many more may learn.

The numbers are written in binary, and digit n of all slots together is one set of slots. So
counting five hundred people in a thousand slots takes some thousand operations.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple


class Counts(NamedTuple):
    """The digits, the lowest first."""

    digits: tuple[int, ...] = ()

    def plus(self, slots: int) -> "Counts":
        """One more in these slots."""
        digits = []
        for digit in self.digits:
            digits.append(digit ^ slots)
            slots &= digit
        return Counts((*digits, slots) if slots else tuple(digits))

    def minus(self, slots: int) -> "Counts":
        """One less in these slots, in each of which there is one at least."""
        digits = []
        for digit in self.digits:
            digits.append(digit ^ slots)
            slots &= ~digit
        return Counts(tuple(digits))

    def less(self, other: "Counts") -> "Counts":
        """What is left when the others are taken off; nothing where they are more."""
        digits, borrow = [], 0
        for mine, theirs in zip_longest(self.digits, other.digits, fillvalue=0):
            digits.append(mine ^ theirs ^ borrow)
            borrow = ~mine & (theirs | borrow) | theirs & borrow
        return Counts(tuple(digit & ~borrow for digit in digits))

    def at_least(self, other: "Counts") -> int:
        """The slots in which this is as much as the other, or more."""
        found = -1
        for mine, theirs in zip_longest(self.digits, other.digits, fillvalue=0):
            found = mine & ~theirs | ~(mine ^ theirs) & found
        return found

    def where(self, slots: int, other: "Counts") -> "Counts":
        """These numbers in these slots, elsewhere the others."""
        pairs = zip_longest(self.digits, other.digits, fillvalue=0)
        return Counts(tuple(mine & slots | theirs & ~slots for mine, theirs in pairs))

    def apart(self, slots: int) -> Iterator[tuple[int, int]]:
        """Yield every number that there is among these slots, and where it is."""
        found = [(0, slots)] if slots else []
        for digit in reversed(self.digits):
            halves = (
                (2 * number + bit, part & digit if bit else part & ~digit)
                for number, part in found
                for bit in (0, 1)
            )
            found = [(number, part) for number, part in halves if part]
        yield from found

    def at(self, slot: int) -> int:
        return sum((digit >> slot & 1) << place for place, digit in enumerate(self.digits))


def everywhere(number: int) -> Counts:
    return Counts(tuple(-(number >> place & 1) for place in range(number.bit_length())))


def count(sets: Iterable[int]) -> Counts:
    """In how many of these sets each slot lies."""
    counts = Counts()
    for one in sets:
        counts = counts.plus(one)
    return counts
