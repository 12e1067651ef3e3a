"""A roster from a file: every shape that people bring, and a sentence for what is wrong."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook

from bloei.foundation.tables import Unreadable
from bloei.planning.rosters import shift_rows
from bloei.planning.rosters.shift_rows import read_shifts
from bloei.planning.spans import Span
from bloei.planning.tests.desk import span

PEOPLE = {"1003": 3, "1010": 10}
HEAD = "Medewerkernummer;Datum;Van;Tot;Dienst"


def read(*rows: str, head: str = HEAD):
    return read_shifts("\n".join([head, *rows]).encode(), PEOPLE)


def codes(reading) -> list[tuple[int, str]]:
    return [(one.row, one.code) for one in reading.problems]


@pytest.mark.parametrize(
    "row",
    [
        "1003;24-11-2026;9:00;17:00;Balie", "1003;2026-11-24;09.00;17.00 uur;Balie",
        "1003;24 november 2026;9u00;17u00;Balie", "1003;46350;9;17;Balie",
        "1003;24/11/26;9:00:00;17:00:00;Balie",
    ],
)  # fmt: skip
def test_a_shift_is_read_however_it_is_written(row):
    reading = read(row)
    assert not reading.problems
    assert [(one.span, one.place) for one in reading.shifts[3]] == [(span(24, 9, 17), "Balie")]


def test_a_workbook_with_times_as_parts_of_a_day():
    book = Workbook()
    sheet = book.active
    sheet.append(["Rooster week 48"])
    sheet.append(["Pers.nr", "Dag", "Begin", "Einde", "Plek"])
    sheet.append([1003, date(2026, 11, 24), time(9), time(17), "Balie"])
    sheet.append([1010, datetime(2026, 11, 24), 0.375, 1.0, "Avond"])
    out = BytesIO()
    book.save(out)
    reading = read_shifts(out.getvalue(), PEOPLE)
    assert not reading.problems
    assert reading.shifts[3][0].span == span(24, 9, 17)
    assert reading.shifts[10][0].span == Span(datetime(2026, 11, 24, 9), datetime(2026, 11, 25))


def test_a_shift_that_ends_before_it_begins_runs_into_the_next_day():
    reading = read("1003;24-11-2026;22:00;6:00;Nacht")
    night = Span(datetime(2026, 11, 24, 22), datetime(2026, 11, 25, 6))
    assert reading.shifts[3][0].span == night
    assert reading.days == (date(2026, 11, 24), date(2026, 11, 24))


def test_of_two_shifts_that_overlap_the_first_stays_and_the_second_is_told():
    reading = read(
        "1003;24-11-2026;9:00;13:00;Balie",
        "1003;24-11-2026;12:00;17:00;Telefoon",
        "1003;25-11-2026;9:00;17:00;Balie",
    )
    assert codes(reading) == [(3, "overlaps")]
    assert len(reading.shifts[3]) == 2


def test_the_same_row_twice_is_one_shift():
    reading = read(*["1003;24-11-2026;9:00;13:00;Balie"] * 2)
    assert not reading.problems
    assert len(reading.shifts[3]) == 1


def test_what_is_wrong_is_told_with_its_place_and_the_rest_goes_on():
    reading = read(
        "9999;24-11-2026;9:00;13:00;", "1003;31-11-2026;9:00;13:00;",
        "1003;24-11-2026;25:00;13:00;", "1003;24-11-2026;;13:00;", "1003;24-11-2026;9:00;8:00;",
        "", "1003;24-11-2026;9:00;13:00;",
    )  # fmt: skip
    assert codes(reading) == [
        (2, "unknown_person"), (3, "no_such_day"), (4, "no_time"), (5, "no_time"), (6, "too_long"),
    ]  # fmt: skip
    assert reading.count == 6
    assert len(reading.shifts[3]) == 1


def test_a_day_that_lies_years_away_does_not_empty_the_weeks_between():
    reading = read(
        "1003;24-11-2026;9:00;17:00;", "1003;25-11-2026;9:00;17:00;", "1003;24-11-2062;9:00;17:00;"
    )
    assert codes(reading) == [(4, "far_away")]
    assert reading.days == (date(2026, 11, 24), date(2026, 11, 25))


def test_a_file_without_a_needed_column_is_refused_by_name():
    with pytest.raises(Unreadable) as refused:
        read("1003;24-11-2026;9:00", head="Medewerkernummer;Datum;Van")
    assert refused.value.code == "no_column"


def many(count: int) -> list[str]:
    """Return rows of one person, each of an hour, that do not overlap."""
    begin = datetime(2026, 1, 1)
    hours = (begin + timedelta(hours=at) for at in range(count))
    return [
        f"1003;{one:%d-%m-%Y};{one.hour}:00;{(one + timedelta(hours=1)).hour}:00;Balie"
        for one in hours
    ]


def test_only_neighbours_are_compared(monkeypatch):
    asked = Counter[str]()
    really = shift_rows._overlap

    def overlap(one, other):
        asked["overlap"] += 1
        return really(one, other)

    monkeypatch.setattr(shift_rows, "_overlap", overlap)
    reading = read(*reversed(many(1000)))
    assert len(reading.shifts[3]) == 1000
    assert asked["overlap"] <= 2 * 1000, "all with all would be half a million"


def test_one_person_has_not_more_shifts_than_a_person_can(monkeypatch):
    monkeypatch.setattr(shift_rows, "MOST_SHIFTS", 10)
    reading = read(*many(12))
    assert len(reading.shifts[3]) == 10
    assert codes(reading) == [(12, "too_many"), (13, "too_many")]


def test_of_several_that_overlap_the_first_in_the_file_stays():
    reading = read(
        "1003;24-11-2026;12:00;17:00", "1003;24-11-2026;9:00;13:00", "1003;24-11-2026;8:00;12:00"
    )
    assert [one.span for one in reading.shifts[3]] == [span(24, 8, 12), span(24, 12, 17)]
    assert codes(reading) == [(3, "overlaps")]
