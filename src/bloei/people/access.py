"""Who may see and change people; and the reaches that every other room uses."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation import clock
from bloei.foundation.access import EVERYTHING, Ids, Permission, Select
from bloei.people.models import Person, UnitClosure
from bloei.people.roles import EVERYONE, Role

_MY_PEOPLE = """
    select l.person_id from people_lead l where l.leader_id = any(%s) and l.person_id <> %s
"""
_UNITS_I_LEAD = """
    select c.below_id from people_unitclosure c where c.above_id in (
           select l.unit_id from people_unitleader l
            where l.person_id = any(%s) and l.during @> %s::date)
"""


def oneself(viewer, role) -> Ids:
    """Return only the viewer."""
    return [viewer.pk]


def my_people(viewer, role) -> Ids:
    """Return whom the viewer leads today, at any depth, or stands in for.

    Never oneself: nobody decides about themselves, not even as a deputy.
    """
    return Select(_MY_PEOPLE, [viewer.leaders, viewer.pk])


def my_part_of_the_tree(viewer, role) -> Ids:
    """Return the people of the part of the tree for which the viewer holds this role."""
    units = my_units(viewer, role)
    if units is EVERYTHING:
        return EVERYTHING
    return Person.objects.filter(unit__in=units).values("pk")


def everybody(viewer, role) -> Ids:
    """Return everybody: the whole organisation."""
    return EVERYTHING


def whole_organisation(viewer, role) -> Ids:
    """Return everything, or nothing for who holds the role for a part of the tree."""
    return EVERYTHING if my_units(viewer, role) is EVERYTHING else None


def my_units(viewer, role) -> Ids:
    """Return the units for which the viewer holds this role, with all units below."""
    granted = [grant.unit_id for grant in viewer.grants if grant.role == role]
    if None in granted:
        return EVERYTHING
    return UnitClosure.objects.filter(above__in=granted).values("below")


def units_i_lead(viewer, role) -> Ids:
    """Return the units that the viewer (or whom they stand in for) leads, with all below."""
    return Select(_UNITS_I_LEAD, [viewer.leaders, clock.today()])


def others_in_my_part(viewer, role) -> Ids:
    """Return the people of my part of the tree without myself: nobody decides about themselves."""
    units = my_units(viewer, role)
    people = Person.objects.exclude(pk=viewer.pk)
    return (people if units is EVERYTHING else people.filter(unit__in=units)).values("pk")


SEE_PERSON = Permission(
    "people.see_person",
    path="pk",
    reach={
        Role.EMPLOYEE: oneself,
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
    words=_("your name, number, mail address, unit, function and who leads you"),
)
LIST_PEOPLE = Permission(
    "people.list_people",
    path="pk",
    reach={Role.HR: my_part_of_the_tree, Role.LND: my_part_of_the_tree},
    words=_("the list of people, and search in it"),
)
# Hours, contract, salary and date of birth: what a manager needs not know to talk about learning.
SEE_TERMS = Permission(
    "people.see_terms",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.HR: my_part_of_the_tree},
    words=_("your contract: hours, kind, collective agreement and dates"),
)
MANAGE_PEOPLE = Permission(
    "people.manage_people",
    path="pk",
    reach={Role.HR: others_in_my_part},
    words=_("change somebody's employment: hours, unit, manager, last day"),
)
INVITE_PEOPLE = Permission(
    "people.invite_people",
    path="pk",
    reach={Role.HR: my_part_of_the_tree},
    words=_("invite somebody, by mail or by letter"),
)
ERASE_PERSON = Permission(
    "people.erase_person",
    path="pk",
    reach={Role.HR: others_in_my_part},
    words=_("erase the data of somebody who left"),
)
SEE_UNIT = Permission(
    "people.see_unit",
    path="pk",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units, Role.LND: my_units},
    words=_("the units, who leads them and how many work there"),
)
MANAGE_UNITS = Permission(
    "people.manage_units",
    path="pk",
    reach={Role.HR: my_units},
    words=_("change the organisation: make, move and close units, appoint leaders"),
)
GRANT_ROLES = Permission(
    "people.grant_roles",
    path="",
    reach={Role.ADMINISTRATOR: everybody},
    words=_("give and take roles"),
)
CHANGE_APPEARANCE = Permission(
    "people.change_appearance",
    path="",
    reach={Role.HR: whole_organisation, Role.ADMINISTRATOR: everybody},
    words=_("change the name, the colour and the logo of the organisation"),
)
SEE_PRIVACY = Permission(
    "people.see_privacy",
    path="",
    reach=dict.fromkeys(EVERYONE, everybody),
    words=_("this overview of what is recorded"),
)
