"""What budgets does by itself. Thin: the day is passed in, and running twice does no harm."""

from datetime import date

from bloei.budgets import actions
from bloei.budgets.actions import balances
from bloei.foundation.queue import every


@every("20 0 * * *")
def grant_and_lapse(today: date) -> None:
    """Book what the schemes grant and let lapse; days that were missed are made up for."""
    balances.grant_and_lapse(today)


@every("30 2 * * *")
def reconcile(today: date) -> None:
    """Look whether the books are true, and raise the alarm when they are not."""
    balances.reconcile(today)


@every("15 7 * * *")
def remind_deciders(today: date) -> int:
    """Remind managers of what waits."""
    return actions.remind_deciders(today)
