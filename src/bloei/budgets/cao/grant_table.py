"""Read the table [grant] of a scheme file: how much, when, and for whom how large a part."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bloei.budgets.cao.amounts import to_units
from bloei.budgets.cao.dates import BEGINNING, FOREVER
from bloei.budgets.cao.scheme import AgeRow, Fixed, Grant, Rate
from bloei.foundation.strict.table import StrictTable, shown

_BASES = ("amount", "percent", "rates", "hours_of_pay")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_JOINING = ("full", "months_left", "days_left", "none")
_MONTH_RULES = ("any", "full", "before_16th")


class _Placed(NamedTuple):
    """A row with its table, to name the place of an overlap."""

    row: Rate | Fixed
    table: StrictTable


def read_grant(table: StrictTable, per_unit: int) -> Grant:
    """The grant of a scheme; mistakes go to the problems of the table."""
    every = table.choice("every", ("month", "year", "block"), "year", required=True)
    month, day = _month_day(table)
    block_start = table.day("block_start", required=every == "block")
    block_years = table.integer("block_years", low=1, high=100, required=every == "block")
    rates = _rates(table)
    of = table.texts("of", required=any(rate.kind != "amount" for rate in rates))
    minimum = table.number("minimum", places=2)
    grant = Grant(
        every=every,
        rates=rates,
        on_month=month,
        on_day=day,
        block_start=block_start,
        block_years=block_years,
        of=of,
        fixed=_fixed(table, per_unit),
        ages=_ages(table),
        prorate_hours=table.flag("prorate_hours", default=False),
        clamp=table.flag("clamp", default=True),
        minimum=0 if minimum is None else to_units(minimum, per_unit),
        joining=table.choice("joining", _JOINING, "full"),
        joining_month_counts=table.flag("joining_month_counts", default=True),
        month_rule=table.choice("month_rule", _MONTH_RULES, "any"),
    )
    _refuse_what_does_not_go_together(table, every)
    table.close(("notes", "status"))
    return grant


def _refuse_what_does_not_go_together(table: StrictTable, every: str) -> None:
    if every == "month":
        for key in ("joining", "joining_month_counts"):
            if table.has(key):
                table.wrong(key, "not_with", every="month")
    elif table.has("month_rule"):
        table.wrong("month_rule", "only_with", every="month")


def _month_day(table: StrictTable) -> tuple[int, int]:
    text = table.text("on", "01-01")
    if text == "02-29":
        table.wrong("on", "leap_day")
    elif _MONTH_DAY.fullmatch(text):
        try:
            day = date(2001, int(text[:2]), int(text[3:]))
        except ValueError:
            table.wrong("on", "not_a_month_day", got=shown(text))
        else:
            return day.month, day.day
    else:
        table.wrong("on", "not_a_month_day", got=shown(text))
    return 1, 1


def _rates(table: StrictTable) -> tuple[Rate, ...]:
    """The base, of whichever kind, as dated rates."""
    named = [key for key in _BASES if table.has(key)]
    if len(named) != 1:
        options = ", ".join(_BASES)
        table.wrong("amount", "one_of", options=options, got=", ".join(named) or "-")
    found = []
    for kind in ("amount", "percent", "hours_of_pay"):
        value = table.number(kind)
        if value is not None:
            found.append(Rate(BEGINNING, FOREVER, kind, Fraction(value)))
    rows = [_rate(row) for row in table.tables("rates")]
    if table.has("rates") and table.data["rates"] == []:
        table.wrong("rates", "missing")
    _refuse_overlap(rows)
    return tuple(found) + tuple(sorted(one.row for one in rows if isinstance(one.row, Rate)))


def _rate(table: StrictTable) -> _Placed:
    start, until = _span(table, open_ended=True)
    named = [key for key in ("amount", "percent") if table.has(key)]
    amount, percent = table.number("amount"), table.number("percent")
    if len(named) != 1:
        got = ", ".join(named) or "-"
        table.wrong("amount", "one_of", options="amount, percent", got=got)
    table.close()
    kind = "percent" if "percent" in named else "amount"
    value = percent if kind == "percent" else amount
    return _Placed(Rate(start, until, kind, Fraction(value or 0)), table)


def _fixed(table: StrictTable, per_unit: int) -> tuple[Fixed, ...]:
    rows = []
    for row in table.tables("fixed"):
        start, until = _span(row, open_ended=False)
        amount = row.number("amount", required=True, places=2)
        row.close()
        rows.append(_Placed(Fixed(start, until, to_units(amount or Decimal(0), per_unit)), row))
    _refuse_overlap(rows)
    return tuple(sorted(one.row for one in rows if isinstance(one.row, Fixed)))


def _ages(table: StrictTable) -> tuple[AgeRow, ...]:
    rows = []
    for row in table.tables("ages"):
        age = row.integer("from_age", high=120, required=True)
        add = row.number("add", required=True)
        row.close()
        rows.append(AgeRow(age or 0, Fraction(add or 0)))
    return tuple(sorted(rows))


def _span(table: StrictTable, *, open_ended: bool) -> tuple[date, date]:
    start = table.day("from", required=True)
    until = table.day("until", required=not open_ended)
    if start and until and until < start:
        table.wrong("until", "until_before_from", start=str(start), until=str(until))
    return start or BEGINNING, until or FOREVER


def _refuse_overlap(rows: list[_Placed]) -> None:
    """Two rows may not hold on one day; the later one is named."""
    longest: Rate | Fixed | None = None
    for row, table in sorted(rows, key=lambda one: one.row.start):
        if longest and row.start <= longest.until and table.has("from"):
            table.wrong("from", "overlap", start=str(longest.start))
        if longest is None or row.until > longest.until:
            longest = row
