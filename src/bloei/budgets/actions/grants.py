"""What happens to many budgets at once: opened, granted, corrected. One transaction per batch."""

from collections.abc import Sequence
from datetime import date

from django.db import DatabaseError, connection

from bloei.budgets.granting import batches, corrections
from bloei.budgets.granting.batches import Booked
from bloei.budgets.granting.corrections import Correction
from bloei.budgets.models import Entitlement
from bloei.budgets.reckoning import standing
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.foundation import audit
from bloei.foundation.actions import action

TROUBLE = (DatabaseError, ArithmeticError, ValueError)
UP_TO_DATE = "budgets.brought_up_to_date"


class NotBooked(Exception):
    """These entitlements could not be booked together; nothing of the batch was."""

    def __init__(self, ids: Sequence[int]):
        super().__init__(f"{len(ids)} entitlements could not be brought up to date.")
        self.ids = ids


@action
def open_budgets(*, rulebook: Rulebook, people: Sequence[int] | None = None, by=None) -> int:
    """Open accounts for who is under a scheme and has none yet; return how many."""
    opened = batches.entitle(rulebook, people)
    audit.record("budgets.entitled", Entitlement, by=by, count=opened)
    return opened


@action
def grant_batch(ids: Sequence[int], *, today: date, rulebook: Rulebook, booked: Booked, by=None):
    """Book what is due for these entitlements up to and including `today`; raises NotBooked."""
    _grant(ids, today, rulebook, booked, by)


@action
def grant_next(
    most: int, *, today: date, rulebook: Rulebook, booked: Booked, waits: bool, by=None
) -> int:
    """Book the next ones that are due, `most` at a time; return how many. Raises NotBooked.

    Takes what nobody holds, or with `waits` also what another process holds.
    """
    ids = standing.due(today, most, without=booked.failed, free=not waits)
    if waits:
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '10min'")
    _grant(ids, today, rulebook, booked, by)
    return len(ids)


@action
def correct_batch(
    ids: Sequence[int], *, why: str, today: date, rulebook: Rulebook, by=None
) -> list[Correction]:
    """Book where the rules give another balance than the books; return what was corrected.

    `why` is a code: "employment" (hours, pay, dates) or "rule" (the scheme).
    """
    found = corrections.correct(ids, today, why, rulebook, by=by)
    audit.record("budgets.corrected", Entitlement, by=by, because=why, count=len(found))
    return found


def _grant(ids: Sequence[int], today: date, rulebook: Rulebook, booked: Booked, by) -> None:
    try:
        batches.advance(ids, today, rulebook, booked)
    except TROUBLE as trouble:
        raise NotBooked(ids) from trouble
    audit.record(UP_TO_DATE, Entitlement, by=by, count=len(ids))
