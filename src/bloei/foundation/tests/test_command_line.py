"""What is wrong with the words after a command is told in Dutch, with how to write it."""

import pytest

from bloei.foundation.strict.command_line import CommandLine


@pytest.fixture
def line():
    made = CommandLine(prog="bloei proef")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--until")
    made.add_argument("--unit", type=int)
    made.add_argument("--as", choices=["csv", "xlsx"])
    made.add_argument("--dry-run", action="store_true")
    return made


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Dit ontbreekt nog: FILE."),
        (["a.csv", "--nonsense"], "Dit hoort hier niet bij: --nonsense."),
        (["a.csv", "--until"], "Achter --until hoort nog iets te staan."),
        (["a.csv", "--dry-run=1"], "Achter --dry-run hoort niets te staan, ook niet '1'."),
        (["a.csv", "--as", "pdf"], "'pdf' bestaat hier niet. Kies uit: "),
        (["a.csv", "--unit", "x"], "'x' past niet bij --unit."),
        (["a.csv", "--un", "x"], "--un kan van alles zijn: --until, --unit. Schrijf het voluit."),
    ],
)
def test_what_is_wrong_is_told_in_dutch_with_how_to_write_it(line, capsys, words, told):
    with pytest.raises(SystemExit) as stopped:
        line.parse_args(words)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert not out
    first, second, *_rest = err.splitlines()
    assert first.startswith(told)
    assert second.startswith("Zo schrijf je het: bloei proef ")


def test_what_is_right_is_read(line):
    assert line.parse_args(["a.csv", "--unit", "3"]).unit == 3
