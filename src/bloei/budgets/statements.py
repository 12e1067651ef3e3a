"""What somebody has, in figures and sentences: every line of a budget explained."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from bloei.budgets import cao, lines, rulebook
from bloei.budgets.lapsing import Lapsing, lapsing
from bloei.budgets.lines import Line
from bloei.budgets.models import Application, Entitlement, Entry, Measure, SchemeVersion
from bloei.budgets.rules import State
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
    lines: list[Line] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return "euros" if self.entitlement.scheme.measure == "cents" else "hours"

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
        """Return the last day on which the part that lapses soonest can be used."""
        return self.lapses[0].lapses_on - DAY if self.lapses else None

    def parts(self) -> list[dict]:
        """Return the parts for a meter, in the order and colours of every page."""
        found = [
            {"label": _("Spent"), "value": self.spent, "fill": "leaf"},
            {"label": _("Reserved"), "value": self.reserved, "fill": "mid"},
            {"label": self._soon_words(), "value": self.soon, "fill": "sun"},
            {"label": _("Free, stays"), "value": self.stays, "fill": "free"},
        ]
        return [part for part in found if part["value"]]

    def _soon_words(self) -> str:
        day = lines.day_of_year(self.last_day) if self.last_day else ""
        return _("Free up to and including %(day)s") % {"day": day}


def budgets_of(person: Person, today: date, *, with_lines: bool = False) -> list[Budget]:
    """Return every budget of a person: euros first; in a fixed number of queries."""
    found = list(
        Entitlement.objects.filter(person=person)
        .select_related("scheme", "own", "reserved")
        .order_by("scheme__measure", "pk")
    )
    spent = _spent(found, today.year)
    gone = _lapses(person, today) if found else {}
    told = _lines(found, today.year) if with_lines else {}
    return [
        Budget(
            entitlement=one,
            free=one.own.balance,
            reserved=one.reserved.balance,
            spent=spent.get(one.reserved_id, 0),
            lapses=gone.get(one.scheme_id, []),
            lines=told.get(one.pk, []),
        )
        for one in found
    ]


def _spent(entitlements: Iterable[Entitlement], year: int) -> dict[int, int]:
    reserved = [one.reserved_id for one in entitlements]
    rows = Entry.objects.filter(source__in=reserved, what=Entry.What.SPEND, on__year=year)
    return dict(rows.values_list("source").annotate(Sum("amount")))


def _lapses(person: Person, today: date) -> dict[int, list[Lapsing]]:
    found: dict[int, list[Lapsing]] = defaultdict(list)
    for measure in ("cents", "minutes"):
        for one in lapsing(measure, after=today, until=today + AHEAD, among=[person.pk]):
            found[one.scheme_id].append(one)
    return found


def _lines(entitlements: list[Entitlement], year: int) -> dict[int, list[Line]]:
    """Return the lines of a year, newest first, per entitlement."""
    mine = {one.own_id: one for one in entitlements} | {
        one.reserved_id: one for one in entitlements
    }
    rows = list(
        Entry.objects.filter(Q(source__in=mine) | Q(target__in=mine), on__year=year)
        .select_related("source", "target")
        .order_by("-on", "-pk")
    )
    known = _applications(rows)
    measures = {one.pk: one.scheme.measure for one in entitlements}
    told: dict[int, list[Line]] = defaultdict(list)
    for (entitlement, *_key), entries in _together(rows, mine).items():
        line = _line(entries, known, measures[entitlement])
        if line:
            told[entitlement].append(line)
    for one in entitlements:
        mandatory = _mandatory(one, year)
        told[one.pk] = sorted([*told[one.pk], *mandatory], key=lambda line: line.on, reverse=True)
        _carried(one, told[one.pk], year)
    return told


def _mandatory(entitlement: Entitlement, year: int) -> list[Line]:
    """Return what was mandatory this year: it stands among the rest, and costs nothing."""
    if entitlement.scheme.measure != Measure.CENTS:
        return []
    found = Application.objects.filter(
        person=entitlement.person_id,
        is_mandatory=True,
        state__in=[State.ASKED, State.AGREED, State.PAID],
        asked_at__year=year,
    )
    return [lines.of_mandatory(one) for one in found.select_related("participation__offer")]


def _carried(entitlement: Entitlement, told: list[Line], year: int) -> None:
    """Add what was there when the year began, so the lines add up to what is free."""
    before = entitlement.own.balance - sum(line.amount for line in told)
    if before:
        told.append(
            Line(date(year, 1, 1), _("From earlier years"), _("What you still had."), before)
        )


def _together(rows: list[Entry], mine: dict[int, Entitlement]) -> dict[tuple, list[Entry]]:
    """Put the entries of one movement (over several lots) together."""
    grouped: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in rows:
        entitlement = mine.get(entry.source_id) or mine[entry.target_id]
        whole = entry.about or entry.key
        grouped[(entitlement.pk, entry.on, entry.what, whole)].append(entry)
    return grouped


def _line(entries: list[Entry], known: dict[str, Application], measure: str) -> Line | None:
    first = entries[0]
    amount = sum(_signed(entry) for entry in entries)
    application = known.get(first.about)
    if application:
        return lines.of_application(first, application, amount)
    return Line(first.on, lines.title(first), lines.why(first, measure), amount)


def _signed(entry: Entry) -> int:
    """Return plus for what came to the person, minus for what went or was set apart."""
    own = ("own", "reserved")
    came_from, went_to = entry.source.purpose, entry.target.purpose
    if came_from in own and went_to in own:
        return -entry.amount if went_to == "reserved" else entry.amount
    return -entry.amount if came_from in own else entry.amount


def _applications(rows: list[Entry]) -> dict[str, Application]:
    ids = {
        int(entry.about.partition(":")[2])
        for entry in rows
        if entry.about.startswith("application:")
    }
    found = Application.objects.filter(pk__in=ids).select_related("participation__offer")
    return {f"application:{one.pk}": one for one in found}


def rule_of(entitlement: Entitlement, today: date) -> cao.Scheme | None:
    """Return the rule that holds today for this budget, or None."""
    return rule_in_force(entitlement.scheme_id, today)


def rule_in_force(scheme: int, today: date) -> cao.Scheme | None:
    """Return the rule of a scheme (its pk) that holds today, or None."""
    found = SchemeVersion.objects.on(today).filter(scheme=scheme).first()
    return rulebook.read(found.text) if found else None
