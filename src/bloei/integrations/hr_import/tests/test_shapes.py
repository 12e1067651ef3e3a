"""The same crowd in ten shapes: whoever wrote the file, the same people come out."""

from datetime import date

import pytest

from bloei.integrations.hr_import.headings import Mapping
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.reading import Examined, examine, read
from bloei.integrations.hr_import.tests.crowd import FOLDER, SHAPES, crowd
from bloei.people.plan import Known

DAY = date(2026, 11, 23)
SAME = [
    "afas.csv", "visma.csv", "excel-1900.xlsx", "excel-1904.xlsx", "windows-1252.csv", "tabs.txt",
    "numbers-1904.csv", "with-bsn.csv",
]  # fmt: skip


def look(name: str) -> Examined:
    checked = read((FOLDER / name).read_bytes(), Mapping(), DAY)
    return examine(checked, Known({}, {}), DAY, part=False)


def told(problems: list[Problem]) -> list[tuple]:
    return [(problem.row, problem.code) for problem in problems]


@pytest.mark.parametrize("name", [name for name in SHAPES if not name.endswith(".xlsx")])
def test_the_committed_files_are_what_the_script_makes(name):
    assert (FOLDER / name).read_bytes() == SHAPES[name]()


@pytest.mark.parametrize("name", SAME)
def test_every_shape_gives_the_same_people(name):
    examined = look(name)
    assert [problem for problem in examined.problems if problem.row > 1] == []
    found = {entry.number: entry for entry in examined.checked.entries}
    for somebody in crowd():
        entry = found[somebody.number]
        assert (
            entry.given_name, entry.infix, entry.family_name, entry.email or "", entry.unit_code,
            entry.manager, entry.joined_on, entry.left_on, entry.hours_per_week, entry.born_on,
            entry.salary_cents, entry.cao, entry.function,
        ) == (
            somebody.given_name, somebody.infix, somebody.family_name, somebody.email,
            somebody.unit_code, somebody.manager, somebody.joined_on, None, somebody.hours,
            somebody.born_on, int(somebody.salary * 100), somebody.cao, somebody.function,
        )  # fmt: skip
    assert len(examined.difference.new) == 50


def test_the_tree_is_built_from_codes():
    units = {unit.code: unit.parent for unit in look("afas.csv").difference.plan.units}
    assert (units["111"], units["110"], units["100"]) == ("110", "100", "")


def test_sensitive_columns_are_dropped_by_heading_and_by_content():
    examined = look("with-bsn.csv")
    assert examined.checked.dropped == [
        ("BSN", "bsn"),
        ("Registratie", "bsn"),
        ("Betaling", "bank"),
    ]
    assert told(examined.problems) == [(1, "dropped_bsn"), (1, "dropped_bsn"), (1, "dropped_bank")]
    assert "123456782" not in repr(examined)
    assert "ABNA" not in repr(examined)


def test_rehires_and_two_at_once_are_two_employments():
    jobs: dict[str, list] = {}
    for job in look("rehired-and-two-at-once.csv").difference.plan.jobs:
        jobs.setdefault(job.person, []).append((job.number, job.first, job.last))
    assert jobs["10013"] == [
        ("1", date(2010, 1, 1), date(2015, 12, 31)), ("2", date(2020, 3, 1), None),
    ]  # fmt: skip
    assert [number for number, _first, _last in jobs["10015"]] == ["1", "2"]
    assert all(len(own) == 1 for number, own in jobs.items() if number > "10016")


def test_service_before_an_own_ingangsdatum_belongs_to_the_employment():
    (job,) = [
        job for job in look("rehired-and-two-at-once.csv").difference.plan.jobs
        if job.person == "10017"
    ]  # fmt: skip
    assert job.first == next(s for s in crowd() if s.number == "10017").joined_on


def test_problems_are_reported_with_row_and_column_and_the_rest_goes_on():
    examined = look("with-problems.csv")
    assert told(examined.problems) == [
        (22, "circle_of_managers"), (23, "circle_of_managers"), (24, "circle_of_managers"),
        (32, "unknown_manager"), (42, "no_number"), (47, "no_such_day"), (52, "open_quote"),
        (60, "duplicate"), (61, "same_start"),
    ]  # fmt: skip
    assert [p.column for p in examined.problems[3:6]] == [
        "Manager (medewerkernummer)", "Uren per week", "Datum in dienst",
    ]  # fmt: skip
    assert [p.value for p in examined.problems[3:6]] == ["77777", "veel", "31-02-2020"]
    assert examined.checked.rows == 60
    assert len(examined.difference.new) == 55
    assert {"10031", "10022"} <= set(examined.difference.new)
