"""`./bloei planning solve INSTANCE.json`: plan on paper. No Django, no database.

JSON on standard output, messages on standard error; 0 = done, 2 = the input is wrong.
"""

import argparse
import json
import math
import sys
import time
from typing import Any

from bloei.foundation.strict.command_line import CommandLine
from bloei.foundation.strict.source import in_file, text_of
from bloei.planning.solver.instance import Instance, Span
from bloei.planning.solver.instance_file import read_instance
from bloei.planning.solver.plan import Plan
from bloei.planning.solver.problems import Refused
from bloei.planning.solver.solve import solve


def main(argv: list[str]) -> int:
    """Run the command; the result is the exit code."""
    began = time.monotonic()
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        instance = _instance(arguments.instance)
    except Refused as refused:
        for problem in in_file(arguments.instance, refused):
            sys.stderr.write(problem.text("nl") + "\n")
        return 2
    plan = solve(instance, arguments.seconds - (time.monotonic() - began))
    found = result(plan, time.monotonic() - began)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return 0


def _instance(path: str) -> Instance:
    return read_instance(text_of(path))


def _parser() -> CommandLine:
    parser = CommandLine(prog="bloei planning solve", description=__doc__)
    parser.add_argument("instance", metavar="INSTANCE.json", help="who, when, and how many stay")
    parser.add_argument(
        "--seconds", type=_seconds, default=10.0, help="for the whole run (default 10)"
    )
    return parser


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0
    if not 0 < found < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is geen aantal seconden boven nul.")
    return found


def result(plan: Plan, seconds: float) -> dict[str, Any]:
    """A plan as docs/formats.md shows it."""
    return {
        "status": str(plan.status),
        "minutes_short": plan.minutes_short,
        "minutes_short_bound": plan.minutes_short_bound,
        "largest_shortfall": plan.largest_shortfall,
        "preferred_minutes": plan.preferred_minutes,
        "blocks": [
            {"person": block.learner, **_written(block.span), "fixed": block.fixed}
            for block in plan.blocks
        ],
        "short": [
            {
                "person": one.learner,
                "minutes": one.minutes,
                "because": one.because,
                "where": list(one.where),
            }
            for one in plan.short
        ],
        "under_minimum": [
            {
                "units": list(one.units),
                **_written(one.span),
                "minimum": one.minimum,
                "present": one.present,
            }
            for one in plan.under_minimum
        ],
        "seconds": round(seconds, 1),
    }


def _written(span: Span) -> dict[str, str]:
    start, until = (moment.isoformat(timespec="minutes") for moment in span)
    return {"from": start, "until": until}
