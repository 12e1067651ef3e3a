"""What a rule does to example people, before anybody is under it. Writes nothing."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.cao.entries import Part
from bloei.budgets.schemes.words import amount
from bloei.foundation import wording
from bloei.foundation.language import on_screen

BORN = date(1984, 5, 17)
SALARY = Decimal(3000)
YEARS_BACK, YEARS_AHEAD = 3, 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Example:
    """An example person: hours a week, first and last day, and what they spend each year."""

    hours: Decimal
    since: date
    until: date | None = None
    spends: int = 0


def preview(rule: cao.Scheme, old: cao.Scheme | None, example: Example, today: date) -> dict:
    """Return what the page shows: the balance as a picture, and the other examples in a table."""
    first = date(max(example.since.year, today.year - YEARS_BACK), 1, 1)
    last = date(today.year + YEARS_AHEAD, 12, 31)
    progress = cao.simulate(rule, facts(example, rule, last), last)
    then = cao.simulate(old, facts(example, old, last), last) if old else None
    return {
        "first": first,
        "last": last,
        "grants": grants(rule, progress, today, last),
        "balance": _balance(progress, first),
        "unit": "euros" if rule.unit == "EUR" else "hours",
        "per_year": amount(_per_year(progress, today), rule),
        "top": amount(max((entry.balance for entry in progress.entries), default=0), rule),
        "old_top": amount(max((e.balance for e in then.entries), default=0), old)
        if then and old
        else "",
        "others": others(rule, old, today),
    }


def _balance(progress: cao.Progress, first: date) -> list[tuple[date, int]]:
    """Return the balance at the end of every day on which it changed, from `first` on."""
    days = {max(entry.on, first): max(0, entry.balance) for entry in progress.entries}
    return sorted(days.items())


def facts(example: Example, rule: cao.Scheme, last: date) -> cao.Facts:
    """Return an example person as the engine knows people."""
    spends = []
    if example.spends:
        for year in range(example.since.year, last.year + 1):
            day = date(year, 9, 15)
            if day >= example.since:
                purpose = next(iter(sorted(rule.purposes_allowed)), "training")
                spends.append(cao.Movement(day, "spend", example.spends, purpose))
    return cao.Facts(
        born_on=BORN,
        employments=(cao.Employment(example.since, example.until, example.hours, "permanent"),),
        pay=(cao.Pay(example.since, example.until, {"salary": SALARY * example.hours / 36}),),
        movements=tuple(spends),
    )


@dataclass
class _Lot:
    """A grant (or those of a year of months together), and what became of it until today."""

    granted_on: date
    lapses_on: date | None
    amount: int = 0
    used: int = 0
    gone: int = 0
    uses: list[date] = field(default_factory=list)

    def count(self, entry: cao.Entry, part: Part, today: date) -> None:
        """Add what an entry gives to this lot, or takes from it."""
        if entry.what in ("grant", "opening"):
            self.amount += part.amount
            ends, known = part.lapses_on, self.lapses_on
            self.lapses_on = max(ends, known) if ends and known else ends
            return
        if entry.what == "spend":
            self.uses.append(entry.on)
        if entry.on <= today and entry.what == "spend":
            self.used -= part.amount
        elif entry.on <= today:
            self.gone -= part.amount


def grants(rule: cao.Scheme, progress: cao.Progress, today: date, last: date) -> list[dict]:
    """Return the grants as the picture of lots shows them; months are put together per year."""
    lots: dict[tuple[int, date | None], _Lot] = {}
    monthly = rule.grant.every == "month"
    for entry in progress.entries:
        for part in entry.parts:
            begins = date(part.granted_on.year, 1, 1) if monthly else part.granted_on
            key = (begins.year, None if monthly else part.lapses_on)
            lot = lots.setdefault(key, _Lot(begins, part.lapses_on))
            lot.count(entry, part, today)
    return [_shown(lot, rule, today) for lot in lots.values() if lot.granted_on <= last]


def _shown(lot: _Lot, rule: cao.Scheme, today: date) -> dict:
    left = lot.amount - lot.used - lot.gone
    if lot.granted_on > today:
        state, text = "later", _("Still to come")
    elif left <= 0 and lot.gone:
        state, text = "gone", _("%(lost)s lapses") % {"lost": amount(lot.gone, rule)}
    elif left <= 0:
        state, text = "gone", _("Used up")
    else:
        state, text = "now", _("%(left)s left") % {"left": amount(left, rule)}
    return {
        "amount": lot.amount,
        "name": _("of %(year)s") % {"year": lot.granted_on.year},
        "granted_on": lot.granted_on,
        "lapses_on": lot.lapses_on,
        "uses": lot.uses,
        "text": text,
        "state": state,
    }


def _per_year(progress: cao.Progress, today: date) -> int:
    year = today.year + 1
    return sum(e.amount for e in progress.entries if e.what == "grant" and e.on.year == year)


def others(rule: cao.Scheme, old: cao.Scheme | None, today: date) -> list[dict]:
    """Return four ordinary people: what each gets, when it lapses first, the highest balance."""
    full = rule.fulltime_hours
    joined = date(today.year, 9, 1)
    leaves = date(today.year + 1, 6, 30)
    cases = [
        (_("Full-time, uses nothing"), Example(full, date(today.year - 2, 1, 1))),
        (_("20 hours, saves for a study"), Example(Decimal(20), date(today.year - 2, 1, 1))),
        (
            _("New since %(day)s") % {"day": _day(joined)},
            Example(full, joined),
        ),
        (
            _("Leaves after %(day)s") % {"day": _day(leaves)},
            Example(full, date(today.year - 2, 1, 1), leaves),
        ),
    ]
    return [_case(name, example, rule, old, today) for name, example in cases]


def _day(day: date) -> str:
    return wording.long_date(day, on_screen())


def _case(name: str, example: Example, rule, old, today: date) -> dict:
    last = date(today.year + YEARS_AHEAD, 12, 31)
    progress = cao.simulate(rule, facts(example, rule, last), last)
    return {
        "name": name,
        "per_year": amount(_per_year(progress, today), rule),
        "first": _first_lapse(rule, example, today),
        "old": _first_lapse(old, example, today) if old else None,
        "top": amount(max((entry.balance for entry in progress.entries), default=0), rule),
    }


def _first_lapse(rule: cao.Scheme, example: Example, today: date) -> date | None:
    """Return the last day on which what lapses first can be used; None when nothing lapses."""
    now = cao.simulate(rule, facts(example, rule, today), today)
    ends = [lot.lapses_on for lot in now.state.lots if lot.lapses_on]
    if example.until and rule.leaving == "lapse":
        ends.append(example.until + DAY)
    return min(ends) - DAY if ends else None
