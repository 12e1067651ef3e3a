"""What is wrong with a file with a roster, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bloei.foundation.tables import RowProblem, Unreadable

ROWS = {
    "unknown_person": gettext_lazy("Nobody within your reach has this personnel number."),
    "no_date": gettext_lazy("This is no day. Write for example 24-11-2026."),
    "no_such_day": gettext_lazy("This day does not exist."),
    "strange_date": gettext_lazy("This day lies too far away."),
    "no_time": gettext_lazy("This is no time. Write for example 9:30."),
    "skipped_time": gettext_lazy("The clock skips this time: that night summer time begins."),
    "too_long": gettext_lazy("This shift is longer than 16 hours. Check from and until."),
    "too_many": gettext_lazy("One person has too many shifts in this file. Is the number right?"),
    "far_away": gettext_lazy("This day lies years away from the rest of the file."),
}
COLUMNS = {
    "number": gettext_lazy("the personnel number"),
    "on": gettext_lazy("the day"),
    "from": gettext_lazy("from"),
    "until": gettext_lazy("until"),
}


def sentence(problem: RowProblem) -> str:
    """Return what is wrong with a row, and what to do."""
    if problem.code == "overlaps":
        return _("This shift overlaps that of row %(row)s. We took the first.") % {
            "row": problem.column
        }
    return str(ROWS[problem.code])


def file_sentence(trouble: Unreadable) -> str:
    """Return why a file cannot be read at all."""
    if trouble.code == "no_column":
        column = COLUMNS[trouble.facts["column"]]
        return _("The file has no column for %(column)s.") % {"column": column}
    words = {
        "empty_file": _("There is nothing in this file."),
        "old_excel": _("This is an old Excel file (.xls). Save it as .xlsx or as CSV."),
        "file_too_large": _("This file is too large."),
        "too_many_rows": _("This file has too many rows. Split it, for example by month."),
        "workbook_too_large": _("This file has too many rows. Split it, for example by month."),
    }
    return words.get(trouble.code) or _("We cannot read this file. Use CSV or Excel.")
