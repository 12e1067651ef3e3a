"""What the pages of one file show: the words and numbers of each step."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.foundation import clock
from bloei.foundation.addresses import address_of
from bloei.integrations.hr_import import asking, caos, queries, sentences
from bloei.integrations.hr_import.consequences import field_name
from bloei.integrations.hr_import.headings import lacking
from bloei.integrations.hr_import.models import HrFile

State = HrFile.State
STEP = {
    State.MAPPING: 1, State.CHECKING: 2, State.READY: 2, State.IMPORTING: 3, State.DONE: 5,
    State.FAILED: 2, State.WITHDRAWN: 5,
}  # fmt: skip
SHOWN = 8
ASKED = 20  # questions on one page


def steps() -> list[str]:
    return [_("Choose a file"), _("Check"), _("Confirm"), _("Done")]


def frame(file: HrFile) -> dict[str, Any]:
    return {"file": file, "steps": steps(), "step": STEP[State(file.state)]}


def detail(file: HrFile) -> dict[str, Any]:
    """Return the page of a file that was looked through, is under way, or is done."""
    lines = queries.changes(file)
    # Rows that are skipped come first: those need somebody.
    problems = [line | {"chosen_words": chosen} for line, chosen in asking.lines(file)]
    problems.sort(key=lambda line: (bool(line["chosen"]), line["minor"]))
    new, leaving = queries.newcomers(file), queries.leavers(file)
    counts = file.counts
    facts = frame(file) | {
        "heading": heading(file),
        "counts": counts_in_words(file),
        "problems": problems[:SHOWN],
        "more_problems": problems[SHOWN:60],
        "changes": lines[:SHOWN],
        "more_changes": lines[SHOWN:],
        "new": new[:SHOWN],
        "more_new": new[SHOWN:],
        "leaving": leaving[:SHOWN],
        "more_leaving": leaving[SHOWN:],
        "unread": missing(file),
        "columns": columns_read(file),
        "uncovered": caos.of_file(file, clock.today()),
        "ticks": promises(),
        "total": counts.get("new", 0) + counts.get("changed", 0) + counts.get("leaving", 0),
    }
    if file.trouble:
        facts["trouble"] = sentences.sentence(file.trouble["code"], file.trouble["facts"])
    return facts | (progress(file) if file.is_busy else {})


def heading(file: HrFile) -> str:
    """Return the sentence that says how things stand."""
    counts = file.counts
    total = counts.get("new", 0) + counts.get("changed", 0) + counts.get("leaving", 0)
    if file.state == State.DONE:
        made = ngettext("%(count)s change was made", "%(count)s changes were made", total)
        return made % {"count": total}
    if file.state == State.READY:
        return _ready_heading(total, counts.get("open", counts.get("skipped", 0)))
    return {
        State.CHECKING: _("Bloei looks through the file"),
        State.IMPORTING: _("The changes are being made"),
        State.FAILED: _("This file could not be used"),
    }.get(State(file.state), _("Nothing was done with this file"))


def _ready_heading(total: int, skipped: int) -> str:
    if not total and not skipped:
        return _("Everything in this file is already so")
    ready = ngettext("%(count)s change is ready", "%(count)s changes are ready", total) % {
        "count": total
    }
    if not skipped:
        return ready
    rest = ngettext("%(count)s row needs you", "%(count)s rows need you", skipped) % {
        "count": skipped
    }
    return f"{ready}, {rest}"


def counts_in_words(file: HrFile) -> list[dict[str, Any]]:
    counts = file.counts
    shown = [
        (counts.get("problems", 0), _("Problem"), "clay", "#problems"),
        (counts.get("new", 0), _("New"), "leaf", "#new"),
        (counts.get("changed", 0), _("Changed"), "sky", "#changed"),
        (counts.get("leaving", 0), _("Leaving"), "sun", "#leaving"),
    ]
    found = [
        {"number": number, "label": label, "kind": kind, "url": url}
        if number
        else {"number": 0, "label": label, "same": True}
        for number, label, kind, url in shown
    ]
    return [
        *found,
        {"number": counts.get("unchanged", 0), "label": _("Stays the same"), "same": True},
    ]


def columns_read(file: HrFile) -> list[tuple[str, str]]:
    """Return each heading of the file with what it was read as; empty: it was not read."""
    names = {heading: field_name(name) for name, heading in file.columns.items()}
    return [(heading, names.get(heading, "")) for heading in file.headings if heading]


def missing(file: HrFile) -> str:
    """Return a warning about columns that matter and are not in the file."""
    names = [field_name(name) for name in file.details.get("missing", ())]
    if not names:
        return ""
    words = _(
        "Not in this file: %(names)s. What Bloei knows about that stays as it is. New people get no"
        " hours and no unit, and so no budget, until you add it."
    )
    return words % {"names": ", ".join(names).lower()}


def promises() -> list[str]:
    return [
        _("Nobody gets a message now."),
        _("Nobody is removed: who leaves gets a last day and keeps the learning record."),
        _("You can close the page while it runs."),
    ]


def progress(file: HrFile) -> dict[str, Any]:
    looking = _("Reading and comparing")
    writing = _("Writing the changes")
    return {
        "file": file,
        "run": file.run,
        "progress_url": address_of("hr_import:file_progress", file.pk),
        "progress_title": looking if file.state == State.CHECKING else writing,
    }


def choices(file: HrFile, asked: list, page, form) -> dict[str, Any]:
    """Return the page on which HR chooses, with how many questions have an answer."""
    rows = [{"question": question, "field": form[question.key]} for question in page]
    answered = sum(bool(question.chosen) for question in asked)
    return frame(file) | {
        "form": form, "rows": rows, "page": page, "total": len(asked), "answered": answered,
    }  # fmt: skip


def columns(file: HrFile, form, table) -> dict[str, Any]:
    """Return the page on which HR says which column is what, with samples of each."""
    rows = [
        {"field": form[f"column_{at}"], "samples": queries.samples(table, at)} for at in form.places
    ]
    return frame(file) | {"form": form, "rows": rows, "still": still_to_find(file)}


def still_to_find(file: HrFile) -> str:
    """Return what right budgets need and no column was recognised as; empty: nothing."""
    names = [field_name(name) for name in lacking(file.columns)]
    if not names:
        return ""
    words = _("Not found yet: %(names)s. If it is in your file, point out the column.")
    return words % {"names": ", ".join(names).lower()}
