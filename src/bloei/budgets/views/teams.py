"""Pages about team budgets: what is free, promised and paid, and moving it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bloei.budgets.access import MANAGE_TEAM_BUDGETS, SEE_APPLICATION, SEE_TEAM_BUDGET
from bloei.budgets.actions import teams as actions
from bloei.budgets.books import teams as queries
from bloei.budgets.books.ledger import NotEnough
from bloei.budgets.forms.balances import ChangeBudgetForm, TeamBudgetForm, TransferForm
from bloei.budgets.models import Application, TeamBudget
from bloei.foundation import clock, money, toasts
from bloei.foundation.access import EVERYTHING
from bloei.foundation.language import on_screen
from bloei.people.access import my_units
from bloei.people.models import Unit
from bloei.people.roles import Role
from bloei.people.sign_in import fresh_sign_in


@require_GET
def team_budget_list(request):
    SEE_TEAM_BUDGET.require(request.user)
    rows = SEE_TEAM_BUDGET.narrow(TeamBudget.objects.all(), request.user)
    budgets = queries.with_balances(rows).order_by("-year", "unit__name")
    facts = {
        "budgets": budgets,
        "may_manage": MANAGE_TEAM_BUDGETS.held_by(request.user),
        "parts": _parts(),
    }
    return render(request, "budgets/team_budget_list.html", facts)


def _parts() -> list[dict]:
    return [
        {"label": _("Paid"), "fill": "leaf"},
        {"label": _("Promised"), "fill": "mid"},
        {"label": _("Free"), "fill": "free"},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def team_budget_new(request):
    MANAGE_TEAM_BUDGETS.require(request.user)
    reach = my_units(request.user, Role.HR)
    units = Unit.objects.filter(closed_on=None).order_by("name")
    if reach is not EVERYTHING:
        units = units.filter(pk__in=reach or [])  # type: ignore[misc]
    form = TeamBudgetForm(
        request.POST or None,
        units=units,
        whole=reach is EVERYTHING,
        initial={"year": clock.today().year},
    )
    if request.method == "POST" and form.is_valid():
        try:
            budget = actions.make_team_budget(
                **form.cleaned_data, today=clock.today(), by=request.user
            )
            return redirect("budgets:team_budget_detail", pk=budget.pk)
        except actions.AlreadyThere:
            form.add_error(None, _("This team has a budget for this year already."))
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/team_budget_new.html", {"form": form}, status=status)


@require_GET
def team_budget_detail(request, pk):
    found = queries.with_balances(TeamBudget.objects.all())
    budget = SEE_TEAM_BUDGET.find(found, request.user, pk=pk)
    facts = {
        "budget": budget,
        "story": queries.story(
            budget, SEE_APPLICATION.narrow(Application.objects.all(), request.user)
        ),
        "may_manage": MANAGE_TEAM_BUDGETS.allows(request.user, budget),
        "parts": [
            part | {"value": value}
            for part, value in zip(
                _parts(), (budget.paid, budget.committed, budget.free), strict=True
            )
        ],
    }
    return render(request, "budgets/team_budget_detail.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in
def team_budget_change(request, pk):
    budget = MANAGE_TEAM_BUDGETS.find(TeamBudget.objects, request.user, pk=pk)
    form = ChangeBudgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_team_budget(
                budget, **form.cleaned_data, today=clock.today(), by=request.user
            )
            toasts.confirm(request, _("The budget is changed."))
            return redirect("budgets:team_budget_detail", pk=budget.pk)
        except NotEnough as refusal:
            form.add_error("more", _too_much(refusal))
    facts = {"form": form, "budget": budget}
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/team_budget_change.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in
def team_budget_transfer(request, pk):
    budget = MANAGE_TEAM_BUDGETS.find(TeamBudget.objects, request.user, pk=pk)
    others = TeamBudget.objects.filter(year=budget.year).exclude(pk=budget.pk)
    targets = MANAGE_TEAM_BUDGETS.narrow(others, request.user).select_related("unit")
    form = TransferForm(request.POST or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        try:
            actions.transfer_between_teams(
                source=budget, **form.cleaned_data, today=clock.today(), by=request.user
            )
            toasts.confirm(request, _("The money is moved."))
            return redirect("budgets:team_budget_detail", pk=budget.pk)
        except NotEnough as refusal:
            form.add_error("amount", _too_much(refusal))
    facts = {"form": form, "budget": budget}
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/team_budget_transfer.html", facts, status=status)


def _too_much(refusal: NotEnough) -> str:

    free = money.euros(refusal.available, on_screen())
    return _("Only %(amount)s is free.") % {"amount": free}
