"""Child processes that live and end together with the process that started them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

FAREWELL = 15  # seconds that a child gets to finish what it is doing
CHILD = "BLOEI_CHILD"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the program to stop; passes through whatever is going on."""


@contextmanager
def stopping_in_order() -> Iterator[None]:
    """Turn Ctrl-C and the signals of a service manager into `Stopped`, once.

    A second Ctrl-C must not interrupt the stopping itself: the database would stay behind.
    """

    def stop(_signal, _frame):
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Family:
    """The children, in the order in which they were started; they end in the reverse order."""

    children: list[tuple[str, subprocess.Popen]] = field(default_factory=list)

    def start(self, name: str, command: list[str], log: Path | None = None) -> subprocess.Popen:
        """Start a child in a session of its own, writing to a file or to standard error.

        Ctrl-C then reaches us alone. Its standard input is a pipe that we never write to:
        when we die, however we die, the pipe ends and so does the child.
        """
        lines = log.open("wb") if log else None
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=lines or sys.stderr,
            stderr=lines,
            env={**os.environ, CHILD: "1"},
            start_new_session=True,
        )
        if lines:
            lines.close()
        self.children.append((name, child))
        return child

    def wait(self) -> str:
        """Wait until a child ends that should not, and return its name."""
        while True:
            for name, child in self.children:
                if child.poll() is not None and child.returncode != 0:
                    return name
            self.children = [pair for pair in self.children if pair[1].returncode is None]
            if not self.children:
                return ""
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask all children to end, the last one first, and wait for them."""
        for _name, child in reversed(self.children):
            with suppress(ProcessLookupError):
                child.terminate()
        until = time.monotonic() + FAREWELL
        for _name, child in reversed(self.children):
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children = []


def end_with_parent() -> None:
    """End this process in order when the one that started it is gone (see Family.start)."""
    if os.environ.pop(CHILD, ""):
        threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
