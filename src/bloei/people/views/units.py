"""The organisation as a tree, and what happens to a unit."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bloei.foundation import clock, toasts
from bloei.foundation.access import EVERYTHING
from bloei.foundation.periods import DAY
from bloei.people import actions, queries
from bloei.people.access import MANAGE_UNITS, SEE_PERSON, SEE_UNIT, my_units
from bloei.people.forms import (
    UnitCloseForm,
    UnitForm,
    UnitLeaderForm,
    UnitMoveForm,
    UnitNameForm,
)
from bloei.people.models import Person, Unit
from bloei.people.roles import Role
from bloei.people.sign_in import fresh_sign_in

LINES = 100  # of the tree, on one page
PEOPLE = 50


@require_GET
def unit_list(request):
    """All units within reach as a tree: who leads them, and how many work there."""
    SEE_UNIT.require(request.user)
    today = clock.today()
    units = SEE_UNIT.narrow(Unit.objects.all(), request.user)
    facts = {
        "page": Paginator(queries.unit_tree(units, today), LINES).get_page(request.GET.get("page")),
        "may_manage": MANAGE_UNITS.held_by(request.user),
        "today": today,
    }
    return render(request, "people/unit_list.html", facts)


@require_GET
def unit_detail(request, pk):
    """One unit: where it stands, who leads it, who works there."""
    unit = SEE_UNIT.find(Unit.objects.select_related("parent"), request.user, pk=pk)
    may_manage = MANAGE_UNITS.allows(request.user, unit)
    people = SEE_PERSON.narrow(Person.objects.working().filter(unit=unit), request.user)
    facts = {
        "unit": unit,
        "page": Paginator(people.order_by("sort_name", "pk"), PEOPLE).get_page(
            request.GET.get("page")
        ),
        "leaders": unit.leaders.order_by("-during").select_related("person"),
        "placements": unit.placements.order_by("-during").select_related("parent"),
        "may_manage": may_manage,
        "may_move": may_manage and has_other_places(request.user, unit),
        "today": clock.today(),
    }
    return render(request, "people/unit_detail.html", facts)


@require_http_methods(["GET", "POST"])
def unit_add(request):
    MANAGE_UNITS.require(request.user)
    form = UnitForm(
        request.POST or None,
        initial={"from_on": clock.today(), "parent": request.GET.get("parent")},
        **_places(request),
    )
    if request.method == "POST" and form.is_valid():
        unit = actions.create_unit(**form.cleaned_data, today=clock.today(), by=request.user)
        toasts.confirm(request, _("%(unit)s is in the tree.") % {"unit": unit.name})
        return redirect("people:unit_detail", pk=unit.pk)
    return _show(request, form, heading=_("A new unit"), button=_("Put it in the tree"))


@require_http_methods(["GET", "POST"])
def unit_rename(request, pk):
    unit = MANAGE_UNITS.find(Unit.objects, request.user, pk=pk)
    form = UnitNameForm(request.POST or None, initial={"name": unit.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_unit(unit, name=form.cleaned_data["name"], by=request.user)
        toasts.confirm(request, _("The new name is set."))
        return redirect("people:unit_detail", pk=unit.pk)
    return _show(request, form, unit, heading=_("Another name"), button=_("Set this name"))


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def unit_move(request, pk):
    """Below another unit from a day on: leaders and reach follow, history stays."""
    unit = MANAGE_UNITS.find(Unit.objects, request.user, pk=pk)
    known = {"parent": unit.parent_id, "from_on": clock.today()}
    form = UnitMoveForm(request.POST or None, initial=known, **_places(request, but=unit))
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_unit(unit, **form.cleaned_data, today=clock.today(), by=request.user)
            toasts.confirm(request, _("Written down. What was before that day stays known."))
            return redirect("people:unit_detail", pk=unit.pk)
        except actions.StandsBelowItself:
            form.add_error("parent", _("This unit stands below it. Choose another."))
    heading = _("Move %(unit)s") % {"unit": unit.name}
    return _show(request, form, unit, heading=heading, button=_("Move it"))


@require_http_methods(["GET", "POST"])
def unit_close(request, pk):
    unit = MANAGE_UNITS.find(Unit.objects.filter(closed_on=None), request.user, pk=pk)
    form = UnitCloseForm(request.POST or None, initial={"last_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_unit(unit, **form.cleaned_data, today=clock.today(), by=request.user)
            toasts.confirm(request, _("The last day is written down."))
            return redirect("people:unit_detail", pk=unit.pk)
        except actions.StillInUse:
            form.add_error(
                None,
                _("People work here after that day, or units stand below it. Move those."),
            )
    heading = _("Close %(unit)s") % {"unit": unit.name}
    return _show(request, form, unit, heading=heading, button=_("Close it"))


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def unit_lead(request, pk):
    """Another leader from a day on, or none. It gives reach over people: asks to sign in again."""
    unit = MANAGE_UNITS.find(Unit.objects, request.user, pk=pk)
    now = unit.leaders.on(clock.today()).select_related("person").first()
    known = {"from_on": clock.today(), "leader": now.person.number if now else ""}
    form = UnitLeaderForm(request.POST or None, initial=known, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if told["leader"] is None:
            actions.dismiss_leader(
                unit=unit, last_on=told["from_on"] - DAY, today=clock.today(), by=request.user
            )
        else:
            actions.appoint_leader(
                unit=unit,
                person=told["leader"],
                from_on=told["from_on"],
                today=clock.today(),
                key=told["key"],
                by=request.user,
            )
        toasts.confirm(request, _("Written down. What was before that day stays known."))
        return redirect("people:unit_detail", pk=unit.pk)
    heading = _("Who leads %(unit)s?") % {"unit": unit.name}
    return _show(request, form, unit, heading=heading, button=_("Record it"))


def _places(request, but: Unit | None = None) -> dict:
    """Return below which units this viewer may put one, and whether at the top as well."""
    if not has_other_places(request.user, but):
        raise Http404
    at_top = my_units(request.user, Role.HR) is EVERYTHING
    return {"units": _others(request.user, but).order_by("name"), "at_top": at_top}


def has_other_places(viewer: Person, unit: Unit | None) -> bool:
    """Tell whether a viewer may put this unit, or a new one, anywhere: HR of one team cannot."""
    return my_units(viewer, Role.HR) is EVERYTHING or _others(viewer, unit).exists()


def _others(viewer: Person, unit: Unit | None):
    units = MANAGE_UNITS.narrow(Unit.objects.filter(closed_on=None), viewer)
    return units.exclude(pk=unit.pk) if unit else units


def _show(request, form, unit=None, **facts):
    status = 422 if form.errors else 200
    return render(
        request, "people/unit_form.html", {"form": form, "unit": unit} | facts, status=status
    )
