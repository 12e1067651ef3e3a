"""The export for payroll and finance."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bloei.budgets.access import EXPORT_PAYMENTS
from bloei.budgets.books import payroll
from bloei.budgets.forms.applications import ExportForm
from bloei.foundation import clock, exports
from bloei.people.sign_in import fresh_sign_in


def _this_month(today: date) -> dict:
    return {"first": today.replace(day=1), "last": today}


@require_GET
def payment_export(request):
    EXPORT_PAYMENTS.require(request.user)
    form = ExportForm(initial=_this_month(clock.today()))
    return render(request, "budgets/payment_export.html", {"form": form})


@require_POST
@fresh_sign_in
def payment_export_download(request):
    """Give the file; it is checked against the ledger before anybody gets it."""
    EXPORT_PAYMENTS.require(request.user)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "budgets/payment_export.html", {"form": form}, status=422)
    period = payroll.Period(form.cleaned_data["first"], form.cleaned_data["last"])
    rows = list(payroll.rows(period, request.user))
    _check(rows, period, request.user)
    name = f"bloei-{period.first}-{period.last}"
    if form.cleaned_data["kind"] == "xlsx":
        content = exports.to_xlsx("Bloei", payroll.headings(), rows)
        return exports.download(content, f"{name}.xlsx", exports.XLSX)
    return exports.download(exports.to_csv(payroll.headings(), rows), f"{name}.csv", exports.CSV)


def _check(rows: list[list], period: payroll.Period, viewer) -> None:
    """Raise ArithmeticError when the rows do not add up to the ledger, to the cent and minute."""
    cents = round(sum(row[-1] or 0 for row in rows) * 100)
    minutes = sum(round((row[-2] or 0) * 60) for row in rows)
    booked = payroll.total_cents(period, viewer), payroll.total_minutes(period, viewer)
    if (cents, minutes) != booked:
        raise ArithmeticError("The export does not add up to the ledger.")
