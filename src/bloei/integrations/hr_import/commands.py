"""`./bloei people import FILE`: the file of HR, from the command line (docs/formats.md 5)."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bloei.foundation import arguments, clock
from bloei.foundation.strict.command_line import CommandLine
from bloei.foundation.tables import Unreadable
from bloei.foundation.tables.table import MOST_BYTES
from bloei.integrations.hr_import import sentences
from bloei.integrations.hr_import.headings import Mapping, read_mapping

DONE, WRONG = 0, 2


def people_import(arguments: list[str]) -> int:
    """Import a file, or with --dry-run only show what would change."""
    from django.utils.translation import gettext as _

    asked = _parser().parse_args(arguments)
    try:
        mapping = _mapping(asked.mapping)
        data = _bytes(asked.file)
        result, notes = _import(data, mapping, asked)
    except Unreadable as trouble:
        print(sentences.of(trouble), file=sys.stderr)
        return WRONG
    except OSError as trouble:
        words = _("The file %(name)s cannot be opened: %(why)s.")
        print(words % {"name": trouble.filename, "why": trouble.strerror}, file=sys.stderr)
        return WRONG
    print(json.dumps(result, ensure_ascii=False, indent=1))
    for words in notes:
        print(words, file=sys.stderr)
    if result["refused"]:
        words = _(
            "More than 5 %% of the people are not in this file. Nothing was changed. Is the file"
            " complete? Then add --confirm-leaving. Is it a part of the organisation? Then add"
            " --part."
        )
        print(words % {}, file=sys.stderr)
        return WRONG
    return DONE


def _parser() -> CommandLine:
    parser = CommandLine(prog="bloei people import", description=people_import.__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or .xlsx")
    parser.add_argument("--mapping", type=Path, metavar="MAP.toml", help="which column is what")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument(
        "--as-of", type=arguments.day, metavar="DATE", help="dates what has no date (today)"
    )
    parser.add_argument("--part", action="store_true", help="the file is not everybody")
    parser.add_argument(
        "--confirm-leaving", action="store_true", help="more than 5 %% of the people leave"
    )
    return parser


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return read_mapping(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as trouble:
        raise Unreadable("mapping_not_toml", why=str(trouble)) from None


def _bytes(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)
    return path.read_bytes()


def _import(
    data: bytes, mapping: Mapping, asked: argparse.Namespace
) -> tuple[dict[str, Any], list[str]]:
    """Return the report, and sentences about what is legal and still worth to be told."""
    from bloei.integrations.hr_import import caos
    from bloei.integrations.hr_import.carrying_out import TooManyLeave, carry_out, is_refused
    from bloei.integrations.hr_import.reading import examine, read
    from bloei.integrations.hr_import.report import report_of
    from bloei.people.known import known as what_is_known

    today = clock.today()
    as_of = asked.as_of or today
    checked = read(data, mapping, as_of)
    said = {"part": asked.part, "confirm_leaving": asked.confirm_leaving}
    if asked.dry_run:
        known = what_is_known()
        examined = examine(checked, known, as_of, part=asked.part)
        report = report_of(examined, known, refused=is_refused(examined, **said))
        return report, caos.sentences(examined, as_of)
    try:
        done = carry_out(checked, as_of=as_of, today=today, by=None, **said)
    except TooManyLeave as refusal:
        return report_of(refusal.examined, refusal.known, refused=True), []
    report = report_of(done.examined, done.known, refused=False)
    return report, caos.sentences(done.examined, as_of)


COMMANDS = {"people import": people_import}
