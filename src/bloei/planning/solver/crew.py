"""Processes that do the reckoning side by side, one per core, and stop when the time is out."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, NamedTuple


class Task(NamedTuple):
    """A call of a function of a module; its result comes back under this number."""

    number: int
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def cores() -> int:
    """How many processes can run at once here."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can say it
        return os.cpu_count() or 1


class Crew:
    """Use it in a `with`: whoever is still at work at the end of it is stopped."""

    def __init__(self, size: int, patience: float):
        """`patience` is how many seconds may be waited for who does not stop on the dot."""
        self.size, self.patience = size, patience
        # Spawned and not forked: our caller may have threads and connections of its own.
        start = multiprocessing.get_context("spawn")
        self._pool = start.Pool(size, initializer=_leave_ctrl_c_to_the_parent)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._pool.terminate()
        self._pool.join()

    def results(self, tasks: Iterator[Task], until: float) -> Iterator[tuple[int, Any]]:
        """Yield results as they come, until the clock (time.monotonic) and patience run out.

        A task is taken from the iterator only when there is somebody to do it.
        """
        done: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        busy = 0
        while True:
            while busy < self.size and time.monotonic() < until and (task := next(tasks, None)):
                put = partial(_put, done, task.number)
                self._pool.apply_async(task.function, task.arguments, {}, put, put)
                busy += 1
            if not busy:
                return
            try:
                number, result = done.get(timeout=max(0, until + self.patience - time.monotonic()))
            except Empty:
                return
            if isinstance(result, BaseException):
                raise result
            busy -= 1
            yield number, result


def _put(done: SimpleQueue, number: int, result: Any) -> None:
    done.put((number, result))


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
