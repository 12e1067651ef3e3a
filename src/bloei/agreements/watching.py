"""What rooms call when something happened that an agreement may wait for."""

from datetime import date

from bloei.agreements import actions, queries
from bloei.people.models import Person


def happened(code: str, today: date) -> int:
    """Tick off what waited for this ("participation:5:done"); return how many.

    Mostly nothing does: then it is one query, and no row in the audit trail.
    """
    return actions.tick_watched(code, today=today) if queries.is_watched(code) else 0


def is_off(code: str, *, of: Person, today: date, by: Person | None) -> int:
    """Drop what somebody agreed to that waited for this, as it will not be; return how many."""
    if not queries.is_watched(code):
        return 0
    return actions.drop_watched(code, person=of, today=today, by=by)
