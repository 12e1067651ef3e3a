"""`./bloei people import`, as another program would use it: a file in, JSON out."""

import json
from datetime import date
from decimal import Decimal

import pytest

from bloei.foundation.models import AuditRow
from bloei.integrations.hr_import.commands import people_import
from bloei.integrations.hr_import.sensitive import is_bsn
from bloei.integrations.hr_import.tests.crowd import FOLDER, large
from bloei.people.models import Employment, EmploymentTerm, Lead, Person, Unit

pytestmark = pytest.mark.django_db
HEAD = (
    "Medewerkernummer;Roepnaam;Achternaam;Afdeling;Bovenliggende afdeling;Uren per week;"
    "Datum in dienst;Datum uit dienst;Manager (medewerkernummer)"
)
FIVE = [
    "A1;Ank;Bos;Zorg;Linde;36;01-02-2015;;",
    "A2;Bea;Dam;Zorg;Linde;24;01-02-2016;;A1",
    "A3;Cas;Eik;Zorg;Linde;32;01-02-2017;;A1",
    "A4;Dik;Fok;Wonen;Linde;36;01-02-2018;;A1",
    "A5;Els;Gys;Wonen;Linde;16;01-02-2019;;A4",
]
DAY = date(2026, 11, 23)
BSNS = [str(number) for number in range(190_000_000, 190_000_200) if is_bsn(str(number))][:8]


@pytest.fixture
def bring(tmp_path, capsys):
    """Run the command on lines (or bytes); return (exit code, result or None, messages)."""

    def run(content, *options: str, head: str = HEAD):
        file = tmp_path / "people.csv"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text("\n".join([head, *content]) + "\n", encoding="utf-8")
        code = people_import([str(file), "--as-of", DAY.isoformat(), *options])
        out, messages = capsys.readouterr()
        return code, json.loads(out) if out else None, messages

    return run


def test_new_people_come_with_employment_unit_and_manager(bring):
    code, result, _messages = bring(FIVE)
    assert code == 0
    assert result == {
        "rows": 5, "new": ["A1", "A2", "A3", "A4", "A5"], "changed": [], "leaving": [],
        "unchanged": 0, "problems": [], "refused": False,
    }  # fmt: skip
    bea = Person.objects.get(number="A2")
    assert (bea.full_name, bea.unit.name, bea.unit.parent.name) == ("Bea Dam", "Zorg", "Linde")
    assert bea.is_working
    assert not bea.has_usable_password()
    term = EmploymentTerm.objects.get(employment__person=bea)
    assert (term.hours_per_week, term.manager.number) == (Decimal(24), "A1")
    assert term.during.lower == date(2016, 2, 1)
    assert Lead.objects.filter(leader__number="A1", person__number="A5", depth=2).exists()


def test_the_same_file_twice_changes_nothing_the_second_time(bring):
    bring(FIVE)
    rows = list(EmploymentTerm.objects.order_by("pk").values())
    _code, result, _messages = bring(FIVE)
    assert (result["new"], result["changed"], result["leaving"]) == ([], [], [])
    assert result["unchanged"] == 5
    assert list(EmploymentTerm.objects.order_by("pk").values()) == rows


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(FOLDER.iterdir()) if path.suffix != ".py"]
)
def test_every_shape_twice_changes_nothing_the_second_time(bring, name):
    _code, first, _messages = bring((FOLDER / name).read_bytes())
    assert len(first["new"]) >= 50
    _code, second, _messages = bring((FOLDER / name).read_bytes())
    assert (second["new"], second["changed"], second["leaving"]) == ([], [], [])
    assert second["unchanged"] == len(first["new"])
    assert second["problems"] == first["problems"]


def test_a_dry_run_says_the_same_and_writes_nothing(bring):
    before = AuditRow.objects.count()
    _code, dry, _messages = bring(FIVE, "--dry-run")
    assert (Person.objects.count(), AuditRow.objects.count()) == (0, before)
    _code, result, _messages = bring(FIVE)
    assert dry == result
    assert AuditRow.objects.filter(verb="people.imported", count=5).count() == 1


def test_changed_hours_hold_from_the_day_of_the_file_and_history_stays(bring):
    bring(FIVE)
    _code, result, _messages = bring([*FIVE[:1], FIVE[1].replace(";24;", ";28,5;"), *FIVE[2:]])
    assert result["changed"] == [{"number": "A2", "fields": {"hours_per_week": ["24", "28.5"]}}]
    terms = EmploymentTerm.objects.filter(employment__person__number="A2").order_by("during")
    assert [(str(t.hours_per_week), t.during.lower) for t in terms] == [
        ("24.00", date(2016, 2, 1)), ("28.50", DAY),
    ]  # fmt: skip


def test_an_own_ingangsdatum_dates_the_change(bring):
    head = HEAD + ";Ingangsdatum"
    bring([row + ";" for row in FIVE], head=head)
    rows = [row + ";" for row in FIVE]
    rows[2] = FIVE[2].replace(";32;", ";36;") + ";01-03-2026"
    _code, result, _messages = bring(rows, head=head)
    assert result["changed"] == [{"number": "A3", "fields": {"hours_per_week": ["32", "36"]}}]
    last = EmploymentTerm.objects.filter(employment__person__number="A3").latest("during")
    assert last.during.lower == date(2026, 3, 1)


def test_more_than_one_in_twenty_absent_is_refused_and_nothing_is_written(bring):
    bring(FIVE)
    code, result, messages = bring(FIVE[:4])
    assert (code, result["refused"], result["leaving"]) == (2, True, ["A5"])
    assert "--confirm-leaving" in messages
    assert Person.objects.filter(is_working=True).count() == 5


def test_who_is_absent_leaves_when_that_is_confirmed_and_is_never_deleted(bring):
    bring(FIVE)
    code, result, _messages = bring(FIVE[:4], "--confirm-leaving")
    assert (code, result["refused"], result["leaving"]) == (0, False, ["A5"])
    els = Person.objects.get(number="A5")
    assert not els.is_working
    assert els.employments.get().during.upper == DAY
    _code, again, _messages = bring(FIVE[:4])
    assert (again["leaving"], again["unchanged"]) == ([], 4)


def test_nobody_leaves_by_being_absent_from_a_part(bring):
    bring(FIVE)
    code, result, _messages = bring(FIVE[:1], "--part")
    assert (code, result["refused"], result["leaving"], result["unchanged"]) == (0, False, [], 1)


def test_one_in_twenty_is_not_too_many(bring):
    crowd = large(40)
    bring(crowd)
    lines = crowd.splitlines(keepends=True)
    code, result, _messages = bring(b"".join(lines[:-2]))
    assert (code, len(result["leaving"])) == (0, 2)


def test_a_last_day_in_the_file_makes_somebody_leave_on_that_day(bring):
    bring(FIVE)
    rows = [*FIVE[:4], FIVE[4].replace(";;A4", ";31-12-2026;A4")]
    code, result, _messages = bring(rows)
    assert (code, result["leaving"], result["changed"]) == (0, ["A5"], [])
    els = Person.objects.get(number="A5")
    assert els.is_working
    assert els.employments.get().during.upper == date(2027, 1, 1)


def test_who_comes_back_gets_a_second_employment(bring):
    bring(FIVE)
    bring([*FIVE[:4], FIVE[4].replace(";;A4", ";31-10-2026;A4")])
    _code, result, _messages = bring([*FIVE[:4], FIVE[4].replace("01-02-2019", "01-11-2026")])
    assert [change["number"] for change in result["changed"]] == ["A5"]
    assert Employment.objects.filter(person__number="A5").count() == 2
    _code, again, _messages = bring([*FIVE[:4], FIVE[4].replace("01-02-2019", "01-11-2026")])
    assert again["unchanged"] == 5


def test_a_row_with_a_problem_is_skipped_and_its_person_stays(bring):
    bring(FIVE)
    code, result, _messages = bring([*FIVE[:4], FIVE[4].replace(";16;", ";veel;")])
    assert (code, result["leaving"], result["unchanged"]) == (0, [], 4)
    (problem,) = result["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (6, "Uren per week", "veel")
    assert problem["problem"]


@pytest.mark.parametrize(
    ("column", "written"), [("Datum uit dienst", "31-10-2018"), ("Datum in dienst", "01-02-1719")]
)
def test_a_problem_shows_what_stands_in_the_file(bring, column, written):
    names = HEAD.split(";")
    cells = FIVE[4].split(";")
    cells[names.index(column)] = written
    _code, result, _messages = bring([*FIVE[:4], ";".join(cells)])
    (problem,) = result["problems"]
    assert (problem["column"], problem["value"]) == (column, written)


def test_a_mapping_adds_to_what_is_recognised(bring, tmp_path):
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\nnumber = "Pers.nr"\nhours_per_week = "Omvang"\n')
    head = HEAD.replace("Medewerkernummer", "Pers.nr").replace("Uren per week", "Omvang")
    _code, result, _messages = bring(FIVE, "--mapping", str(mapping), head=head)
    assert len(result["new"]) == 5
    assert EmploymentTerm.objects.filter(hours_per_week=36).count() == 2


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ('[columns]\nshoe_size = "Maat"', "shoe_size"), ('[columns]\nnumber = "Maat"', "Maat"),
        ("[colums]", "colums"), ("columns = ", ""), ("[columns]\nnumber = 3", "number"),
        ("[dates]\nsystem = 1905", "1904"), ('[kinds]\n"X" = "y"', "X"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_by_name_with_nothing_on_standard_output(
    bring, tmp_path, written, named
):
    mapping = tmp_path / "map.toml"
    mapping.write_text(written)
    code, result, messages = bring(FIVE, "--mapping", str(mapping))
    assert (code, result) == (2, None)
    assert named in messages


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a;b\n1;2\n", b"%PDF"])
def test_a_file_that_is_no_list_of_people_is_refused_in_one_sentence(bring, data):
    code, result, messages = bring(data)
    assert (code, result) == (2, None)
    assert len(messages.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(capsys, tmp_path):
    assert people_import([str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_people_may_change_addresses_with_each_other(bring):
    head = HEAD + ";E-mailadres"
    bring([f"{row};{at}@linde.example" for at, row in enumerate(FIVE)], head=head)
    swapped = [f"{row};{4 - at}@linde.example" for at, row in enumerate(FIVE)]
    _code, result, _messages = bring(swapped, head=head)
    assert [change["number"] for change in result["changed"]] == ["A1", "A2", "A4", "A5"]
    assert Person.objects.get(number="A1").email == "4@linde.example"


def test_an_address_of_somebody_else_is_left_out_and_reported(bring, cast):
    row = FIVE[0] + f";{cast.eva.email}"
    _code, result, _messages = bring([row], "--part", head=HEAD + ";E-mailadres")
    assert result["new"] == ["A1"]
    assert [problem["column"] for problem in result["problems"]] == ["E-mailadres"]
    assert Person.objects.get(number="A1").email is None


def test_a_leaver_no_longer_leads(bring):
    bring(FIVE)
    bring([*FIVE[:3], FIVE[3].replace(";;A1", ";22-11-2026;A1"), FIVE[4]])
    assert not Lead.objects.filter(leader__number="A4").exists()
    _code, result, _messages = bring(
        [*FIVE[:3], FIVE[3].replace(";;A1", ";22-11-2026;A1"), FIVE[4]]
    )
    assert [problem["column"] for problem in result["problems"]] == ["Manager (medewerkernummer)"]


def test_a_moved_unit_moves_from_the_day_of_the_file(bring):
    bring(FIVE)
    _code, result, _messages = bring([row.replace("Wonen;Linde", "Wonen;Zorg") for row in FIVE])
    assert result["unchanged"] == 5
    wonen = Unit.objects.get(name="Wonen")
    assert wonen.parent.name == "Zorg"
    assert wonen.placements.on(DAY).get().parent.name == "Zorg"


def test_a_bsn_is_never_stored_nor_printed(bring, capsys):
    _code, result, messages = bring((FOLDER / "with-bsn.csv").read_bytes())
    assert "123456782" not in json.dumps(result) + messages
    assert [problem["column"] for problem in result["problems"]] == [
        "BSN", "Registratie", "Betaling",
    ]  # fmt: skip


def test_two_employments_at_once_may_be_changed_apart(bring):
    head = HEAD + ";Dienstverbandnummer"
    rows = ["A1;Ank;Bos;Zorg;Linde;20;01-02-2015;;;1", "A1;Ank;Bos;Wonen;Linde;8;01-02-2020;;;2"]
    bring(rows, head=head)
    _code, result, _messages = bring([rows[0], rows[1].replace(";8;", ";12;")], head=head)
    assert result["changed"] == [{"number": "A1", "fields": {"hours_per_week": ["8", "12"]}}]
    _code, result, _messages = bring(rows[:1], head=head)
    assert result["changed"] == [{"number": "A1", "fields": {"until": [None, "2026-11-22"]}}]


@pytest.mark.parametrize("day", ["01-02-2015", "2010-02-06", "20100206"])
def test_days_that_pass_for_a_bsn_are_kept(bring, day):
    assert is_bsn(day.replace("-", ""))
    rows = [f"A{at};Ank;Bos{at};Zorg;Linde;36;{day};;" for at in range(8)]
    _code, result, _messages = bring(rows)
    assert result["problems"] == []
    first = Employment.objects.get(person__number="A0").during.lower
    assert first in {date(2015, 2, 1), date(2010, 2, 6)}


def test_a_bsn_under_the_heading_of_a_day_is_still_dropped(bring):
    rows = [f"A{at};Ank;Bos{at};Zorg;Linde;36;{bsn};;" for at, bsn in enumerate(BSNS)]
    _code, result, _messages = bring(rows)
    assert [(one["row"], one["column"]) for one in result["problems"]] == [(1, "Datum in dienst")]
