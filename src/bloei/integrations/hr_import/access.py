"""Who may import people: HR for the whole organisation, for a file is about everybody."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import EVERYTHING, Ids, Permission
from bloei.people.access import my_units
from bloei.people.roles import Role


def whole_organisation(viewer, role) -> Ids:
    """Return everything, or nothing for who holds the role for a part of the tree."""
    return EVERYTHING if my_units(viewer, role) is EVERYTHING else None


IMPORT_PEOPLE = Permission(
    "hr_import.import_people",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("import the file of HR"),
)
