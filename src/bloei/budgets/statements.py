"""What somebody has, in figures and sentences: every line of a budget explained."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bloei.budgets import cao, reasons, rulebook
from bloei.budgets.lapsing import Lapsing, lapsing
from bloei.budgets.models import Application, Entitlement, Entry, SchemeVersion
from bloei.people.models import Person

DAY = timedelta(days=1)
AHEAD = timedelta(days=92)


@dataclass(frozen=True)
class Line:
    """One line of the statement: signed amount (cents or minutes), what, and why in a sentence."""

    on: date
    title: str
    why: str
    amount: int
    reserved: bool = False
    url: str = ""


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
        from bloei.foundation import wording

        day = wording.long_date(self.last_day, get_language() or "nl") if self.last_day else ""
        return _("Free up to and including %(day)s") % {"day": day}


def budgets_of(person: Person, today: date, *, lines: bool = False) -> list[Budget]:
    """Return every budget of a person: euros first; in a fixed number of queries."""
    found = list(
        Entitlement.objects.filter(person=person)
        .select_related("scheme", "own", "reserved")
        .order_by("scheme__measure", "pk")
    )
    spent = _spent(found, today.year)
    gone = _lapses(person, today) if found else {}
    told = _lines(found, today.year) if lines else {}
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
    from django.db.models import Sum

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
        .annotate(from_purpose=F("source__purpose"), to_purpose=F("target__purpose"))
        .order_by("-on", "-pk")
    )
    known = _applications(rows)
    measures = {one.pk: one.scheme.measure for one in entitlements}
    told: dict[int, list[Line]] = defaultdict(list)
    for (entitlement, *_key), entries in _together(rows, mine).items():
        line = _line(entries, known, measures[entitlement])
        if line:
            told[entitlement].append(line)
    return told


def _together(rows: list[Entry], mine: dict[int, Entitlement]) -> dict[tuple, list[Entry]]:
    """Put the entries of one movement (over several lots) together."""
    grouped: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in rows:
        entitlement = mine.get(entry.source_id) or mine[entry.target_id]
        whole = entry.about or entry.key
        grouped[(entitlement.pk, entry.on, entry.what, whole)].append(entry)
    return grouped


def _line(
    entries: list[Entry], known: dict[str, Application], measure: str
) -> Line | None:
    first = entries[0]
    amount = sum(_signed(entry) for entry in entries)
    application = known.get(first.about)
    if application:
        return _line_of_application(entries, application, amount)
    why = reasons.sentence(first.because or {}, measure)
    return Line(first.on, _title(first.what), why, amount)


def _signed(entry: Entry) -> int:
    """Return plus for what came to the person, minus for what went or was set apart."""
    own = ("own", "reserved")
    if entry.from_purpose in own and entry.to_purpose in own:
        return -entry.amount if entry.to_purpose == "reserved" else entry.amount
    return -entry.amount if entry.from_purpose in own else entry.amount


def _line_of_application(
    entries: list[Entry], application: Application, amount: int
) -> Line | None:
    what = entries[0].what
    title = application.participation.offer.title
    url = application.get_absolute_url()
    if what == Entry.What.SPEND:
        return None  # it stood here already when it was set apart
    if what == Entry.What.RESERVE:
        if application.state in {"withdrawn", "cancelled", "refused"}:
            return Line(entries[0].on, title, _("You applied for this."), amount, url=url)
        if application.state == "paid":
            return Line(entries[0].on, title, _("This was paid."), amount, url=url)
        why = _("The money is set apart for this.")
        return Line(entries[0].on, title, why, amount, reserved=True, url=url)
    if what in {Entry.What.RELEASE, Entry.What.REFUND}:
        why = _("It did not go on, so the money is free again.")
        return Line(entries[0].on, title, why, amount, url=url)
    return Line(entries[0].on, title, "", amount, url=url)


def _applications(rows: list[Entry]) -> dict[str, Application]:
    ids = {
        int(entry.about.partition(":")[2])
        for entry in rows
        if entry.about.startswith("application:")
    }
    found = Application.objects.filter(pk__in=ids).select_related("participation__offer")
    return {f"application:{one.pk}": one for one in found}


def _title(what: str) -> str:
    return {
        "grant": _("New budget"),
        "opening": _("What you had already"),
        "lapse": _("Lapsed"),
        "trim": _("Cut to the maximum"),
        "forfeit": _("Ended with your employment"),
        "pay_out": _("Paid out"),
        "convert": _("Converted"),
        "bonus": _("Extra from the scheme"),
        "correction": _("Correction"),
        "reclaim": _("Settled at the end"),
        "waive": _("Remitted at the end"),
    }.get(what, _("Movement"))


def rule_of(entitlement: Entitlement, today: date) -> cao.Scheme | None:
    """Return the rule that holds today for this budget, or None."""
    found = SchemeVersion.objects.on(today).filter(scheme=entitlement.scheme_id).first()
    return rulebook.read(found.text) if found else None
