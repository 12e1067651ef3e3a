"""What the import shows elsewhere: a file that waits, and its link in the menu."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import SETTINGS, Link
from bloei.foundation.panels import Panel
from bloei.integrations.hr_import.access import IMPORT_PEOPLE
from bloei.integrations.hr_import.models import HrFile


def waiting(viewer) -> list:
    """Return the files that wait for a decision."""
    return [HrFile.objects.filter(state__in=[HrFile.State.MAPPING, HrFile.State.READY])]


def files_today(viewer, today: date, _subject, count: int) -> dict | None:
    """Return how many files wait for a decision."""
    return {"count": count} if count else None


PANELS = [
    Panel(
        "hr_import.files", "today", 4, "hr_import/_today_files.html", files_today, IMPORT_PEOPLE,
        wide=True, counted=lambda viewer, _today: waiting(viewer),
    )
]  # fmt: skip

NAVIGATION = [
    Link(
        _("Import people"),
        "file-up",
        "hr_import:file_list",
        61,
        SETTINGS,
        shown=IMPORT_PEOPLE.held_by,
        waiting=waiting,
        under="people:person_list",
        short_label=_("Import"),
    )
]
