"""How a budget goes on when nothing is spent: what stands at the end of each coming year.

The engine itself runs ahead, so the picture cannot say anything else than what will be booked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.balances.advance_words import balance_words
from bloei.budgets.balances.statements import Budget
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.schemes.rulebook import Rulebook, workers

YEARS = 5
GONE = frozenset({"lapse", "trim", "forfeit"})


@dataclass(frozen=True)
class YearEnd:
    """The end of 31 December, in cents or minutes.

    `stays` can still be used in the next year, `lapses` could be used last in this one;
    `comes` is what is granted from now on in this year; `balance` may be below zero.
    """

    year: int
    stays: int
    lapses: int
    comes: int
    balance: int = 0


def year_ends(
    segments: Sequence[timeline.RuleOnDays],
    facts: cao.Facts,
    state: cao.State,
    *,
    today: date,
    years: int = YEARS,
) -> list[YearEnd]:
    """Return the ends of this year and the next ones. Pure.

    A lot that is gone on 1 January counts with the year before: on 31 December it could
    still be used.
    """
    state, _lines = timeline.advance(segments, facts, state, today)
    found = []
    for year in range(today.year, today.year + years):
        state, lines = timeline.advance(segments, facts, state, date(year, 12, 31))
        new_year = date(year + 1, 1, 1)
        entries = [line.entry for line in lines]
        lost = sum(
            -entry.amount
            for entry in entries
            if entry.what in GONE and entry.on != date(year, 1, 1)
        )
        ending = sum(lot.remaining for lot in state.lots if lot.lapses_on == new_year)
        comes = sum(entry.amount for entry in entries if entry.what == "grant")
        stays = max(0, state.balance - ending)
        found.append(YearEnd(year, stays, lost + ending, comes, state.balance))
    return found


def each_year(ends: Sequence[YearEnd]) -> int | None:
    """Return what comes in every year after the first, or None when that differs."""
    amounts = {end.comes for end in ends[1:]}
    return amounts.pop() if len(amounts) == 1 else None


def of_budgets(
    budgets: Sequence[Budget], rulebook: Rulebook, today: date
) -> dict[int, list[YearEnd]]:
    """Return the coming years per entitlement (its pk), in two queries."""
    rows = [budget.entitlement for budget in budgets]
    if not rows:
        return {}
    people = workers({row.person_id for row in rows})
    states = standing.states(rows, [budget.free for budget in budgets])
    found = {}
    for row in rows:
        facts, _first, last = rulebook.of(row.scheme_id, people[row.person_id])
        segments = rulebook.segments(row.scheme_id, last)
        if segments:
            found[row.pk] = year_ends(segments, facts, states[row.pk], today=today)
    return found


def bars(ends: Sequence[YearEnd]) -> list[dict]:
    """Return the columns of the picture, in cents or minutes; none when there is nothing to see."""
    if not any(end.stays or end.lapses for end in ends):
        return []
    return [
        {"name": str(end.year), "values": [end.stays, end.lapses], "now": n == 0}
        for n, end in enumerate(ends)
    ]


def below_zero(ends: Sequence[YearEnd], measure: str) -> list[dict]:
    """Return each year in words, where a budget is below zero in one of them: a picture cannot."""
    if all(end.balance >= 0 for end in ends):
        return []
    return [{"label": str(end.year), "value": balance_words(end.balance, measure)} for end in ends]


def parts() -> list[dict]:
    return [{"label": _("Stays"), "fill": "free"}, {"label": _("Lapses"), "fill": "sun"}]
