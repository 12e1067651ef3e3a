"""Pages for HR about everybody's balances: totals, what will lapse, opening balances, runs."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.budgets import balance_queries as queries
from bloei.budgets import opening, opening_words
from bloei.budgets.access import MANAGE_SCHEMES, SEE_RUNS, SEE_TOTALS
from bloei.budgets.actions import balances as actions
from bloei.budgets.balance_forms import ConfirmOpeningForm, OpeningForm
from bloei.foundation import clock, files, toasts
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.tables import Unreadable
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in

QUARTER = timedelta(days=92)


def _people(request):
    SEE_TOTALS.require(request.user)
    return SEE_TOTALS.narrow(Person.objects.filter(is_working=True), request.user)


@require_GET
def balance_overview(request):
    """Show per unit what is free, reserved and spent."""
    people, today = _people(request), clock.today()
    tables = []
    for measure, unit in queries.MEASURES:
        rows = queries.totals(people, measure, today.year)
        if rows:
            tables.append({"unit": unit, "rows": rows, "sums": queries.sums(rows)})
    facts = {"tables": tables, "today": today, "alarm": _alarm(request)}
    return render(request, "budgets/balance_overview.html", facts)


def _alarm(request) -> Run | None:
    return queries.last_alarm() if SEE_RUNS.held_by(request.user) else None


@require_GET
def lapse_calendar(request):
    """Show what will lapse in the coming twelve months, and who loses most within three."""
    people, today = _people(request), clock.today()
    pictures = []
    for measure, unit in queries.MEASURES:
        months = queries.lapse_months(people, measure, today)
        if any(month["amount"] for month in months):
            losing = queries.who_lose(people, measure, today, today + QUARTER)
            picture = {"unit": unit, "months": months, "bars": _bars(months, today)}
            pictures.append(picture | {"losing": losing[:25], "more": max(0, len(losing) - 25)})
    parts = [{"label": _("Lapses"), "fill": "sun"}]
    facts = {"pictures": pictures, "parts": parts, "today": today}
    return render(request, "budgets/lapse_calendar.html", facts)


def _bars(months: list[dict], today: date) -> list[dict]:
    """Return a column per month, with its short name."""
    return [
        {
            "name": date_format(month["month"], "M"),
            "values": [month["amount"]],
            "now": (month["month"].year, month["month"].month) == (today.year, today.month),
        }
        for month in months
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def opening_form(request):
    """Take a file of opening balances; nothing is booked yet."""
    MANAGE_SCHEMES.require(request.user)
    form = OpeningForm(request.POST or None, request.FILES or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        try:
            data = known["upload"].read()
            opening.plan(data, known["on"])
            known["upload"].seek(0)
            stored = actions.keep_opening_file(
                upload=known["upload"], key=known["key"], by=request.user
            )
        except Unreadable as trouble:
            form.add_error("upload", opening_words.unreadable(trouble))
        except files.Refused:
            form.add_error("upload", _("This is not a file that Bloei can read."))
        else:
            return redirect(f"{_preview_of(stored)}?on={known['on'].isoformat()}")
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/opening_form.html", {"form": form}, status=status)


def _preview_of(stored: StoredFile) -> str:
    from django.urls import reverse

    return reverse("budgets:opening_preview", args=[stored.pk])


@require_GET
def opening_preview(request, pk):
    """Show what the file would book, and where it differs from the rule."""
    stored = _stored(request, pk)
    form = ConfirmOpeningForm({"on": request.GET.get("on", "")})
    if not form.is_valid():
        raise Http404
    plan = opening.plan(files.path_of(stored).read_bytes(), form.cleaned_data["on"])
    facts = {
        "stored": stored,
        "plan": plan,
        "report": opening_words.report(plan),
        "form": ConfirmOpeningForm(initial={"on": plan.on}),
    }
    return render(request, "budgets/opening_preview.html", facts)


def _stored(request, pk) -> StoredFile:
    MANAGE_SCHEMES.require(request.user)
    return get_object_or_404(StoredFile, pk=pk, purpose=actions.OPENING, by=request.user)


@require_POST
@fresh_sign_in
def opening_confirm(request, pk):
    """Book the file. The same file again changes nothing."""
    stored = _stored(request, pk)
    form = ConfirmOpeningForm(request.POST)
    if not form.is_valid():
        raise Http404
    plan = opening.plan(files.path_of(stored).read_bytes(), form.cleaned_data["on"])
    if plan.groups:
        actions.open_balances(plan, by=request.user)
    toasts.confirm(request, _("The balances are loaded. The rule goes on from here."))
    return redirect("budgets:balance_overview")


@require_GET
def run_list(request):
    SEE_RUNS.require(request.user)
    page = Paginator(queries.runs(), 25).get_page(request.GET.get("page"))
    return render(request, "budgets/run_list.html", {"page": page, "alarm": queries.last_alarm()})


@require_GET
def run_detail(request, uuid):
    SEE_RUNS.require(request.user)
    run = get_object_or_404(queries.runs(), uuid=uuid)
    return render(request, "budgets/run_detail.html", {"run": run})
