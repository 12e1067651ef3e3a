"""`bloei planning solve`: what goes in and out, the exit codes, and the time that is given."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bloei.planning.solver.checking import broken_rules
from bloei.planning.solver.command import main
from bloei.planning.tests.solver_try import MONDAY, TUESDAY, instance, line, person, span

SOURCE = Path(__file__).parents[3]
DAYS = [span(MONDAY, "09:00", "17:00"), span(TUESDAY, "09:00", "17:00")]


def crowd(number=8, **more):
    """People who all want the same morning, of whom one may be away."""
    everybody = [
        person(f"p{n}", works=DAYS, minutes=180, prefers=[span(MONDAY, "09:00", "12:00")], **more)
        for n in range(number)
    ]
    lines = [line(number - 1, **span(day, "09:00", "17:00")) for day in (MONDAY, TUESDAY)]
    return instance(*everybody, staffing=lines)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "roster.json"

    def write(data):
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        return str(path)

    return write


def test_a_plan_goes_to_standard_output(file, capsys):
    assert main([file(instance(person()))]) == 0
    out, messages = capsys.readouterr()
    assert (json.loads(out)["status"], messages) == ("optimal", "")


def test_mistakes_go_to_standard_error_with_the_file_and_the_place(file, capsys):
    assert main([file(instance(person(minutes=45), person(minutes=None)))]) == 2
    out, messages = capsys.readouterr()
    assert out == ""
    assert messages.splitlines() == [
        f"roster.json: people[{sentence}"
        for sentence in (
            "1].minutes: 45 minuten is geen heel aantal tijdvakken van 30 minuten.",
            "2].id: deze id heeft people[1] ook; elke persoon heeft een eigen id.",
            "2].minutes: hier hoort een heel getal zonder aanhalingstekens, niet null.",
        )
    ]


def test_a_file_that_cannot_be_read_is_told(tmp_path, capsys):
    assert main([str(tmp_path / "nothing.json")]) == 2
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    assert main([str(tmp_path / "bytes.json")]) == 2
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "ten"])
def test_seconds_are_a_number_above_zero(seconds, file, capsys):
    assert main([file(instance()), "--seconds", seconds]) == 2
    assert f"'{seconds}' is geen aantal seconden boven nul." in capsys.readouterr().err


def test_without_time_a_plan_still_breaks_no_rule(file, capsys):
    data = crowd(number=4)
    assert main([file(data), "--seconds", "0.001"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert broken_rules(data, found) == []
    assert (found["status"], found["minutes_short_bound"]) == ("feasible", 0)


def test_the_command_runs_without_django_and_without_ortools_of_its_own(file):
    """OR-Tools is large: only the processes that reckon have it, and only when it is needed."""
    program = (
        "import sys\n"
        "from bloei.command import main\n"
        "if __name__ == '__main__':\n"
        "    code = main(sys.argv[1:])\n"
        "    names = {'django', 'ortools', 'numpy', 'pandas', 'psycopg'}\n"
        "    sys.exit(code or bool(names & {name.split('.')[0] for name in sys.modules}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "planning", "solve", file(crowd(number=4))],
        env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.slow
def test_clusters_side_by_side_give_what_they_give_one_by_one(file, capsys):
    """More than a few people: also the first drafts are made by other processes."""
    data = instance()
    for team in range(40):
        part = crowd(number=4, unit=f"u{team}")
        for one in part["people"]:
            data["people"].append({**one, "id": f"{team}-{one['id']}"})
        data["staffing"] += [{**one, "units": [f"u{team}"]} for one in part["staffing"]]
    assert main([file(data), "--seconds", "120"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert broken_rules(data, found) == []
    assert found["status"] == "optimal"
    one = crowd(number=4)
    main([file(one), "--seconds", "60"])
    alone = json.loads(capsys.readouterr().out)
    for key in ("minutes_short", "preferred_minutes"):
        assert found[key] == 40 * alone[key]
    assert len(found["blocks"]) == 40 * len(alone["blocks"])
