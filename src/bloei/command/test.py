"""`./bloei test`: everything that the continuous integration runs, on a database of its own."""

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from bloei.command.check import PROJECT, side_by_side
from bloei.command.family import Stopped, stopping_in_order
from bloei.command.installation import data_folder, python

FAREWELL = 20  # seconds for pytest to end in order, and its database with it


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bloei test", description=__doc__, epilog="Everything else goes to pytest."
    )
    parser.add_argument("--deep", action="store_true", help="also the large numbers (long)")
    wish, for_pytest = parser.parse_known_args(argv)
    try:
        with stopping_in_order():
            return _pytest(for_pytest, deep=wish.deep)
    except Stopped:
        return 130


def _pytest(arguments: list[str], *, deep: bool) -> int:
    """Run pytest with a data folder of its own, which is removed afterwards."""
    folder = data_folder() / "test"
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    command = python("pytest", *side_by_side(), *(["--deep"] if deep else []), *arguments)
    try:
        with subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "BLOEI_TEST_DATA": str(own)},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            try:
                return running.wait()
            except Stopped:
                _end(running)
                raise
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _end(running: subprocess.Popen) -> None:
    """Let pytest close what it opened; kill it when it does not."""
    running.send_signal(signal.SIGINT)
    try:
        running.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
