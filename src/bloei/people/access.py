"""Who may see and change people; and the reaches that every other room uses."""

from bloei.foundation.access import EVERYTHING, Ids, Permission
from bloei.people.models import Lead, Person, UnitClosure, leaders_for
from bloei.people.roles import EVERYONE, Role


def oneself(viewer, role) -> Ids:
    return [viewer.pk]


def my_people(viewer, role) -> Ids:
    """Return whom the viewer leads today, at any depth, or stands in for.

    Never oneself: nobody decides about themselves, not even as a deputy.
    """
    led = Lead.objects.filter(leader__in=leaders_for(viewer))
    return led.exclude(person=viewer).values("person")


def my_part_of_the_tree(viewer, role) -> Ids:
    """Return the people of the part of the tree for which the viewer holds this role."""
    units = my_units(viewer, role)
    if units is EVERYTHING:
        return EVERYTHING
    return Person.objects.filter(unit__in=units).values("pk")


def everybody(viewer, role) -> Ids:
    return EVERYTHING


def my_units(viewer, role) -> Ids:
    """Return the units for which the viewer holds this role, with all units below."""
    granted = [grant.unit_id for grant in viewer.grants if grant.role == role]
    if None in granted:
        return EVERYTHING
    return UnitClosure.objects.filter(above__in=granted).values("below")


def units_i_lead(viewer, role) -> Ids:
    """Return the units that the viewer (or whom they stand in for) leads, with all below."""
    from bloei.foundation import clock
    from bloei.people.models import UnitLeader

    led = UnitLeader.objects.on(clock.today()).filter(person__in=leaders_for(viewer))
    return UnitClosure.objects.filter(above__in=led.values("unit")).values("below")


SEE_PERSON = Permission(
    "people.see_person",
    path="pk",
    reach={
        Role.EMPLOYEE: oneself,
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
)
MANAGE_PEOPLE = Permission("people.manage_people", path="pk", reach={Role.HR: my_part_of_the_tree})
SEE_UNIT = Permission(
    "people.see_unit",
    path="pk",
    reach={Role.MANAGER: units_i_lead, Role.HR: my_units, Role.LND: my_units},
)
MANAGE_UNITS = Permission("people.manage_units", path="", reach={Role.HR: everybody})
GRANT_ROLES = Permission("people.grant_roles", path="", reach={Role.ADMINISTRATOR: everybody})
SEE_PRIVACY = Permission("people.see_privacy", path="", reach=dict.fromkeys(EVERYONE, everybody))
