"""What is kept of a file between upload and import: its rows without what Bloei may not have.

Once the columns are chosen only those remain; after the import nothing does.
"""

import json
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.tables import CsvRow, Table
from bloei.foundation.tables.cells import text_of

PURPOSE = "hr_import"
MOST = 600 * files.MEGABYTE


def keep(table: Table, used: dict[str, int] | None, *, name: str, by) -> StoredFile:
    """Store a table: of its cells only those of the fields in `used` (None: of all columns).

    Columns that were dropped as sensitive are never among them.
    """
    places = range(len(table.headings)) if used is None else used.values()
    wanted = set(places) - table.dropped.keys()
    number = (used or {}).get("number", min(wanted, default=0))
    written = json.dumps(
        {
            "headings": table.headings,
            "heading_row": table.heading_row,
            "is_workbook": table.is_workbook,
            "system": table.system,
            "dropped": list(table.dropped.items()),
            "lines": [
                [line.row, line.broken, _cells(line, wanted, number, len(table.headings))]
                for line in table.lines
            ],
        },
        ensure_ascii=False,
    )
    upload = SimpleUploadedFile(name, written.encode(), content_type="text/plain")
    return files.store(upload, purpose=PURPOSE, by=by, kinds=files.TABLE, most=MOST)


def _cells(line: CsvRow, wanted: set[int], number: int, width: int) -> list:
    """Return the cells to keep; of a row in which they may have shifted only the number."""
    shifted = line.broken or any(text_of(cell) for cell in line.cells[width:])
    if shifted:
        wanted = {number}
    cells = [_plain(cell) if at in wanted else "" for at, cell in enumerate(line.cells)]
    return [*cells, "…"] if shifted and len(cells) > width else cells


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)


def kept_table(stored: StoredFile) -> Table:
    """Return the table that was kept."""
    told = json.loads(files.path_of(stored).read_text(encoding="utf-8"))
    lines = [
        CsvRow(row, [_cell(cell) for cell in cells], broken) for row, broken, cells in told["lines"]
    ]
    table = Table(told["headings"], told["heading_row"], lines, told["is_workbook"], told["system"])
    table.dropped = dict(told["dropped"])
    return table


def _cell(cell: Any) -> Any:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
