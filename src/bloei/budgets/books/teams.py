"""What can be asked about team budgets: what is free, promised and paid."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet, Sum

from bloei.budgets.models import Account, Application, Entry, TeamBudget
from bloei.budgets.rules import APPLICATION

Purpose = Account.Purpose


def with_balances(rows: QuerySet[TeamBudget]) -> QuerySet[TeamBudget]:
    """Add free, committed and paid (cents) to every team budget, in one query."""
    return rows.select_related("unit", "owner").annotate(
        free=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.OWN), default=0),
        committed=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.RESERVED), default=0),
        paid=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.SPENT), default=0),
    )


def story(budget: TeamBudget, among: QuerySet[Application]) -> list[dict[str, Any]]:
    """Return what happened to a team budget, newest first: entries with their sign.

    `among` are the applications that the reader may see; a line of one of those names it.
    """
    mine = set(budget.accounts.values_list("pk", flat=True))
    rows = (
        Entry.objects.filter(Q(source__in=mine) | Q(target__in=mine))
        .select_related("source__team_budget__unit", "target__team_budget__unit", "by")
        .order_by("-on", "-pk")[:100]
    )
    told = _applications([row.about for row in rows], among)
    return [
        {
            "entry": row,
            "amount": row.amount if row.target_id in mine else -row.amount,
            "application": told.get(row.about),
        }
        for row in rows
    ]


def _applications(about: Iterable[str], among: QuerySet[Application]) -> dict[str, Application]:
    keys = [words.removeprefix(APPLICATION) for words in about if words.startswith(APPLICATION)]
    found = among.filter(pk__in=keys).select_related("person", "participation__offer")
    return {f"{APPLICATION}{one.pk}": one for one in found}
