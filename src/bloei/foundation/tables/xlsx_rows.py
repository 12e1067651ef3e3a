"""The rows of an Excel workbook (.xlsx), read by calamine after its size was checked.

calamine makes room for the whole rectangle of a sheet, so one cell far away would take
all memory: what a workbook unpacks to and how far its cells lie is measured first.
Rows that are hidden or filtered away are read like the others.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bloei.foundation.tables.csv_rows import CsvRow
from bloei.foundation.tables.unreadable import Unreadable

MOST_PARTS = 10_000
MOST_UNPACKED = 600 * 1024 * 1024
MOST_RATIO = 100
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
SMALL = 10 * 1024 * 1024  # a small file may be as compressible as it likes
MOST_CELLS = 12_000_000
PIECE = 1024 * 1024
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_DATE_1904 = re.compile(rb"date1904\s*=\s*[\"'](1|true|on)[\"']", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    name: str
    rows: list[CsvRow]


def check_workbook(data: bytes) -> int:
    """Return the date system, 1900 or 1904. Raises Unreadable when it is no (safe) workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise Unreadable("not_a_workbook") from None
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise Unreadable("not_a_workbook")
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        raise Unreadable("workbook_too_large")
    most = max(SMALL, len(data) * MOST_RATIO)
    system, unpacked = 1900, 0
    for part in parts:
        size, found = _look_through(data, part, min(most, MOST_UNPACKED) - unpacked)
        unpacked += size
        system = found or system
    return system


def _look_through(data: bytes, part: zipfile.ZipInfo, room: int) -> tuple[int, int]:
    """Unpack one part in pieces; return its real size, and 1904 when it says so."""
    size, system, rest = 0, 0, b""
    reach: Reach | None = None
    begun = False
    for piece in _pieces(data, part):
        if not begun and (text := piece.lstrip(_BEFORE_XML)):
            begun = True
            reach = Reach() if text.startswith(b"<") else None
        size += len(piece)
        if size > room:
            raise Unreadable("workbook_too_large")
        if reach:
            reach.look(piece)
        if part.filename == "xl/workbook.xml" and _DATE_1904.search(rest + piece):
            system = 1904
        rest = piece[-200:]
    return size, system


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a part really unpacks to; what its header promises may be a lie."""
    at = part.header_offset
    name, extra = (int.from_bytes(data[at + b : at + b + 2], "little") for b in (26, 28))
    begin = at + 30 + name + extra
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("workbook_locked")
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        piece = machine.decompress(packed, PIECE)
        while piece:
            yield piece
            piece = machine.decompress(machine.unconsumed_tail, PIECE)
    except zlib.error:
        raise Unreadable("not_a_workbook") from None


class Reach:
    """How far the cells of a sheet lie, read as XML while it unpacks.

    Every part that is XML is read: a workbook may keep its sheets under any name. What is
    not well-formed, or declares a document type, is no workbook.
    """

    def __init__(self):
        self.rows = self.columns = self.cells = self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begins
        self.parser.StartDoctypeDeclHandler = self._refuse

    def look(self, piece: bytes) -> None:
        """Take in a piece of the part. Raises Unreadable when its cells reach too far."""
        try:
            self.parser.Parse(piece)
        except expat.ExpatError:
            self.parser.StartElementHandler = None
            raise Unreadable("not_a_workbook") from None

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = _whole(attributes.get("r")) or self.row + 1, 0
            self.rows = max(self.rows, self.row)
        elif kind == "c":
            found = _PLACE.fullmatch(attributes.get("r", ""))
            self.column = _column(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            self.cells += 1
        else:
            return
        if max(self.rows * self.columns, self.cells) > MOST_CELLS:
            raise Unreadable("too_many_cells")

    def _refuse(self, *_declared) -> None:
        raise Unreadable("not_a_workbook")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    return number


def sheets_of(data: bytes) -> Iterator[Sheet]:
    """Yield the visible sheets with their rows (hidden ones when there is no other)."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        for name in shown or book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            yield Sheet(name, list(_lines(sheet)))
    except (CalamineError, OSError, ValueError, KeyError):
        raise Unreadable("not_a_workbook") from None


def _lines(sheet) -> Iterator[CsvRow]:
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        if any(cell != "" for cell in cells):
            yield CsvRow(row, cells)
