"""Who may import people: HR for the whole organisation, for a file is about everybody."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Permission
from bloei.people.access import whole_organisation
from bloei.people.roles import Role

IMPORT_PEOPLE = Permission(
    "hr_import.import_people",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("import the file of HR"),
)
