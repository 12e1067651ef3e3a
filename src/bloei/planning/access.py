"""Who may plan, see and decide about learning time."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Ids, Permission
from bloei.people.access import (
    my_part_of_the_tree,
    my_people,
    my_units,
    oneself,
    units_i_lead,
    whole_organisation,
)
from bloei.people.models import Person
from bloei.people.roles import Role
from bloei.planning.models import Plan, Series, TeamAgenda


def my_open_team(viewer, role) -> Ids:
    """Return the people of the viewer's own unit, where the unit shows learning times."""
    opened = TeamAgenda.objects.filter(unit=viewer.unit_id).values("unit")
    return Person.objects.filter(unit__in=opened).exclude(pk=viewer.pk).values("pk")


OWN_TIME = Permission(
    "planning.own_time",
    path="person",
    reach={Role.EMPLOYEE: oneself},
    words=_("plan, move and take away your own learning time, and say how it went"),
)
ANSWER_MOVE = Permission(
    "planning.answer_move",
    path="block__person",
    reach={Role.EMPLOYEE: oneself},
    words=_("answer who asks to move your learning time"),
)
SEE_TIME = Permission(
    "planning.see_time",
    path="person",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people},
    words=_("your learning times"),
)
SEE_RIGHT = Permission(
    "planning.see_right",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people},
    words=_("how much learning time you have this year, and how much you planned and used"),
)
SEE_TEAM_TIME = Permission(
    "planning.see_team_time",
    path="person",
    reach={Role.EMPLOYEE: my_open_team, Role.MANAGER: my_people},
    words=_("when you learn, where your team shows that to each other"),
)
DECIDE_TIME = Permission(
    "planning.decide_time",
    path="person",
    reach={Role.MANAGER: my_people},
    words=_("decide about learning time outside the rules, and ask to move it, with a reason"),
)
PLAN_FOR_TEAM = Permission(
    "planning.plan_for_team",
    path="pk",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units},
    words=_("let the planner look for a team, and set a fixed hour"),
)
PLAN_FOR_ALL = Permission(
    "planning.plan_for_all",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("let the planner look for the whole organisation, and set a fixed hour for it"),
)
SEE_TEAM_PLANS = Permission(
    "planning.see_team_plans",
    path="unit",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units},
    words=_("what the planner found for a unit, in totals, and its fixed hours"),
)
SEE_TURNS = Permission(
    "planning.see_turns",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people},
    words=_("at which times of a fixed hour it is your turn"),
)
MANAGE_STAFFING = Permission(
    "planning.manage_staffing",
    path="pk",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units},
    words=_("say how many must be present, and whether a team shows its learning times"),
)
SEE_ROSTER = Permission(
    "planning.see_roster",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
    words=_("when you work: your pattern, shifts and days off, never why"),
)
CHANGE_ROSTER = Permission(
    "planning.change_roster",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
    words=_("change your working pattern and days off"),
)
IMPORT_ROSTERS = Permission(
    "planning.import_rosters",
    path="pk",
    reach={Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
    words=_("bring in a roster from a file"),
)
MANAGE_CLOSING_DAYS = Permission(
    "planning.manage_closing_days",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("say on which days the organisation is closed"),
)
OWN_CALENDAR = Permission(
    "planning.own_calendar",
    path="pk",
    reach={Role.EMPLOYEE: oneself},
    words=_("make and revoke the address of your own calendar, and show when you are busy"),
)


def plans_in_reach(viewer) -> QuerySet[Plan]:
    """Return one's own questions to the planner, and those for units within reach."""
    return _own_or_of_units(Plan.objects.all(), viewer)


def takers_in_reach(person: Person, viewer) -> QuerySet[Person]:
    """Return who of somebody's unit could take over their place, as far as the viewer decides.

    Whose roster the viewer may change; never the viewer, who is at the table for something else.
    """
    team = Person.objects.working().filter(unit=person.unit_id).exclude(unit=None)
    return CHANGE_ROSTER.narrow(team.exclude(pk__in=[person.pk, viewer.pk]), viewer)


def series_in_reach(viewer) -> QuerySet[Series]:
    """Return one's own moments that come back, and the fixed hours of units within reach."""
    return _own_or_of_units(Series.objects.all(), viewer)


def _own_or_of_units(rows: QuerySet, viewer) -> QuerySet:
    own = OWN_TIME.narrow(rows, viewer)
    return own | SEE_TEAM_PLANS.narrow(rows.filter(person=None), viewer)
