"""Grants and lapses of many people at once: what the schemes do by themselves.

A part of actions. May be done twice without harm: what is done stands in the same transaction
as its entries, and every entry has a key. A day that was missed is made up for on the next.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from bloei.budgets import cao
from bloei.budgets.books import accounts, booking, posting
from bloei.budgets.books.booking import Place
from bloei.budgets.books.ledger import Movement
from bloei.budgets.models import Account, Entitlement, Entry, Scheme
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.reckoning.timeline import RuleOnDays
from bloei.budgets.schemes.assigned import UNDER, scope
from bloei.budgets.schemes.rulebook import LONG_AGO, Rulebook, Segment, Worker, workers
from bloei.foundation import audit
from bloei.foundation.actions import part_of_an_action

Purpose = Account.Purpose


@dataclass
class Booked:
    """What a run booked: how many entries and how much, per scheme and kind."""

    people: int = 0
    failed: list[int] = field(default_factory=list)  # entitlements that could not be booked
    entries: Counter = field(default_factory=Counter)
    amounts: Counter = field(default_factory=Counter)

    def add(self, movements: Iterable[Movement], scheme: str) -> None:
        for movement in movements:
            self.entries[scheme, str(movement.what)] += 1
            self.amounts[scheme, str(movement.what)] += movement.amount

    def report(self) -> dict:
        """Return it as plain values, for a Run."""
        lines = [
            {
                "scheme": scheme,
                "what": what,
                "entries": number,
                "amount": self.amounts[scheme, what],
            }
            for (scheme, what), number in sorted(self.entries.items())
        ]
        return {"people": self.people, "lines": lines, "failed": self.failed}


@part_of_an_action
def advance(
    ids: Sequence[int],
    today: date,
    rulebook: Rulebook,
    booked: Booked | None = None,
) -> list[Standing]:
    """Bring these entitlements up to the end of `today`; return where they stand now."""
    booked = Booked() if booked is None else booked
    rows = standing.load(ids)
    batch = _Batch(rulebook, today, workers({row.person for row in rows}))
    made: list[Movement] = []
    of_scheme: dict[int, list[Movement]] = defaultdict(list)
    for row in rows:
        movements = list(batch.book(row))
        of_scheme[row.scheme] += movements
        made += movements
    fresh, known = posting.unknown(made)
    if fresh:
        posting.write(fresh, lots=known)
        audit.record("budgets.granted", Entry, by=None, count=len(fresh))
    standing.save(rows, batch.next_on)
    standing.set_floors(batch.floors)
    for scheme, movements in of_scheme.items():
        booked.add(movements, rulebook.schemes[scheme].name)
    booked.people += len(rows)
    return rows


class _Batch:
    """What is known for a batch of people, and what comes of it."""

    def __init__(self, rulebook: Rulebook, today: date, people: dict[int, Worker]):
        self.rulebook, self.today, self.people = rulebook, today, people
        self.places = SchemeAccounts(rulebook)
        self.next_on: dict[int, date | None] = {}
        self.floors: dict[int, int] = {}

    def book(self, row: Standing) -> Iterable[Movement]:
        """Yield what is to be booked for one person; move their state to the end of today."""
        facts, _first, last = self.rulebook.of(row.scheme, self.people[row.person])
        segments = self.rulebook.segments(row.scheme, last)
        place = self.places.of(row.scheme, row.person, row.own)
        yield from _overdue(row, facts, segments, self.today, place)
        row.state, lines = timeline.advance(segments, facts, row.state, self.today)
        for line in lines:
            yield from booking.movements(line.entry, line.version, place)
        if row.state.done is None or row.state.done < self.today:
            row.state = row.state._replace(done=self.today)
        self.next_on[row.pk] = timeline.next_on(segments, facts, row.state)
        self._floor(row, facts, segments)

    def _floor(self, row: Standing, facts: cao.Facts, segments: Sequence[Segment]) -> None:
        """Let the account go below zero as far as the scheme advances today."""
        segment = timeline.current(segments, self.today)
        rule = segment.rule if segment is not None else None
        if row.floor == 0 and (rule is None or rule.advance is None):
            return
        room = cao.room(rule, facts, cao.State(), self.today) if rule is not None else 0
        floor = min(-room, row.state.balance)
        if floor != row.floor:
            self.floors[row.own] = floor


def _overdue(
    row: Standing, facts: cao.Facts, segments: Sequence[Segment], today: date, place: Place
) -> Iterable[Movement]:
    """Take out what came back after its day: a reservation was released too late.

    The grant had lapsed meanwhile, or the person had left.
    """
    done = row.state.done
    if done is None or not row.state.lots:
        return
    segment = timeline.current(segments, today)
    left = what_leaving_does(segment) if has_left(facts, done) else None
    kept = []
    for lot in row.state.lots:
        if left is None and not (lot.lapses_on and lot.lapses_on <= done):
            kept.append(lot)
        else:
            yield _out(lot, left or "lapse", max(today, done), place)
    row.state = row.state._replace(lots=tuple(kept))


def what_leaving_does(segment: RuleOnDays | None) -> str | None:
    """Return what happens to a budget whose owner has left; None where they keep it."""
    if segment is None or segment.rule.leaving == "keep":
        return None
    return "pay_out" if segment.rule.leaving == "pay_out" else "forfeit"


def _out(lot: cao.Lot, what: str, on: date, place: Place) -> Movement:
    return Movement(
        source=place.own,
        target=place.of_scheme[booking.OUT[what]],
        amount=lot.remaining,
        what=what,
        key=f"{place.prefix}:{what}:{on}:{lot.ref}:late",
        on=on,
        because={"code": "too_late", "params": {"granted_on": lot.granted_on.isoformat()}},
        lot=lot.ref,
    )


def has_left(facts: cao.Facts, day: date) -> bool:
    """Say whether the last employment had ended before this day."""
    ends = [employment.until for employment in facts.employments]
    return None not in ends and all(end is not None and end < day for end in ends)


class SchemeAccounts:
    """The accounts of each scheme, opened when they are first needed."""

    def __init__(self, rulebook: Rulebook):
        self.rulebook = rulebook
        self._of_scheme: dict[int, dict[str, int]] = {}

    def of(self, scheme_pk: int, person: int, own: int) -> Place:
        scheme = self.rulebook.schemes[scheme_pk]
        known = self._of_scheme.get(scheme_pk)
        if known is None:
            purposes = (Purpose.FUND, Purpose.LAPSED, Purpose.CONVERTED, Purpose.PAID_OUT)
            known = {str(name): accounts.of_scheme(scheme, name).pk for name in purposes}
            self._of_scheme[scheme_pk] = known
        return Place(f"{scheme.name}:{person}", own, known)


def bring_up_to_date(entitlement: Entitlement, today: date) -> Standing:
    """Book what is due for one person before they spend; hold their account until the end."""
    return advance([entitlement.pk], today, Rulebook([entitlement.scheme_id]))[0]


_NEW = """
       and (%(people)s::bigint[] is null or e.person_id = any(%(people)s))
       and not exists (select 1 from budgets_entitlement n
                        where n.person_id = e.person_id and n.scheme_id = %(scheme)s)
"""
_OPEN = """
    insert into budgets_account (owner_id, scheme_id, purpose, measure, floor, balance)
    select person, %(scheme)s, purpose, %(measure)s, 0, 0
      from unnest(%(people)s::bigint[]) as person, unnest(array['own', 'reserved']) as purpose
    on conflict do nothing
"""
_ENTITLE = """
    insert into budgets_entitlement
           (person_id, scheme_id, own_id, reserved_id, starts_on, done_on, next_on, granted,
            converted)
    select o.owner_id, o.scheme_id, o.id, r.id, %(first)s, %(first)s::date - 1, %(first)s, 0,
           '[]'
      from budgets_account o
      join budgets_account r on r.owner_id = o.owner_id and r.scheme_id = o.scheme_id
                            and r.purpose = 'reserved'
     where o.scheme_id = %(scheme)s and o.purpose = 'own' and o.owner_id = any(%(people)s)
    on conflict do nothing
"""


@part_of_an_action
def entitle(rulebook: Rulebook, people: Sequence[int] | None = None) -> int:
    """Open accounts for who is under a scheme and has none yet; return how many.

    From the first day of the assignment on, the engine goes over every day.
    """
    opened = 0
    for scheme in rulebook.schemes.values():
        for assignment in sorted(
            rulebook.assignments(scheme.pk), key=lambda one: one.during.lower or LONG_AGO
        ):
            first = assignment.during.lower or LONG_AGO
            some = None if people is None else list(people)
            with connection.cursor() as cursor:
                cursor.execute(
                    UNDER + _NEW, scope(assignment, first) | {"scheme": scheme.pk, "people": some}
                )
                found = [person for (person,) in cursor]
            open_accounts(scheme, found, first)
            opened += len(found)
    return opened


def open_accounts(scheme: Scheme, people: Sequence[int], first: date) -> None:
    """Open the accounts of people in a scheme; the engine begins on the day `first`."""
    asked: dict[str, Any] = {
        "scheme": scheme.pk,
        "measure": scheme.measure,
        "people": list(people),
        "first": first,
    }
    if people:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, asked)
            cursor.execute(_ENTITLE, asked)
