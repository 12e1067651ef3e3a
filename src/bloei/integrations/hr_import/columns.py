"""Columns that are not what their heading says, or that Bloei must not have. Pure."""

from bloei.foundation.tables import Table, days
from bloei.foundation.tables.cells import plain, text_of
from bloei.integrations.hr_import import values
from bloei.integrations.hr_import.headings import lacking
from bloei.integrations.hr_import.problems import Problem, Wrong
from bloei.integrations.hr_import.sensitive import sensitive_heading, sensitive_values

LEAST_TO_DROP_A_USED_COLUMN = 5
DAYS = {"joined_on", "left_on", "from", "born_on"}


def drop_sensitive(table: Table, columns: dict[str, int]) -> tuple[list, list[Problem]]:
    """Take columns out that Bloei must not have; return them, and a problem for each."""
    used = {at: name for name, at in columns.items()}
    dropped, problems = [], []
    for at, heading in enumerate(table.headings):
        what = table.dropped.get(at) or sensitive_heading(heading)
        if not what:
            least = LEAST_TO_DROP_A_USED_COLUMN if at in used else 1
            cells = table.column(at, 2000)
            if used.get(at) in DAYS:
                cells = [cell for cell in cells if not _is_day(cell)]
            what = sensitive_values(cells, least=least)
        if what:
            name = used.get(at, "")
            columns.pop(name, None)
            dropped.append((name, heading, what))
            table.dropped[at] = what
            problems.append(Problem(table.heading_row, heading, "", f"dropped_{what}", minor=True))
    return dropped, problems


def leave_no_doubt(table: Table, columns: dict[str, int]) -> bool:
    """Say whether the columns can be read without asking somebody what they are.

    Not when something that budgets need is not among them, and a heading that was not
    recognised may be it.
    """
    if "number" not in columns:
        return False
    known = {*columns.values(), *table.dropped}
    strange = any(head for at, head in enumerate(table.headings) if at not in known)
    return not (strange and lacking(columns))


def _is_day(cell) -> bool:
    try:
        return values.day_of(cell) is not None
    except Wrong:
        return False


def leave_out_names_of_managers(table: Table, columns: dict[str, int]) -> None:
    """A column "Manager" may hold names; then it is not the number we ask for."""
    at = columns.get("manager")
    if at is None or "nummer" in plain(table.headings[at]):
        return
    texts = [text for cell in table.column(at, 2000) if (text := text_of(cell))]
    if texts and sum(any(s.isdigit() for s in text) for text in texts) * 2 < len(texts):
        numbers = {text_of(cell) for cell in table.column(columns["number"])}
        if sum(text in numbers for text in texts) * 2 < len(texts):
            del columns["manager"]


def system_of_text(table: Table, columns: dict[str, int]) -> int:
    """Return 1904 when the Excel numbers in a CSV only make sense in that system.

    Contracts begin on the first of a month. When next to none do in the 1900 system
    and nearly all do in the other, it is the other.
    """
    starts = []
    for name in ("joined_on", "from"):
        if name in columns:
            cells = (text_of(cell) for cell in table.column(columns[name], 2000))
            starts += [int(text) for text in cells if text.isdigit() and len(text) == 5]
    if len(starts) < 4:
        return 1900
    firsts = {
        system: sum(days.excel_day(serial, system).day == 1 for serial in starts)
        for system in (1900, 1904)
    }
    clear = firsts[1904] >= 0.6 * len(starts) and firsts[1900] <= 0.1 * len(starts)
    return 1904 if clear else 1900
