"""The words for what is wrong: per code a sentence that says what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from bloei.foundation.tables import Unreadable
from bloei.integrations.hr_import.problems import Problem

SENTENCES = {
    # A whole file.
    "empty_file": _("There is nothing in this file. Export it again from your HR system."),
    "file_too_large": _("This file is larger than %(most)s MB. Split it and import it in parts."),
    "too_many_rows": _("This file has more than %(most)s rows. Split it and import it in parts."),
    "too_many_columns": _(
        "This file has more than %(most)s columns. Leave out the ones that Bloei does not need."
    ),
    "too_many_cells": _(
        "This workbook is larger than Bloei can read. Save the sheet with the people as CSV."
    ),
    "workbook_too_large": _(
        "This workbook unpacks to more than Bloei will read. Save the sheet with the people as CSV."
    ),
    "workbook_locked": _(
        "This workbook is locked or packed in a way that Bloei cannot read. Save it without a"
        " password as .xlsx or CSV."
    ),
    "not_a_workbook": _("This is not an Excel workbook (.xlsx). Save it as .xlsx or CSV."),
    "old_excel": _(
        "This is an old Excel file (.xls) or one with a password. Save it without a password as"
        " .xlsx or CSV."
    ),
    "other_kind": _("Bloei reads CSV and Excel (.xlsx). This file is something else."),
    "not_text": _("This file is no readable text. Save it as CSV (UTF-8) or .xlsx."),
    "no_number_column": _(
        "No column with personnel numbers was found. The headings are: %(found)s. Name the column"
        " “Medewerkernummer”, or say in the mapping which one it is."
    ),
    "number_is_sensitive": _(
        "The column with personnel numbers holds citizen service numbers (BSN) or bank accounts."
        " Bloei may not store those. Export the file with your own personnel numbers."
    ),
    # The mapping.
    "mapping_not_toml": _("The mapping is not valid TOML: %(why)s."),
    "mapping_unknown_key": _(
        "The mapping does not know “%(key)s”. Use [columns], [kinds] or [dates] with system."
    ),
    "mapping_unknown_column": _(
        "The mapping does not know the column “%(key)s”. Choose from: %(known)s."
    ),
    "mapping_unknown_kind": _(
        "The mapping gives “%(key)s” a kind of contract that does not exist. Choose from:"
        " %(known)s."
    ),
    "mapping_unknown_system": _("The date system in the mapping is 1900 or 1904."),
    "mapping_not_a_table": _("In the mapping, [%(key)s] must be a table."),
    "mapping_not_a_text": _("In the mapping, “%(key)s” must be a text between quotes."),
    "mapping_no_such_heading": _(
        "The mapping names the heading “%(heading)s”, which is not in the file."
    ),
    # A column.
    "dropped_bsn": _(
        "This column holds citizen service numbers (BSN). Bloei may not have those and did not"
        " read it. Leave it out of your export."
    ),
    "dropped_bank": _(
        "This column holds bank accounts. Bloei does not need those and did not read it. Leave it"
        " out of your export."
    ),
    # A row: it is skipped.
    "no_number_of_person": _("The personnel number is missing. Fill it in."),
    "no_name": _("The surname is missing. Fill it in."),
    "no_hours": _(
        "The hours per week are missing. Fill them in; for a zero-hours contract write 0."
    ),
    "no_date": _("This is not a date. Write it as 31-12-2026."),
    "no_such_day": _("This day does not exist. Check the day and the month."),
    "strange_date": _("This date cannot be right. Check the year."),
    "ends_before_start": _("The last day lies before the first day, %(day)s. Check both dates."),
    "too_young": _("According to this date of birth this person is too young to work. Check it."),
    "too_old": _("According to this date of birth this person is over 100. Check it."),
    "born_after_start": _("The date of birth lies after the first day of work. Check both dates."),
    "no_number": _("This is not a number. Write it in digits, such as 36 or 22,8."),
    "strange_hours": _("Hours per week lie between 0 and %(most)s. Check this number."),
    "strange_salary": _("This monthly salary cannot be right. Check the amount."),
    "no_email": _("This is not an e-mail address. Correct it or leave it empty."),
    "too_long": _("This is longer than %(most)s characters. Make it shorter."),
    "unreadable_signs": _(
        "Signs in this text got lost. Export the file again as CSV (UTF-8) or .xlsx."
    ),
    "open_quote": _(
        "A quotation mark in this row is not closed. Remove it, or close it in the same cell."
    ),
    "too_many_cells_in_row": _(
        "This row has %(cells)s cells, and there are %(columns)s headings. Put text with a"
        " separator in it between quotation marks."
    ),
    "duplicate": _("This row is the same as row %(other)s. It is skipped; remove one of them."),
    "duplicate_employment": _(
        "This employment of %(number)s is in row %(other)s too, which is used. Remove one of them,"
        " or give the employment a number of its own."
    ),
    "same_start": _(
        "Row %(other)s has the same number and first day, but says something else, and is used."
        " Remove one of them, or give each employment a number (Dienstverbandnummer)."
    ),
    "other_person": _(
        "Number %(number)s belongs to somebody else in row %(other)s, which is used. Correct the"
        " number."
    ),
    # What only HR can say; not asked on the command line.
    "new_unit": _(
        "This unit does not exist in Bloei yet. It is made, unless you choose another one."
    ),
    "looks_known": _(
        "This number is new, but looks like %(other)s: the same name and day of birth, or the same"
        " address. Without a choice, this becomes a new person."
    ),
    "manager_chosen": _("This manager could not be used. You chose number %(chosen)s."),
    # A value: it is left out, the rest of the row goes on.
    "strange_kind": _(
        "Bloei does not know this kind of contract and counts it as “other”. Name it in the"
        " mapping under [kinds] if a cao makes a difference for it."
    ),
    "shared_email": _(
        "This address is used by %(others)s too, so nobody can sign in with it. It is left out;"
        " give everybody an address of their own."
    ),
    "taken_email": _(
        "This address already belongs to number %(owner)s in Bloei. It is left out; check whose it"
        " is."
    ),
    "unknown_manager": _(
        "This manager is not in the file and not known in Bloei. The person comes without this"
        " manager; correct the number."
    ),
    "manager_has_left": _(
        "This manager no longer works here. The person comes without this manager; choose another."
    ),
    "own_manager": _("This person would be their own manager. Choose another manager."),
    "circle_of_managers": _(
        "These managers lead each other in a circle. The person comes without this manager; correct"
        " one of the rows."
    ),
    "two_names_of_unit": _(
        "Unit %(unit)s is called “%(first)s” in row %(other)s. That name is used; make them the"
        " same."
    ),
    "two_parents_of_unit": _(
        "Unit %(unit)s stands under “%(first)s” in row %(other)s. That is used; make them the same."
    ),
    "circle_of_units": _(
        "Unit “%(unit)s” would stand under itself by this. Its place in the organisation stays as"
        " it was; correct the file."
    ),
}


def sentence(code: str, facts: Mapping) -> str:
    """Return the sentence for a code in the language of who reads it."""
    return gettext(SENTENCES[code]) % facts


def of(trouble: Problem | Unreadable) -> str:
    """Return what is wrong and what to do."""
    words = sentence(trouble.code, trouble.facts)
    count = trouble.facts.get("count", 1)
    if count > 1:
        words += " " + ngettext("(%(count)s row)", "(%(count)s rows)", count) % {"count": count}
    return words
