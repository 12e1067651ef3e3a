"""Corrections: where the rules with the facts of today give another balance than the books.

Nothing that was booked changes. The difference is booked today, per grant, with its reason;
what was already spent is never claimed back beyond the balance: it is waived, visibly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bloei.budgets.books import posting
from bloei.budgets.books.booking import Place
from bloei.budgets.books.ledger import Movement
from bloei.budgets.granting import batches
from bloei.budgets.models import Entry
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.replay import Story, by_grant, replay, stories
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.schemes.rulebook import Rulebook, workers
from bloei.foundation.actions import part_of_an_action
from bloei.people.models import Person

What = Entry.What


@dataclass(frozen=True, slots=True)
class Correction:
    """One person in one scheme: the balance as booked and as it should be, with what books it."""

    entitlement: int
    person: int
    scheme: int
    was: int
    becomes: int
    waived: int
    movements: tuple[Movement, ...]

    @property
    def difference(self) -> int:
        return self.becomes - self.was


def differences(ids: Sequence[int], today: date, why: str, rulebook: Rulebook) -> list[Correction]:
    """Return what would be corrected; writes nothing and waits for nobody."""
    return _compare(standing.load(ids, lock=False), today, why, rulebook)[0]


@part_of_an_action
def correct(
    ids: Sequence[int], today: date, why: str, rulebook: Rulebook, *, by=None
) -> list[Correction]:
    """Book the differences and let the engine go on from there; return what was corrected."""
    batches.advance(ids, today, rulebook)
    rows = standing.load(ids)
    found, states, next_on = _compare(rows, today, why, rulebook)
    movements = [movement for one in found for movement in one.movements]
    posting.write(movements, by_id=getattr(by, "pk", None))
    changed = [replace(row, state=states[row.pk]) for row in rows]
    standing.save(changed, next_on)
    return found


def _compare(
    rows: Sequence[Standing], today: date, why: str, rulebook: Rulebook
) -> tuple[list[Correction], dict, dict]:
    people = workers({row.person for row in rows})
    told = stories([row.own for row in rows])
    places = batches.SchemeAccounts(rulebook)
    found, states, next_on = [], {}, {}
    for row in rows:
        facts, _first, last = rulebook.of(row.scheme, people[row.person])
        segments = rulebook.segments(row.scheme, last)
        done = row.state.done or today
        story = told[row.own]
        expected, lines = replay(story, segments, facts, row.starts_on, done)
        place = places.of(row.scheme, row.person, row.own)
        grants = {line.entry.on: line.entry.amount for line in lines if line.entry.what == "grant"}
        maker = _Maker(row, place, story, on=max(today, done), why=why, grants=grants)
        movements = maker.movements(expected)
        states[row.pk] = expected._replace(done=done)
        next_on[row.pk] = timeline.next_on(segments, facts, expected._replace(done=done))
        if movements:
            was = row.state.balance
            becomes = was + sum(
                one.amount if one.target == row.own else -one.amount for one in movements
            )
            found.append(
                Correction(
                    row.pk, row.person, row.scheme, was, becomes, maker.waived, tuple(movements)
                )
            )
    return found, states, next_on


class _Maker:
    """Makes the movements from what is there to what should be there, for one person."""

    def __init__(
        self,
        row: Standing,
        place: Place,
        story: Story,
        *,
        on: date,
        why: str,
        grants: dict[date, int],
    ):
        self.row, self.place, self.on, self.why, self.grants = row, place, on, why, grants
        self.token = story.last_entry
        self.waived = 0

    def movements(self, expected) -> list[Movement]:
        made = list(self._lots(expected))
        made += self._advance(expected.advanced - self.row.state.advanced)
        # What comes in stands first: the account must not go below its floor on the way.
        return sorted(made, key=lambda one: one.source == self.row.own)

    def _lots(self, expected) -> Iterable[Movement]:
        wanted, held = by_grant(expected.lots), by_grant(self.row.state.lots)
        for key in sorted({*wanted, *held}, key=lambda key: (key[0], key[1] or date.max)):
            difference = wanted.get(key, 0) - held.get(key, 0)
            if difference > 0:
                yield self._more(key, difference)
            elif difference < 0:
                yield from self._less(key, -difference)

    def _more(self, key: tuple[date, date | None], amount: int) -> Movement:
        return Movement(
            source=self.place.of_scheme["fund"],
            target=self.row.own,
            amount=amount,
            what=What.CORRECTION,
            key=self._key(f"{key[0]}:{key[1]}"),
            on=self.on,
            because=self._because(key[0]),
            granted_on=key[0],
            lapses_on=key[1],
        )

    def _less(self, key: tuple[date, date | None], amount: int) -> Iterable[Movement]:
        for lot in self.row.state.lots:
            if (lot.granted_on, lot.lapses_on) == key and amount:
                taken = min(amount, lot.remaining)
                amount -= taken
                yield self._out(taken, f"{lot.ref}", lot.ref, key[0])

    def _advance(self, more: int) -> Iterable[Movement]:
        """Owe more or less; what is spent already and may not be owed is waived."""
        if more < 0:
            yield self._in(-more, "advance", What.CORRECTION, self._because(None))
        if more <= 0:
            return
        yield self._out(more, "advance", None, None)
        room = max(0, -self.row.floor - self.row.state.advanced)
        if more > room:
            self.waived = more - room
            yield self._in(self.waived, "waived", What.WAIVE, {"code": "short"})

    def _out(self, amount: int, name: str, lot: int | None, granted_on: date | None) -> Movement:
        fund = self.place.of_scheme["fund"]
        because = self._because(granted_on)
        key = self._key(name)
        return Movement(self.row.own, fund, amount, What.CORRECTION, key, self.on, because, lot)

    def _in(self, amount: int, name: str, what: str, because: dict) -> Movement:
        fund = self.place.of_scheme["fund"]
        return Movement(fund, self.row.own, amount, what, self._key(name), self.on, because)

    def _key(self, name: str) -> str:
        return f"{self.place.prefix}:correction:{self.on}:{self.token}:{name}"

    def _because(self, granted_on: date | None) -> dict:
        params: dict[str, str | int] = {"why": self.why}
        if granted_on is not None:
            params["granted_on"] = granted_on.isoformat()
            if granted_on in self.grants:
                params["is"] = self.grants[granted_on]
        return {"code": "corrected", "params": params}


def named(found: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return corrections with the names of their people."""
    people = Person.objects.in_bulk({one.person for one in found})
    return [
        {"name": people[one.person].full_name, "was": one.was, "becomes": one.becomes}
        for one in found
    ]
