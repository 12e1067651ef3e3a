"""`bloei cao simulate | check | list`: what goes in and out, and the exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bloei.budgets.cao import shipped_names, shipped_text
from bloei.budgets.tests.cao_try import command, job, person_of, spend
from bloei.people.kinds import KINDS

SOURCE = Path(__file__).parents[3]
SCHEME = """
name = "own"
title = "Own"
unit = "EUR"
fulltime_hours = "36"
sources = []
[grant]
every = "year"
amount = "100.00"
[lapse]
after_years = 1
"""


@pytest.fixture
def files(tmp_path):
    scheme, person = tmp_path / "own.toml", tmp_path / "person.json"
    scheme.write_text(SCHEME)
    person.write_text(
        json.dumps(person_of(job("2021-03-01"), movements=[spend("2021-04-01", "500.00")]))
    )
    return scheme, person


def test_a_result_holds_what_lapses_next_and_what_was_refused(files, capsys):
    code, found, messages = command(capsys, "simulate", *files, "--until", "2021-12-31")
    assert (code, messages) == (0, "")
    assert found == {
        "scheme": "own",
        "unit": "EUR",
        "until": "2021-12-31",
        "balance": "100.00",
        "cap": None,
        "entries": [
            {
                "on": "2021-03-01",
                "what": "grant",
                "amount": "100.00",
                "balance": "100.00",
                "lapses_on": "2023-01-01",
                "because": "toekenning bij de start van het dienstverband op 1 maart 2021: 100,00",
            }
        ],
        "lots": [{"granted_on": "2021-03-01", "remaining": "100.00", "lapses_on": "2023-01-01"}],
        "next_lapse": {"on": "2023-01-01", "amount": "100.00"},
        "refused": [
            {
                "on": "2021-04-01",
                "what": "spend",
                "amount": "500.00",
                "because": "gevraagd is 500,00, er is 100,00 beschikbaar",
            }
        ],
    }


def test_the_next_lapse_is_the_sum_of_that_day(tmp_path, capsys):
    scheme, person = tmp_path / "own.toml", tmp_path / "person.json"
    scheme.write_text(SCHEME.replace('every = "year"', 'every = "month"'))
    person.write_text(json.dumps(person_of(job("2021-11-01"))))
    _, found, _ = command(capsys, "simulate", scheme, person, "--until", "2022-01-31")
    assert found["next_lapse"] == {"on": "2023-01-01", "amount": "200.00"}


def test_hours_have_two_decimals_and_hundredths_are_exact(tmp_path, capsys):
    scheme, person = tmp_path / "own.toml", tmp_path / "person.json"
    scheme.write_text(SCHEME.replace("EUR", "HOURS").replace("100.00", "16"))
    person.write_text(
        json.dumps(person_of(job("2021-01-01"), movements=[spend("2021-04-01", "1.33")]))
    )
    _, found, _ = command(capsys, "simulate", scheme, person, "--until", "2021-12-31")
    assert [entry["amount"] for entry in found["entries"]] == ["16.00", "-1.33"]
    assert found["balance"] == "14.67"


def test_a_wrong_file_gives_2_nothing_on_standard_output_and_all_mistakes(tmp_path, capsys):
    scheme, person = tmp_path / "own.toml", tmp_path / "person.json"
    scheme.write_text(SCHEME + 'surprise = 1\n[cap]\namont = "5"\n')
    person.write_text('{"born_on": 5, "employments": [], "naam": "Eva"}')
    code, found, messages = command(capsys, "simulate", scheme, person, "--until", "31-12-2021")
    assert (code, found) == (2, None)
    lines = messages.splitlines()
    assert len(lines) == 6
    for name in ("surprise", "amont", "cap.amount", "born_on", "naam", "--until"):
        assert any(name in line for line in lines), name
    assert all(line.endswith((".", "?")) for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", "nowhere", "{person}", "--until", "2021-12-31"],
        ["simulate", "{scheme}", "nowhere.json", "--until", "2021-12-31"],
        ["simulate", "{scheme}", "{folder}", "--until", "2021-12-31"],
        ["simulate", "{scheme}", "{person}"],
        ["simulate", "{scheme}", "{person}", "--until", "2021-02-30"],
        ["check", "nowhere.toml"],
        ["check", "{person}"],
        ["dance"],
        [],
    ],
)
def test_what_cannot_be_read_gives_2(arguments, files, capsys):
    scheme, person = files
    filled = [one.format(scheme=scheme, person=person, folder=scheme.parent) for one in arguments]
    code, found, messages = command(capsys, *filled)
    assert (code, found) == (2, None)
    assert messages


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"born_on": "2999-01-01"}, "born_on: deze geboortedatum (2999-01-01) ligt na vandaag."),
        (
            {"employments": [job("2021-03-01", "2020-03-01")]},
            "employments[1].until: het einde (2020-03-01) ligt voor het begin (2021-03-01).",
        ),
        (
            {"employments": [job("2021-03-01", kind="parmanent")]},
            'employments[1].kind: "parmanent" is geen soort contract dat Bloei kent; kies uit '
            + ", ".join(KINDS)
            + ".",
        ),
    ],
)
def test_what_cannot_be_of_a_person_gets_one_sentence_with_its_place(
    change, words, tmp_path, capsys
):
    person = tmp_path / "person.json"
    person.write_text(json.dumps(person_of(job("2021-03-01")) | change))
    code, found, messages = command(
        capsys, "simulate", "woondiensten", person, "--until", "2021-12-31"
    )
    assert (code, found, messages) == (2, None, f"person.json: {words}\n")


def test_a_file_that_is_no_text_is_refused(tmp_path, capsys):
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert command(capsys, "check", path)[0] == 2


def test_a_byte_order_mark_does_no_harm(files, capsys):
    scheme, person = files
    for path in files:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert command(capsys, "simulate", scheme, person, "--until", "2021-12-31")[0] == 0


def test_check_says_which_scheme_it_read(files, capsys):
    assert command(capsys, "check", files[0]) == (
        0,
        {"scheme": "own", "title": "Own", "status": "checked", "problems": []},
        "",
    )


def test_list_shows_the_shipped_schemes(capsys):
    code, found, _ = command(capsys, "list")
    assert code == 0
    assert [scheme["name"] for scheme in found] == shipped_names()
    assert all(set(scheme) == {"name", "title", "unit", "status", "sources"} for scheme in found)


def test_every_shipped_scheme_passes_the_check(tmp_path, capsys):
    for name in shipped_names():
        path = tmp_path / f"{name}.toml"
        path.write_text(shipped_text(name))
        assert command(capsys, "check", path)[0] == 0, name


def test_the_command_needs_no_django_and_starts_fast(files):
    program = (
        "import sys; from bloei.budgets.cao.command import main; "
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']; "
        "sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["simulate", "woondiensten", str(files[1]), "--until", "2025-12-31"]
    before = _children()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["scheme"] == "woondiensten"
    # 0.15 s of processor time on a quiet machine; a test may run beside others.
    assert _children() - before < 0.6


@pytest.mark.parametrize("letters", ["ascii", "latin-1"])
def test_json_is_utf_8_whatever_the_letters_of_the_machine(files, letters):
    files[0].write_text(SCHEME.replace('"own"', '"Oefening ₂ €"', 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bloei", "cao", "simulate", *files, "--until", "2025-12-31"],
        env={"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": letters},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode())["scheme"] == "Oefening ₂ €"


def _children():
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
