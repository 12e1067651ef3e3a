"""The list of people, and everything about one of them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bloei.foundation import clock, panels, toasts
from bloei.foundation.periods import DAY, last_day
from bloei.people import actions, listing, queries
from bloei.people.access import (
    ERASE_PERSON,
    INVITE_PEOPLE,
    LIST_PEOPLE,
    MANAGE_PEOPLE,
    MANAGE_UNITS,
    SEE_PERSON,
    SEE_TERMS,
)
from bloei.people.actions import Terms
from bloei.people.forms import (
    DeputyForm,
    EraseForm,
    LeavingForm,
    LedOnForm,
    NewPersonForm,
    TermsForm,
)
from bloei.people.models import Person, Unit
from bloei.people.sign_in import fresh_sign_in

PER_PAGE = 50


@require_GET
def person_list(request):
    """Everybody within reach, to find one of them."""
    LIST_PEOPLE.require(request.user)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "unit", "state")}
    people = LIST_PEOPLE.narrow(Person.objects.select_related("unit"), request.user)
    found = listing.filtered(people, asked).order_by("sort_name", "pk")
    facts = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "states": listing.STATES,
        "units": listing.units_to_choose(asked["unit"]),
        "may_manage": MANAGE_PEOPLE.held_by(request.user),
    }
    return render(request, "people/person_list.html", facts)


@require_GET
def person_detail(request, pk):
    """One person: where they work, who leads them, what they lead; and what other rooms know."""
    person = SEE_PERSON.find(Person.objects.select_related("unit"), request.user, pk=pk)
    today, viewer = clock.today(), request.user
    sees_terms = SEE_TERMS.allows(viewer, person)
    facts = {
        "person": person,
        "leaders": queries.leaders_of(person, today),
        "employments": queries.employments_of(person) if sees_terms else [],
        "roles": person.role_grants.on(today).select_related("unit"),
        "led": person.led_units.order_by("-during").select_related("unit"),
        "deputies": person.deputies.on(today).select_related("deputy"),
        "panels": panels.shown("person", viewer, today, person),
        "sees_terms": sees_terms,
        "may_list": LIST_PEOPLE.held_by(viewer),
        "may_manage": MANAGE_PEOPLE.allows(viewer, person),
        "may_invite": person.is_working and INVITE_PEOPLE.allows(viewer, person),
        "may_erase": not person.is_working and ERASE_PERSON.allows(viewer, person),
        "today": today,
        **(_led_on(request, person) if sees_terms else {}),
    }
    return render(request, "people/person_detail.html", facts)


def _led_on(request, person: Person) -> dict:
    """Return the form for a day, and who led this person then, once a day was asked."""
    form = LedOnForm(request.GET if "led_on" in request.GET else None)
    day = form.cleaned_data["led_on"] if form.is_valid() else None
    return {"led_form": form, "led_day": day, "led_by": day and queries.leaders_of(person, day)}


@require_http_methods(["GET", "POST"])
def person_add(request):
    """Somebody new, by hand; most come from the file of HR."""
    MANAGE_PEOPLE.require(request.user)
    units = _units(request)
    known = {"from_on": clock.today()}
    form = NewPersonForm(request.POST or None, by=request.user, units=units, initial=known)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        person = actions.add_person(
            number=told["number"],
            given_name=told["given_name"],
            infix=told["infix"],
            family_name=told["family_name"],
            email=told["email"],
            from_on=told["from_on"],
            terms=_terms(told),
            today=clock.today(),
            key=told["key"],
            by=request.user,
        )
        toasts.confirm(request, _("%(name)s is in Bloei now.") % {"name": person.full_name})
        return redirect("people:person_detail", pk=person.pk)
    return _show(request, "people/person_add.html", form)


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def employment_change(request, pk, employment):
    """Other hours, another unit or another manager, from a day on; asks to sign in again."""
    person = MANAGE_PEOPLE.find(Person.objects, request.user, pk=pk)
    row = get_object_or_404(person.employments, pk=employment)
    newest = row.terms.order_by("during").select_related("manager").last()
    known = {name: getattr(newest, name) for name in ("hours_per_week", "function", "cao", "kind")}
    known |= {"unit": newest.unit_id, "from_on": clock.today()}
    known["manager"] = newest.manager.number if newest.manager else ""
    whose = {"by": request.user, "person": person, "manager": newest.manager}
    form = TermsForm(request.POST or None, **whose, units=_units(request), initial=known)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if not row.terms.on(told["from_on"]).exists():
            form.add_error("from_on", _("This employment did not hold on that day."))
        else:
            actions.change_employment_term(
                row,
                from_on=told["from_on"],
                terms=_terms(told, salary_cents=newest.salary_cents),
                today=clock.today(),
                by=request.user,
            )
            toasts.confirm(request, _("Saved. What was before that day stays known."))
            return redirect("people:person_detail", pk=person.pk)
    return _show(request, "people/employment_change.html", form, person=person)


@require_http_methods(["GET", "POST"])
def employment_end(request, pk, employment):
    """Somebody leaves; what they learned stays theirs."""
    person = MANAGE_PEOPLE.find(Person.objects, request.user, pk=pk)
    row = get_object_or_404(person.employments, pk=employment)
    known = {"last_on": last_day(row.during) or clock.today()}
    form = LeavingForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["last_on"] < row.during.lower:
            form.add_error("last_on", _("This day lies before the first day."))
        else:
            try:
                actions.end_employment(
                    row,
                    last_on=form.cleaned_data["last_on"],
                    today=clock.today(),
                    by=request.user,
                )
                toasts.confirm(request, _("The last day is written down."))
                return redirect("people:person_detail", pk=person.pk)
            except actions.Overlaps:
                form.add_error("last_on", _("Another employment of this person holds then."))
    return _show(request, "people/employment_end.html", form, person=person)


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def deputy_of(request, pk):
    """HR lets somebody stand in for a leader who cannot arrange it: ill, or gone at once."""
    leader = MANAGE_PEOPLE.find(Person.objects.working(), request.user, pk=pk)
    known = {"from_on": clock.today()}
    form = DeputyForm(request.POST or None, leader=leader, by=request.user, initial=known)
    if request.method == "POST" and form.is_valid():
        row = actions.appoint_deputy(leader=leader, **form.cleaned_data, by=request.user)
        told = {"name": row.deputy.full_name, "leader": leader.full_name}
        toasts.confirm(request, _("%(name)s stands in for %(leader)s.") % told)
        return redirect("people:person_detail", pk=leader.pk)
    return _show(request, "people/deputy_of.html", form, person=leader)


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def person_erase(request, pk):
    """Remove what Bloei knows of somebody who left; sums and books stay equal."""
    person = ERASE_PERSON.find(Person.objects, request.user, pk=pk)
    if person.is_working or person.erased_on:
        raise Http404
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.erase_person(person, today=clock.today(), by=request.user)
        toasts.confirm(request, _("What Bloei knew about this person is gone."))
        return redirect("people:person_list")
    return _show(request, "people/person_erase.html", form, person=person)


def _terms(told: dict, **more) -> Terms:
    names = ("hours_per_week", "unit", "cao", "kind", "function", "manager")
    return Terms(**{name: told[name] for name in names}, **more)


def _units(request):
    units = MANAGE_UNITS.narrow(Unit.objects.all(), request.user)
    return units.filter(closed_on=None).order_by("name")


def _show(request, template, form, **facts):
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "day_before": DAY, **facts}, status=status)
