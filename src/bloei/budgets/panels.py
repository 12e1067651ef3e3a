"""What budgets shows elsewhere: the balance on Today, the price on an offer, the team's money."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bloei.budgets import balance_queries, divisions, lapsing, queries, statements, stories
from bloei.budgets.access import (
    DECIDE_APPLICATION,
    MANAGE_SCHEMES,
    PAY_APPLICATION,
    SEE_BALANCE,
    SEE_RUNS,
    SEE_TEAM_BUDGET,
    SEE_TOTALS,
)
from bloei.budgets.models import Application, Measure
from bloei.foundation.navigation import MINE, ORGANISATION, TEAM, Link
from bloei.foundation.panels import Panel
from bloei.people.models import Person

SHOWN = 5
FEWEST = 5  # a total of fewer people says too much about one of them


def balance_today(viewer, today: date, _subject) -> dict | None:
    """Return the budgets of the viewer; the number stands on the first page, always."""
    budgets = statements.budgets_of(viewer, today)
    if not budgets:
        return None
    return {"budgets": budgets, "today": today}


def decisions_today(viewer, today: date, _subject) -> dict | None:
    """Return what waits for the viewer to decide, the nearest deadline first."""
    rows = queries.waiting(DECIDE_APPLICATION.narrow(Application.objects.all(), viewer))
    found = list(queries.with_story(rows)[: SHOWN + 1])
    if not found:
        return None
    return {"applications": found[:SHOWN], "more": len(found) > SHOWN, "today": today}


def payments_today(viewer, today: date, _subject) -> dict | None:
    """Return how many agreed applications are not paid yet, and how many nobody decided in time."""
    rows = PAY_APPLICATION.narrow(Application.objects.all(), viewer)
    unpaid = rows.filter(state="agreed").count()
    late = queries.overdue(rows, today).count()
    return {"unpaid": unpaid, "late": late} if unpaid or late else None


def price_of_offer(viewer, today: date, offer) -> dict | None:
    """Return the price of an offer against what the viewer has today."""
    if offer.price_incl_cents is None:
        return None
    division = divisions.division(
        viewer,
        offer.price_incl_cents,
        mandatory=offer.is_mandatory,
        with_team=False,
        today=today,
    )
    return {
        "offer": offer,
        "shares": stories.shares(division.shares),
        "price": offer.price_incl_cents,
        "draft": queries.draft_of(viewer, offer),
        "application": queries.open_application(viewer, offer),
    }


def room_for_offers(viewer, today: date, _subject) -> dict | None:
    """Return up to which price (cents) an offer fits the free budget of the viewer."""
    free = queries.free_cents([viewer.pk]).get(viewer.pk, 0)
    return {"price_up_to": free} if free > 0 else None


def team_lapses(viewer, today: date, people: list[Person]) -> dict | None:
    """Return per person what lapses within three months of what they have, most first."""
    ids = [person.pk for person in people]
    visible = set(
        SEE_BALANCE.narrow(Person.objects.filter(pk__in=ids), viewer).values_list("pk", flat=True)
    )
    gone: dict[int, int] = {}
    until = today + statements.AHEAD
    for one in lapsing.lapsing(Measure.CENTS, after=today, until=until, among=visible):
        gone[one.person_id] = gone.get(one.person_id, 0) + one.left
    if not gone:
        return None
    free = queries.free_cents(gone)
    names = {person.pk: person.full_name for person in people}
    rows = [
        {"name": names[pk], "values": [left, max(0, free.get(pk, 0) - left)]}
        for pk, left in sorted(gone.items(), key=lambda item: -item[1])
    ]
    return {"rows": rows, "total": sum(gone.values()), "count": len(rows), "parts": _parts()}


def _parts() -> list[dict]:
    return [{"label": _("Lapses"), "fill": "sun"}, {"label": _("Stays"), "fill": "free"}]


def organisation_lapses(viewer, today: date, _subject) -> dict | None:
    """Return what lapses within three months, all together; never of fewer than five people."""
    people = SEE_TOTALS.narrow(Person.objects.working(), viewer).values_list("pk", flat=True)
    found = lapsing.lapsing(
        Measure.CENTS, after=today, until=today + statements.AHEAD, among=list(people)
    )
    count = len({one.person_id for one in found})
    if count < FEWEST:
        return None
    return {"total": sum(one.left for one in found), "count": count}


def team_waiting(viewer, today: date, _people) -> dict | None:
    return decisions_today(viewer, today, None)


def budgets_of_person(viewer, today: date, person: Person) -> dict | None:
    """Return the budgets of somebody, for who may see their balance."""
    if not SEE_BALANCE.allows(viewer, person):
        return None
    return {"budgets": statements.budgets_of(person, today), "today": today, "person": person}


def _waiting(viewer) -> int:
    return queries.waiting(DECIDE_APPLICATION.narrow(Application.objects.all(), viewer)).count()


def alarm_today(viewer, today: date, _subject) -> dict | None:
    """Return the nightly check when it found something wrong."""
    run = balance_queries.last_alarm()
    return {"run": run} if run else None


PANELS = [
    Panel("alarm", "today", 1, "budgets/_alarm.html", alarm_today, SEE_RUNS, wide=True),
    Panel("decisions", "today", 10, "budgets/_today_decisions.html", decisions_today,
          DECIDE_APPLICATION, wide=True),
    Panel("balance", "today", 15, "budgets/_today_balance.html", balance_today, wide=True),
    Panel("organisation_lapses", "today", 12, "budgets/_today_lapses.html", organisation_lapses,
          SEE_TOTALS),
    Panel("payments", "today", 14, "budgets/_today_payments.html", payments_today,
          PAY_APPLICATION),
    Panel("price", "offer", 10, "budgets/_offer_price.html", price_of_offer),
    Panel("room", "offer_list", 10, "", room_for_offers),
    Panel("waiting", "team", 10, "budgets/_today_decisions.html", team_waiting,
          DECIDE_APPLICATION),
    Panel("lapses", "team", 20, "budgets/_team_lapses.html", team_lapses, SEE_BALANCE),
    Panel("budgets", "person", 30, "budgets/_person_budgets.html", budgets_of_person, SEE_BALANCE),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("Learning budget"), "wallet", "budgets:my_budget", 25, MINE,
        short_label=_("Budget"), bottom_bar=True,
    ),
    Link(
        _("To decide"), "check", "budgets:decision_list", 20, TEAM,
        shown=DECIDE_APPLICATION.held_by, count=_waiting,
    ),
    Link(
        _("To pay"), "receipt", "budgets:payment_list", 45, ORGANISATION,
        shown=PAY_APPLICATION.held_by,
    ),
    Link(
        _("Budgets per unit"), "chart-column", "budgets:balance_overview", 40, ORGANISATION,
        shown=SEE_TOTALS.held_by,
    ),
    Link(
        _("Team budgets"), "piggy-bank", "budgets:team_budget_list", 50, ORGANISATION,
        shown=SEE_TEAM_BUDGET.held_by,
    ),
    Link(
        _("Schemes"), "scale", "budgets:scheme_list", 70, ORGANISATION,
        shown=MANAGE_SCHEMES.held_by,
    ),
    Link(
        _("What happened at night"), "moon", "budgets:run_list", 90, ORGANISATION,
        shown=SEE_RUNS.held_by,
    ),
]  # fmt: skip
