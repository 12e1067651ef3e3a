"""My budget: now, reserved, lapses when, and why; each line explained. And the rule itself."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.budgets import queries
from bloei.budgets.access import READ_SCHEME
from bloei.budgets.balances import advance_words, forecast, statements
from bloei.budgets.models import Scheme
from bloei.budgets.rules import State
from bloei.budgets.schemes import in_short
from bloei.budgets.schemes import words as scheme_words
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.foundation import clock

UNFINISHED = (State.DRAFT, State.ASKED)
MANY_LINES = 5  # from here on the list is longer than the picture beside it


@require_GET
def my_budget(request):
    today = clock.today()
    applications = list(queries.of_person(request.user).order_by("-pk"))
    budgets = statements.budgets_of(request.user, today, applications)
    rulebook = Rulebook({budget.entitlement.scheme_id for budget in budgets})
    ahead = forecast.of_budgets(budgets, rulebook, today)
    units = Counter(budget.unit for budget in budgets)
    context = {
        "today": today,
        "budgets": budgets,
        "ways": [
            _way(budget, ahead, rulebook, today) | {"names_scheme": units[budget.unit] > 1}
            for budget in budgets
        ],
        "applications": [one for one in applications if one.state in UNFINISHED][:20],
    }
    return render(request, "budgets/my_budget.html", context)


def _way(budget, ahead, rulebook, today) -> dict:
    """Return one budget with its coming years and its rule in short."""
    ends = ahead.get(budget.entitlement.pk, [])
    rule = rulebook.rule_on(budget.entitlement.scheme_id, today)
    return {
        "budget": budget,
        "days_left": (budget.first_last_day - today).days if budget.soon else None,
        "bars": forecast.bars(ends),
        "each_year": forecast.each_year(ends),
        "below_zero": forecast.below_zero(ends, budget.entitlement.scheme.measure),
        "leaving": advance_words.leaving(rule) if rule and budget.is_below_zero else "",
        "parts": forecast.parts(),
        "has_much": len(budget.lines) >= MANY_LINES,
        "short": in_short.in_short(rule, today) if rule else [],
        "converts": bool(rule and rule.conversions),
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
