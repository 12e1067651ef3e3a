"""What people were granted lately: new money or hours that nobody knows of unless it is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Sum

from bloei.budgets.models import Account, Entry

# A grant that comes every month is told the first time only.
HARDLY_A_YEAR = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class CameIn:
    """What one person got on a day from one scheme, and is free to spend of it now.

    `amount` and `left` are cents or minutes.
    """

    person_id: int
    scheme_id: int
    on: date
    amount: int
    left: int


def granted(
    measure: str, *, since: date, until: date, among: Collection[int] | None = None
) -> list[CameIn]:
    """Return who works here and was granted something from `since` to `until`, both included.

    Only the first grant of a scheme in nearly a year, and only while something of it is free.
    """
    rows = _grants().filter(
        on__range=(since, until),
        target__purpose=Account.Purpose.OWN,
        target__measure=measure,
        target__balance__gt=0,
        target__owner__is_working=True,
    )
    if among is not None:
        rows = rows.filter(target__owner__in=among)
    before = _grants().filter(
        target=OuterRef("target"), on__lt=OuterRef("on"), on__gte=OuterRef("on") - HARDLY_A_YEAR
    )
    facts = "target__owner", "target__scheme", "on", "target__balance"
    first = rows.filter(~Exists(before)).values_list(*facts).annotate(amount=Sum("amount"))
    return [
        CameIn(person, scheme, on, amount, left)
        for person, scheme, on, left, amount in first.order_by(*facts)
    ]


def _grants() -> QuerySet[Entry]:
    return Entry.objects.filter(what=Entry.What.GRANT)
