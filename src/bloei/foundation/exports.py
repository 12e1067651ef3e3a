"""Tables that leave Bloei: one writer for all rooms, with formulas made harmless.

A cell that begins like a formula would run in the spreadsheet of whoever opens the
file; it gets a quote in front (OWASP, CSV injection). Numbers and dates stay what they are.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers and dates as they are."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float | date):
        return cell
    text = str(cell).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text


def to_csv(headings: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """Return a table as CSV: UTF-8 with a mark and semicolons, so that Dutch Excel opens it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(str(heading)) for heading in headings])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """Return a table as an Excel workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for at, heading in enumerate(headings, start=1):
        width = min(max(len(str(heading)) + 4, 14), _WIDEST)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([harmless(str(heading)) for heading in headings])
    for row in rows:
        sheet.append([harmless(_naive(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with a file; `name` is ours, with its extension."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _written(cell: Any) -> Any:
    cell = harmless(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _naive(cell: Any) -> Any:
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
