"""What a correction moves, for one person: from what the books hold to what the rules say.

The own account, the grants in it, and what was settled with who left come out as the rules have
them; every movement says why. Amounts are cents or minutes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bloei.budgets import cao
from bloei.budgets.books.booking import Place
from bloei.budgets.books.ledger import Movement
from bloei.budgets.granting.settlements import Grant, Settled
from bloei.budgets.models import Entry
from bloei.budgets.reckoning.replay import Story, by_grant
from bloei.budgets.reckoning.standing import Standing

What = Entry.What


@dataclass(frozen=True, slots=True)
class CorrectionReason:
    """Since when and why it is corrected; `grants` are the amounts that the rules grant now."""

    on: date
    why: str
    grants: dict[date, int]

    def of(self, granted_on: date | None) -> dict:
        params: dict[str, str | int] = {"why": self.why}
        if granted_on is not None:
            params["granted_on"] = granted_on.isoformat()
            if granted_on in self.grants:
                params["is"] = self.grants[granted_on]
        return {"code": "corrected", "params": params}


class Maker:
    """Makes the movements from what is there to what should be there, for one person.

    `lots` is what each grant holds meanwhile: by the id of its entry, or the key of a new one.
    """

    def __init__(
        self, row: Standing, place: Place, story: Story, settled: Settled, reason: CorrectionReason
    ):
        self.row, self.place, self.story, self.settled = row, place, story, settled
        self.reason = reason
        self.lots: dict[int | str, cao.Lot] = {lot.ref: lot for lot in row.state.lots if lot.ref}
        self.paid = Counter(by_grant(story.paid_out.values()))
        self.waived = 0

    def movements(self, expected: cao.State) -> list[Movement]:
        made = list(self._taken_back())
        made += list(self._granted(expected))
        made += list(self._advance(expected))
        made += list(self._paid_out())
        # What comes in stands first: the account must not go below its floor on the way.
        return sorted(made, key=lambda one: one.source == self.row.own)

    def _taken_back(self) -> Iterator[Movement]:
        """Undo what was paid out and should not have been: it is there again, in its grant."""
        for key, amount in (self.paid - self.settled.paid_out).items():
            for lot, taken in _shared(self.story.paid_out.values(), key, amount):
                ref = self._ref(lot)
                there = self.lots.get(ref, lot._replace(remaining=0))
                self.lots[ref] = there._replace(remaining=there.remaining + taken)
                yield self._in(taken, f"back:{ref}", What.PAY_OUT, key[0], ref)

    def _granted(self, expected: cao.State) -> Iterator[Movement]:
        """Grant more or less, whether it is still there or was paid out."""
        wanted = Counter(by_grant(expected.lots))
        wanted.update(self.settled.paid_out)
        held = Counter(by_grant(self.row.state.lots))
        held.update(self.paid)
        for key in sorted({*wanted, *held}, key=lambda key: (key[0], key[1] or date.max)):
            difference = wanted[key] - held[key]
            if difference > 0:
                yield self._more(key, difference)
            elif difference < 0:
                yield from self._less(key, -difference, What.CORRECTION)

    def _paid_out(self) -> Iterator[Movement]:
        """Pay out what was not, and should have been."""
        for key, amount in (self.settled.paid_out - self.paid).items():
            yield from self._less(key, amount, What.PAY_OUT)

    def _more(self, key: Grant, amount: int) -> Movement:
        made = Movement(
            source=self.place.of_scheme["fund"],
            target=self.row.own,
            amount=amount,
            what=What.CORRECTION,
            key=self._key(f"{key[0]}:{key[1]}"),
            on=self.reason.on,
            because=self.reason.of(key[0]),
            granted_on=key[0],
            lapses_on=key[1],
        )
        self.lots[made.key] = cao.Lot(key[0], amount, key[1])
        return made

    def _less(self, key: Grant, amount: int, what: What) -> Iterator[Movement]:
        paid, new = "paid:" if what == What.PAY_OUT else "", f"{key[0]}:{key[1]}"
        for ref, lot in list(self.lots.items()):
            for _lot, taken in _shared([lot], key, amount):
                amount -= taken
                self.lots[ref] = lot._replace(remaining=lot.remaining - taken)
                name = f"{paid}{new if isinstance(ref, str) else ref}"
                yield self._out(taken, name, what, key[0], ref)

    def _advance(self, expected: cao.State) -> Iterator[Movement]:
        """Owe more or less; what is spent already and may not be owed is waived."""
        undone = self.story.reclaimed - self.settled.reclaimed
        more = expected.advanced - self.row.state.advanced
        for amount, name, what in (
            (more - undone, "advance", What.CORRECTION),
            (undone, "reclaim", What.RECLAIM),
        ):
            if amount < 0:
                yield self._in(-amount, name, what, None)
            elif amount > 0:
                yield self._out(amount, name, what, None)
        room = max(0, -self.row.floor - self.row.state.advanced)
        if more > room:
            self.waived = more - room
            yield self._in(self.waived, "waived", What.WAIVE, None)

    def _out(
        self,
        amount: int,
        name: str,
        what: What,
        granted_on: date | None,
        lot: int | str | None = None,
    ) -> Movement:
        target = self._other(what)
        key, because = self._key(name), self.reason.of(granted_on)
        return Movement(self.row.own, target, amount, what, key, self.reason.on, because, lot)

    def _in(
        self, amount: int, name: str, what: What, granted_on: date | None, lot: int | None = None
    ) -> Movement:
        because = {"code": "short"} if what == What.WAIVE else self.reason.of(granted_on)
        key, source = self._key(name), self._other(what)
        return Movement(source, self.row.own, amount, what, key, self.reason.on, because, lot)

    def _other(self, what: What) -> int:
        return self.place.of_scheme["paid_out" if what == What.PAY_OUT else "fund"]

    def _key(self, name: str) -> str:
        token = self.story.last_entry
        return f"{self.place.prefix}:correction:{self.reason.on}:{token}:{name}"

    @staticmethod
    def _ref(lot: cao.Lot) -> int:
        assert lot.ref is not None, "what stands in the books has its entry"
        return lot.ref


def _shared(lots: Iterable[cao.Lot], key: Grant, amount: int) -> Iterator[tuple[cao.Lot, int]]:
    """Yield from which lots of a grant an amount comes, and how much of each."""
    for lot in lots:
        taken = min(amount, lot.remaining) if (lot.granted_on, lot.lapses_on) == key else 0
        if taken:
            amount -= taken
            yield lot, taken
