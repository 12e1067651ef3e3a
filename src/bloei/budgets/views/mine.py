"""My budget: now, reserved, lapses when, and why; each line explained. And the rule itself."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.budgets import forecast, in_short, queries, scheme_words, statements
from bloei.budgets.access import READ_SCHEME
from bloei.budgets.models import Application, Scheme
from bloei.foundation import clock

MANY_LINES = 5  # from here on the list is longer than the picture beside it


@require_GET
def my_budget(request):
    today = clock.today()
    budgets = statements.budgets_of(request.user, today, with_lines=True)
    applications = queries.with_story(
        Application.objects.filter(person=request.user).exclude(state="withdrawn")
    ).order_by("-pk")[:20]
    ahead = forecast.of_entitlements([budget.entitlement for budget in budgets], today)
    context = {
        "today": today,
        "budgets": budgets,
        "ways": [_way(budget, ahead.get(budget.entitlement.pk, []), today) for budget in budgets],
        "applications": [one for one in applications if one.state in {"draft", "asked"}],
    }
    return render(request, "budgets/my_budget.html", context)


def _way(budget, ends, today) -> dict:
    """Return one budget with its coming years and its rule in short."""
    rule = statements.rule_of(budget.entitlement, today)
    return {
        "budget": budget,
        "days_left": (budget.last_day - today).days if budget.soon else None,
        "bars": forecast.bars(ends),
        "each_year": forecast.each_year(ends),
        "parts": forecast.parts(),
        "has_much": len(budget.lines) >= MANY_LINES,
        "short": in_short.in_short(rule, today) if rule else [],
    }


@require_GET
def scheme_read(request, name):
    """Show the whole rule to who has a budget by it."""
    today = clock.today()
    scheme = READ_SCHEME.find(Scheme.objects, request.user, name=name)
    rule = statements.rule_in_force(scheme.pk, today)
    context = {
        "scheme": scheme,
        "rule": rule,
        "sentences": scheme_words.sentences(rule) if rule else [],
    }
    return render(request, "budgets/scheme_read.html", context)
