"""What we keep of people from files of HR, why and how long."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.privacy import Erase, NotPersonal, Personal
from bloei.integrations.hr_import.models import HrFile, RememberedColumns

SUBJECT = _("Files of HR")
REGISTER = [
    Personal(
        HrFile,
        person="by",
        fields={
            "by": _("who brought the file"),
            "name": _("the name of the file"),
            "received_at": _("when"),
            "as_of": _("the day on which it is right"),
            "is_part": _("whether it is about everybody"),
            "headings": _("the headings of its columns"),
            "dropped": _("columns that were not read"),
            "columns": _("which column is what"),
            "state": _("how far it is"),
            "counts": _("how many people are new, changed, leaving"),
            "details": _("what would change, at most 30 days"),
            "problems": _("rows with problems, at most 30 days"),
            "choices": _("what was chosen about those rows, at most 30 days"),
            "trouble": _("why it could not be read"),
            "ended_at": _("when it was done"),
        },
        purpose=_("to look at what a file of HR changes before it is carried out"),
        keep=_("what was in the file until it is carried out, the report 30 days"),
        forgotten_by="integrations.hr_import.jobs.forget_files",
        erase=Erase.BLANK,
        seen_by=_("HR for the whole organisation"),
        plain=("id", "stored", "run"),
        blank={"by": None, "name": "", "details": {}, "problems": [], "choices": {}},
    ),
    NotPersonal(RememberedColumns, "which heading is what; no values"),
]
