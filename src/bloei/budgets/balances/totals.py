"""What can be asked about the budgets of many people: totals per unit, what will lapse, runs."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Subquery

from bloei.budgets.balances import lapsing
from bloei.budgets.models import Entitlement, Measure
from bloei.foundation.at_once import keys_of
from bloei.foundation.models import AuditRow, Run
from bloei.people.models import Person

MOST_LOSING = 25
MANY_MORE = 2  # times as many people as the last night knew
KINDS = ("budgets.grant_and_lapse", "budgets.reconcile", "budgets.correct_balances")


_TOTALS = """
    with has as (
        select a.owner_id,
               sum(a.balance) filter (where a.purpose = 'own' and a.balance > 0) as free,
               sum(a.balance) filter (where a.purpose = 'reserved') as reserved,
               -sum(a.balance) filter (where a.purpose = 'own' and a.balance < 0) as advanced
          from budgets_account a where a.measure = %s and a.owner_id in ({keys})
         group by a.owner_id
    ), paid as (
        select a.owner_id, sum(e.amount) as spent
          from budgets_entry e join budgets_account a on a.id = e.source_id and a.measure = %s
         where e.what = 'spend' and e."on" between %s and %s group by a.owner_id
    )
    select p.unit_id, coalesce(u.name, ''), count(*), coalesce(sum(free), 0)::bigint,
           coalesce(sum(reserved), 0)::bigint, coalesce(sum(advanced), 0)::bigint,
           coalesce(sum(spent), 0)::bigint
      from has join people_person p on p.id = has.owner_id
      left join people_unit u on u.id = p.unit_id
      left join paid on paid.owner_id = has.owner_id
     group by 1, 2 order by 2, 1
""".format
_TOLD = ("unit", "name", "people", "free", "reserved", "advanced", "spent")


def totals(people: QuerySet[Person], measure: str, year: int) -> list[dict[str, Any]]:
    """Return per unit what is free, reserved, spent this year and advanced, by name; one query.

    What somebody took ahead of later budget makes nobody else's less.
    """
    keys, values = keys_of(people)
    days = [date(year, 1, 1), date(year, 12, 31)]
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS(keys=keys), [measure, *values, measure, *days])
        return [dict(zip(_TOLD, row, strict=True)) for row in cursor.fetchall()]


def sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    names = ("people", "free", "reserved", "spent", "advanced")
    return {name: sum(row[name] for row in rows) for name in names}


def lapse_months(people: QuerySet[Person], measure: str, today: date) -> list[dict[str, Any]]:
    """Return per month of the coming year how much can be used for the last time, of how many."""
    until = today.replace(year=today.year + 1, day=1)
    found: dict[date, dict[str, Any]] = {
        month: {"month": month, "amount": 0, "people": 0, "last_day": None}
        for month in _months(today)
    }
    for month, last, amount, number in lapsing.of_people(
        people, measure, after=today, until=until,
        shown="date_trunc('month', lapses_on - 1)::date, max(lapses_on - 1)", grouped="group by 1",
    ):  # fmt: skip
        found[month] = {"month": month, "amount": amount, "people": number, "last_day": last}
    return [found[month] for month in sorted(found)]


def _months(today: date) -> list[date]:
    return [
        date(today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1, 1)
        for ahead in range(12)
    ]


def who_lose(
    people: QuerySet[Person], measure: str, today: date, until: date
) -> tuple[list[dict[str, Any]], int]:
    """Return who loses most up to and including `until`, and how many lose something."""
    rows = lapsing.of_people(
        people, measure, after=today, until=until, shown="owner_id, count(*) over ()",
        grouped=f"group by owner_id order by 3 desc, 1 limit {MOST_LOSING}",
    )  # fmt: skip
    named = Person.objects.select_related("unit").in_bulk([row[0] for row in rows])
    losing = [{"person": named[pk], "left": amount} for pk, _all, amount, _one in rows]
    return losing, rows[0][1] if rows else 0


def runs() -> QuerySet[Run]:
    """Return the runs over the books, newest first."""
    return Run.objects.filter(kind__in=KINDS).select_related("by").order_by("-started_at")


def alarms() -> QuerySet[Run]:
    """Return the last check and the last nightly run, as far as something was wrong."""
    nightly = Run.objects.filter(kind__in=("budgets.reconcile", "budgets.grant_and_lapse"))
    newest = nightly.order_by("kind", "-started_at").distinct("kind")
    failed = Run.objects.filter(pk__in=newest.values("pk"), state=Run.State.FAILED)
    return failed.order_by("kind")


def was_opened(stored_pk: int, by: Person) -> bool:
    """Say whether this file of opening balances was loaded by this person, and forgotten then."""
    told = AuditRow.objects.filter(verb="budgets.opening_forgotten", by=by)
    return told.filter(thing_id=str(stored_pk)).exists()


def last_alarm() -> Run | None:
    """Return what went wrong at night, or None."""
    return alarms().first()


def lapsing_last_night() -> dict[int, tuple[int, int]]:
    """Return per unit (0: none) what lapses within three months and of how many people (cents).

    Nothing where many came in since that night: the figure would be that of a few.
    """
    ended = Run.objects.filter(kind="budgets.grant_and_lapse", ended_at__isnull=False)
    now = Person.objects.working().order_by().values("is_working").annotate(n=Count("pk"))
    told = ended.order_by("-started_at").values_list("report", Subquery(now.values("n")))
    newest: tuple[dict[str, Any], int | None] = told.first() or ({}, None)
    report, working = newest
    if working and working > MANY_MORE * report.get("working", working):
        return {}
    return {int(unit): tuple(found) for unit, found in report.get("lapsing", {}).items()}


def entitled() -> int:
    return Entitlement.objects.filter(person__is_working=True).values("person").distinct().count()


MEASURES = ((Measure.CENTS, "euros"), (Measure.MINUTES, "hours"))
