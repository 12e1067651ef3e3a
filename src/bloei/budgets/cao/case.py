"""One person under one scheme: service, pay, birthdays, and the days on which a grant may fall."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bloei.budgets.cao.dates import (
    FOREVER,
    Period,
    add_months,
    add_years,
    block_with,
    day_after,
    month_of,
    year_from,
)
from bloei.budgets.cao.person import Facts
from bloei.budgets.cao.scheme import Fixed, Scheme
from bloei.budgets.cao.service import Service, Span

MILLION = 1_000_000
_NOTHING = Decimal(0)


class Occasion(NamedTuple):
    """A day on which a grant falls, if eligible. `fixed` holds the one-off amount of a span."""

    on: date
    period: Period
    span: Span
    joining: bool
    fixed: int | None = None


class PayRow(NamedTuple):
    """Pay per month that counts for the scheme, in millionths of a euro: whole numbers are fast."""

    start: date
    end: date
    monthly: int


class Case:
    """What a scheme needs to know of a person, worked out once per run."""

    __slots__ = ("age_adds", "facts", "fixed", "of_age_from", "pay", "scheme", "service")

    def __init__(self, scheme: Scheme, facts: Facts):
        self.scheme = scheme
        self.facts = facts
        self.service = Service(facts.employments, scheme.eligibility.excluded_kinds)
        self.fixed = [
            row for row in scheme.grant.fixed if self.service.covers(row.start, row.until)
        ]
        self.age_adds = [
            (add_years(facts.born_on, row.from_age), number)
            for number, row in enumerate(scheme.grant.ages)
        ]
        self.of_age_from = self._of_age_from()
        wanted = scheme.grant.of
        self.pay = [
            PayRow(
                row.start,
                row.until or FOREVER,
                int(sum((row.monthly.get(name, _NOTHING) for name in wanted), _NOTHING) * MILLION),
            )
            for row in facts.pay
            if wanted
        ]

    def _of_age_from(self) -> date | None:
        """The first day on which both age conditions hold; None when there are none."""
        rule, born = self.scheme.eligibility, self.facts.born_on
        days = []
        if rule.min_age is not None:
            days.append(add_years(born, rule.min_age))
        if rule.years_before_pension is not None:
            days.append(add_years(pension_day(self.facts), -rule.years_before_pension))
        return max(days, default=None)

    def is_eligible(self, on: date, span: Span) -> bool:
        """All conditions of [eligibility] hold on this day in service."""
        return not self.unmet(on, span)

    def unmet(self, on: date, span: Span) -> str:
        """The condition of [eligibility] that does not hold: age, hours, service; "" = all hold."""
        rule, hours = self.scheme.eligibility, span.hours
        if self.of_age_from is not None and on < self.of_age_from:
            return "age"
        if rule.min_hours_per_week is not None and hours < rule.min_hours_per_week:
            return "hours"
        if rule.more_than_hours_per_week is not None and hours <= rule.more_than_hours_per_week:
            return "hours"
        if rule.min_fte is not None and (
            self.scheme.hours_share(hours, clamp=False) < rule.min_fte
        ):
            return "hours"
        months = rule.min_months_of_service
        long_enough = months is None or add_months(span.joined, months) <= on
        return "" if long_enough else "service"

    def age_row(self, on: date) -> int:
        """The index of the highest row of `ages` that is reached; -1 when none is."""
        reached = [
            (self.scheme.grant.ages[number].from_age, number)
            for day, number in self.age_adds
            if day <= on
        ]
        return max(reached)[1] if reached else -1

    def occasions(self, first: date, last: date) -> Iterator[Occasion]:
        """The days from first to last on which a grant falls by the calendar, in order.

        Eligibility, the cap and what was granted before are not looked at here.
        """
        spans = self.service.spans
        if not spans:
            return
        first = max(first, self.scheme.valid_from, spans[0].start)
        last = min(last, self.scheme.valid_until, spans[-1].end)
        if first > last:
            return
        if self.fixed:
            yield from self._with_fixed(first, last)
        else:
            yield from self._ordinary(first, last)

    def _with_fixed(self, first: date, last: date) -> Iterator[Occasion]:
        waiting = sorted(row for row in self.fixed if first <= row.start <= last)
        for occasion in self._ordinary(first, last):
            while waiting and waiting[0].start <= occasion.on:
                yield self._of_fixed(waiting.pop(0))
            if not any(row.start <= occasion.on <= row.until for row in self.fixed):
                yield occasion
        for row in waiting:
            yield self._of_fixed(row)

    def _of_fixed(self, row: Fixed) -> Occasion:
        span = self.service.on(row.start)
        assert span is not None
        period = Period(row.start, row.until, 0)
        return Occasion(row.start, period, span, joining=False, fixed=row.amount)

    def _ordinary(self, first: date, last: date) -> Iterator[Occasion]:
        service = self.service
        joinings = [day for day in service.joinings if first <= day <= last]
        if self.scheme.grant.joining == "none":
            joinings = []
        any_day_counts = self.scheme.grant.month_rule == "any"
        for period in self._periods(first, last):
            if not (any_day_counts or self._month_counts(period)):
                continue
            start = period.start
            if first <= start and (span := service.on(start)):
                yield Occasion(start, period, span, False)
            for day in joinings:
                if start < day <= period.end:
                    joined = service.on(day)
                    assert joined is not None
                    yield Occasion(day, period, joined, joining=True)

    def _month_counts(self, period: Period) -> bool:
        if self.scheme.grant.month_rule == "full":
            return self.service.covers(period.start, period.end)
        middle = period.start.replace(day=15)
        return self.service.touches(period.start, middle) and self.service.touches(
            day_after(middle), period.end
        )

    def _periods(self, first: date, last: date) -> Iterator[Period]:
        if self.scheme.grant.every == "month":
            number = first.year * 12 + first.month - 1
            while number <= last.year * 12 + last.month - 1:
                yield month_of(number // 12, number % 12 + 1)
                number += 1
            return
        period = self.period_of(first)
        if period is None:
            start = self.scheme.grant.block_start
            period = self.period_of(start) if start else None
        while period is not None and period.start <= last:
            yield period
            period = self.period_of(day_after(period.end)) if period.end < FOREVER else None

    def period_of(self, day: date) -> Period | None:
        """The period of a grant in which this day lies; None before the first block."""
        grant = self.scheme.grant
        if grant.every == "month":
            return month_of(day.year, day.month)
        if grant.every == "year":
            starts_later = (day.month, day.day) < (grant.on_month, grant.on_day)
            year = day.year - 1 if starts_later else day.year
            return year_from(max(year, 1), grant.on_month, grant.on_day)
        assert grant.block_start is not None
        assert grant.block_years is not None
        return block_with(day, grant.block_start, grant.block_years)

    def counting_from(self, day: date) -> date | None:
        """The first day of the period in which conversions are limited."""
        if self.scheme.grant.every == "month":
            return date(day.year, 1, 1)
        period = self.period_of(day)
        return period.start if period else None


def pension_day(facts: Facts) -> date:
    """The birthday at the pension age, so many months later."""
    if not facts.pension_months:
        return add_years(facts.born_on, facts.pension_years)
    return add_months(facts.born_on, facts.pension_years * 12 + facts.pension_months)
