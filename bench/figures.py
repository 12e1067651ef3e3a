"""docs/performance.md from bench/results: every figure comes from a file that a bench wrote.

`./bloei bench` makes it after each bench; by hand: python bench/figures.py. A test sees when
the page is behind.
"""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS, PAGE = ROOT / "bench" / "results", ROOT / "docs" / "performance.md"
MACHINE = ("bench", "date", "commit", "machine", "python", "load")
BUSY = 1.5  # processes that wanted to work before the bench began, on two cores
HEAD = """# Performance, with figures

Made by `bench/figures.py` from the files in `bench/results`; each says when, on which commit and
on which machine it was measured, and how busy that machine was. The goals stand in the first lines
of each bench. A figure holds for its machine only; beside pages stands how many *bare Django pages*
of the same run they take (a session, a sign-in, six questions, 100 rows).
"""


def page() -> str:
    """Return the whole page."""
    found = [json.loads(file.read_text()) for file in sorted(RESULTS.glob("*.json"))]
    return HEAD + "".join(_section(result) for result in found)


def _section(result: dict) -> str:
    load = result["load"]
    busy = ", **busy**: run it again on a quiet machine" if load > BUSY else ""
    told = f"{result['date']}, commit {result['commit']}, {result['machine']}, load {load}{busy}"
    figures = {name: value for name, value in result.items() if name not in MACHINE}
    flat = {name: value for name, value in figures.items() if not isinstance(value, dict)}
    tables = {name: value for name, value in figures.items() if isinstance(value, dict)}
    text = f"\n## {result['bench']}\n\n{told}.\n"
    if flat:
        text += _table(("", ""), flat.items())
    if tables:
        columns = list(dict.fromkeys(key for row in tables.values() for key in row))
        rows = [(name, *(row.get(key, "") for key in columns)) for name, row in tables.items()]
        text += _table(("", *columns), rows)
    return text


def _table(head, rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join("| " + " | ".join(str(one) for one in line) + " |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page())
