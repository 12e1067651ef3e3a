"""What is wrong with a file of offers, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bloei.foundation.tables import RowProblem, Unreadable

ROWS = {
    "missing": gettext_lazy("This is not filled in."),
    "too_long": gettext_lazy("This is too long."),
    "no_text": gettext_lazy("This should be one text."),
    "unreadable_signs": gettext_lazy("Some letters cannot be read. Save the file as UTF-8."),
    "unknown_kind": gettext_lazy(
        "We do not know this kind. Use for example course, training, e-learning or book."
    ),
    "no_amount": gettext_lazy("This is no amount. Use for example 340 or 12.50."),
    "strange_amount": gettext_lazy("This amount cannot be right."),
    "no_yes_or_no": gettext_lazy("Write yes or no."),
    "no_minutes": gettext_lazy("Write whole minutes, for example 90."),
    "no_language": gettext_lazy("Write a language such as nl or en."),
    "no_date": gettext_lazy("This is no date. Use for example 2027-01-12."),
    "no_address": gettext_lazy("This is no address of a page. It begins with https://."),
    "twice": gettext_lazy("This offer stands in the file more than once. We took the first."),
    "no_object": gettext_lazy("Every offer should be an object with keys such as title."),
    "unknown_key": gettext_lazy("We do not know this key."),
}
FILES = {
    "empty_file": gettext_lazy("There is nothing in this file."),
    "no_titles": gettext_lazy("There is no column with titles. Call it title."),
    "not_json": gettext_lazy("This file begins like JSON, but it cannot be read as JSON."),
    "key_twice": gettext_lazy(
        "In this JSON a key stands twice, so it is not clear which one counts. Take one away."
    ),
    "no_list": gettext_lazy("The JSON should be a list of offers."),
    "old_excel": gettext_lazy("This is an old Excel file (.xls). Save it as .xlsx or as CSV."),
    "file_too_large": gettext_lazy("This file is too large."),
    "too_many_rows": gettext_lazy("This file has too many rows."),
}


COLUMNS = {
    "code": pgettext_lazy("a column", "code"),
    "title": pgettext_lazy("a column", "title"),
    "kind": pgettext_lazy("a column", "kind"),
    "provider": pgettext_lazy("a column", "provider"),
    "summary": pgettext_lazy("a column", "summary"),
    "price": pgettext_lazy("a column", "price"),
    "price_includes_vat": pgettext_lazy("a column", "price includes VAT"),
    "minutes": pgettext_lazy("a column", "minutes"),
    "language": pgettext_lazy("a column", "language"),
    "place": pgettext_lazy("a column", "place"),
    "starts_on": pgettext_lazy("a column", "starts on"),
    "skills": pgettext_lazy("a column", "skills"),
    "url": pgettext_lazy("a column", "link"),
    "mandatory": pgettext_lazy("a column", "mandatory"),
}


def column(name: str) -> str:
    """Return what a column is called on the screen; one that we do not know keeps its name."""
    return str(COLUMNS.get(name, name))


def sentence(problem: RowProblem) -> str:
    return str(ROWS[problem.code])


def file_sentence(trouble: Unreadable) -> str:
    """Return why a file cannot be read at all."""
    return str(FILES.get(trouble.code) or _("We cannot read this file. Use CSV, Excel or JSON."))
