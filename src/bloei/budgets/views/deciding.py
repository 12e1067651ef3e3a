"""What waits: for the manager to decide, for HR and L&D to be paid."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.budgets import queries
from bloei.budgets.access import DECIDE_APPLICATION, EXPORT_PAYMENTS, PAY_APPLICATION
from bloei.budgets.models import Application
from bloei.foundation import clock

PER_PAGE = 25
LATE_SHOWN = 5


@require_GET
def decision_list(request):
    DECIDE_APPLICATION.require(request.user)
    mine = DECIDE_APPLICATION.narrow(Application.objects.all(), request.user)
    open_ones = queries.with_advance(queries.waiting(mine))
    decided = queries.in_list(mine.filter(decided_at__isnull=False)).order_by("-decided_at")
    context = {
        "today": clock.today(),
        "page": Paginator(open_ones, PER_PAGE).get_page(request.GET.get("page")),
        "decided": decided[:10],
    }
    return render(request, "budgets/decision_list.html", context)


@require_GET
def payment_list(request):
    """Show what was agreed and is not paid yet, and what nobody decided in time."""
    PAY_APPLICATION.require(request.user)
    rows = PAY_APPLICATION.narrow(Application.objects.all(), request.user)
    agreed = queries.with_funding(queries.unpaid(rows))
    overdue = queries.in_list(queries.overdue(rows, clock.today())).order_by("-decide_by", "-pk")
    context = {
        "today": clock.today(),
        "page": Paginator(agreed, PER_PAGE).get_page(request.GET.get("page")),
        "overdue": overdue[:LATE_SHOWN],
        "overdue_count": overdue.count(),
        "may_export": EXPORT_PAYMENTS.held_by(request.user),
    }
    return render(request, "budgets/payment_list.html", context)
