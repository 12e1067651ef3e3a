"""Read a scheme file (TOML, docs/formats.md 1) and refuse it with all its mistakes at once."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bloei.budgets.cao.amounts import to_units
from bloei.budgets.cao.dates import BEGINNING, FOREVER
from bloei.budgets.cao.grant_table import read_grant
from bloei.budgets.cao.problems import Mistake, Refused
from bloei.budgets.cao.scheme import (
    Advance,
    Bonus,
    Cap,
    Conversion,
    Decision,
    Eligibility,
    Grant,
    Lapse,
    Scheme,
    Transition,
)
from bloei.foundation.strict.table import StrictTable
from bloei.people.kinds import kind_of

_TOP_LEVEL = ("notes", "status", "includes_vat", "hours_per_day", "valid_from", "valid_until")
_MODES = ("half_up", "up", "down")


def read_scheme(text: str, *, minutes: bool = True) -> Scheme:
    """A scheme from TOML text; raises `Refused`.

    `minutes`: amounts of an HOURS scheme are whole minutes (the ledger), else hundredths of an
    hour (the command line, where a person may spend "1.33").
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused([Mistake("TOML", "not_toml", {"detail": str(error)})]) from error
    return scheme_from(data, minutes=minutes)


def scheme_from(data: dict[str, Any], *, minutes: bool = True) -> Scheme:
    """A scheme from the tables of a file; raises `Refused`."""
    problems: list[Mistake] = []
    scheme = _Reader(data, problems, minutes=minutes).read()
    if problems:
        raise Refused(problems)
    return scheme


class _Reader:
    """Reads the tables one by one; what is wrong is collected in `problems`."""

    def __init__(self, data: dict[str, Any], problems: list[Mistake], *, minutes: bool):
        self.top = StrictTable(data, "", problems)
        self.unit = self.top.choice("unit", ("EUR", "HOURS"), "EUR", required=True)
        self.per_unit = 60 if self.unit == "HOURS" and minutes else 100

    def read(self) -> Scheme:
        """Return the scheme; mistakes come in the order in which this asks."""
        top = self.top
        valid_from, valid_until = self._validity()
        name, title = top.text("name", required=True), top.text("title", required=True)
        fulltime = top.number("fulltime_hours", required=True, above_zero=True)
        grant, step, mode = self._grant()
        allowed, excluded = self._purposes()
        scheme = Scheme(
            name=name,
            title=title,
            unit=self.unit,
            per_unit=self.per_unit,
            fulltime_hours=fulltime or Decimal(1),
            sources=top.texts("sources", required=True),
            grant=grant,
            rounding_step=step,
            rounding_mode=mode,
            valid_from=valid_from,
            valid_until=valid_until,
            eligibility=self._eligibility(),
            cap=self._cap(grant),
            lapse=self._lapse(grant),
            advance=self._advance(grant),
            leaving=self._leaving(),
            conversions=tuple(self._conversion(row) for row in top.tables("conversion")),
            bonuses=tuple(self._bonus(row) for row in top.tables("bonus")),
            purposes_allowed=allowed,
            purposes_excluded=excluded,
            decision=self._decision(),
            includes_vat=top.flag("includes_vat", default=False),
            hours_per_day=top.number("hours_per_day", above_zero=True),
            notes=top.texts("notes"),
            status=top.choice("status", ("checked", "example"), "checked"),
        )
        top.close()
        return scheme

    def _validity(self) -> tuple[date, date]:
        first, last = self.top.day("valid_from"), self.top.day("valid_until")
        if first and last and last < first:
            self.top.wrong("valid_until", "until_before_from", start=str(first), until=str(last))
        return first or BEGINNING, last or FOREVER

    def _grant(self) -> tuple[Grant, Fraction, str]:
        """Return the grant, and how its amounts are rounded."""
        table = self.top.table("grant", required=True)
        if not table:
            return Grant("year", ()), Fraction(1), "half_up"
        step, mode = self._rounding(table)
        return read_grant(table, self.per_unit), step, mode

    def _rounding(self, grant: StrictTable) -> tuple[Fraction, str]:
        default = Fraction(1, 100) if self.unit == "EUR" else Fraction(1, 10)
        table = grant.table("rounding")
        if table is None:
            return default, "half_up"
        to = table.number("to", above_zero=True)
        mode = table.choice("mode", _MODES, "half_up")
        table.close(_TOP_LEVEL)
        step = Fraction(to) if to else default
        if self.unit == "HOURS" and (step * 60).denominator != 1:
            table.wrong("to", "whole_minutes")
        elif self.unit == "EUR" and (step * 100).denominator != 1:
            table.wrong("to", "whole_cents")
        return step, mode

    def _eligibility(self) -> Eligibility:
        table = self.top.table("eligibility")
        if table is None:
            return Eligibility()
        fte = table.number("min_fte")
        found = Eligibility(
            min_hours_per_week=table.number("min_hours_per_week"),
            more_than_hours_per_week=table.number("more_than_hours_per_week"),
            min_fte=None if fte is None else Fraction(fte),
            min_months_of_service=table.integer("min_months_of_service"),
            min_age=table.integer("min_age", high=120),
            years_before_pension=table.integer("years_before_pension", high=120),
            excluded_kinds=frozenset(
                kind_of(word) or word for word in table.texts("excluded_kinds")
            ),
        )
        table.close(_TOP_LEVEL)
        return found

    def _cap(self, grant: Grant) -> Cap | None:
        table = self.top.table("cap")
        if table is None:
            return None
        amount = table.number("amount", places=2)
        grants = table.integer("grants", high=1000)
        named = [key for key in ("amount", "grants") if table.has(key)]
        if len(named) != 1:
            table.wrong("amount", "one_of", options="amount, grants", got=_named(named))
        if table.has("grants") and _of_pay(grant):
            table.wrong("grants", "not_with_pay")
        prorate = table.flag("prorate_hours", default=False)
        trims = table.choice("on_fewer_hours", ("trim", "keep"), "keep") == "trim"
        table.close(_TOP_LEVEL)
        units = None if amount is None else to_units(amount, self.per_unit)
        return Cap(units, grants, prorate, trims)

    def _lapse(self, grant: Grant) -> Lapse | None:
        table = self.top.table("lapse")
        if table is None:
            return None
        months, years = table.integer("after_months"), table.integer("after_years", high=100)
        at_block_end = table.flag("at_block_end", default=False)
        at_end = (
            table.choice("lapses", ("at_start_of_month", "at_end_of_month"), "at_start_of_month")
            == "at_end_of_month"
        )
        named = [key for key in ("after_months", "after_years") if table.has(key)]
        named += ["at_block_end"] if at_block_end else []
        if len(named) > 1:
            options = "after_months, after_years, at_block_end"
            table.wrong(named[1], "at_most_one_of", options=options, got=_named(named))
        if months == 0 and not at_end:
            table.wrong("after_months", "gone_at_once")
        if at_block_end and not (grant.block_start and grant.block_years):
            table.wrong("at_block_end", "needs", other="grant.block_start, grant.block_years")
        transitional = tuple(_transition(row) for row in table.tables("transitional"))
        table.close(_TOP_LEVEL)
        how = "block" if at_block_end else "never"
        if months is not None or years is not None:
            how = "months" if months is not None else "years"
        return Lapse(how, months or years or 0, at_end, tuple(sorted(transitional)))

    def _advance(self, grant: Grant) -> Advance | None:
        table = self.top.table("advance")
        if table is None:
            return None
        if _of_pay(grant):
            self.top.wrong("advance", "not_with_pay")
        years = table.integer("years", high=100, required=True)
        waives = table.choice("on_leaving", ("reclaim", "waive"), "reclaim") == "waive"
        table.close(_TOP_LEVEL)
        return Advance(years or 0, waives)

    def _leaving(self) -> str:
        table = self.top.table("leaving")
        if table is None:
            return "lapse"
        balance = table.choice("balance", ("lapse", "pay_out", "keep"), "lapse")
        table.close(_TOP_LEVEL)
        return balance

    def _conversion(self, table: StrictTable) -> Conversion:
        share = table.number("max_share_of_grant")
        if share is not None and share > 1:
            table.wrong("max_share_of_grant", "share_above_one")
        found = Conversion(
            table.text("to", required=True),
            None if share is None else Fraction(share),
            table.integer("min_age", high=120),
        )
        table.close(_TOP_LEVEL)
        return found

    def _bonus(self, table: StrictTable) -> Bonus:
        factor = table.number("factor", required=True)
        if factor is not None and factor < 1:
            table.wrong("factor", "factor_below_one")
        found = Bonus(
            table.text("purpose", required=True),
            table.number("min_hours_added") or Decimal(0),
            Fraction(factor or 1),
        )
        table.close(_TOP_LEVEL)
        return found

    def _purposes(self) -> tuple[frozenset[str], frozenset[str]]:
        table = self.top.table("purposes")
        if table is None:
            return frozenset(), frozenset()
        allowed, excluded = table.texts("allowed"), table.texts("excluded")
        table.close(_TOP_LEVEL)
        return frozenset(allowed), frozenset(excluded)

    def _decision(self) -> Decision:
        table = self.top.table("decision")
        if table is None:
            return Decision()
        found = Decision(
            table.choice("by", ("employee", "together", "employer"), "employee"),
            table.integer("answer_within_days", low=1),
            table.texts("refusal_grounds"),
        )
        table.close(_TOP_LEVEL)
        return found


def _of_pay(grant: Grant) -> bool:
    return any(rate.kind != "amount" for rate in grant.rates)


def _named(keys: list[str]) -> str:
    return ", ".join(keys) or "-"


def _transition(table: StrictTable) -> Transition:
    before = table.day("granted_before", required=True)
    lapses_on = table.day("lapses_on", required=True)
    table.close(_TOP_LEVEL)
    if before and lapses_on and lapses_on < before:
        table.wrong("lapses_on", "lapses_too_early")
    return Transition(before or date.min, lapses_on or date.min)
