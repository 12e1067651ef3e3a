"""Read a person file (JSON, docs/formats.md 1) and refuse it with all its mistakes at once."""

from datetime import date
from decimal import Decimal
from typing import Any

from bloei.budgets.cao.amounts import to_units
from bloei.budgets.cao.person import Employment, Facts, Movement, Pay
from bloei.budgets.cao.problems import Mistake, Refused
from bloei.budgets.cao.scheme import Scheme
from bloei.foundation.strict.source import json_of
from bloei.foundation.strict.table import StrictTable, shown
from bloei.people.kinds import KINDS, kind_of


def read_person(text: str, scheme: Scheme | None, today: date) -> Facts:
    """The facts of a person from JSON text; raises `Refused`. Movements get the scheme's unit.

    Without a scheme (its own file was refused) the facts are only checked.
    """
    return facts_from(json_of(text), scheme, today)


def facts_from(data: Any, scheme: Scheme | None, today: date) -> Facts:
    """The facts of a person from the tables of a file; raises `Refused`."""
    per_unit = scheme.per_unit if scheme else 100
    problems: list[Mistake] = []
    if not isinstance(data, dict):
        raise Refused([Mistake("JSON", "not_a_table", {"got": shown(data)})])
    top = StrictTable(data, "", problems)
    born_on = top.day_text("born_on", required=True)
    if born_on and born_on > today:
        top.wrong("born_on", "born_in_the_future", got=born_on.isoformat())
    rows = top.tables("employments", required=True)
    employments = tuple(_employment(row, scheme) for row in rows)
    pay = tuple(_pay(row) for row in top.tables("pay"))
    years, months = _pension_age(top)
    movements = tuple(_movement(row, per_unit) for row in top.tables("movements"))
    top.close()
    if problems:
        raise Refused(problems)
    assert born_on is not None
    return Facts(born_on, employments, pay, years, months, movements)


def _span(table: StrictTable) -> tuple[date, date | None]:
    start = table.day_text("from", required=True)
    until = table.day_text("until", nullable=True)
    if start and until and until < start:
        table.wrong("until", "until_before_from", start=str(start), until=str(until))
    return start or date.min, until


def _employment(table: StrictTable, scheme: Scheme | None) -> Employment:
    start, until = _span(table)
    hours = table.number("hours_per_week", required=True)
    kind = _kind(table, scheme)
    table.close()
    return Employment(start, until, hours or Decimal(0), kind)


def _kind(table: StrictTable, scheme: Scheme | None) -> str:
    """The kind of an employment; a word that means nothing would let an excluded kind count.

    What the scheme itself excludes is known too, whatever it is called.
    """
    written = table.text("kind")
    if scheme is None or not written or written in scheme.eligibility.excluded_kinds:
        return written
    found = kind_of(written)
    if found is None:
        table.wrong("kind", "unknown_kind", got=shown(written), known=", ".join(KINDS))
    return found or written


def _pay(table: StrictTable) -> Pay:
    start, until = _span(table)
    monthly = table.table("monthly", required=True)
    parts = {}
    if monthly:
        parts = {name: monthly.number(name) or Decimal(0) for name in monthly.data}
    table.close()
    return Pay(start, until, parts)


def _pension_age(top: StrictTable) -> tuple[int, int]:
    table = top.table("pension_age")
    if table is None:
        return 67, 0
    years = table.integer("years", low=1, high=120, required=True)
    months = table.integer("months", high=11)
    table.close()
    return years or 67, months or 0


def _movement(table: StrictTable, per_unit: int) -> Movement:
    on = table.day_text("on", required=True)
    what = table.choice("what", ("spend", "convert"), "spend", required=True)
    amount = _amount(table, per_unit)
    purpose, to, hours_added = "", "", None
    if what == "convert":
        to = table.text("to", required=True)
    else:
        purpose = table.text("purpose")
        hours_added = table.number("hours_added")
    table.close()
    return Movement(on or date.min, what, amount, purpose, hours_added or Decimal(0), to)


def _amount(table: StrictTable, per_unit: int) -> int:
    amount = table.number("amount", required=True, above_zero=True, places=2)
    if amount is None:
        return 0
    if (amount * per_unit) % 1:
        table.wrong("amount", "too_fine", got=shown(str(amount)), smallest="1/60")
    return to_units(amount, per_unit)
