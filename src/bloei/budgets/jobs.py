"""What budgets does by itself. Thin: the day is passed in, and running twice does no harm."""

from datetime import date

from bloei.budgets import actions, rounds
from bloei.budgets.models import Scheme
from bloei.foundation import clock
from bloei.foundation.queue import every, job
from bloei.people.models import Person


@every("20 0 * * *")
def grant_and_lapse(today: date) -> None:
    """Book what the schemes grant and let lapse; days that were missed are made up for."""
    rounds.grant_and_lapse(today)


@every("30 2 * * *")
def reconcile(today: date) -> None:
    """Look whether the books are true, and raise the alarm when they are not."""
    rounds.reconcile(today)


@every("15 7 * * *")
def remind_deciders(today: date) -> int:
    """Remind managers of what waits."""
    return actions.remind_deciders(today)


@job
def grant_now() -> None:
    """Do not wait for the night: a scheme was assigned."""
    rounds.grant_and_lapse(clock.today())


@job
def correct_balances(scheme: int, by: int) -> None:
    """Book the differences of a scheme for very many people."""
    asker = Person.objects.get(pk=by)
    rounds.correct_balances(Scheme.objects.get(pk=scheme), clock.today(), by=asker)
