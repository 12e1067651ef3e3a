"""What people bring is read, or refused in a sentence; it never crashes."""

import csv
import io
import zipfile
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bloei.foundation.tables import Unreadable, csv_rows, read_table
from bloei.integrations.hr_import import sentences
from bloei.integrations.hr_import.headings import recognised

HEAD = "Medewerkernummer;Achternaam;Uren per week\n"


def rows(text: str, encoding: str = "utf-8") -> list:
    table = read_table(text.encode(encoding), recognised)
    return [(line.row, line.cells, line.broken) for line in table.lines]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_delimiter_and_encoding_gives_the_same_rows(delimiter, encoding):
    text = (HEAD + "1;Núñez-Coërs;36\n\n2;van 't Höff;24\n").replace(";", delimiter)
    expected = [(2, ["1", "Núñez-Coërs", "36"], False), (4, ["2", "van 't Höff", "24"], False)]
    assert rows(text, encoding) == expected


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_lines_end_in_any_way(ending):
    assert [
        row for row, _cells, _broken in rows((HEAD + "1;A;36\n2;B;24").replace("\n", ending))
    ] == [2, 3]


def test_a_row_with_a_line_break_counts_as_the_line_on_which_it_begins():
    found = rows(HEAD + '1;"Jansen\nde Vries";36\n2;B;24\n')
    assert found == [(2, ["1", "Jansen\nde Vries", "36"], False), (4, ["2", "B", "24"], False)]


def test_an_open_quotation_mark_costs_its_own_row_only():
    found = rows(HEAD + '1;"Jansen;36\n2;B;24\n3;"C";16\n')
    assert [(row, broken) for row, _cells, broken in found] == [(2, True), (3, False), (4, False)]
    assert found[0][1][0] == "1"


def test_a_quotation_mark_in_the_middle_is_only_a_sign():
    assert rows(HEAD + '1;Jan "Jip" Jansen;36\n')[0][1][1] == 'Jan "Jip" Jansen'


def test_titles_above_the_headings_are_passed_over():
    table = read_table(("Stichting De Linde\n\n" + HEAD + "1;A;36\n").encode(), recognised)
    assert (table.heading_row, [line.row for line in table.lines]) == (3, [4])


def test_old_code_pages_are_told_from_windows():
    names = "1;Coërs;36\n2;René;24\n3;Zoë;32\n4;Günay;16\n"
    assert rows(HEAD + names, "cp850") == rows(HEAD + names, "cp1252")


def test_text_with_lost_signs_stays_utf8():
    data = (HEAD + "1;Coërs;36\n2;Zoë;24\n3;Günay;24\n4;Anaïs;24\n5;René;2\n").encode()
    table = read_table(data + b"6;Ren\xe9;24\n", recognised)
    assert table.lines[0].cells[1] == "Coërs"
    assert "\ufffd" in table.lines[-1].cells[1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"), (b"\xef\xbb\xbf \r\n", "empty_file"), (b"%PDF-1.7 ...", "other_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old_excel"),
        (b"PK\x03\x04" + b"x" * 60, "not_a_workbook"), (b"<html><body>", "other_kind"),
        (b"a;b\x00c\x00;d", "not_text"), (b'{"a": 1}', "other_kind"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(data, code):
    with pytest.raises(Unreadable) as refusal:
        read_table(data, recognised)
    assert refusal.value.code == code
    assert sentences.of(refusal.value)


def workbook(*rows_of_it, fill=None) -> bytes:
    book = Workbook()
    for row in rows_of_it:
        book.active.append(row)
    if fill:
        fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_hidden_rows_and_formatted_but_empty_ones_do_no_harm():
    def fill(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet["A1048576"].number_format = "0.00"

    data = workbook(["Medewerkernummer", "Achternaam"], [1, "A"], [2, "B"], fill=fill)
    assert [line.row for line in read_table(data, recognised).lines] == [2, 3]


def test_a_cell_far_away_is_refused_before_room_is_made_for_it():
    def fill(sheet):
        sheet["XFD1048576"] = 1

    with pytest.raises(Unreadable) as refusal:
        read_table(workbook(["Medewerkernummer", "Achternaam"], [1, "A"], fill=fill), recognised)
    assert refusal.value.code == "too_many_cells"


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FAR = [
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    b'<row r="1048576"><c><v>1</v></c></row><row><c r="XFD1"><v>1</v></c></row>',
    b'<row><c x=" r=\'A1\'" r="XFD1048576"><v>1</v></c></row>',
]


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/other/hidden.bin"])
@pytest.mark.parametrize("before", [b"", b" " * 1_500_000])
def test_a_far_cell_is_found_however_it_hides(far, name, before):
    sheet = before + SHEET + far + b"</sheetData></worksheet>"
    out = io.BytesIO(repacked(workbook(["a"]), name, sheet))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        if name not in archive.namelist():
            archive.writestr(name, sheet)
    with pytest.raises(Unreadable) as refusal:
        read_table(out.getvalue(), recognised)
    assert refusal.value.code == "too_many_cells"


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = repacked(workbook(["a"]), "xl/worksheets/sheet1.xml", b" " * 80_000_000)
    with pytest.raises(Unreadable) as refusal:
        read_table(data, recognised)
    assert refusal.value.code == "workbook_too_large"


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(data):
    said = []
    for begin in (b"", b"PK\x03\x04", HEAD.encode()):
        try:
            read_table(begin + data, recognised)
        except Unreadable as refusal:
            said.append(sentences.of(refusal))
    assert all(said)


WORKBOOK = workbook(["Medewerkernummer", "Achternaam"], [1, "A"], [2, "B"])


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place, value):
    damaged = bytearray(WORKBOOK)
    damaged[place] = value
    try:
        read_table(bytes(damaged), recognised)
    except Unreadable as refusal:
        sentences.of(refusal)


def test_quotes_that_are_never_closed_are_looked_for_once_a_line(monkeypatch):
    """Each line opens a cell that the next ones never close: once it took 465 lines per line."""
    read = []

    def counted(source, **known):
        return csv.reader((read.append(1) or line for line in source), **known)

    monkeypatch.setattr(csv_rows, "csv", SimpleNamespace(reader=counted, Error=csv.Error))
    found = list(csv_rows.rows_of(['a";"'] * 100, ";"))
    assert [row.broken for row in found] == [True] * 100
    assert len(read) <= 100 * csv_rows.MOST_LINES_OF_A_ROW
