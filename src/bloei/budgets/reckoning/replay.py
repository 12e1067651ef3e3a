"""What somebody would have now if the rules and the facts of today had always been known.

The engine goes over all days again; what the person did (reserved, got back, converted)
stays as it was. Corrections and the reconciliation compare this with the books.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import connection

from bloei.budgets import cao
from bloei.budgets.reckoning import timeline
from bloei.budgets.reckoning.timeline import RuleOnDays, VersionedEntry

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that no rule decides: `amount` is signed, seen from the own account."""

    on: date
    what: str
    amount: int
    granted_on: date | None
    lapses_on: date | None
    to: str  # what it becomes, when it is for a conversion
    held_on: date | None = None  # on which day that was asked, when it comes back


@dataclass
class Story:
    """What happened in one own account beside the rules: opening lots, and the rest in order.

    With what the books settled with who left: `paid_out` per grant (by its entry; `remaining` is
    how much), and `reclaimed` of an advance. The rules decide about both.
    """

    opening: list[cao.Lot]
    happenings: list[Happening]
    last_entry: int = 0
    paid_out: dict[int, cao.Lot] = field(default_factory=dict)
    reclaimed: int = 0

    def pay_out(self, lot: cao.Lot) -> None:
        assert lot.ref is not None, "what is paid out comes from a grant"
        before = self.paid_out.get(lot.ref)
        more = before.remaining if before else 0
        self.paid_out[lot.ref] = lot._replace(remaining=lot.remaining + more)


_HAPPENINGS = """
    select m.account, e.id, e."on", e.what, m.sign * e.amount, l.granted_on, l.lapses_on,
           e.because -> 'params' ->> 'to', e.because -> 'params' ->> 'held_on',
           e.because ->> 'code', l.id
      from budgets_entry e
     cross join lateral (values (e.target_id, 1), (e.source_id, -1)) as m (account, sign)
      left join budgets_entry l on l.id = e.lot_id
     where (e.target_id = any(%(accounts)s) or e.source_id = any(%(accounts)s))
       and m.account = any(%(accounts)s)
     order by e."on", e.id
"""
DONE_BY_PEOPLE = {"reserve", "release", "spend", "refund", "convert"}


def stories(accounts: Sequence[int]) -> dict[int, Story]:
    """Load what happened in own accounts, in one query."""
    found: dict[int, Story] = defaultdict(lambda: Story([], []))
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENINGS, {"accounts": list(accounts)})
        for account, pk, on, what, amount, granted_on, lapses_on, to, held_on, code, lot in cursor:
            story = found[account]
            story.last_entry = max(story.last_entry, pk)
            if what == "opening":
                # What was booked before the opening balance has made place for it.
                story.happenings = [one for one in story.happenings if one.on > on]
                story.paid_out, story.reclaimed = {}, 0
                story.opening.append(cao.Lot(granted_on or on, amount, lapses_on))
            elif what in DONE_BY_PEOPLE or (what == "waive" and code == "short"):
                story.happenings.append(
                    Happening(on, what, amount, granted_on, lapses_on, to or "", _day(held_on))
                )
            elif what == "pay_out":
                story.pay_out(cao.Lot(granted_on, -amount, lapses_on, lot))
            elif what == "reclaim":
                story.reclaimed += amount
    return found


def replay(
    story: Story,
    segments: Sequence[RuleOnDays],
    facts: cao.Facts,
    starts_on: date,
    until: date,
) -> tuple[cao.State, list[VersionedEntry]]:
    """Return the state at the end of `until`, and every entry that the rules would have made."""
    lots = sorted(story.opening, key=lambda lot: lot.granted_on)
    last = max((lot.granted_on for lot in lots), default=None)
    state = cao.State(done=starts_on - DAY, lots=tuple(lots), last_grant_on=last)
    lines: list[VersionedEntry] = []
    for happening in story.happenings:
        state, made = timeline.advance(segments, facts, state, min(happening.on, until))
        lines += made
        state = _apply(state, happening)
    state, made = timeline.advance(segments, facts, state, until)
    return state, lines + made


def _apply(state: cao.State, happening: Happening) -> cao.State:
    """Let it happen, whether or not the rules of today would allow it."""
    if happening.what == "waive":
        return state._replace(advanced=max(0, state.advanced - happening.amount))
    if happening.to:
        state = _counted(state, happening)
    if happening.amount < 0:
        return take(state, -happening.amount)
    if happening.granted_on is None:
        return _fill(state, happening)
    if happening.lapses_on is not None and happening.lapses_on <= happening.on:
        return state  # it came back too late, and lapsed at once
    return _put_back(state, happening)


def take(state: cao.State, amount: int) -> cao.State:
    """Take an amount from the oldest grants; what they do not hold is advanced."""
    kept = []
    for lot in state.lots:
        taken = min(lot.remaining, amount)
        amount -= taken
        if lot.remaining > taken:
            kept.append(lot._replace(remaining=lot.remaining - taken))
    return state._replace(lots=tuple(kept), advanced=state.advanced + amount)


def _fill(state: cao.State, happening: Happening) -> cao.State:
    """Undo an advance; what grants have filled since goes to the newest grant that is left."""
    filled = min(state.advanced, happening.amount)
    state = state._replace(advanced=state.advanced - filled)
    rest = happening.amount - filled
    if not rest:
        return state
    newest = state.lots[-1] if state.lots else cao.Lot(happening.on, 0)
    return _put_back(
        state,
        replace(happening, amount=rest, granted_on=newest.granted_on, lapses_on=newest.lapses_on),
    )


def _put_back(state: cao.State, happening: Happening) -> cao.State:
    amount = happening.amount
    filled = min(state.advanced, amount)
    assert happening.granted_on is not None
    lots = {(lot.granted_on, lot.lapses_on): lot.remaining for lot in state.lots}
    key = (happening.granted_on, happening.lapses_on)
    if amount > filled:
        lots[key] = lots.get(key, 0) + amount - filled
    ordered = sorted(lots.items(), key=lambda item: item[0][0])
    made = tuple(cao.Lot(granted, left, lapses) for (granted, lapses), left in ordered)
    return state._replace(lots=made, advanced=state.advanced - filled)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _counted(state: cao.State, happening: Happening) -> cao.State:
    """Count what is converted, or asked to be, and no more what came back of this period."""
    held_on, since = happening.held_on, state.counting_from
    if happening.amount > 0 and held_on and since and held_on < since:
        return state
    converted = dict(state.converted)
    converted[happening.to] = converted.get(happening.to, 0) - happening.amount
    return state._replace(converted=tuple(sorted(converted.items())))


def by_grant(lots: Iterable[cao.Lot]) -> dict[tuple[date, date | None], int]:
    """Add up what is left per day of granting and day of lapsing."""
    left: dict[tuple[date, date | None], int] = defaultdict(int)
    for lot in lots:
        left[lot.granted_on, lot.lapses_on] += lot.remaining
    return dict(left)
