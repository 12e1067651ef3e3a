"""My budget: now, reserved, lapses when, and why; each line explained."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.budgets import queries, statements, stories
from bloei.budgets.models import Application
from bloei.foundation import clock


@require_GET
def my_budget(request):
    today = clock.today()
    budgets = statements.budgets_of(request.user, today, lines=True)
    applications = queries.with_story(
        Application.objects.filter(person=request.user).exclude(state="withdrawn")
    ).order_by("-pk")[:20]
    lapsing = next((budget for budget in budgets if budget.soon), None)
    context = {
        "today": today,
        "budgets": budgets,
        "lapsing": lapsing,
        "days_left": (lapsing.last_day - today).days if lapsing else None,
        "applications": applications,
        "words_of": stories.words_of,
    }
    return render(request, "budgets/my_budget.html", context)
