"""What deserves attention about learning time: none planned, not said how it went, waits for a yes.

That time is there and nothing is planned is an ordinary nudge, and its effect is measured.
What waits for somebody is a service message: it goes to everybody.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Sum,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bloei.budgets.balances.what_fits import with_offers_for_hours
from bloei.budgets.models import Entitlement, Measure
from bloei.foundation.addresses import address_of
from bloei.notifications.nudge import SERVICE, Candidate, Nudge
from bloei.people.roles import Role
from bloei.planning import rules
from bloei.planning.models import LearningBlock
from bloei.planning.rules import Origin, State

WORTH_MINUTES = 2 * 60  # less is no reason to write to somebody
TOO_NEAR = timedelta(days=21)  # the end of a quarter: then the next one is named
TOLD_UNTIL = timedelta(days=28)
AHEAD = (State.PROPOSED, State.ASKED, State.AGREED)
PLANNED = (State.ASKED, State.AGREED, State.DONE, State.LAPSED)


def none_planned(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return who has learning time left, and neither a moment ahead nor a proposal.

    With offers that fit in that time: one query, and two for each 2,000 people. The occasion
    is the quarter, so that the day that is named stays the same.
    """
    ahead = LearningBlock.objects.filter(
        person=OuterRef("person"), state__in=AHEAD, during__endswith__gt=_midnight(today)
    )
    rows = Entitlement.objects.filter(
        person__is_working=True, person__is_active=True, scheme__measure=Measure.MINUTES
    )
    rows = (rows if among is None else rows.filter(person__in=among)).filter(~Exists(ahead))
    left = rows.values("person").annotate(left=Sum("own__balance"))
    _first, last = rules.quarter(today + TOO_NEAR)
    people = [
        Candidate(
            person_id=row["person"],
            occasion=last.isoformat(),
            params={"left_minutes": row["left"], "last_on": last.isoformat()},
            url=address_of("planning:week"),
        )
        for row in left.filter(left__gte=WORTH_MINUTES)
    ]
    return with_offers_for_hours(people, today)


def unsaid(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return of whom learning time is over and nobody said how it went: at most once a week.

    Looked at from the day after; what is older than four weeks is not asked any more.
    """
    over = LearningBlock.objects.filter(
        state=State.AGREED,
        during__endswith__lte=_midnight(today),
        during__endswith__gt=_midnight(today - TOLD_UNTIL),
    )
    over = over if among is None else over.filter(person__in=among)
    rows = over.values("person").annotate(
        count=Count("pk"), last=Max("during__startswith"), lasts=_lasts()
    )
    found = ((row, timezone.localtime(row["last"]).date()) for row in rows)
    return [
        Candidate(
            person_id=row["person"],
            occasion=rules.monday(last).isoformat(),
            params={
                "count": row["count"],
                "last_on": last.isoformat(),
                "planned_minutes": _in_minutes(row["lasts"]),
            },
            url=address_of("planning:week"),
            until=last + TOLD_UNTIL,
        )
        for row, last in found
    ]


def waits_for_decision(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return each direct manager with the learning time that waits: how much, and until when."""
    rows = LearningBlock.objects.filter(state=State.ASKED, person__led_by__depth=1)
    if among is not None:
        rows = rows.filter(Q(person__led_by__leader__in=among) | Q(person__in=among))
    found = rows.values(leader=F("person__led_by__leader")).annotate(
        first=Min("decide_by"), newest=Max("pk"), count=Count("pk"), lasts=_lasts()
    )
    return [
        Candidate(
            person_id=row["leader"],
            occasion=f"{row['newest']}",
            params={
                "count": row["count"],
                "asked_minutes": _in_minutes(row["lasts"]),
                "decide_on": row["first"].isoformat() if row["first"] else "",
            },
            url=address_of("planning:decision_list"),
        )
        for row in found
    ]


def planned(person_ids: Collection[int], since: date, until: date) -> set[int]:
    """Return who planned learning time on these days, both included.

    By hand or in a talk, or by taking over a proposal; what a team was given does not count.
    """
    rows = LearningBlock.objects.filter(person__in=person_ids, state__in=PLANNED)
    made = Q(made_at__date__range=(since, until)) & ~Q(origin__in=[Origin.PLANNER, Origin.TEAM])
    accepted = Q(
        origin=Origin.PLANNER,
        state=State.AGREED,
        changed_at__date__range=(since, until),
        during__startswith__gte=_midnight(since),
    )
    return set(rows.filter(made | accepted).values_list("person", flat=True))


def _lasts() -> Sum:
    """Add up how long blocks are."""
    lasts = ExpressionWrapper(
        F("during__endswith") - F("during__startswith"), output_field=DurationField()
    )
    return Sum(lasts)


def _in_minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


NUDGES = [
    Nudge(
        name="planning.none_planned",
        label=_("Learning time, and none planned"),
        title=_("You have %(left_minutes)s of learning time and nothing planned"),
        text=_(
            "Choose one hour, by %(last_on)s at the latest. It is working time, and nobody takes "
            "it away without asking you."
        ),
        next_step=_("Choose a moment"),
        audience=none_planned,
        rank=35,
        icon="calendar",
        cool_down_days=60,
        outcome=planned,
        outcome_words=_("somebody plans learning time within six weeks"),
        outcome_question=_("Who planned learning time within six weeks?"),
        for_manager=_("No learning time planned"),
        for_manager_text=_(
            "%(name)s has %(left_minutes)s of learning time and nothing planned. Ask what would"
            " help."
        ),
        for_manager_all=_(
            "%(count)s of the %(of)s people have learning time and nothing planned. "
            "Plan it together, in the roster."
        ),
        example={"left_minutes": 1_440, "last_on": "2026-12-31"},
    ),
    Nudge(
        name="planning.unsaid",
        label=_("Learning time is over: how did it go?"),
        title=ngettext_lazy(
            "How did your learning time of %(last_on)s go?",
            "How did your learning time go, %(count)d times up to %(last_on)s?",
            "count",
        ),
        text=_("%(planned_minutes)s are kept apart for it. One click says that it was done."),
        next_step=_("Say how it went"),
        kind=SERVICE,
        audience=unsaid,
        rank=16,
        icon="check",
        on_today=False,
        example={"count": 1, "last_on": "2026-11-19", "planned_minutes": 120},
    ),
    Nudge(
        name="planning.waits_for_decision",
        label=_("Manager: learning time waits"),
        title=ngettext_lazy(
            "A question about learning time waits for you",
            "%(count)d questions about learning time wait for you",
            "count",
        ),
        text=_(
            "It is about %(asked_minutes)s. Decide by %(decide_on)s. Then your colleague can"
            " count on it."
        ),
        next_step=_("See what waits"),
        kind=SERVICE,
        audience=waits_for_decision,
        rank=6,
        icon="calendar-clock",
        on_today=False,
        for_role=Role.MANAGER,
        by_mail=False,  # each question is told by a message of its own
        example={"count": 1, "asked_minutes": 120, "decide_on": "2026-12-03"},
    ),
]
