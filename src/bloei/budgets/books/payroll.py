"""What was paid in a period, for payroll and finance; it adds up to the ledger, to the cent.

With what is settled with who leaves: paid out, in euros or in hours, or taken back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bloei.budgets.access import EXPORT_PAYMENTS
from bloei.budgets.models import Application, Entitlement, Entry, Funding, Measure
from bloei.budgets.rules import APPLICATION, Source, State

PAID = (Entry.What.SPEND, Entry.What.REFUND)
SETTLED = (Entry.What.PAY_OUT, Entry.What.RECLAIM)


@dataclass(frozen=True)
class Period:
    """The days of an export, both inclusive."""

    first: date
    last: date


def entries(period: Period, viewer) -> QuerySet[Entry]:
    """Return the payments (and payments taken back) in euros that this viewer may see."""
    seen = EXPORT_PAYMENTS.narrow(Application.objects.all(), viewer)
    names = [f"{APPLICATION}{pk}" for pk in seen.values_list("pk", flat=True)]
    return Entry.objects.filter(
        what__in=PAID, on__range=(period.first, period.last), source__measure=Measure.CENTS
    ).filter(about__in=names)


def headings() -> list[str]:
    return [
        _("Personnel number"), _("Name"), _("Unit"), _("Paid from"), _("Scheme"), _("Offer"),
        _("Provider"), _("Application"), _("Booked on"), _("Who pays the invoice"),
        _("Hours"), _("Amount (EUR)"),
    ]  # fmt: skip


def rows(period: Period, viewer) -> Iterator[list]:
    """Yield a row per payment; taken back is negative. Own money is not in it."""
    found = entries(period, viewer).annotate(
        scheme_title=F("source__scheme__title"), team=F("source__team_budget__unit__name")
    )
    payments = list(found.order_by("on", "pk"))
    known = _applications(payments)
    for entry in payments:
        application = known[int(entry.about.partition(":")[2])]
        person, offer = application.person, application.offer
        yield [
            person.number,
            person.full_name,
            person.unit.name if person.unit else "",
            _("Personal budget") if entry.scheme_title else _("Budget of the team"),
            entry.scheme_title or entry.team or "",
            offer.title,
            offer.provider.name if offer.provider else "",
            application.pk,
            entry.on,
            application.get_payer_display(),
            "",
            _euros(_signed(entry)),
        ]
    yield from _outside_budgets(period, viewer)
    yield from _settled(period, viewer)


def total_cents(period: Period, viewer) -> int:
    """Return what the ledger says was paid, by one sum; the export must add up to it."""
    sums = entries(period, viewer).values("what").annotate(total=Sum("amount"))
    by_kind = {row["what"]: row["total"] for row in sums}
    paid = by_kind.get(Entry.What.SPEND, 0) - by_kind.get(Entry.What.REFUND, 0)
    paid += sum(share.amount for share in _employer_shares(period, viewer))
    return paid + _settled_total(period, viewer, Measure.CENTS)


def total_minutes(period: Period, viewer) -> int:
    """Return the minutes that the ledger says were paid out to who left."""
    return _settled_total(period, viewer, Measure.MINUTES)


def _settled_total(period: Period, viewer, measure: str) -> int:
    found = _settlements(period, viewer).filter(source__measure=measure)
    total = Sum("amount", default=0)
    out = found.filter(source__owner__isnull=False).aggregate(total=total)["total"]
    return out - found.filter(target__owner__isnull=False).aggregate(total=total)["total"]


def _settled(period: Period, viewer) -> Iterator[list]:
    """Yield what who left still gets (positive) or gives back (negative), in euros or hours.

    What a correction undoes afterwards is a row of its own, of the day on which it was booked.
    """
    found = _settlements(period, viewer).select_related(
        "source__owner__unit", "target__owner__unit", "source__scheme"
    )
    for entry in found:
        is_out = entry.source.owner is not None
        person = entry.source.owner if is_out else entry.target.owner
        assert person, "personal accounts alone are settled"
        amount = entry.amount if is_out else -entry.amount
        in_hours = entry.source.measure == Measure.MINUTES
        assert entry.source.scheme, "a personal account and a fund are of a scheme"
        yield [
            person.number, person.full_name, person.unit.name if person.unit else "",
            _("Personal budget"), entry.source.scheme.title,
            _title(entry.what, is_out), "", "", entry.on, "",
            round(amount / 60, 2) if in_hours else "", "" if in_hours else _euros(amount),
        ]  # fmt: skip


def _title(what: str, is_out: bool) -> str:
    if what == Entry.What.PAY_OUT:
        return _("Paid out on leaving") if is_out else _("Undone: paid out on leaving")
    return _("Undone: settled on leaving") if is_out else _("Settled on leaving")


def _settlements(period: Period, viewer) -> QuerySet[Entry]:
    """Return what was paid out to, or taken back from, who left, as far as this viewer may see."""
    seen = EXPORT_PAYMENTS.narrow(Entitlement.objects.all(), viewer).values("own")
    found = Entry.objects.filter(what__in=SETTLED, on__range=(period.first, period.last))
    return found.filter(Q(source__in=seen) | Q(target__in=seen)).order_by("on", "pk")


def _outside_budgets(period: Period, viewer) -> Iterator[list]:
    """Yield what the employer paid outside every budget: mandatory training."""
    for share in _employer_shares(period, viewer):
        application = share.application
        person, offer = application.person, application.offer
        yield [
            person.number, person.full_name, person.unit.name if person.unit else "",
            _("The employer"), _("mandatory training"), offer.title,
            offer.provider.name if offer.provider else "", application.pk, application.paid_on,
            application.get_payer_display(), "", _euros(share.amount),
        ]  # fmt: skip


def _employer_shares(period: Period, viewer) -> QuerySet[Funding]:
    seen = EXPORT_PAYMENTS.narrow(Application.objects.filter(state=State.PAID), viewer)
    return (
        Funding.objects.filter(
            source=Source.EMPLOYER,
            application__in=seen,
            application__paid_on__range=(period.first, period.last),
        )
        .select_related("application__person__unit", "application__participation__offer__provider")
        .order_by("application__paid_on", "pk")
    )


def _applications(payments: Iterable[Entry]) -> dict[int, Application]:
    ids = {int(entry.about.partition(":")[2]) for entry in payments}
    found = Application.objects.select_related(
        "person__unit", "participation__offer__provider"
    ).in_bulk(ids)
    return dict(found)


def _signed(entry: Entry) -> int:
    return entry.amount if entry.what == Entry.What.SPEND else -entry.amount


def _euros(cents: int) -> float:
    """Return euros as a number of a spreadsheet; cents are exact in it up to a billion."""
    return float(Decimal(cents) / 100)
