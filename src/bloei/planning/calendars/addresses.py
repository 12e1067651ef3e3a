"""The secret address of a calendar: only a digest of it is kept."""

import hashlib

from bloei.people.models import Person
from bloei.planning.models import CalendarAddress


def digest_of(secret: str) -> str:
    """Return what is kept of a secret address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> Person | None:
    """Return whose calendar a secret address is; who left has none."""
    rows = CalendarAddress.objects.select_related("person").filter(digest=digest_of(secret))
    found = rows.filter(person__is_working=True, person__is_active=True).first()
    return found.person if found else None
