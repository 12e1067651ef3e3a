"""My agreements: what I do, what others do, and one step for each."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.agreements import actions, queries
from bloei.agreements.access import SEE_AGREEMENT, changeable_agreements
from bloei.agreements.forms import NewDayForm
from bloei.agreements.models import Agreement
from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of, safe_address
from bloei.foundation.errors import unprocessable

MOST_ENDED = 20


@require_GET
def agreement_list(request):
    SEE_AGREEMENT.require(request.user)
    return _show(request, None, NewDayForm())


@require_POST
def agreement_finish(request, pk):
    agreement = _find(request, pk)
    try:
        actions.finish_agreement(agreement, today=clock.today(), by=request.user)
    except actions.AlreadyEnded:
        return _ended(request)
    return _back(request, agreement, _("Ticked off. Well done."))


@require_POST
def agreement_drop(request, pk):
    agreement = _find(request, pk)
    try:
        actions.drop_agreement(agreement, today=clock.today(), by=request.user)
    except actions.AlreadyEnded:
        return _ended(request)
    return _back(request, agreement, _("It does not go on. That is clear then."))


@require_POST
def agreement_reopen(request, pk):
    agreement = _find(request, pk)
    actions.reopen_agreement(agreement, by=request.user)
    toasts.confirm(request, _("It is open again."))
    return redirect("agreements:agreement_list")


@require_POST
def agreement_move(request, pk):
    agreement = _find(request, pk)
    form = NewDayForm(request.POST)
    if form.is_valid():
        try:
            day = form.cleaned_data["due_on"]
            actions.move_agreement(agreement, due_on=day, today=clock.today(), by=request.user)
        except actions.NotAPossibleDay:
            form.add_error("due_on", _("Choose a day from today, at most three years ahead."))
        except actions.AlreadyEnded:
            return _ended(request)
        else:
            toasts.confirm(request, _("It has another day."))
            return redirect(_next(request))
    return _show(request, agreement, form, status=422)


def _find(request, pk: int) -> Agreement:
    agreement = changeable_agreements(request.user).filter(pk=pk).first()
    if agreement is None:
        raise Http404
    return agreement


def _ended(request) -> HttpResponse:
    return unprocessable(request, _("This was ticked off or dropped before. Look again."))


def _back(request, agreement: Agreement, words: str) -> HttpResponse:
    undo = address_of("agreements:agreement_reopen", agreement.pk)
    toasts.confirm(request, words, undo=undo)
    return redirect(_next(request))


def _next(request) -> str:
    asked = request.POST.get("next", "")
    return safe_address(request, asked, address_of("agreements:agreement_list"))


def _show(request, moving: Agreement | None, form: NewDayForm, status: int = 200) -> HttpResponse:
    """Show the list; the form with an error stands open at its agreement (`moving`)."""
    today = clock.today()
    facts = {
        "mine": list(queries.open_of(request.user)),
        "others": list(queries.open_of_others(request.user)),
        "ended": list(queries.ended_lately(request.user, today)[:MOST_ENDED]),
        "changeable": set(changeable_agreements(request.user).values_list("pk", flat=True)),
        "moving": moving.pk if moving else None,
        "form": form,
    }
    return render(request, "agreements/agreement_list.html", facts, status=status)
