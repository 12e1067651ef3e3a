"""How many must be there, when it is closed, and what a team shows each other."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, periods, toasts
from bloei.people.models import Unit
from bloei.planning import actions
from bloei.planning.access import IMPORT_ROSTERS, MANAGE_CLOSING_DAYS, MANAGE_STAFFING
from bloei.planning.forms.rosters import (
    ChangeStaffingForm,
    ClosingDayForm,
    ExceptionForm,
    StaffingForm,
)
from bloei.planning.models import ClosingDay, Staffing, TeamAgenda
from bloei.planning.rosters import holidays
from bloei.planning.week import standing, standing_words

UNITS = 20


def _units(request):
    MANAGE_STAFFING.require(request.user)
    open_units = Unit.objects.filter(closed_on=None)
    return MANAGE_STAFFING.narrow(open_units, request.user).order_by("name")


def _line(request, pk: int) -> Staffing:
    line = _lines(request).filter(pk=pk).first()
    if line is None:
        raise Http404
    return line


def _lines(request) -> QuerySet[Staffing]:
    """Return the lines of which every open unit is within reach.

    Who leads one team of several does not end the minimum of the others.
    """
    MANAGE_STAFFING.require(request.user)
    within = MANAGE_STAFFING.narrow(Unit.objects.all(), request.user)
    beyond = Unit.objects.filter(closed_on=None).exclude(pk__in=within.values("pk"))
    shared = Staffing.units.through.objects.filter(unit__in=beyond.values("pk"))
    lines = Staffing.objects.filter(units__in=within).exclude(pk__in=shared.values("staffing"))
    return lines.distinct()


@require_GET
def overview(request):
    units, today = _units(request), clock.today()
    goes_on = Q(during__endswith=None) | Q(during__endswith__gt=today)
    lines = _lines(request).filter(goes_on)
    context = {
        "lines": lines.prefetch_related("units").order_by("name", "from_minute"),
        "page": Paginator(units, UNITS).get_page(request.GET.get("page")),
        "open_agendas": set(TeamAgenda.objects.values_list("unit", flat=True)),
        "may_close": MANAGE_CLOSING_DAYS.held_by(request.user),
        "may_import": IMPORT_ROSTERS.held_by(request.user),
    }
    return render(request, "planning/rosters_overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def staffing_add(request):
    data = request.POST if request.method == "POST" else None
    form = StaffingForm(data, units=_units(request), initial={"first": clock.today()})
    if data is not None and form.is_valid():
        line = actions.set_staffing(by=request.user, **form.told())
        toasts.confirm(request, _("Kept. No learning time leaves fewer people than this."))
        return redirect("rosters:staffing_detail", pk=line.pk)
    status = 422 if form.errors else 200
    return render(request, "planning/staffing_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def staffing_detail(request, pk):
    line = _line(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ChangeStaffingForm(data, initial={"minimum": line.minimum})
    if data is not None and form.is_valid():
        actions.change_staffing(line, by=request.user, **form.cleaned_data)
        toasts.confirm(request, _("Kept. What is fixed already stays."))
        return redirect("rosters:staffing_detail", pk=pk)
    return _detail(request, line, form, ExceptionForm(), status=422 if form.errors else 200)


@require_POST
def staffing_except(request, pk):
    line = _line(request, pk)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        actions.except_day(line, by=request.user, **form.cleaned_data)
        toasts.confirm(request, _("Kept for that day only."))
        return redirect("rosters:staffing_detail", pk=pk)
    change = ChangeStaffingForm(initial={"minimum": line.minimum})
    return _detail(request, line, change, form, status=422)


def _detail(request, line: Staffing, form, exception_form, *, status: int):
    context = {
        "line": line,
        "units": line.units.order_by("name"),
        "exceptions": line.exceptions.filter(on__gte=clock.today()).order_by("on"),
        "form": form,
        "exception_form": exception_form,
    }
    return render(request, "planning/staffing_detail.html", context, status=status)


@require_POST
def staffing_end(request, pk):
    line = _line(request, pk)
    actions.end_staffing(line, last=clock.today() - periods.DAY, by=request.user)
    toasts.confirm(request, _("This minimum no longer holds."))
    return redirect("rosters:overview")


@require_POST
def team_agenda(request, pk):
    MANAGE_STAFFING.require(request.user)
    unit = MANAGE_STAFFING.find(Unit.objects, request.user, pk=pk)
    is_open = request.POST.get("open") == "yes"
    actions.show_team_agenda(unit, is_open=is_open, by=request.user)
    toasts.confirm(
        request,
        _("The team now sees each other's learning times.")
        if is_open
        else _("Learning times are seen only by oneself and the manager now."),
    )
    return redirect("rosters:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def closing_days(request):
    MANAGE_CLOSING_DAYS.require(request.user)
    data = request.POST if request.method == "POST" else None
    form = ClosingDayForm(data)
    if data is not None and form.is_valid():
        said = form.cleaned_data
        actions.close_on([(said["on"], said["name"])], by=request.user)
        toasts.confirm(request, _("On this day nobody is planned."))
        return redirect("rosters:closing_days")
    today = clock.today()
    context = {
        "form": form,
        "days": ClosingDay.objects.filter(unit=None, on__gte=today).order_by("on"),
        "years": _years_without(today),
    }
    status = 422 if form.errors else 200
    return render(request, "planning/closing_days.html", context, status=status)


def _years_without(today: date) -> list[int]:
    """Return this year and the next, where a coming holiday is not a closing day yet."""
    known = set(ClosingDay.objects.filter(unit=None).values_list("on", flat=True))
    return [
        year
        for year in (today.year, today.year + 1)
        if any(day >= today and day not in known for day, _name in holidays.holidays(year))
    ]


@require_POST
def holidays_add(request, year):
    MANAGE_CLOSING_DAYS.require(request.user)
    if not 2000 <= year <= 2100:
        raise Http404
    new = actions.close_on(holidays.holidays(year), by=request.user)
    toasts.confirm(request, _("%(count)s days were added.") % {"count": new})
    return redirect("rosters:closing_days")


@require_POST
def closing_day_open(request, pk):
    MANAGE_CLOSING_DAYS.require(request.user)
    day = MANAGE_CLOSING_DAYS.find(ClosingDay.objects, request.user, pk=pk)
    actions.open_on(day, by=request.user)
    if found := standing.too_few_while_learning(standing.closed_units(day), day.on, day.on):
        messages.warning(request, standing_words.short(found, clock.today()))
    toasts.confirm(request, _("This is an ordinary day again."))
    return redirect("rosters:closing_days")
