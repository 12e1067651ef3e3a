"""What deserves attention about budgets: money that lapses, that was never used, that is not known.

That something lapses or came in is a service message: it goes to everybody. The others
are nudges, and their effect is measured.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from bloei.budgets.balances.granted import granted
from bloei.budgets.balances.lapsing import lapsing
from bloei.budgets.balances.what_fits import with_offers_for_hours, with_offers_for_money
from bloei.budgets.models import Application, Entitlement, Measure
from bloei.budgets.rules import TALK_FIRST, State
from bloei.foundation.addresses import address_of
from bloei.notifications.models import Notice
from bloei.notifications.nudge import SERVICE, Candidate, Nudge
from bloei.people.roles import Role

DAY = timedelta(days=1)
LAPSES_WITHIN = timedelta(days=92)
LATE_WARNING = timedelta(days=31)
WAITED = timedelta(days=365)
LEAST_CENTS = 2_500
WORTH_CENTS = 10_000
WORTH_MINUTES = 2 * 8 * 60
DAYS_TO_APPLY, DAYS_TO_PLAN = 7, 14
# Of a grant it is news for two weeks; the card stays a month.
NEWS, SHOWN = timedelta(days=14), timedelta(days=30)


def _lapsing(today: date, among: Collection[int] | None, measure: str) -> list[Candidate]:
    """Return who loses something within three months: once early, once in the last month."""
    found = lapsing(measure, after=today, until=today + LAPSES_WITHIN, among=among)
    unit = "cents" if measure == Measure.CENTS else "minutes"
    return [
        Candidate(
            person_id=one.person_id,
            occasion=f"{one.scheme_id}:{one.lapses_on}:{_round(one.lapses_on, today)}",
            params={f"left_{unit}": one.left, "last_on": (one.lapses_on - DAY).isoformat()},
            url=address_of("budgets:my_budget"),
            until=one.lapses_on - DAY,
        )
        for one in found
    ]


def _round(lapses_on: date, today: date) -> str:
    return "last" if lapses_on - today <= LATE_WARNING else "first"


def lapsing_money(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    return with_offers_for_money(_lapsing(today, among, Measure.CENTS), today)


def lapsing_hours(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    return with_offers_for_hours(_lapsing(today, among, Measure.MINUTES), today)


def granted_money(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    return with_offers_for_money(_granted(today, among, Measure.CENTS), today)


def granted_hours(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    return with_offers_for_hours(_granted(today, among, Measure.MINUTES), today)


def _granted(today: date, among: Collection[int] | None, measure: str) -> list[Candidate]:
    """Return who got a new amount in the last two weeks."""
    unit = "cents" if measure == Measure.CENTS else "minutes"
    return [
        Candidate(
            person_id=one.person_id,
            occasion=f"{one.scheme_id}:{one.on}",
            params={f"granted_{unit}": one.amount, f"left_{unit}": one.left},
            url=address_of("budgets:my_budget"),
            until=one.on + SHOWN,
        )
        for one in granted(measure, since=today - NEWS, until=today, among=among)
    ]


def money_is_worth_a_talk(params: Mapping[str, Any], today: date) -> bool:
    """Tell whether a manager should know: it is a course, and there is time to apply for one."""
    enough = params["left_cents"] >= WORTH_CENTS
    return enough and _days_left(params, today) >= DAYS_TO_APPLY


def hours_are_worth_a_talk(params: Mapping[str, Any], today: date) -> bool:
    """Tell whether a manager should know: it is two days, and they still fit in a roster."""
    enough = params["left_minutes"] >= WORTH_MINUTES
    return enough and _days_left(params, today) >= DAYS_TO_PLAN


def _days_left(params: Mapping[str, Any], today: date) -> int:
    return (date.fromisoformat(params["last_on"]) - today).days


def never_used(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return who has had a budget for a year and never asked for anything."""
    asked = Application.objects.filter(person=OuterRef("person"), asked_at__isnull=False)
    found = _with_money(among).filter(~Exists(asked), starts_on__lte=today - WAITED)
    return with_offers_for_money(_holding(found, str(today.year), "home:choose"), today)


def not_known(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return who has a budget and never signed in to see it."""
    found = _with_money(among).filter(person__last_login__isnull=True)
    return with_offers_for_money(_holding(found, "first", "budgets:my_budget"), today)


def _holding(found: QuerySet[Entitlement], occasion: str, step: str) -> list[Candidate]:
    """Return each person with how much they hold, and since which day they have a budget."""
    rows = found.values("person").annotate(left=Sum("own__balance"), since=Min("starts_on"))
    return [
        Candidate(
            person_id=row["person"],
            occasion=occasion,
            params={"left_cents": row["left"], "since_on": row["since"].isoformat()},
            url=address_of(step),
        )
        for row in rows
    ]


def _with_money(among: Collection[int] | None) -> QuerySet[Entitlement]:
    found = Entitlement.objects.filter(
        person__is_working=True,
        person__is_active=True,
        scheme__measure=Measure.CENTS,
        own__balance__gte=LEAST_CENTS,
    )
    return found if among is None else found.filter(person__in=among)


def waits_for_decision(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return each direct manager with what waits for them: the nearest deadline and how many."""
    rows = Application.objects.filter(state=State.ASKED, person__led_by__depth=1)
    # Two people who talk first are left alone for a week, but for the last day.
    talking = Q(talk_at__date__gt=today - TALK_FIRST, decide_by__gt=today)
    rows = rows.exclude(talking & Q(talk_at__isnull=False))
    if among is not None:
        rows = rows.filter(Q(person__led_by__leader__in=among) | Q(person__in=among))
    found = rows.values(leader=F("person__led_by__leader")).annotate(
        first=Min("decide_by"), newest=Min("pk")
    )
    return [
        Candidate(
            person_id=row["leader"],
            occasion=f"{row['newest']}",
            params={"decide_on": row["first"].isoformat()},
            url=address_of("budgets:decision_list"),
        )
        for row in found
    ]


def asked(person_ids: Collection[int], since: date, until: date) -> set[int]:
    """Return who asked to learn something on these days, both included."""
    found = Application.objects.filter(
        person__in=person_ids, asked_at__date__range=(since, until), becomes=""
    )
    return set(found.values_list("person", flat=True))


def signed_in(person_ids: Collection[int], since: date, until: date) -> set[int]:
    """Return who read something in Bloei or signed in on these days, both included."""
    seen = Notice.objects.filter(person__in=person_ids, read_at__date__range=(since, until))
    signed = Entitlement.objects.filter(
        person__in=person_ids, person__last_login__date__range=(since, until)
    )
    return set(seen.values_list("person", flat=True)) | set(signed.values_list("person", flat=True))


NUDGES = [
    Nudge(
        name="budgets.money_lapses",
        label=_("Learning money lapses soon"),
        title=_("After %(last_on)s, %(left_cents)s of your learning budget lapses"),
        text=_("Apply by %(last_on)s and the money counts; the course itself may be later."),
        next_step=_("See what you can do with it"),
        kind=SERVICE,
        audience=lapsing_money,
        rank=10,
        icon="sun",
        on_today=False,
        for_manager=_("%(left_cents)s lapses"),
        for_manager_text=_("%(left_cents)s of the budget of %(name)s lapses after %(last_on)s."),
        for_manager_if=money_is_worth_a_talk,
        example={"left_cents": 38_000, "last_on": "2026-12-31"},
    ),
    Nudge(
        name="budgets.hours_lapse",
        label=_("Learning hours lapse soon"),
        title=_("After %(last_on)s, %(left_minutes)s of your learning time lapses"),
        text=_("Plan something by %(last_on)s, then you keep these hours."),
        next_step=_("See your learning time"),
        kind=SERVICE,
        audience=lapsing_hours,
        rank=12,
        icon="sun",
        on_today=False,
        for_manager=_("%(left_minutes)s lapses"),
        for_manager_text=_(
            "%(left_minutes)s of the learning time of %(name)s lapses after %(last_on)s."
        ),
        for_manager_if=hours_are_worth_a_talk,
        for_manager_all=_(
            "Learning time of %(count)s of the %(of)s people lapses after %(last_on)s. "
            "Plan it together, in the roster."
        ),
        example={"left_minutes": 480, "last_on": "2026-12-31"},
    ),
    Nudge(
        name="budgets.money_granted",
        label=_("New learning money"),
        title=_("%(granted_cents)s was added to your learning budget"),
        text=_("You now have %(left_cents)s. You decide what you learn with it."),
        next_step=_("See my budget"),
        kind=SERVICE,
        audience=granted_money,
        rank=35,
        icon="wallet",
        on_today=False,
        example={"granted_cents": 90_000, "left_cents": 127_000},
    ),
    Nudge(
        name="budgets.hours_granted",
        label=_("New learning hours"),
        title=_("%(granted_minutes)s was added to your learning time"),
        text=_("You now have %(left_minutes)s. You choose when: it is working time."),
        next_step=_("See my hours"),
        kind=SERVICE,
        audience=granted_hours,
        rank=36,
        icon="clock",
        on_today=False,
        example={"granted_minutes": 2_160, "left_minutes": 2_400},
    ),
    Nudge(
        name="budgets.waits_for_decision",
        label=_("Manager: an application waits"),
        title=_("An application waits for your decision"),
        text=_("Decide by %(decide_on)s. Then your colleague knows where they stand."),
        next_step=_("See what waits"),
        kind=SERVICE,
        audience=waits_for_decision,
        rank=5,
        icon="check",
        on_today=False,
        for_role=Role.MANAGER,
        by_mail=False,  # each application is told by a message of its own
        example={"decide_on": "2026-11-30"},
    ),
    Nudge(
        name="budgets.never_used",
        label=_("Budget never used"),
        title=_("You have %(left_cents)s to learn something you choose"),
        text=_(
            "You have had a budget since %(since_on)s and have not used it yet. Three questions"
            " bring you to three offers that fit."
        ),
        next_step=_("Help me choose"),
        audience=never_used,
        rank=40,
        icon="sprout",
        cool_down_days=180,
        outcome=asked,
        outcome_words=_("somebody applies for something within six weeks"),
        outcome_question=_("Who applied for something within six weeks?"),
        for_manager=_("Budget never used"),
        for_manager_text=_(
            "%(name)s has %(left_cents)s and has not used anything yet. Ask what would help."
        ),
        example={"left_cents": 90_000, "since_on": "2025-01-01"},
    ),
    Nudge(
        name="budgets.not_known",
        label=_("Does not know the balance yet"),
        title=_("You have a learning budget of %(left_cents)s"),
        text=_(
            "You have had it since %(since_on)s, and you decide what you learn with it. Your"
            " balance is always on the first page."
        ),
        next_step=_("See my balance"),
        audience=not_known,
        rank=30,
        icon="wallet",
        on_today=False,
        cool_down_days=60,
        outcome=signed_in,
        outcome_words=_("somebody signs in and sees the balance within six weeks"),
        outcome_question=_("Who saw the balance within six weeks?"),
        example={"left_cents": 90_000, "since_on": "2025-01-01"},
    ),
]
# What somebody's application changes at once; the others wait for the night.
AFTER_AN_APPLICATION = (
    "budgets.money_lapses",
    "budgets.hours_lapse",
    "budgets.waits_for_decision",
    "budgets.never_used",
)
