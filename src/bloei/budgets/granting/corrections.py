"""Corrections: where the rules with the facts of today give another balance than the books.

Nothing that was booked changes. The difference is booked today, per grant, with its reason;
what was already spent is never claimed back beyond the balance: it is waived, visibly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bloei.budgets.books import posting
from bloei.budgets.books.ledger import Movement
from bloei.budgets.granting import batches, settlements
from bloei.budgets.granting.differences import CorrectionReason, Maker
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.replay import replay, stories
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.schemes.rulebook import Rulebook, workers
from bloei.foundation.actions import part_of_an_action
from bloei.people.models import Person


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
        settled = settlements.by_the_rules(lines)
        expected = settlements.with_what_came_back(expected, settled, facts, segments, done)
        place = places.of(row.scheme, row.person, row.own)
        grants = {line.entry.on: line.entry.amount for line in lines if line.entry.what == "grant"}
        reason = CorrectionReason(max(today, done), why, grants)
        maker = Maker(row, place, story, settled, reason)
        movements = maker.movements(expected)
        states[row.pk] = expected._replace(done=done)
        next_on[row.pk] = timeline.next_on(segments, facts, expected._replace(done=done))
        if movements:
            found.append(_correction(row, movements, maker.waived))
    return found, states, next_on


def _correction(row: Standing, movements: Sequence[Movement], waived: int) -> Correction:
    was = row.state.balance
    becomes = was + sum(one.amount if one.target == row.own else -one.amount for one in movements)
    return Correction(row.pk, row.person, row.scheme, was, becomes, waived, tuple(movements))


def named(found: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return corrections with the names of their people."""
    people = Person.objects.in_bulk({one.person for one in found})
    return [
        {"name": people[one.person].full_name, "was": one.was, "becomes": one.becomes}
        for one in found
    ]
