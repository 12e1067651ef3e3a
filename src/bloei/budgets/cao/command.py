"""`./bloei cao simulate | check | list`: try a rule on paper. Standard library only, no database.

JSON on standard output, messages on standard error; 0 = done, 2 = the input is wrong.
"""

import argparse
import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bloei.budgets.cao.amounts import two_decimals
from bloei.budgets.cao.entries import Entry, Lot, Progress, Refusal
from bloei.budgets.cao.explain import explain
from bloei.budgets.cao.lots import next_lapse
from bloei.budgets.cao.person import Facts
from bloei.budgets.cao.person_file import read_person
from bloei.budgets.cao.problems import Mistake, Refused
from bloei.budgets.cao.replay import cap, simulate
from bloei.budgets.cao.scheme import Scheme
from bloei.budgets.cao.scheme_file import read_scheme
from bloei.budgets.cao.shipped import shipped_names, shipped_scheme
from bloei.foundation.strict.command_line import CommandLine
from bloei.foundation.strict.source import in_file, text_of
from bloei.foundation.strict.table import iso_date, shown


def main(argv: list[str]) -> int:
    """Run one of the three commands; the result is the exit code."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        result = arguments.run(arguments)
    except Refused as refused:
        for problem in refused.problems:
            sys.stderr.write(problem.text("nl") + "\n")
        return 2
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 0


def _parser() -> CommandLine:
    parser = CommandLine(prog="bloei cao", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("simulate", help="what a scheme grants one person, and why")
    one.add_argument("scheme", help="the name of a shipped scheme, or a TOML file")
    one.add_argument("person", help="a JSON file with the facts of one person")
    one.add_argument("--until", required=True, help="the last day, such as 2026-12-31")
    one.set_defaults(run=_simulate)
    two = commands.add_parser("check", help="is this scheme file right?")
    two.add_argument("file", help="a TOML file")
    two.set_defaults(run=_check)
    three = commands.add_parser("list", help="the schemes that come with Bloei")
    three.set_defaults(run=_list)
    return parser


def _simulate(arguments: argparse.Namespace) -> dict[str, Any]:
    problems: list[Mistake] = []
    until = iso_date(arguments.until)
    if until is None:
        problems.append(Mistake("--until", "not_a_date_text", {"got": shown(arguments.until)}))
    scheme = facts = None
    try:
        scheme = _scheme(arguments.scheme)
    except Refused as refused:
        problems += in_file(arguments.scheme, refused)
    try:
        facts = read_person(text_of(arguments.person), scheme, _today())
    except Refused as refused:
        problems += in_file(arguments.person, refused)
    if problems or until is None or scheme is None or facts is None:
        raise Refused(problems)
    return result(scheme, facts, until, simulate(scheme, facts, until))


def _today() -> date:
    """The day of this machine, or BLOEI_TODAY: the clock of the rest of Bloei needs Django."""
    fixed = iso_date(os.environ.get("BLOEI_TODAY", ""))
    return fixed or datetime.now().astimezone().date()


def _check(arguments: argparse.Namespace) -> dict[str, Any]:
    try:
        scheme = read_scheme(text_of(arguments.file), minutes=False)
    except Refused as refused:
        raise Refused(in_file(arguments.file, refused)) from refused
    return {"scheme": scheme.name, "title": scheme.title, "status": scheme.status, "problems": []}


def _list(_arguments: argparse.Namespace) -> list[dict[str, Any]]:
    schemes = [shipped_scheme(name, minutes=False) for name in shipped_names()]
    return [
        {
            "name": scheme.name,
            "title": scheme.title,
            "unit": scheme.unit,
            "status": scheme.status,
            "sources": list(scheme.sources),
        }
        for scheme in schemes
    ]


def _scheme(name: str) -> Scheme:
    if name in shipped_names():
        return shipped_scheme(name, minutes=False)
    if not Path(name).exists():
        raise Refused([Mistake("", "no_scheme", {})])
    return read_scheme(text_of(name), minutes=False)


def result(scheme: Scheme, facts: Facts, until: date, progress: Progress) -> dict[str, Any]:
    """The result of a simulation as docs/formats.md shows it."""
    most = cap(scheme, facts, until)
    coming = next_lapse(progress.state.lots)
    per_unit = scheme.per_unit
    return {
        "scheme": scheme.name,
        "unit": scheme.unit,
        "until": until.isoformat(),
        "balance": two_decimals(progress.state.balance, per_unit),
        "cap": None if most is None else two_decimals(most, per_unit),
        "entries": [_entry(entry, per_unit) for entry in progress.entries],
        "lots": [_lot(lot, per_unit) for lot in progress.state.lots],
        "next_lapse": coming
        and {"on": coming[0].isoformat(), "amount": two_decimals(coming[1], per_unit)},
        "refused": [_refusal(refusal, per_unit) for refusal in progress.refused],
    }


def _entry(entry: Entry, per_unit: int) -> dict[str, Any]:
    return {
        "on": entry.on.isoformat(),
        "what": entry.what,
        "amount": two_decimals(entry.amount, per_unit),
        "balance": two_decimals(entry.balance, per_unit),
        "lapses_on": _day(entry.lapses_on),
        "because": explain(entry.reason),
    }


def _lot(lot: Lot, per_unit: int) -> dict[str, Any]:
    return {
        "granted_on": lot.granted_on.isoformat(),
        "remaining": two_decimals(lot.remaining, per_unit),
        "lapses_on": _day(lot.lapses_on),
    }


def _refusal(refusal: Refusal, per_unit: int) -> dict[str, Any]:
    return {
        "on": refusal.on.isoformat(),
        "what": refusal.what,
        "amount": two_decimals(refusal.amount, per_unit),
        "because": explain(refusal.reason),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
