"""What can be asked about team budgets: what is free, promised and paid."""

from typing import Any

from django.db.models import Q, QuerySet, Sum

from bloei.budgets.models import Account, Entry, TeamBudget

Purpose = Account.Purpose


def with_balances(rows: QuerySet[TeamBudget]) -> QuerySet[TeamBudget]:
    """Add free, committed and paid (cents) to every team budget, in one query."""
    return rows.select_related("unit", "owner").annotate(
        free=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.OWN), default=0),
        committed=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.RESERVED), default=0),
        paid=Sum("accounts__balance", filter=Q(accounts__purpose=Purpose.SPENT), default=0),
    )


def story(budget: TeamBudget) -> list[dict[str, Any]]:
    """Return what happened to a team budget, newest first: entries with their sign."""
    mine = set(budget.accounts.values_list("pk", flat=True))
    rows = (
        Entry.objects.filter(Q(source__in=mine) | Q(target__in=mine))
        .select_related("source__team_budget__unit", "target__team_budget__unit", "by")
        .order_by("-on", "-pk")[:100]
    )
    return [
        {"entry": row, "amount": row.amount if row.target_id in mine else -row.amount}
        for row in rows
    ]
