"""The engine itself: one run over a stretch of days of one person, entry by entry.

Order on one day: leaving, lapse, trim, grant, conversions, spends.
"""

from datetime import date
from operator import itemgetter
from typing import Any

from bloei.budgets.cao.amounts import two_decimals
from bloei.budgets.cao.case import Case, Occasion
from bloei.budgets.cao.dates import BEGINNING, FOREVER, day_after, day_before
from bloei.budgets.cao.entries import (
    Correction,
    Entry,
    Lot,
    Part,
    Progress,
    Reason,
    Refusal,
    Release,
    State,
)
from bloei.budgets.cao.grants import advance_on, amount_of, cap_on
from bloei.budgets.cao.lots import Lots, lapse_date
from bloei.budgets.cao.person import Movement
from bloei.budgets.cao.spending import Verdict, judge_conversion, judge_spend

_LEAVE, _LAPSE, _TRIM, _GRANT, _CONVERT, _SPEND = range(6)
_RANK = {"convert": _CONVERT, "spend": _SPEND}
_LAST_DAY = day_before(FOREVER)
_IN_ORDER = itemgetter(0, 1, 2)


class Run:
    """One run over a stretch of days of one person; `replay` holds the functions to use."""

    def __init__(self, case: Case, state: State):
        self.case = case
        self.scheme = case.scheme
        self.done = state.done
        self.lots = Lots(state.lots, state.advanced)
        self.last_grant_on = state.last_grant_on
        self.counting_from = state.counting_from
        self.granted = state.granted
        self.converted = dict(state.converted)
        self.entries: list[Entry] = []
        self.refused: list[Refusal] = []

    def progress(self) -> Progress:
        state = State(
            self.done,
            tuple(self.lots.items),
            self.lots.advanced,
            self.last_grant_on,
            self.counting_from,
            self.granted,
            tuple(sorted(self.converted.items())),
        )
        return Progress(state, self.entries, self.refused)

    def to(self, until: date) -> None:
        """Book everything after the days already done, up to and including `until`."""
        # The last day of the calendar stands for "never": what never lapses may not lapse on it.
        until = min(until, _LAST_DAY)
        if self.done is not None and until <= self.done:
            return
        lots = self.lots
        for on, rank, _, what in self._agenda(day_after(self.done or BEGINNING), until):
            if lots.next_lapse <= on:
                self._lapse(on if rank > _LAPSE else day_before(on))
            if rank == _GRANT:
                self._grant(what)
            elif rank >= _CONVERT:
                self.move(what)
            elif rank == _TRIM:
                self._trim(on)
            else:
                self._leave(on)
        self._lapse(until)
        self.done = until

    def _agenda(self, first: date, until: date) -> list[tuple[date, int, tuple[Any, ...], Any]]:
        """What is known beforehand, in order; lapses come in between."""
        case = self.case
        agenda: list[tuple[date, int, tuple[Any, ...], Any]]
        agenda = [(one.on, _GRANT, (), one) for one in case.occasions(first, until)]
        grants = len(agenda)
        agenda += [(on, _LEAVE, (), None) for on in case.service.leavings if first <= on <= until]
        if self.scheme.cap is not None and self.scheme.cap.trims:
            agenda += [(on, _TRIM, (), None) for on in case.service.drops if first <= on <= until]
        agenda += [
            (one.on, _RANK[one.what], _turn(one), one)
            for one in case.facts.movements
            if first <= one.on <= until
        ]
        if len(agenda) > grants:
            agenda.sort(key=_IN_ORDER)
        return agenda

    def _book(
        self,
        on: date,
        what: str,
        amount: int,
        reason: Reason,
        *,
        parts: tuple[Part, ...] = (),
        lapses_on: date | None = None,
    ) -> None:
        """Write an entry; the lots have been changed already."""
        self.entries.append(Entry(on, what, amount, self.lots.balance, lapses_on, reason, parts))

    def _lapse(self, until: date) -> None:
        if self.lots.next_lapse > until:
            return
        for lot in self.lots.due(until):
            granted_on, amount, lapses_on, ref = lot
            assert lapses_on is not None
            # A release may bring back a lot whose day has passed: it goes at once.
            on = lapses_on if self.done is None else max(lapses_on, self.done)
            self.lots.balance -= amount
            reason = Reason("lapse", {"granted_on": granted_on.isoformat()})
            self._book(
                on, "lapse", -amount, reason, parts=(Part(granted_on, lapses_on, -amount, ref),)
            )

    def _leave(self, on: date) -> None:
        balance, scheme = self.lots.balance, self.scheme
        if balance < 0:
            what = "waive" if scheme.advance is not None and scheme.advance.waives else "reclaim"
            self.lots.balance = self.lots.advanced = 0
            self._book(on, what, -balance, self._of_leaving(what, on))
        elif balance > 0 and scheme.leaving != "keep":
            what = "pay_out" if scheme.leaving == "pay_out" else "forfeit"
            parts = self.lots.take(balance)
            self._book(on, what, -balance, self._of_leaving(what, on), parts=parts)

    def _of_leaving(self, what: str, on: date) -> Reason:
        return Reason(what, {"last_day": day_before(on).isoformat()})

    def _trim(self, on: date) -> None:
        cap = cap_on(self.case, on)
        over = self.lots.balance - cap if cap is not None else 0
        span = self.case.service.on(on)
        if over <= 0 or span is None:
            return
        parts = self.lots.take(over)
        figures: dict[str, str | int]
        figures = {"cap": self._text(cap or 0), "hours": f"{span.hours:f}"}
        self._book(on, "trim", -over, Reason("trim", figures), parts=parts)

    def _grant(self, occasion: Occasion) -> None:
        on = occasion.on
        if self._was_granted(occasion):
            return
        if not self.case.is_eligible(on, occasion.span):
            return
        amount, known = amount_of(self.case, occasion)
        if not amount:
            return
        figures = {**known, "on": on.isoformat()}
        if occasion.joining:
            figures["joining"] = 1
        elif occasion.fixed is not None:
            figures["until"] = occasion.period.end.isoformat()
        cap = cap_on(self.case, on)
        if cap is not None and amount > (space := cap - self.lots.balance):
            if space <= 0:
                return
            figures["withheld"] = self._text(amount - space)
            figures["cap"] = self._text(cap)
            amount = space
        lapses_on = lapse_date(self.scheme, on)
        if self.lots.advanced:
            figures["filled"] = self._text(min(amount, self.lots.advanced))
        parts = self.lots.add(Lot(on, amount, lapses_on))
        self.last_grant_on = on
        if self.scheme.conversions:
            self._count_from(on)
            self.granted += amount
        self._book(on, "grant", amount, Reason("grant", figures), parts=parts, lapses_on=lapses_on)

    def _was_granted(self, occasion: Occasion) -> bool:
        """At most one grant a month; and who kept a balance does not get a second one on return."""
        if occasion.fixed is not None or self.last_grant_on is None:
            return False
        if self.last_grant_on < occasion.period.start:
            return False
        monthly = self.scheme.grant.every == "month"
        return monthly or (occasion.joining and self.scheme.leaving == "keep")

    def _count_from(self, on: date) -> None:
        start = self.case.counting_from(on)
        if start != self.counting_from:
            self.counting_from, self.granted, self.converted = start, 0, {}

    def move(self, movement: Movement) -> None:
        """Book a spend or a conversion, all or nothing."""
        if movement.what == "convert":
            self._count_from(movement.on)
            done = self.converted.get(movement.to, 0)
            verdict = judge_conversion(
                self.case, movement, self.lots.balance, granted=self.granted, converted=done
            )
        else:
            verdict = judge_spend(self.case, movement, self.room(movement.on))
        if verdict.refused:
            self.refused.append(
                Refusal(movement.on, movement.what, movement.amount, verdict.refused)
            )
        else:
            self._carry_out(movement, verdict)

    def _carry_out(self, movement: Movement, verdict: Verdict) -> None:
        on, amount = movement.on, movement.amount
        bonus = amount - verdict.own_part
        if bonus and verdict.bonus:
            # The bonus comes and goes on the same day: it never becomes a lot.
            self.lots.balance += bonus
            self._book(on, "bonus", bonus, verdict.bonus)
            self.lots.balance -= bonus
        parts = self.lots.take(verdict.own_part)
        if movement.what == "convert":
            self.converted[movement.to] = self.converted.get(movement.to, 0) + amount
            reason = Reason("convert", {"to": movement.to})
        else:
            reason = Reason("spend", {"purpose": movement.purpose})
        self._book(on, movement.what, -amount, reason, parts=parts)

    def room(self, on: date) -> int:
        return self.lots.balance + advance_on(self.case, on)

    def release(self, release: Release) -> None:
        """Put the parts of an earlier entry back into their lots; lapsed ones go at once."""
        amount = sum(-part.amount for part in release.parts) + release.advanced
        for part in release.parts:
            self.lots.put_back(Lot(part.granted_on, -part.amount, part.lapses_on, part.ref))
        self.lots.fill(release.advanced, release.on)
        back = tuple(part._replace(amount=-part.amount) for part in release.parts)
        self._book(
            release.on, "release", amount, Reason("release", {"note": release.note}), parts=back
        )
        self._lapse(release.on)

    def correct(self, correction: Correction) -> None:
        """Book a difference: more becomes a lot, less takes at most what is there."""
        on, amount = correction.on, correction.amount
        figures: dict[str, str | int] = {"note": correction.note}
        reason = Reason("correction", figures)
        if amount > 0:
            granted_on = correction.granted_on or on
            lapses_on = lapse_date(self.scheme, granted_on)
            parts = self.lots.add(Lot(granted_on, amount, lapses_on))
            self._book(
                on,
                "correction",
                amount,
                Reason("correction", figures),
                parts=parts,
                lapses_on=lapses_on,
            )
            self._lapse(on)
            return
        taken = min(-amount, max(self.lots.balance, 0))
        if taken < -amount:
            figures["short"] = self._text(-amount - taken)
        if taken:
            parts = self.lots.take(taken, first=correction.granted_on)
            self._book(on, "correction", -taken, reason, parts=parts)
        else:
            self.refused.append(Refusal(on, "correction", amount, reason))

    def _text(self, amount: int) -> str:
        return two_decimals(amount, self.scheme.per_unit)


def _turn(movement: Movement) -> tuple[Any, ...]:
    """Movements of one day and kind: smallest amount first, then purpose."""
    return movement.amount, movement.purpose, movement.to, movement.hours_added
