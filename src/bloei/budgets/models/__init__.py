"""What the budgets room remembers: schemes, the books, applications."""

from bloei.budgets.models.applications import Application, Funding, Proof
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
    "Application",
    "Entitlement",
    "Entry",
    "Funding",
    "Measure",
    "Proof",
    "Scheme",
    "SchemeAssignment",
    "SchemeVersion",
    "TeamBudget",
]
