"""What the budgets room remembers: schemes, the books, applications."""

from bloei.budgets.models.ledger import Account, Entry, TeamBudget
from bloei.budgets.models.schemes import (
    Entitlement,
    Measure,
    Scheme,
    SchemeAssignment,
    SchemeVersion,
)

__all__ = [
    "Account",
    "Entitlement",
    "Entry",
    "Measure",
    "Scheme",
    "SchemeAssignment",
    "SchemeVersion",
    "TeamBudget",
]
