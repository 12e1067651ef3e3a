"""`./bloei bench NAME`: measures on a database of its own, and writes down what it measured."""

import argparse
import os
import subprocess
import sys

from bloei.command.check import PROJECT

FOLDER = PROJECT / "bench"
# What stands beside the benches: their database, their people, and what they write.
BESIDE = {"figures", "own_database", "people", "report"}


def main(argv: list[str]) -> int:
    """Run one bench, with its own options after its name; return what it returns."""
    names = benches()
    parser = argparse.ArgumentParser(
        prog="bloei bench", description=__doc__, epilog="Figures go to docs/performance.md."
    )
    parser.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))
    wish, options = parser.parse_known_args(argv)
    ended = _run(wish.name, *options)
    return ended or _run("figures")


def benches() -> list[str]:
    """Return the names of all benches."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in BESIDE)


def _run(name: str, *options: str) -> int:
    paths = {"PYTHONPATH": str(PROJECT / "src")}
    command = [sys.executable, str(FOLDER / f"{name}.py"), *options]
    return subprocess.run(command, cwd=PROJECT, env={**os.environ, **paths}, check=False).returncode
