"""An advance: what somebody takes now of the budget of the coming years, and how it is filled.

The engine itself runs ahead, so no page can say anything else than what will be booked.
Amounts are cents. Reads only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bloei.budgets import cao
from bloei.budgets.balances.divisions import Division
from bloei.budgets.models import Entitlement
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.replay import take
from bloei.budgets.rules import Source
from bloei.budgets.schemes.rulebook import Rulebook, workers

MOST_YEARS = 15
SETTLES = frozenset({"reclaim", "waive"})


@dataclass(frozen=True)
class Filling:
    """How a budget comes back above zero when nothing more is taken.

    `ends` are (year, balance on 31 December) up to and including the first that is not below
    zero. `settled` is (day, amount) where the employment ends before that: paid back, or
    waived with `waives`. `rest` is what is still owed after all the years that were looked at.
    """

    now: int
    after: int
    ends: tuple[tuple[int, int], ...]
    waives: bool
    settled: tuple[date, int] | None = None

    @property
    def rest(self) -> int:
        last = self.ends[-1][1] if self.ends else self.after
        return 0 if self.settled else max(0, -last)


@dataclass(frozen=True)
class Choice:
    """A price that is more than there is, and the two ways to pay the difference.

    `advance` is what is taken of later budget, `own` what remains for one's own money then;
    `short` is one's own money without an advance.
    """

    advance: int
    own: int
    short: int
    fillings: tuple[Filling, ...]


def choice(plain: Division, ahead: Division, today: date) -> Choice | None:
    """Return what somebody must choose between; None when no advance would be taken.

    `plain` divides the price without an advance, `ahead` with it.
    """
    if not ahead.advance:
        return None
    taken = {s.account: s.amount for s in ahead.shares if s.advance and s.account}
    fillings = tuple(fillings_of(taken, today))
    return Choice(ahead.advance, ahead.of(Source.OWN), plain.of(Source.OWN), fillings)


def fillings_of(taken: Mapping[int, int], today: date) -> list[Filling]:
    """Return how the budgets of these own accounts (ids) go on after taking these amounts."""
    rows = Entitlement.objects.filter(own__in=taken)
    found = {row.pk: row for row in rows}
    rulebook = Rulebook({row.scheme_id for row in rows})
    people = workers({row.person_id for row in rows})
    made = []
    for one in standing.load(list(found), lock=False):
        facts, _first, last = rulebook.of(one.scheme, people[one.person])
        segments = rulebook.segments(one.scheme, last)
        made.append(filling(segments, facts, one.state, taken[one.own], today=today))
    return made


def filling(
    segments: Sequence[timeline.RuleOnDays],
    facts: cao.Facts,
    state: cao.State,
    amount: int,
    *,
    today: date,
) -> Filling:
    """Take an amount today, and look how the coming years fill what it leaves below zero. Pure."""
    state, _lines = timeline.advance(segments, facts, state, today)
    now, state = state.balance, take(state, amount)
    segment = timeline.current(segments, today)
    rule = segment.rule.advance if segment else None
    after, ends = state.balance, []
    settled = None
    for year in range(today.year, today.year + MOST_YEARS):
        if state.balance >= 0:
            break
        state, lines = timeline.advance(segments, facts, state, date(year, 12, 31))
        settled = next(
            ((one.entry.on, one.entry.amount) for one in lines if one.entry.what in SETTLES), None
        )
        ends.append((year, state.balance))
        if settled:
            break
    return Filling(now, after, tuple(ends), bool(rule and rule.waives), settled)
