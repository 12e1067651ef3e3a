"""The roles of Bloei. Two are facts, the others are given to somebody as a RoleGrant."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    EMPLOYEE = "employee", _("Employee")  # a fact: who may sign in
    MANAGER = "manager", _("Manager")  # a fact: who leads somebody today, or deputises
    HR = "hr", _("HR adviser")
    LND = "lnd", _("L&D officer")
    WORKS_COUNCIL = "works_council", _("Works council")
    ADMINISTRATOR = "administrator", _("Administrator")


GRANTED = (Role.HR, Role.LND, Role.WORKS_COUNCIL, Role.ADMINISTRATOR)
# HR and L&D can be limited to a part of the tree; the others are for the whole organisation.
LIMITABLE = (Role.HR, Role.LND)
EVERYONE = tuple(Role)
