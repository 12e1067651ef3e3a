"""What budgets does by itself. Thin: the day is passed in, and running twice does no harm."""

from datetime import date

from bloei.budgets import actions
from bloei.foundation.queue import every


@every("15 7 * * *")
def remind_deciders(today: date) -> int:
    """Remind managers of what waits."""
    return actions.remind_deciders(today)
