"""What the budgets room does from the command line: `./bloei budgets open FILE`."""

import json
import sys
from pathlib import Path

from bloei.foundation import arguments, clock
from bloei.foundation.strict.command_line import CommandLine
from bloei.foundation.tables import Unreadable
from bloei.foundation.tables.table import MOST_BYTES

DONE, WRONG = 0, 2


def budgets_open(arguments: list[str]) -> int:
    """Load what people had on the day Bloei began, or with --dry-run only show it."""
    from bloei.budgets.actions import balances
    from bloei.budgets.granting import opening, opening_words

    asked = _parser().parse_args(arguments)
    on = asked.on or clock.today()
    try:
        if asked.file.is_file() and asked.file.stat().st_size > MOST_BYTES:
            raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)
        plan = opening.plan(asked.file.read_bytes(), on)
    except Unreadable as trouble:
        print(opening_words.unreadable(trouble), file=sys.stderr)
        return WRONG
    except OSError as trouble:
        print(opening_words.cannot_open(trouble), file=sys.stderr)
        return WRONG
    report = opening_words.report(plan)
    if not asked.dry_run and plan.groups:
        balances.open_balances(plan, by=None)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return DONE


def _parser() -> CommandLine:
    parser = CommandLine(prog="bloei budgets open", description=budgets_open.__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or .xlsx")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument(
        "--on", type=arguments.day, metavar="DATE", help="the day of these balances (today)"
    )
    return parser


COMMANDS = {"budgets open": budgets_open}
