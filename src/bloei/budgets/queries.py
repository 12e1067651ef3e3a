"""What can be asked about applications: what waits, for whom, and what may be undone."""

from datetime import date

from django.db.models import QuerySet, Sum

from bloei.budgets import rules
from bloei.budgets.models import Application, Entitlement, Measure
from bloei.budgets.rules import Source, State
from bloei.foundation import clock
from bloei.learning.rules import State as Part
from bloei.people.models import Person

NOT_BEGUN = frozenset({Part.WISHED, Part.APPLIED, Part.AGREED})


def with_story(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Take along what a list of applications shows, in a fixed number of queries."""
    return rows.select_related(
        "person__unit", "participation__offer__provider", "decided_by", "filed_by"
    ).prefetch_related("funding__account__scheme")


def waiting(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Keep what waits for a decision, the nearest deadline first."""
    return rows.filter(state=State.ASKED).order_by("decide_by", "pk")


def may_undo(application: Application, by: Person) -> bool:
    """Say whether this is a slip of `by` that can still be taken back (ten minutes)."""
    done_at, actor = None, None
    if application.state == State.ASKED:
        done_at, actor = application.asked_at, application.filed_by_id
    elif application.state in {State.AGREED, State.REFUSED}:
        done_at, actor = application.decided_at, application.decided_by_id
    if done_at is None or actor != by.pk:
        return False
    # What was built on it since cannot be taken back with it.
    if application.participation.state not in NOT_BEGUN or has_open_top_ups(application):
        return False
    return clock.now() - done_at <= rules.UNDO_WITHIN


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
    return today in rules.reminder_days(asked_at.date(), decide_by)


def overdue(rows: QuerySet[Application], today: date) -> QuerySet[Application]:
    """Keep what nobody decided in time: HR helps to get an answer."""
    return waiting(rows).filter(decide_by__lt=today)


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


def free_cents(people) -> dict[int, int]:
    """Return what each of these people (ids) is free to spend in euros, in cents."""
    found = Entitlement.objects.filter(person__in=people, scheme__measure=Measure.CENTS)
    return dict(found.values_list("person").annotate(Sum("own__balance")))
