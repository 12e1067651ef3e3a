"""CSV text into rows with the line on which each begins. Pure.

A row that spans lines because of a line break inside quotes counts as the line on
which it begins. A quote that is never closed costs its own line, not the rest.
"""

import contextlib
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from bloei.foundation.tables.unreadable import Unreadable

DELIMITERS = (";", ",", "\t")
MOST_LINES_OF_A_ROW = 30
_SEP = re.compile(r'"?sep=(.)"?')
# What an older system may write when it is not Windows-1252.
_OTHER_ENCODINGS = ("cp850", "mac_roman")
_SAMPLE = 20_000


@dataclass(slots=True)
class CsvRow:
    """One row: where it begins, its cells, and how many lines it takes.

    A broken one has only what could be read of it.
    """

    row: int
    cells: list
    broken: bool = False


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, Windows-1252 or older."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("not_text") from None
    if b"\x00" in data:
        raise Unreadable("not_text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    readable = sum(1 for sign in text if sign > "\x7f") - broken
    if readable > 4 * broken:
        return text  # UTF-8 with some damage: those rows are reported
    return data.decode(_single_byte_encoding(data), "replace")


def _single_byte_encoding(data: bytes) -> str:
    """Return the encoding of text that is not UTF-8: Windows-1252 unless that reads as nonsense."""
    high = re.findall(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*", data)
    sample = b" ".join(high)[:_SAMPLE]
    # In Windows-1252 letters are C0-FF; the older ones keep theirs below that.
    low = sum(1 for sign in sample if 0x80 <= sign < 0xA0)
    if low * 2 < sum(1 for sign in sample if sign >= 0x80):
        return "cp1252"
    found = from_bytes(sample, cp_isolation=["cp1252", *_OTHER_ENCODINGS]).best()
    return found.encoding if found and found.encoding in _OTHER_ENCODINGS else "cp1252"


def lines_of(text: str) -> list[str]:
    """Return the physical lines, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def delimiter_of(lines: list[str], recognised) -> str:
    """Return the sign between cells: the one with which most headings are recognised.

    `recognised(cells)` counts them.
    """
    if lines and (said := _SEP.fullmatch(lines[0].strip())):
        return said[1]

    def worth(delimiter: str) -> tuple[int, int]:
        found = [row.cells for row in rows_of(lines[:40], delimiter) if not row.broken]
        return max(
            ((recognised(cells), len(cells)) for cells in found if len(cells) > 1), default=(0, 0)
        )

    return max(DELIMITERS, key=worth)


def rows_of(lines: list[str], delimiter: str) -> Iterator[CsvRow]:
    """Yield the rows that are not empty."""
    at = 0
    if lines and _SEP.fullmatch(lines[0].strip()):
        at = 1
    while at < len(lines):
        line = lines[at]
        taken = 1
        if '"' not in line:
            found = CsvRow(at + 1, line.split(delimiter))
        else:
            found, taken = _quoted(lines, at, delimiter)
        if found.broken or any(cell.strip() for cell in found.cells):
            yield found
        at += taken


def _quoted(lines: list[str], at: int, delimiter: str) -> tuple[CsvRow, int]:
    part = lines[at : at + MOST_LINES_OF_A_ROW]
    # Line by line: a quote that is never closed is looked for once, not once per line.
    reader = csv.reader((f"{line}\n" for line in part), delimiter=delimiter, strict=True)
    try:
        return CsvRow(at + 1, next(reader, [])), reader.line_num
    except csv.Error as trouble:
        is_open = "unexpected end" in str(trouble)
    if not is_open and reader.line_num == 1:
        # A quote in the middle of a cell, such as 12" or "Jan" Jansen, is only a sign.
        with contextlib.suppress(csv.Error):
            return CsvRow(at + 1, next(csv.reader(part[:1], delimiter=delimiter), [])), 1
    return CsvRow(at + 1, lines[at].replace('"', "").split(delimiter), broken=True), 1
