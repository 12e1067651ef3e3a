"""What the import shows elsewhere: its link in the menu."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import ORGANISATION, Link
from bloei.integrations.hr_import.access import IMPORT_PEOPLE
from bloei.integrations.hr_import.models import HrFile


def waiting(viewer) -> int:
    """Return how many files wait for a decision."""
    return HrFile.objects.filter(state__in=[HrFile.State.MAPPING, HrFile.State.READY]).count()


NAVIGATION = [
    Link(
        _("Import people"),
        "file-up",
        "hr_import:file_list",
        82,
        ORGANISATION,
        shown=IMPORT_PEOPLE.held_by,
        count=waiting,
    )
]
