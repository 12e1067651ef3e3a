"""Who may do what with budgets and applications."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Permission
from bloei.people.access import (
    everybody,
    my_part_of_the_tree,
    my_people,
    my_units,
    oneself,
    others_in_my_part,
    units_i_lead,
    whole_organisation,
)
from bloei.people.roles import Role

SEE_BALANCE = Permission(
    "budgets.see_balance",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
    words=_("your learning budget: what is free, reserved and about to lapse"),
)
SEE_APPLICATION = Permission(
    "budgets.see_application",
    path="person",
    reach={
        Role.EMPLOYEE: oneself,
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
    words=_("your applications: for what, how much, and the decision"),
)
# my_people never includes oneself: nobody decides about themselves.
DECIDE_APPLICATION = Permission(
    "budgets.decide_application",
    path="person",
    reach={Role.MANAGER: my_people},
    words=_("decide about an application"),
)
OWN_APPLICATION = Permission(
    "budgets.own_application",
    path="person",
    reach={Role.EMPLOYEE: oneself},
    words=_("apply, change and withdraw an application of your own"),
)
# Never one's own: nobody pays themselves.
PAY_APPLICATION = Permission(
    "budgets.pay_application",
    path="person",
    reach={Role.HR: others_in_my_part, Role.LND: others_in_my_part},
    words=_("write down that an application was paid"),
)
# A rule is about everybody.
MANAGE_SCHEMES = Permission(
    "budgets.manage_schemes",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("make, change and assign schemes, and correct balances"),
)
# Who has a budget can read its rule; so can who decides about it.
READ_SCHEME = Permission(
    "budgets.read_scheme",
    path="entitlements__person",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
    words=_("read the rule of a budget"),
)
SEE_TOTALS = Permission(
    "budgets.see_totals",
    path="unit",
    reach={Role.HR: my_units, Role.LND: my_units},
    words=_("how much budget the units have, and what will lapse"),
)
SEE_TEAM_BUDGET = Permission(
    "budgets.see_team_budget",
    path="unit",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units, Role.LND: my_units},
    words=_("the budget of a team: what is free, promised and paid"),
)
MANAGE_TEAM_BUDGETS = Permission(
    "budgets.manage_team_budgets",
    path="unit",
    reach={Role.HR: my_units},
    words=_("give teams a budget, and move money between them"),
)
SEE_RUNS = Permission(
    "budgets.see_runs",
    path="",
    reach={Role.HR: whole_organisation, Role.ADMINISTRATOR: everybody},
    words=_("what the nightly runs booked, and whether the books are true"),
)
EXPORT_PAYMENTS = Permission(
    "budgets.export_payments",
    path="person",
    reach={Role.HR: my_part_of_the_tree},
    words=_("a list of payments as a file for the salary administration"),
)


def visible_applications(viewer, rows: QuerySet) -> QuerySet:
    """Keep one's own applications, what one filed, and of others what was really asked."""
    of_others = SEE_APPLICATION.narrow(rows, viewer).filter(
        Q(asked_at__isnull=False) | Q(filed_by=viewer)
    )
    return OWN_APPLICATION.narrow(rows, viewer) | of_others
