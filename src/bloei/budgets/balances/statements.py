"""What somebody has, in figures and sentences: every line of a budget explained."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.balances import divisions, lines
from bloei.budgets.balances.advance_words import balance_words
from bloei.budgets.balances.lapsing import LAPSING, Lapsing, asked
from bloei.budgets.balances.lines import StatementLine
from bloei.budgets.models import Application, Entitlement, Entry, Measure, Scheme, SchemeVersion
from bloei.budgets.rules import State
from bloei.budgets.schemes import rulebook
from bloei.people.models import Person

DAY = timedelta(days=1)
AHEAD = timedelta(days=92)


@dataclass
class Budget:
    """One person in one scheme, as the page shows it. Amounts are cents or minutes."""

    entitlement: Entitlement
    free: int
    reserved: int
    spent: int
    lapses: list[Lapsing] = field(default_factory=list)
    lines: list[StatementLine] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return "euros" if self.entitlement.scheme.measure == Measure.CENTS else "hours"

    @property
    def is_below_zero(self) -> bool:
        return self.free < 0

    @property
    def free_words(self) -> str:
        """Return the balance in words: "€ 900", or "€ 1.800 in de min"."""
        return balance_words(self.free, self.entitlement.scheme.measure)

    @property
    def soon(self) -> int:
        """Return what of the free part lapses within three months."""
        return sum(one.left for one in self.lapses)

    @property
    def stays(self) -> int:
        return max(0, self.free - self.soon)

    @property
    def had(self) -> int:
        """Return all there was this year: free, reserved and spent."""
        return self.free + self.reserved + self.spent

    @property
    def last_day(self) -> date | None:
        """Return the last day on which what lapses soon can be used, or the last part of it."""
        return self.lapses[-1].lapses_on - DAY if self.lapses else None

    @property
    def first_last_day(self) -> date | None:
        """Return the last day on which the part that lapses soonest can be used."""
        return self.lapses[0].lapses_on - DAY if self.lapses else None

    @property
    def lapses_in_parts(self) -> bool:
        return self.first_last_day != self.last_day

    def parts(self) -> list[dict]:
        """Return the parts for a meter, in the order and colours of every page."""
        found = self._below_zero() if self.is_below_zero else self._above_zero()
        return [part for part in found if part["value"] > 0]

    def _below_zero(self) -> list[dict]:
        """Tell what was really there apart from what was taken of later budget."""
        return [
            {"label": _("Used of your own budget"), "value": self.had, "fill": "leaf"},
            {"label": _("Advance on later budget"), "value": -self.free, "fill": "sun"},
        ]

    def _above_zero(self) -> list[dict]:
        return [
            {"label": _("Spent"), "value": self.spent, "fill": "leaf"},
            {"label": _("Reserved"), "value": self.reserved, "fill": "mid"},
            {"label": self._soon_words(), "value": self.soon, "fill": "sun"},
            {"label": _("Free, stays"), "value": self.stays, "fill": "free"},
        ]

    def _soon_words(self) -> str:
        day = lines.day_of_year(self.last_day) if self.last_day else ""
        if self.lapses_in_parts:
            return _("Free, lapses in parts up to and including %(day)s") % {"day": day}
        return _("Free up to and including %(day)s") % {"day": day}


def own_budgets(viewer: Person, today: date) -> list[Budget]:
    """Return the budgets of who looks; more panels of a page ask for them, so they are kept."""
    kept = viewer.__dict__.setdefault("_budgets", {})
    if today not in kept:
        kept[today] = budgets_of(viewer, today)
    return kept[today]


def budgets_of(
    person: Person, today: date, applications: Iterable[Application] | None = None
) -> list[Budget]:
    """Return every budget of a person, euros first: one query.

    With the applications of the person (queries.of_person), one more for the lines of this year.
    """
    found = _balances(person, today)
    if applications is not None:
        _tell(found, list(applications), today.year)
    return found


_BALANCES = f"""
    select n.*, s.name, s.title, s.measure, s.origin,
           own.balance as free, reserved.balance as set_apart,
           (select coalesce(sum(e.amount), 0)::bigint from budgets_entry e
             where e.source_id = n.reserved_id and e.what = %s
               and e.on between %s and %s) as spent,
           gone.days, gone.amounts
      from budgets_entitlement n
      join budgets_scheme s on s.id = n.scheme_id
      join budgets_account own on own.id = n.own_id
      join budgets_account reserved on reserved.id = n.reserved_id
      left join (select scheme_id, array_agg(lapses_on order by lapses_on) as days,
                        array_agg(left_over order by lapses_on) as amounts
                   from ({LAPSING}) as lapsing group by scheme_id) as gone
        on gone.scheme_id = n.scheme_id
     where n.person_id = %s
     order by s.measure, n.id
"""  # noqa: S608 - two constants of ours


def _balances(person: Person, today: date) -> list[Budget]:
    """Return what a person has, spent this year and will lose, in every scheme: one question."""
    this_year = [date(today.year, 1, 1), date(today.year, 12, 31)]
    lapses = asked(Measure.values, today, today + AHEAD, [person.pk])
    wanted = [Entry.What.SPEND.value, *this_year, *lapses, person.pk]
    found = []
    rows: Iterable[Any] = Entitlement.objects.raw(_BALANCES, wanted)
    for one in rows:
        one.scheme = Scheme(one.scheme_id, one.name, one.title, one.measure, one.origin)
        days = zip(one.days or (), one.amounts or (), strict=True)
        gone = [Lapsing(person.pk, one.scheme_id, day, amount) for day, amount in days]
        found.append(Budget(one, one.free, one.set_apart, one.spent, gone))
    return found


def _tell(budgets: list[Budget], applications: list[Application], year: int) -> None:
    """Give every budget its lines of a year, newest first: one question for all."""
    own = {one.entitlement.own_id: one for one in budgets}
    mine = own | {one.entitlement.reserved_id: one for one in budgets}
    rows = list(
        Entry.objects.filter(Q(source__in=mine) | Q(target__in=mine), on__year=year)
        .only("source", "target", "amount", "on", "what", "about", "key", "because")
        .order_by("-on", "-pk")
    )
    known = {divisions.about(one): one for one in applications}
    mandatory = [one for one in applications if _is_mandatory(one, year)]
    for (pk, *_key), entries in _together(rows, mine).items():
        line = _line(entries, own, known, mine[pk].entitlement.scheme.measure)
        if line:
            mine[pk].lines.append(line)
    for one in budgets:
        # What was mandatory stands among the rest, and costs nothing.
        if one.entitlement.scheme.measure == Measure.CENTS:
            one.lines += [lines.of_mandatory(application) for application in mandatory]
        one.lines.sort(key=lambda line: line.on, reverse=True)
        _carry(one, year)


def _carry(budget: Budget, year: int) -> None:
    """Add what was there when the year began, so the lines add up to what is free."""
    before = budget.free - sum(line.amount for line in budget.lines)
    if before:
        words = _("From earlier years"), _("What you still had.")
        budget.lines.append(StatementLine(date(year, 1, 1), *words, before))


def _together(rows: list[Entry], mine: dict[int, Budget]) -> dict[tuple, list[Entry]]:
    """Put the entries of one movement (over several lots) together, under an account of mine."""
    grouped: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in rows:
        budget = mine.get(entry.source_id) or mine[entry.target_id]
        whole = entry.about or entry.key
        grouped[(budget.entitlement.own_id, entry.on, entry.what, whole)].append(entry)
    return grouped


def _line(
    entries: list[Entry], own: Collection[int], known: dict[str, Application], measure: str
) -> StatementLine | None:
    first = entries[0]
    amount = sum(_signed(entry, own) for entry in entries)
    if not amount:  # it moved on behind the balance: a bonus, a payment, a filled advance
        return None
    application = known.get(first.about)
    if application:
        return lines.of_application(first, application, amount)
    return StatementLine(first.on, lines.title(first), lines.why(first, measure), amount)


def _signed(entry: Entry, own: Collection[int]) -> int:
    """Return plus for what came to an own account, minus for what left it.

    What a scheme adds goes straight to what is set apart, and back: that is neither.
    """
    if entry.target_id in own:
        return entry.amount
    return -entry.amount if entry.source_id in own else 0


def _is_mandatory(application: Application, year: int) -> bool:
    """Say whether this was mandatory training that somebody asked for in this year."""
    told = {State.ASKED, State.AGREED, State.PAID}
    if not application.is_mandatory or application.state not in told or not application.asked_at:
        return False
    return timezone.localtime(application.asked_at).year == year


def rule_in_force(scheme: int, today: date) -> cao.Scheme | None:
    """Return the rule of a scheme (its pk) that holds today, or None."""
    found = SchemeVersion.objects.on(today).filter(scheme=scheme).first()
    return rulebook.read(found.text) if found else None
