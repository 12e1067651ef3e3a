"""Offers from the command line: `./bloei offers import FILE` (docs/formats.md 6)."""

import json
import sys
from pathlib import Path

from bloei.foundation.strict.command_line import CommandLine
from bloei.foundation.tables import Unreadable
from bloei.learning import actions
from bloei.learning.difference import CatalogueDifference, difference
from bloei.learning.offer_problems import file_sentence, sentence
from bloei.learning.offer_rows import OfferReading, read_offers


def import_offers(argv: list[str]) -> int:
    """Read a CSV, Excel or JSON file into the catalogue; print what changed as JSON.

    Returns 0 when done (rows with a problem are skipped and reported), 2 when the file
    cannot be read.
    """
    parser = CommandLine(prog="./bloei offers import", description=__doc__)
    parser.add_argument("file", type=Path, help="CSV, Excel (.xlsx) or JSON")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    asked = parser.parse_args(argv)
    try:
        reading = read_offers(asked.file.read_bytes())
    except OSError as trouble:
        return _refused(f"{asked.file}: {trouble.strerror}")
    except Unreadable as trouble:
        return _refused(f"{asked.file}: {file_sentence(trouble)}")
    if asked.dry_run:
        found = difference(reading.rows)
    else:
        found = actions.import_offers(reading.rows, by=None)
    _print(told(reading, found))
    return 0


def told(reading: OfferReading, found: CatalogueDifference) -> dict:
    """Return the result as it is printed, and shown on the page."""
    return {
        "rows": reading.count,
        "new": [row.code or row.title for row in found.new],
        "changed": [
            {
                "code": change.row.code or change.row.title,
                "fields": {name: list(both) for name, both in change.fields.items()},
            }
            for change in found.changed
        ],
        "unchanged": found.unchanged,
        "problems": [
            {"row": one.row, "column": one.column, "value": one.value, "problem": sentence(one)}
            for one in sorted(reading.problems, key=lambda one: one.row)
        ],
        "ignored_columns": reading.ignored,
    }


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


def _print(result: dict) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=2))


COMMANDS = {"offers import": import_offers}
