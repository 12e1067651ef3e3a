"""What can be asked about applications: what waits, for whom, and what may be undone."""

from datetime import date, datetime

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bloei.budgets import rules
from bloei.budgets.models import Application, Funding, Measure
from bloei.budgets.rules import Source, State
from bloei.learning.rules import State as Part
from bloei.people.models import Person

NOT_BEGUN = frozenset({Part.WISHED, Part.APPLIED, Part.AGREED})


# What a line of a list says: only this is loaded, for the rest of an application is much.
_LISTED = (
    "state", "payer", "price_cents", "asked_at", "decide_by", "talk_at", "decided_at", "decided_by",
    "tops_up", "becomes", "asked_minutes",
    "person__given_name", "person__infix", "person__family_name", "participation__offer__title",
    "participation__offer__minutes",
)  # fmt: skip


def in_list(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Take along what a list of applications shows, in one query."""
    return rows.select_related("person", "participation__offer").only(*_LISTED)


def of_person(person: Person) -> QuerySet[Application]:
    """Return everything a person applied for, with what the statement of a budget says of it."""
    told = (
        "paid_on",
        "is_mandatory",
        "decider",
        "decided_by__given_name",
        "participation__offer__starts_on",
    )
    rows = Application.objects.filter(person=person)
    found = rows.select_related("participation__offer", "decided_by")
    return found.only(*(name for name in _LISTED if not name.startswith("person__")), *told)


def with_funding(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Take along too who pays which part; two queries."""
    return in_list(rows).prefetch_related("funding")


def with_advance(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Take along how much of it is in advance (`ahead_cents`), in the same query."""
    shares = Funding.objects.filter(application=OuterRef("pk")).order_by()
    ahead = shares.values("application").annotate(total=Sum("advance")).values("total")
    return in_list(rows).annotate(ahead_cents=Coalesce(Subquery(ahead), 0))


def waiting(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Keep what waits for a decision, the nearest deadline first."""
    return rows.filter(state=State.ASKED).order_by("decide_by", "pk")


def may_undo(application: Application, by: Person, now: datetime) -> bool:
    """Say whether this is a slip of `by` that can still be taken back (ten minutes)."""
    done_at, actor = None, None
    if application.state == State.ASKED:
        done_at, actor = application.asked_at, application.filed_by_id
    elif application.state in {State.AGREED, State.REFUSED}:
        done_at, actor = application.decided_at, application.decided_by_id
    if done_at is None or actor != by.pk:
        return False
    # What was built on it since cannot be taken back with it.
    taking_part = application.participation
    if (taking_part and taking_part.state not in NOT_BEGUN) or has_open_top_ups(application):
        return False
    return now - done_at <= rules.UNDO_WITHIN and not _is_asked_anew(application)


def _is_asked_anew(application: Application) -> bool:
    """Say whether somebody asked to learn the same again, or began to, after this was refused."""
    if application.state != State.REFUSED or application.tops_up_id:
        return False
    if application.participation_id is None:  # a conversion: what is left of it says the rest
        return False
    others = Application.objects.filter(participation=application.participation_id, tops_up=None)
    return others.filter(state__in=[*rules.OPEN, State.DRAFT]).exists()


def uses_personal_budget(application: Application) -> bool:
    return application.funding.filter(source=Source.PERSONAL).exists()


def has_open_top_ups(application: Application) -> bool:
    return application.top_ups.filter(state__in=rules.OPEN).exists()


def to_be_reminded(today: date) -> list[Application]:
    """Return what waits and of which the decider hears today."""
    found = waiting(Application.objects.select_related("person", "participation__offer"))
    return [application for application in found if _is_reminded(application, today)]


def _is_reminded(application: Application, today: date) -> bool:
    asked_at, decide_by = application.asked_at, application.decide_by
    if asked_at is None or decide_by is None:
        return False
    talk_on = application.talk_at.date() if application.talk_at else None
    return today in rules.reminder_days(asked_at.date(), decide_by, talk_on)


def overdue(rows: QuerySet[Application], today: date) -> QuerySet[Application]:
    """Keep what nobody decided in time: HR helps to get an answer."""
    return waiting(rows).filter(decide_by__lt=today)


def to_settle(rows: QuerySet[Application], today: date) -> QuerySet[Application]:
    """Keep what nobody decided in time and what is not paid yet, in that order."""
    is_late = Q(state=State.ASKED, decide_by__lt=today)
    found = rows.filter(is_late | Q(state=State.AGREED, becomes="")).annotate(is_late=is_late)
    return found.order_by("-is_late", "decided_at", "decide_by", "pk")


def unpaid(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Keep what is agreed and not paid yet, what waits longest first."""
    return rows.filter(state=State.AGREED, becomes="").order_by("decided_at", "pk")


def draft_of(person: Person, offer) -> Application | None:
    """Return what was kept for later of this person for this offer."""
    found = Application.objects.filter(person=person, participation__offer=offer, state=State.DRAFT)
    return found.order_by("pk").last()


def open_application(person: Person, offer) -> Application | None:
    """Return the application of this person for this offer that waits or was agreed."""
    found = Application.objects.filter(
        person=person, participation__offer=offer, state__in=rules.OPEN, tops_up=None
    )
    return found.order_by("pk").last()


def decided_this_year(viewer: Person, today: date) -> dict[str, int]:
    """Return how many applications of others the viewer decided about this year, and agreed to."""
    rows = Application.objects.filter(decided_by=viewer, decided_at__year=today.year)
    rows = rows.exclude(person=viewer)
    agreed = rows.exclude(state=State.REFUSED)
    return {"all": rows.count(), "agreed": agreed.count()}


_FREE = """
    select n.person_id, sum(a.balance)::bigint
      from budgets_entitlement n
      join budgets_scheme s on s.id = n.scheme_id
      join budgets_account a on a.id = n.own_id
     where n.person_id = any(%s) and s.measure = %s
     group by n.person_id
"""


def free_cents(people) -> dict[int, int]:
    """Return what each of these people (ids) is free to spend in euros, in cents."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [list(people), Measure.CENTS.value])
        return dict(cursor.fetchall())
