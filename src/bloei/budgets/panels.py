"""What budgets shows elsewhere: the balance on Today, the price on an offer, the team's money."""

from datetime import date

from django.db.models.query import RawQuerySet
from django.utils.translation import gettext_lazy as _

from bloei.budgets import queries
from bloei.budgets.access import (
    DECIDE_APPLICATION,
    MANAGE_SCHEMES,
    PAY_APPLICATION,
    SEE_BALANCE,
    SEE_RUNS,
    SEE_TEAM_BUDGET,
    SEE_TOTALS,
)
from bloei.budgets.applications import filing, payers, waiting
from bloei.budgets.balances import divisions, lapsing, statements, talk_facts, totals
from bloei.budgets.models import Application, Measure
from bloei.budgets.rules import State
from bloei.budgets.schemes import uncovered
from bloei.foundation.access import EVERYTHING
from bloei.foundation.at_once import Row
from bloei.foundation.navigation import MINE, ORGANISATION, SETTINGS, TEAM, Link
from bloei.foundation.panels import Panel
from bloei.people.models import Person

SHOWN = 5
FEW = 3
FEWEST = 5  # a total of fewer people says too much about one of them


def balance_today(viewer, today: date, _subject) -> dict | None:
    """Return the budgets of the viewer; the number stands on the first page, always."""
    budgets = statements.own_budgets(viewer, today)
    if not budgets:
        return None
    units = [budget.unit for budget in budgets]
    return {"budgets": budgets, "today": today, "names_scheme": len(units) > len(set(units))}


def decisions(viewer, today: date, _subject, rows: list[Row]) -> dict | None:
    """Return what waits for the viewer to decide, the nearest deadline first."""
    if not rows:
        return None
    found = [waiting.line_of(row) for row in rows[:SHOWN]]
    return {"applications": found, "more": len(rows) > SHOWN, "today": today}


def _first_waiting(viewer, _today: date, _subject) -> list[RawQuerySet]:
    return [waiting.lines(viewer, SHOWN + 1)]


def _to_settle(viewer, today: date) -> list:
    rows = PAY_APPLICATION.narrow(Application.objects.all(), viewer)
    return [queries.overdue(rows, today), queries.unpaid(rows)]


def payments_today(viewer, today: date, _subject, late: int, unpaid: int) -> dict | None:
    """Return what is agreed and not paid yet, and what nobody decided in time; that comes first."""
    if not late and not unpaid:
        return None
    rows = PAY_APPLICATION.narrow(Application.objects.all(), viewer)
    shown = list(queries.with_funding(queries.to_settle(rows, today))[:SHOWN])
    return {
        "unpaid": unpaid,
        "late": late,
        "helping": [one for one in shown if one.state == State.ASKED],
        "paying": [one for one in shown if one.state == State.AGREED],
    }


def price_of_offer(viewer, today: date, offer) -> dict | None:
    """Return the price of an offer against what the viewer has today."""
    if offer.price_incl_cents is None:
        return None
    ways = filing.ways(
        viewer,
        offer.price_incl_cents,
        divisions.SpendingWish(),
        mandatory=offer.is_mandatory,
        with_team=False,
        may_go_ahead=not offer.is_mandatory,
        today=today,
    )
    return {
        "offer": offer,
        "shares": payers.shares(ways.plain.shares),
        "advance": ways.ahead.advance,
        "price": offer.price_incl_cents,
        "draft": queries.draft_of(viewer, offer),
        "application": queries.open_application(viewer, offer),
    }


def room_for_offers(viewer, today: date, _subject) -> dict | None:
    """Return up to which price (cents) an offer fits the free budget of the viewer."""
    own = statements.own_budgets(viewer, today)
    free = sum(one.free for one in own if one.unit == "euros")
    return {"price_up_to": free} if free > 0 else None


def team_lapses(viewer, today: date, people: list[Person]) -> dict | None:
    """Return per person what lapses within three months of what they have, most first."""
    ids = [person.pk for person in people]
    visible = SEE_BALANCE.narrow(Person.objects.all(), viewer)
    until = today + statements.AHEAD
    gone = lapsing.beside_free(visible, ids, Measure.CENTS, after=today, until=until)
    if not gone:
        return None
    names = {person.pk: person.full_name for person in people}
    rows = [{"name": names[pk], "values": [left, max(0, free - left)]} for pk, left, free in gone]
    total = sum(left for _pk, left, _free in gone)
    return {"rows": rows, "total": total, "count": len(rows), "parts": _parts()}


def _parts() -> list[dict]:
    return [{"label": _("Lapses"), "fill": "sun"}, {"label": _("Stays"), "fill": "free"}]


def organisation_lapses(viewer, today: date, _subject) -> dict | None:
    """Return what lapses within three months, all together; never of fewer than five people.

    As the last night found it: to add it up for twenty thousand people takes too long for a page.
    """
    units, reached = totals.lapsing_last_night(), SEE_TOTALS.reached(viewer)
    mine = [found for unit, found in units.items() if reached is EVERYTHING or unit in reached]
    count = sum(people for _amount, people in mine)
    return (
        {"total": sum(amount for amount, _n in mine), "count": count} if count >= FEWEST else None
    )


def budgets_of_person(viewer, today: date, person: Person) -> dict | None:
    """Return the budgets of somebody, for who may see their balance."""
    if not SEE_BALANCE.allows(viewer, person):
        return None
    return {"budgets": statements.budgets_of(person, today), "today": today, "person": person}


def _waiting(viewer) -> list:
    return [waiting.keys(viewer)]


def _alarms(_viewer, _today: date) -> list:
    return [totals.alarms()]


def alarm_today(viewer, today: date, _subject, alarms: int) -> dict | None:
    """Return the nightly check when it found something wrong."""
    return {"run": totals.last_alarm()} if alarms else None


def uncovered_today(viewer, today: date, _subject) -> dict | None:
    """Return the caos for which no scheme holds: nobody would notice that they get nothing."""
    found = uncovered.uncovered(today)
    return {"uncovered": found[:FEW], "more": len(found[FEW:])} if found else None


PANELS = [
    Panel("alarm", "today", 1, "budgets/_today_alarm.html", alarm_today, SEE_RUNS, wide=True,
          counted=_alarms),
    Panel("uncovered", "today", 2, "budgets/_today_uncovered.html", uncovered_today,
          MANAGE_SCHEMES, wide=True),
    Panel("decisions", "today", 10, "budgets/_today_decisions.html", decisions,
          DECIDE_APPLICATION, wide=True, read=_first_waiting),
    Panel("balance", "today", 15, "budgets/_today_balance.html", balance_today, wide=True),
    Panel("organisation_lapses", "today", 12, "budgets/_today_lapses.html", organisation_lapses,
          SEE_TOTALS),
    Panel("payments", "today", 11, "budgets/_today_payments.html", payments_today,
          PAY_APPLICATION, wide=True, counted=_to_settle),
    Panel("price", "offer", 10, "budgets/_offer_price.html", price_of_offer),
    Panel("room", "offer_list", 10, "", room_for_offers),
    Panel("waiting", "team", 10, "budgets/_today_decisions.html", decisions,
          DECIDE_APPLICATION, read=_first_waiting),
    Panel("lapses", "team", 20, "budgets/_team_lapses.html", team_lapses, SEE_BALANCE),
    Panel("budgets", "conversation_facts", 10, "", talk_facts.facts_of_two),
    Panel("budgets", "person", 30, "budgets/_person_budgets.html", budgets_of_person, SEE_BALANCE),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("Learning budget"), "wallet", "budgets:my_budget", 25, MINE,
        short_label=_("Budget"),
    ),
    Link(
        _("To decide"), "check", "budgets:decision_list", 20, TEAM,
        shown=DECIDE_APPLICATION.held_by, waiting=_waiting, short_label=_("Budget"),
    ),
    Link(
        _("To pay"), "receipt", "budgets:payment_list", 45, ORGANISATION,
        shown=PAY_APPLICATION.held_by, under="budgets:balance_overview",
    ),
    Link(
        _("Budgets"), "chart-column", "budgets:balance_overview", 40, ORGANISATION,
        shown=SEE_TOTALS.held_by, short_label=_("Per unit"),
    ),
    Link(
        _("Team budgets"), "piggy-bank", "budgets:team_budget_list", 50, TEAM,
        shown=SEE_TEAM_BUDGET.held_by, under="budgets:balance_overview",
    ),
    Link(
        _("Schemes"), "scale", "budgets:scheme_list", 70, SETTINGS,
        shown=MANAGE_SCHEMES.held_by,
    ),
    Link(
        _("Last night"), "moon", "budgets:run_list", 85, SETTINGS,
        shown=SEE_RUNS.held_by,
    ),
]  # fmt: skip
