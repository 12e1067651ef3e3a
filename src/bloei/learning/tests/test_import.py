"""Offers from files (docs/formats.md 6): CSV of every kind, Excel, JSON; twice is once."""

import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from bloei.foundation.tables import Unreadable
from bloei.learning import actions
from bloei.learning.commands import import_offers
from bloei.learning.demo import OFFERS
from bloei.learning.models import Offer, Skill
from bloei.learning.offer_rows import COLUMNS, read_offers

HEAD = (
    "code;title;kind;provider;summary;price;price_includes_vat;minutes;language;place;starts_on;"
    "skills;url;mandatory\n"
)
ROW = (
    "A1;Helder schrijven;training;Taalhuis;Brieven;1.380,50;nee;720;nl;Utrecht;12-01-2027;"
    "Schrijven|Taal;https://taalhuis.example/a;nee\n"
)


def one(text: str | bytes):
    reading = read_offers(text.encode() if isinstance(text, str) else text)
    assert not reading.problems, reading.problems
    (row,) = reading.rows
    return row


def problems(text: str) -> list[tuple]:
    return [(p.row, p.column, p.value, p.code) for p in read_offers(text.encode()).problems]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cents", "includes_vat", "with_vat", "without_vat"),
    [(50, False, 61, 50), (34_000, False, 41_140, 34_000), (34_000, True, 34_000, 28_099)],
)
def test_half_a_cent_of_vat_goes_up(cents, includes_vat, with_vat, without_vat):
    facts = {"title": "Taal", "kind": "book", "price_cents": cents, "includes_vat": includes_vat}
    offer = actions.create_offer(facts=facts, key="vat", by=None)
    assert (offer.price_incl_cents, offer.price_excl_cents) == (with_vat, without_vat)


def test_a_row_is_read_exactly():
    row = one(HEAD + ROW)
    assert row.facts == {
        "code": "A1", "title": "Helder schrijven", "kind": "training", "summary": "Brieven",
        "price_cents": 138_050, "includes_vat": False, "minutes": 720, "language": "nl",
        "place": "Utrecht", "starts_on": date(2027, 1, 12), "url": "https://taalhuis.example/a",
        "is_mandatory": False,
    }  # fmt: skip
    assert (row.provider, row.skills) == ("Taalhuis", ("Schrijven", "Taal"))


@pytest.mark.parametrize(
    ("written", "cents"), [("1.250", 125), ('"1.250"', 125), ('"1250.00"', 125_000), ("0.5", 50)]
)
def test_the_point_of_json_is_the_decimal_one(written, cents):
    row = one(f'[{{"title": "X", "kind": "book", "price": {written}}}]')
    assert row.facts["price_cents"] == cents


def test_an_amount_finer_than_a_cent_is_no_price():
    assert problems('[{"title": "X", "kind": "book", "price": 412.125}]') == [
        (1, "price", "412.125", "no_amount")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", "\t"])
def test_encodings_and_signs_between_cells_do_not_matter(encoding, sign):
    text = f"titel{sign}soort{sign}prijs\nIdeeën café{sign}cursus{sign}12,50\n"
    row = one(text.encode(encoding))
    assert (row.title, row.facts["kind"]) == ("Ideeën café", "course")
    assert row.facts["price_cents"] == 1_250


def test_a_comma_between_cells_and_a_point_in_the_price():
    assert one("title,kind,price\nX,book,12.50\n").facts["price_cents"] == 1_250


def test_an_excel_file_with_real_dates_and_numbers():
    book = Workbook()
    book.active.append(["Titel", "Soort", "Prijs", "Begindatum", "Minuten"])
    book.active.append(["Excel", "E-learning", 49.5, date(2027, 1, 12), 240])
    out = io.BytesIO()
    book.save(out)
    facts = one(out.getvalue()).facts
    assert (facts["price_cents"], facts["minutes"]) == (4_950, 240)
    assert (facts["kind"], facts["starts_on"]) == ("e_learning", date(2027, 1, 12))


def test_json_bare_or_under_offers():
    record = {"title": "X", "kind": "book", "price": "29.95", "skills": ["a", "b"],
              "mandatory": True, "starts_on": "2027-01-12"}  # fmt: skip
    for told in ([record], {"offers": [record]}):
        row = one(json.dumps(told))
        assert (row.facts["price_cents"], row.skills) == (2_995, ("a", "b"))
        assert row.facts["is_mandatory"] is True


def test_every_problem_has_its_row_column_and_value():
    lines = (
        ";book;;;;;;",
        "A;raar;;;;;;",
        "B;book;veel;;;;;",
        "C;book;-1;;;;;",
        "D;book;;1,5;;;;",
        "E;book;;;31-02-2027;;;",
        "F;book;;;;javascript:alert(1);;",
        "G;book;;;;;misschien;",
        "H;book;;;;;;Klingon!",
        "I;book;1;;;;;",
        "I;book;1;;;;;",
    )
    text = "\n".join(("title;kind;price;minutes;starts_on;url;mandatory;language", *lines))
    assert problems(text) == [
        (2, "title", "", "missing"),
        (3, "kind", "raar", "unknown_kind"),
        (4, "price", "veel", "no_amount"),
        (5, "price", "-1", "strange_amount"),
        (6, "minutes", "1,5", "no_minutes"),
        (7, "starts_on", "31-02-2027", "no_date"),
        (8, "url", "javascript:alert(1)", "no_address"),
        (9, "mandatory", "misschien", "no_yes_or_no"),
        (10, "language", "Klingon!", "no_language"),
        (12, "code", "I", "twice"),
    ]


def test_unknown_keys_of_json_are_refused_by_name():
    assert problems('[{"title": "X", "kind": "book", "soort": "2", "prijs": "1"}]') == [
        (1, "prijs", "", "unknown_key"), (1, "soort", "", "unknown_key"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"foo;bar\n1;2\n", "no_titles"),
        (b"[{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'[{"title": "X", "minutes": ' + b"9" * 5000 + b"}]", "not_json"),
        (b'[{"title": "X", "price": NaN}]', "not_json"),
        (b'[{"title": "X", "title": "Y"}]', "key_twice"),
        (b'[{"title": "half \\ud800"}]', "not_json"),
        (b'{"a": 1}', "no_list"),
        (b"%PDF-1.4", "other_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_excel"),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(data, code):
    with pytest.raises(Unreadable) as refused:
        read_offers(data)
    assert refused.value.code == code


def test_the_file_of_the_demo_has_every_column_and_no_problem():
    reading = read_offers(OFFERS.read_bytes())
    assert OFFERS.read_text().splitlines()[0] == ";".join(COLUMNS)
    assert (reading.problems, reading.ignored) == ([], [])
    assert len(reading.rows) >= 60


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing_and_a_change_is_one_change(cast):
    rows = read_offers((HEAD + ROW).encode()).rows
    assert len(actions.import_offers(rows, by=cast.joost).new) == 1
    again = actions.import_offers(rows, by=cast.joost)
    assert (again.new, again.changed, again.unchanged) == ([], [], 1)
    dearer = read_offers((HEAD + ROW.replace("1.380,50", "1400")).encode()).rows
    (change,) = actions.import_offers(dearer, by=cast.joost).changed
    assert change.fields == {"price": ("1380.50", "1400.00")}
    offer = Offer.objects.get()
    assert (offer.price_cents, offer.price_incl_cents) == (140_000, 169_400)
    assert {skill.name for skill in offer.skills.all()} == {"Schrijven", "Taal"}


@pytest.mark.django_db
def test_columns_that_the_file_does_not_have_are_left_alone(cast):
    actions.import_offers(read_offers((HEAD + ROW).encode()).rows, by=cast.joost)
    part = "code;title;kind;provider\nA1;Helder en kort schrijven;training;TAALHUIS\n"
    found = actions.import_offers(read_offers(part.encode()).rows, by=cast.joost)
    offer = Offer.objects.get()
    assert [change.fields for change in found.changed] == [
        {"title": ("Helder schrijven", "Helder en kort schrijven")}
    ]
    assert (offer.price_cents, offer.skills.count()) == (138_050, 2)


@pytest.mark.django_db
def test_a_file_without_providers_changes_the_one_offer_with_that_code(cast):
    actions.import_offers(read_offers((HEAD + ROW).encode()).rows, by=cast.joost)
    part = "code,title,kind,price\nA1,Helder schrijven,training,99\n"
    actions.import_offers(read_offers(part.encode()).rows, by=cast.joost)
    offer = Offer.objects.get()
    assert (offer.price_cents, offer.provider.name) == (9_900, "Taalhuis")


@pytest.mark.django_db
def test_an_own_finding_with_the_same_code_is_another_thing(cast):
    facts = {"title": "Geheim", "kind": "book", "code": "A1"}
    actions.add_own_offer(person=cast.eva, facts=facts, provider="Taalhuis", key="k", by=cast.eva)
    actions.import_offers(read_offers((HEAD + ROW).encode()).rows, by=cast.joost)
    assert Offer.objects.count() == 2
    assert Offer.objects.get(owner=cast.eva).title == "Geheim"


@pytest.mark.django_db
def test_an_import_takes_as_many_queries_for_a_hundred_rows_as_for_one(cast):
    def queries(name, count):
        lines = [ROW.replace("A1", f"{name}-{n}").replace("Helder", f"H{n}") for n in range(count)]
        rows = read_offers((HEAD + "".join(lines)).encode()).rows
        with CaptureQueriesContext(connection) as captured:
            assert len(actions.import_offers(rows, by=None).new) == count
        return len(captured)

    queries("first", 1)
    assert queries("one", 1) == queries("hundred", 100)


@pytest.mark.django_db
def test_the_command_prints_json_and_a_dry_run_writes_nothing(cast, tmp_path, capsys):
    path = tmp_path / "offers.csv"
    path.write_text(HEAD + ROW + "X;;training;;;;;;;;;;;\n")
    assert import_offers([str(path), "--dry-run"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["new"], told["unchanged"]) == (2, ["A1"], 0)
    assert (told["problems"][0]["row"], told["problems"][0]["column"]) == (3, "title")
    assert not Offer.objects.exists()
    assert not Skill.objects.exists()
    assert import_offers([str(path)]) == 0
    assert Offer.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["missing.csv", "bad.csv"])
def test_the_command_says_in_one_sentence_what_is_wrong_and_ends_with_2(
    cast, tmp_path, capsys, name
):
    (tmp_path / "bad.csv").write_text("foo;bar\n1;2\n")
    assert import_offers([str(tmp_path / name)]) == 2
    caught = capsys.readouterr()
    assert not caught.out
    assert len(caught.err.strip().splitlines()) == 1
