"""What planning shows elsewhere: the week on Today, what waits, the learning time of a team."""

from datetime import date

from django.db.models.query import RawQuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bloei.foundation.at_once import Row
from bloei.foundation.navigation import MINE, TEAM, Link
from bloei.foundation.panels import Panel
from bloei.people.models import Person
from bloei.planning import queries
from bloei.planning.access import (
    DECIDE_TIME,
    MANAGE_STAFFING,
    OWN_CALENDAR,
    OWN_TIME,
    PLAN_FOR_TEAM,
    SEE_RIGHT,
    SEE_ROSTER,
    SEE_TEAM_PLANS,
)
from bloei.planning.blocks import rights
from bloei.planning.models import Series
from bloei.planning.plans import outcomes
from bloei.planning.series import ahead
from bloei.planning.series import words as series_words
from bloei.planning.week import today


def _waiting(viewer) -> list:
    return [queries.waiting_keys(viewer)]


def team_planner(viewer, day: date, people: list[Person] | None, plans: list[Row]) -> dict | None:
    """Return the fixed hours of the teams of these people, and what the planner found last."""
    units = _units(people)
    if not units:
        return None
    within = SEE_TEAM_PLANS.narrow(Series.objects.filter(unit__in=units), viewer)
    return {
        "hours": series_words.lines(ahead.going_on(within, day), day),
        "plan": outcomes.plan_of(*plans[0]) if plans else None,
        "unit": next(iter(units)) if len(units) == 1 else None,
    }


def _last_plan(viewer, _day: date, people: list[Person] | None) -> list[RawQuerySet]:
    return [outcomes.last_for_units(viewer, sorted(_units(people)))]


def _units(people: list[Person] | None) -> set[int]:
    return {person.unit_id for person in people or () if person.unit_id}


def roster_of_person(viewer, _today: date, person: Person) -> dict | None:
    """Return whose roster the viewer may see; nothing about oneself."""
    if person.pk == viewer.pk or not SEE_ROSTER.allows(viewer, person):
        return None
    return {"person": person}


PANELS = [
    Panel("time_to_decide", "today", 11, "planning/_today_decisions.html", today.decisions_today,
          DECIDE_TIME, wide=True, only_if=lambda viewer, _today: _waiting(viewer)[0]),
    Panel("week", "today", 13, "planning/_today_week.html", today.week_today, OWN_TIME, wide=True,
          only_if=today.anything),
    Panel("right", "team", 20, "planning/_team_right.html", rights.right_of_team, SEE_RIGHT,
          wide=True, read=rights.asked_of_team),
    Panel("roster", "person", 36, "planning/_person_roster.html", roster_of_person, SEE_ROSTER),
    Panel("right", "person", 35, "planning/_person_right.html", rights.right_of_person, SEE_RIGHT),
    Panel("planner", "team", 30, "planning/_team_planner.html", team_planner, PLAN_FOR_TEAM,
          read=_last_plan),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("Learning time"), "calendar", "planning:week", 20, MINE,
        shown=OWN_TIME.held_by, bottom_bar=True,
    ),
    Link(
        _("The planner"), "sparkles", "plans:plan_list", 22, MINE, shown=OWN_TIME.held_by,
        under="planning:week", short_label=_("Planner"),
    ),
    Link(
        _("Fixed moments"), "repeat", "plans:series_list", 23, MINE, shown=OWN_TIME.held_by,
        under="planning:week", short_label=pgettext_lazy("learning time", "Fixed"),
    ),
    Link(
        _("My roster"), "clock", "rosters:my_roster", 24, MINE, shown=OWN_TIME.held_by,
        under="planning:week", short_label=_("Roster"),
    ),
    Link(
        _("My calendar"), "calendar", "calendar:my_calendar", 25, MINE,
        shown=OWN_CALENDAR.held_by, under="planning:week", short_label=_("Calendar"),
    ),
    Link(
        _("Roster and staffing"), "table-2", "rosters:overview", 67, TEAM,
        shown=MANAGE_STAFFING.held_by, under="people:person_list", short_label=_("Staffing"),
    ),
    Link(
        _("Learning time to decide"), "calendar-clock", "planning:decision_list", 21, TEAM,
        shown=DECIDE_TIME.held_by, waiting=_waiting, short_label=_("Learning time"),
        under="budgets:decision_list",
    ),
]  # fmt: skip
