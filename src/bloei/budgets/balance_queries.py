"""What can be asked about the budgets of many people: totals per unit, what will lapse, runs."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from bloei.budgets.lapsing import lapsing
from bloei.budgets.models import Account, Entitlement, Entry, Measure
from bloei.foundation.models import Run
from bloei.people.models import Person

Purpose = Account.Purpose
KINDS = ("budgets.grant_and_lapse", "budgets.reconcile", "budgets.correct_balances")


def totals(people: QuerySet[Person], measure: str, year: int) -> list[dict[str, Any]]:
    """Return per unit what is free, reserved and spent this year, by name; three queries."""
    accounts = Account.objects.filter(owner__in=people, measure=measure)
    rows = accounts.values("owner__unit", "owner__unit__name").annotate(
        free=Sum("balance", filter=Q(purpose=Purpose.OWN)),
        reserved=Sum("balance", filter=Q(purpose=Purpose.RESERVED)),
        people=Count("owner", distinct=True),
    )
    spent = Entry.objects.filter(
        what=Entry.What.SPEND,
        on__year=year,
        source__owner__in=people,
        source__measure=measure,
    ).values("source__owner__unit")
    paid = dict(spent.annotate(total=Sum("amount")).values_list("source__owner__unit", "total"))
    return [
        {
            "name": row["owner__unit__name"] or "",
            "people": row["people"],
            "free": row["free"] or 0,
            "reserved": row["reserved"] or 0,
            "spent": paid.get(row["owner__unit"], 0),
        }
        for row in sorted(rows, key=lambda row: row["owner__unit__name"] or "")
    ]


def sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {
        name: sum(row[name] for row in rows) for name in ("people", "free", "reserved", "spent")
    }


def lapse_months(people: QuerySet[Person], measure: str, today: date) -> list[dict[str, Any]]:
    """Return per month of the coming year how much can be used for the last time, of how many."""
    ids = list(people.values_list("pk", flat=True))
    until = today.replace(year=today.year + 1, day=1)
    months: dict[tuple[int, int], dict] = {
        month: {"amount": 0, "people": set(), "days": set()} for month in _months(today)
    }
    for one in lapsing(measure, after=today, until=until, among=ids):
        last = date.fromordinal(one.lapses_on.toordinal() - 1)
        month = months.setdefault(
            (last.year, last.month), {"amount": 0, "people": set(), "days": set()}
        )
        month["amount"] += one.left
        month["people"].add(one.person_id)
        month["days"].add(last)
    return [
        {
            "month": date(year, number, 1),
            "amount": found["amount"],
            "people": len(found["people"]),
            "last_day": max(found["days"], default=None),
        }
        for (year, number), found in sorted(months.items())
    ]


def _months(today: date) -> list[tuple[int, int]]:
    return [
        (today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1)
        for ahead in range(12)
    ]


def who_lose(people: QuerySet[Person], measure: str, today: date, until: date) -> list[dict]:
    """Return who loses something up to and including `until`, most first."""
    left: dict[int, int] = defaultdict(int)
    ids = list(people.values_list("pk", flat=True))
    for one in lapsing(measure, after=today, until=until, among=ids):
        left[one.person_id] += one.left
    names = Person.objects.select_related("unit").in_bulk(left)
    most_first = sorted(left.items(), key=lambda item: (-item[1], item[0]))
    return [{"person": names[pk], "left": amount} for pk, amount in most_first]


def runs() -> QuerySet[Run]:
    """Return the runs over the books, newest first."""
    return Run.objects.filter(kind__in=KINDS).select_related("by").order_by("-started_at")


def last_alarm() -> Run | None:
    """Return the last check, or the last nightly run, when something was wrong."""
    nightly = Run.objects.filter(kind__in=("budgets.reconcile", "budgets.grant_and_lapse"))
    newest = nightly.order_by("kind", "-started_at").distinct("kind")
    return next((run for run in newest if run.state == Run.State.FAILED), None)


def entitled() -> int:
    return Entitlement.objects.filter(person__is_working=True).values("person").distinct().count()


MEASURES = ((Measure.CENTS, "euros"), (Measure.MINUTES, "hours"))
