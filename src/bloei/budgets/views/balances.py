"""Pages for HR about everybody's balances: totals, what will lapse, opening balances, runs."""

from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.budgets.access import MANAGE_SCHEMES, SEE_RUNS, SEE_TOTALS
from bloei.budgets.actions import balances as actions
from bloei.budgets.balances import totals
from bloei.budgets.forms.balances import OpeningDayForm, OpeningForm
from bloei.budgets.granting import opening, opening_words
from bloei.budgets.models import Scheme
from bloei.budgets.schemes import overview
from bloei.foundation import clock, errors, files, toasts
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.tables import Unreadable
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in

QUARTER = timedelta(days=92)
PER_PAGE = 50


def _people(request):
    SEE_TOTALS.require(request.user)
    return SEE_TOTALS.narrow(Person.objects.filter(is_working=True), request.user)


@require_GET
def balance_overview(request):
    """Show per unit what is free, reserved and spent."""
    people, today = _people(request), clock.today()
    tables = []
    for measure, unit in totals.MEASURES:
        rows = totals.totals(people, measure, today.year)
        if rows:
            tables.append({"unit": unit, "rows": rows, "sums": totals.sums(rows)})
    page = _page_of_units(request, tables)
    facts = {"tables": tables, "page": page, "today": today, "alarm": _alarm(request)}
    return render(request, "budgets/balance_overview.html", facts)


def _page_of_units(request, tables: list[dict]) -> Page:
    """Keep in the tables the units of one page; the sums stay those of all."""
    units = sorted({(row["name"], row["unit"] or 0) for table in tables for row in table["rows"]})
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    shown = {unit for _name, unit in page}
    for table in tables:
        table["rows"] = [row for row in table["rows"] if (row["unit"] or 0) in shown]
    return page


def _alarm(request) -> Run | None:
    return totals.last_alarm() if SEE_RUNS.held_by(request.user) else None


@require_GET
def lapse_calendar(request):
    """Show what will lapse in the coming twelve months, and who loses most within three."""
    people, today = _people(request), clock.today()
    pictures = []
    for measure, unit in totals.MEASURES:
        months = totals.lapse_months(people, measure, today)
        if any(month["amount"] for month in months):
            losing, count = totals.who_lose(people, measure, today, today + QUARTER)
            picture = {"unit": unit, "months": months, "bars": _bars(months, today)}
            pictures.append(picture | {"losing": losing, "more": count - len(losing)})
    parts = [{"label": _("Lapses"), "fill": "sun"}]
    facts = {"pictures": pictures, "parts": parts, "today": today}
    return render(request, "budgets/lapse_calendar.html", facts)


def _bars(months: list[dict], today: date) -> list[dict]:
    """Return a column per month, with its short name."""
    return [
        {
            "name": date_format(month["month"], "b"),
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
    facts = {"form": form, "columns": opening_words.columns(overview.names_in_use())}
    return render(request, "budgets/opening_form.html", facts, status=status)


def _preview_of(stored: StoredFile) -> str:
    from bloei.foundation.addresses import address_of

    return address_of("budgets:opening_preview", stored.pk)


@require_GET
def opening_preview(request, pk):
    """Show what the file would book, and where it differs from the rule."""
    stored = _stored(request, pk)
    try:
        plan = _plan(stored, OpeningDayForm(request.GET))
    except _NoPlan as why:
        return errors.unprocessable(request, str(why))
    report = opening_words.report(plan)
    facts = {
        "stored": stored,
        "plan": plan,
        "report": report,
        "form": OpeningDayForm(initial={"on": plan.on}),
    } | opening_words.for_page(report)
    return render(request, "budgets/opening_preview.html", facts)


def _stored(request, pk) -> StoredFile:
    MANAGE_SCHEMES.require(request.user)
    return get_object_or_404(StoredFile, pk=pk, purpose=actions.OPENING, by=request.user)


class _NoPlan(Exception):
    """Nothing can be booked, in a sentence."""


def _plan(stored: StoredFile, form: OpeningDayForm) -> opening.OpeningPlan:
    """Return what this file would book on the day of the form; raises _NoPlan."""
    if not form.is_valid():
        raise _NoPlan(form.errors["on"][0])
    try:
        return opening.plan(files.path_of(stored).read_bytes(), form.cleaned_data["on"])
    except Unreadable as trouble:
        raise _NoPlan(opening_words.unreadable(trouble)) from trouble


@require_POST
@fresh_sign_in
def opening_confirm(request, pk):
    """Book the file, and forget it. The same file again changes nothing."""
    if totals.was_opened(pk, request.user):
        return redirect("budgets:balance_overview")
    stored = _stored(request, pk)
    try:
        plan = _plan(stored, OpeningDayForm(request.POST))
    except _NoPlan as why:
        return errors.unprocessable(request, str(why))
    if plan.groups:
        actions.open_balances(plan, by=request.user)
    actions.forget_opening_file(stored, by=request.user)
    toasts.confirm(request, _("The balances are loaded. The rule goes on from here."))
    return redirect("budgets:balance_overview")


@require_GET
def run_list(request):
    SEE_RUNS.require(request.user)
    page = Paginator(totals.runs(), 25).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": [(run, sum(line["entries"] for line in _lines(run))) for run in page],
        "alarm": totals.last_alarm(),
    }
    return render(request, "budgets/run_list.html", facts)


@require_GET
def run_detail(request, uuid):
    SEE_RUNS.require(request.user)
    run = get_object_or_404(totals.runs(), uuid=uuid)
    titles = dict(Scheme.objects.values_list("name", "title"))
    lines = [(line, titles.get(line["scheme"], line["scheme"])) for line in _lines(run)]
    return render(request, "budgets/run_detail.html", {"run": run, "lines": lines})


def _lines(run: Run) -> list[dict]:
    """Return what a nightly run booked, per scheme and kind."""
    return (run.report or {}).get("lines", [])
