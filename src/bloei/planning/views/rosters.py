"""When somebody works: the pattern, what is known of real shifts, and days off."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bloei.foundation import clock, navigation, toasts
from bloei.people.models import Person
from bloei.planning import actions
from bloei.planning.access import CHANGE_ROSTER, SEE_ROSTER
from bloei.planning.actions import rosters
from bloei.planning.forms.rosters import AbsenceForm, PatternForm
from bloei.planning.models import Absence, RosteredDays, WorkingPattern
from bloei.planning.week import standing, standing_words


@require_http_methods(["GET", "HEAD", "POST"])
def my_roster(request):
    return person_roster(request, request.user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def person_roster(request, pk):
    person = SEE_ROSTER.find(Person.objects.select_related("unit"), request.user, pk=pk)
    if person.pk == request.user.pk:
        navigation.belongs_to(request, "rosters:my_roster")
    pattern = WorkingPattern.objects.filter(person=person).on(clock.today()).first()
    form = PatternForm(
        request.POST if request.method == "POST" else None,
        pattern=pattern,
        initial={"first": clock.today()},
    )
    if request.method == "POST":
        person = CHANGE_ROSTER.find(Person.objects, request.user, pk=pk)
        if form.is_valid() and _set(person, form, request.user):
            _tell_short(request, person, form.cleaned_data["first"])
            toasts.confirm(request, _("Kept. Learning time is now looked for around it."))
            return redirect(request.path)
    return _page(request, person, form, AbsenceForm(), status=422 if form.errors else 200)


def _set(person: Person, form: PatternForm, by: Person) -> bool:
    said = form.cleaned_data
    try:
        rosters.set_pattern(
            person, shifts=form.shifts(), first=said["first"],
            weeks=2 if said["two_weeks"] else 1, key=said["key"], by=by,
        )  # fmt: skip
    except rosters.OverlappingShifts:
        form.add_error(None, _("Two of these times overlap, perhaps over midnight."))
    except actions.TooFewLeft as refused:
        form.add_error(None, standing_words.refused(refused.tight, clock.today()))
    return form.is_valid()


def _tell_short(request, person: Person, first: date | None, last: date | None = None) -> None:
    """Tell who leads somebody what a change of their roster leaves short; it was done already."""
    if person.pk == request.user.pk or not person.unit_id:
        return
    today = clock.today()
    first, last = (
        max(first or today, today),
        min(last or standing.horizon(today), standing.horizon(today)),
    )
    found = standing.too_few_while_learning([person.unit_id], first, last)
    if found:
        messages.warning(request, standing_words.short(found, today))


@require_POST
def absence_add(request, pk):
    person = CHANGE_ROSTER.find(Person.objects.select_related("unit"), request.user, pk=pk)
    form = AbsenceForm(request.POST)
    if form.is_valid() and _tell_absence(person, form, request.user):
        _tell_short(request, person, form.cleaned_data["first"], form.cleaned_data["last"])
        toasts.confirm(request, _("Kept. No learning time is planned on these days."))
        return redirect("rosters:person_roster", pk=pk)
    pattern = WorkingPattern.objects.filter(person=person).on(clock.today()).first()
    return _page(request, person, PatternForm(pattern=pattern), form, status=422)


def _tell_absence(person: Person, form: AbsenceForm, by: Person) -> bool:
    try:
        rosters.tell_absence(person, by=by, **form.cleaned_data)
    except actions.TooFewLeft as refused:
        form.add_error(None, standing_words.refused(refused.tight, clock.today()))
    return form.is_valid()


@require_POST
def absence_remove(request, pk):
    within = CHANGE_ROSTER.narrow(Person.objects.all(), request.user)
    absence = Absence.objects.select_related("person").filter(person__in=within, pk=pk).first()
    if absence is None:
        raise Http404
    first, last = absence.first_on, absence.last_on
    try:
        actions.remove_absence(absence, by=request.user)
    except actions.TooFewLeft as refused:
        messages.error(request, standing_words.refused(refused.tight, clock.today()))
        return redirect("rosters:person_roster", pk=absence.person_id)
    _tell_short(request, absence.person, first, last)
    toasts.confirm(request, _("These days count as ordinary days again."))
    return redirect("rosters:person_roster", pk=absence.person_id)


def _page(request, person: Person, form, absence_form, *, status: int):
    today = clock.today()
    context = {
        "person": person,
        "is_me": person.pk == request.user.pk,
        "form": form,
        "absence_form": absence_form,
        "absences": Absence.objects.filter(person=person, during__endswith__gt=today),
        "known": RosteredDays.objects.filter(person=person, during__endswith__gt=today),
        "today": today,
    }
    return render(request, "planning/person_roster.html", context, status=status)
