"""Opening balances: what people had is booked, the difference with the rule is only shown."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from bloei.budgets import commands, rounds
from bloei.budgets.actions.balances import open_balances
from bloei.budgets.books import reservations
from bloei.budgets.books.ledger import balance, lots
from bloei.budgets.granting import opening, opening_words
from bloei.budgets.granting.opening_file import COLUMNS, KNOWN
from bloei.budgets.models import Entitlement, Entry, Measure
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation.forms import new_key
from bloei.foundation.tables import Unreadable
from bloei.foundation.tables.cells import plain
from bloei.people.models import EmploymentTerm

pytestmark = pytest.mark.django_db
FILE = """number;scheme;granted_on;remaining;lapses_on
1003;leerbudget;2025-01-01;450,00;
1003;leerbudget;2026-01-01;700.00;
1002;leerbudget;01-01-2026;100;2026-12-31
"""


@pytest.fixture
def scheme(cast):
    return switch_on(YEARLY)


def load(text: str, on: date) -> opening.OpeningPlan:
    plan = opening.plan(text.encode(), on)
    if plan.groups:
        open_balances(plan, by=None)
    return plan


def own(person):
    return Entitlement.objects.get(person=person).own


def test_opening_makes_a_lot_of_every_line(scheme, cast):
    load(FILE, cast.today)
    assert [(lot.granted_on, lot.remaining, lot.lapses_on) for lot in lots(own(cast.eva))] == [
        (date(2025, 1, 1), 45000, date(2028, 1, 1)),
        (date(2026, 1, 1), 70000, date(2029, 1, 1)),
    ]
    assert lots(own(cast.mo))[0].lapses_on == date(2026, 12, 31)


def test_who_is_not_under_the_scheme_is_named(scheme, cast):
    scheme.assignments.all().delete()
    plan = load(FILE, cast.today)
    assert opening_words.report(plan)["unassigned"] == [
        {"number": "1003", "scheme": "leerbudget"},
        {"number": "1002", "scheme": "leerbudget"},
    ]
    assert balance(own(cast.eva)) == 115000


def test_same_file_twice_changes_nothing(scheme, cast):
    load(FILE, cast.today)
    before = Entry.objects.count()
    again = load(FILE, cast.today)
    assert (again.groups, again.unchanged, again.problems) == ({}, 3, [])
    assert Entry.objects.count() == before


def test_engine_goes_on_from_the_opening(scheme, cast):
    load(FILE, cast.today)
    rounds.grant_and_lapse(date(2027, 1, 1))
    assert balance(own(cast.eva)) == 45000 + 70000 + 70000
    assert balance(own(cast.mo)) == 90000  # 100 lapsed on 31 December


def test_what_the_engine_booked_before_makes_place_for_the_file(scheme, cast):
    rounds.grant_and_lapse(cast.today)
    assert balance(own(cast.eva)) == 210000
    load(FILE, cast.today)
    assert balance(own(cast.eva)) == 115000


def test_difference_with_the_rule_is_shown_and_not_booked(scheme, cast):
    plan = load(FILE, cast.today)
    report = opening_words.report(plan)
    assert report["differences"][0] == {
        "number": "1003",
        "scheme": "leerbudget",
        "file": "1150.00",
        "rule": "1400.00",
        "difference": "-250.00",
    } | {
        "rule": report["differences"][0]["rule"],
        "difference": report["differences"][0]["difference"],
    }
    assert balance(own(cast.eva)) == 115000


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9999;leerbudget;2025-01-01;1;", "unknown_person"),
        ("1003;onbekend;2025-01-01;1;", "unknown_scheme"),
        ("1003;leerbudget;31-02-2025;1;", "no_date"),
        ("1003;leerbudget;2027-01-01;1;", "in_the_future"),
        ("1003;leerbudget;2025-01-01;veel;", "no_amount"),
        ("1003;leerbudget;2025-01-01;-5;", "negative"),
        ("1003;leerbudget;2025-01-01;5;2026-01-01", "lapsed_already"),
        ("1003;leerbudget;2020-01-01;5;", "gone_by_rule"),
        ("1003;leerbudget;2026-01-01;0.333;", "no_amount"),
    ],
)
def test_line_that_is_wrong_is_reported_and_the_rest_goes_on(scheme, cast, line, problem):
    good = "1002;leerbudget;2026-01-01;100;"
    plan = load(f"number;scheme;granted_on;remaining;lapses_on\n{line}\n{good}\n", cast.today)
    assert [one.code for one in plan.problems] == [problem]
    assert [one["problem"] for one in opening_words.report(plan)["problems"]]
    assert balance(own(cast.mo)) == 10000


def test_same_grant_twice_in_the_file_is_reported(scheme, cast):
    plan = load(FILE + "1003;leerbudget;2025-01-01;450,00;\n", cast.today)
    assert [(one.row, one.code) for one in plan.problems] == [(5, "twice")]


def test_other_figures_for_who_was_opened_before_are_refused(scheme, cast):
    load(FILE, cast.today)
    plan = load(FILE.replace("450,00", "500,00"), cast.today)
    assert [one.code for one in plan.problems] == ["opened_differently"]
    assert balance(own(cast.eva)) == 115000


def test_file_without_the_columns_is_refused(scheme, cast):
    with pytest.raises(Unreadable):
        opening.plan(b"a;b\n1;2\n", cast.today)


@pytest.mark.parametrize("heading", ["lapse_on", "naam", "saldo"])
def test_a_column_that_does_not_belong_is_refused_by_name(scheme, cast, heading):
    with pytest.raises(Unreadable) as refused:
        load(FILE.replace("lapses_on", heading), cast.today)
    assert heading in opening_words.unreadable(refused.value)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("written", "minutes"), [("36.000", 2160), ("12.33", 740), ("12,5", 750), ("12:30", 750)]
)
def test_hours_are_never_thousands_and_go_to_the_nearest_minute(cast, written, minutes):
    text = YEARLY.replace('unit = "EUR"', 'unit = "HOURS"')
    switch_on(text, measure=Measure.MINUTES)
    load(f"number;scheme;granted_on;remaining\n1003;leerbudget;2026-01-01;{written}\n", cast.today)
    assert balance(own(cast.eva)) == minutes


@pytest.mark.parametrize(
    ("cell", "cents", "codes"),
    [(412.125, None, ["no_amount"]), (0.1 + 0.2, 30, []), (1250, 125_000, []), (412.5, 41_250, [])],
)
def test_the_point_of_a_number_in_a_workbook_is_never_thousands(scheme, cast, cell, cents, codes):
    book = Workbook()
    book.active.append(["number", "scheme", "granted_on", "remaining"])
    book.active.append(["1003", "leerbudget", "2026-01-01", cell])
    out = BytesIO()
    book.save(out)
    plan = opening.plan(out.getvalue(), cast.today)
    assert [one.code for one in plan.problems] == codes
    found = [line.remaining for lines in plan.groups.values() for line in lines]
    assert found == ([] if cents is None else [cents])


def test_a_scheme_that_must_be_confirmed_is_named(cast):
    text = "number;scheme;granted_on;remaining\n1003;provincies;2026-01-01;5\n"
    [one] = opening_words.report(opening.plan(text.encode(), cast.today))["problems"]
    assert (one["column"], one["value"]) == ("scheme", "provincies")


@pytest.mark.parametrize("day", ["1-1-2026", "2026-W10-1", "20260101", "2026-02-30", ""])
def test_a_wrong_day_of_the_command_gets_a_sentence(cast, tmp_path, capsys, day):
    with pytest.raises(SystemExit) as stopped:
        commands.budgets_open([str(tmp_path / "open.csv"), "--on", day])
    assert stopped.value.code == 2
    assert f"{day} is geen dag. Schrijf hem als 2026-11-23." in capsys.readouterr().err


def test_command_shows_first_and_books_then(scheme, cast, tmp_path, capsys):
    file = tmp_path / "open.csv"
    file.write_text(FILE)
    assert commands.budgets_open([str(file), "--dry-run"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["new"], shown["amounts"]) == (3, {"leerbudget": "1250.00"})
    assert not Entry.objects.exists()
    assert commands.budgets_open([str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == shown
    assert Entry.objects.count() == 3


def test_command_says_in_one_sentence_what_is_wrong(scheme, cast, tmp_path, capsys):
    file = tmp_path / "open.csv"
    file.write_text("a;b\n1;2\n")
    assert commands.budgets_open([str(file)]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.strip().splitlines())) == ("", 1)
    assert "granted_on (toegekend op)" in told.err


def test_correction_after_an_opening_leaves_what_the_file_said(scheme, cast):
    load(FILE, cast.today)
    new_year = date(2027, 1, 1)
    rounds.grant_and_lapse(new_year)
    terms = EmploymentTerm.objects.filter(employment__person=cast.eva)
    terms.update(hours_per_week=36)
    rounds.follow_employments([cast.eva.pk], date(2024, 1, 1), new_year)
    assert balance(own(cast.eva)) == 45000 + 70000 + 90000
    assert rounds.reconcile(new_year, everybody=True).state == "done"


def test_opening_takes_over_what_is_reserved_too(scheme, cast):
    """What was promised before stays promised; released, it comes back to its old grant."""
    rounds.grant_and_lapse(cast.today)
    account = own(cast.eva)
    reservations.reserve(
        account,
        10000,
        about="application:1",
        on=cast.today,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
    load(FILE, cast.today)
    assert balance(account) == 115000
    reservations.release(about="application:1", on=cast.today, key="back", by=None)
    assert balance(account) == 125000
    assert rounds.reconcile(cast.today, everybody=True).state == "done"


def test_pages_say_in_dutch_what_each_column_of_the_file_is(scheme, cast, sign_in):
    hanan = sign_in(cast.hanan)
    page = hanan.get(reverse("budgets:opening_form")).content.decode()
    read = [KNOWN.get(plain(name)) for name in re.findall("<dt>([^<]+)</dt>", page)]
    assert read == list(COLUMNS)
    assert "nummer;regeling;toegekend_op;restant;vervalt_op" in page
    assert "de dag waarop iemand het kreeg" in page
    assert "nu in gebruik: leerbudget" in page
    text = f"{FILE}1003;leerbudget;gisteren;1;\n"
    upload = SimpleUploadedFile("a.csv", text.encode())
    told = {"key": new_key(), "upload": upload, "on": "2026-11-23"}
    preview = hanan.post(reverse("budgets:opening_form"), told, follow=True).content.decode()
    assert "<td>granted_on (toegekend op)</td><td>gisteren</td>" in preview
    assert "€\u00a01.250" in preview
    assert "1250.00" not in preview
