"""Tables that people take away: CSV in which no cell can become a formula."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def safe(cell: object) -> object:
    """Return a cell that a spreadsheet shows and never computes; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return "'" + cell
    return cell


def csv_of(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a CSV that Dutch Excel opens as it is: ; between cells, UTF-8 with a mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
