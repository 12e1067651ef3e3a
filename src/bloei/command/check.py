"""`./bloei check`: everything that can be said about a change within three minutes."""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bloei.command.installation import data_folder, python

PROJECT = Path(__file__).parents[3]
SOURCES = ["src", "tests", "bench", "conftest.py", "bloei"]
FAST = "not browser and not slow and not deep and not processes"
# As an organisation would run it, so that the check of Django says what it would say there.
PRODUCTION = {
    "BLOEI_MODE": "production",
    "BLOEI_URL": "https://bloei.example",
    "BLOEI_SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "BLOEI_ENCRYPTION_KEYS": "only-for-this-check-" + "A" * 23 + "=",
}


@dataclass(frozen=True)
class Part:
    """One thing to check, as a command."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> subprocess.CompletedProcess[str]:
        """Run it in the folder of the project; what it says is in `stdout`."""
        source = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])
        usual = {
            "PYTHONPATH": source.rstrip(os.pathsep),
            "RUFF_CACHE_DIR": str(data_folder() / "cache" / "ruff"),
        }
        return subprocess.run(
            self.command,
            cwd=PROJECT,
            env={**os.environ, **usual, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="bloei check", description=__doc__).parse_args(argv)
    fast = Part("tests", python("pytest", "-q", "-m", FAST, *side_by_side()))
    return 1 if _failures([*parts(), fast]) else 0


def parts() -> list[Part]:
    """Return everything but the tests."""
    cache = data_folder() / "cache"
    sources = [name for name in SOURCES if (PROJECT / name).exists()]
    ruff, manage = ["ruff"], ["bloei", "manage"]
    return [
        Part("format", python(*ruff, "format", "--check", "--quiet", *sources)),
        Part("lint", python(*ruff, "check", "--quiet", *sources)),
        Part("contracts", _contracts(cache)),
        Part("types", python("mypy")),
        Part("migrations", python(*manage, "makemigrations", "--check", "--dry-run")),
        Part(
            "deploy",
            python(*manage, "check", "--deploy", "--fail-level", "WARNING"),
            PRODUCTION,
        ),
        Part("texts", python(*manage, "messages", "--check")),
    ]


def _contracts(cache: Path) -> list[str]:
    contracts = "from importlinter.cli import lint_imports_command as lint; lint()"
    return [sys.executable, "-P", "-c", contracts, "--cache-dir", str(cache / "imports")]


def side_by_side() -> list[str]:
    """Return how pytest uses the cores; browser tests go one by one, after the others."""
    cores = min(os.cpu_count() or 1, 4)
    if cores == 1:
        return []
    return ["-n", str(cores), "--dist", "loadgroup", "--no-loadscope-reorder"]


def _failures(wanted: list[Part]) -> list[str]:
    """Run the parts one after the other and return the names of those that failed."""
    failed = []
    for part in wanted:
        began = time.monotonic()
        ran = part.run()
        verdict = "FAILED" if ran.returncode else "ok"
        print(f"{part.name:<12} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
        if ran.returncode:
            failed.append(part.name)
            print(ran.stdout, flush=True)
    return failed
