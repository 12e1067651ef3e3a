"""Pages on which HR says for whom a scheme holds: look what it gives, let it hold, end it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bloei.budgets import jobs
from bloei.budgets.actions import schemes as actions
from bloei.budgets.forms.assigning import AssignmentForm, LastDayForm
from bloei.budgets.models import Scheme, SchemeAssignment
from bloei.budgets.reckoning import assignment_words
from bloei.budgets.reckoning.assignment_effect import effect
from bloei.budgets.schemes import overview
from bloei.budgets.schemes.assigned import NotConfirmed, Overlaps, new_assignment
from bloei.budgets.views.schemes import detail, scheme_named
from bloei.foundation import clock, toasts
from bloei.foundation.forms import new_key


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_assign(request, name):
    """Show what the scheme would give to whom; on POST let it hold."""
    scheme, looks = scheme_named(request, name), request.method != "POST"
    data = request.GET.copy() if looks else request.POST
    if looks:
        data["key"] = new_key()  # of the form that lets it hold
    form = AssignmentForm(data, caos=overview.caos())
    if form.is_valid():
        try:
            return _look(request, scheme, form) if looks else _let_hold(request, scheme, form)
        except NotConfirmed:
            form.add_error(None, _("Confirm this scheme first: it is an example."))
        except Overlaps:
            form.add_error(None, _("This scheme holds for these people on those days already."))
    return detail(request, scheme, form, status=422)


def _look(request, scheme: Scheme, form: AssignmentForm):
    told = {name: form.cleaned_data[name] for name in ("cao", "unit", "first")}
    found = effect(new_assignment(scheme, **told), clock.today())
    facts = assignment_words.told(found, scheme, request.user) | told
    return render(
        request,
        "budgets/scheme_assign.html",
        facts | {"scheme": scheme, "form": form, "effect": found},
    )


def _let_hold(request, scheme: Scheme, form: AssignmentForm):
    actions.assign_scheme(scheme, **form.cleaned_data, today=clock.today(), by=request.user)
    jobs.grant_now.later()
    toasts.confirm(request, _("The scheme holds. Bloei grants the budgets now."))
    return redirect("budgets:scheme_detail", name=scheme.name)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_end(request, name, pk):
    scheme = scheme_named(request, name)
    assignment = get_object_or_404(SchemeAssignment, scheme=scheme, pk=pk)
    form = LastDayForm(request.POST or None, initial={"last": clock.today()})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last"]
        if assignment.during.lower and last < assignment.during.lower:
            form.add_error("last", _("This is before its first day."))
        else:
            actions.end_assignment(assignment, last=last, today=clock.today(), by=request.user)
            return redirect("budgets:scheme_detail", name=scheme.name)
    facts = {"scheme": scheme, "assignment": assignment, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/assignment_end.html", facts, status=status)
