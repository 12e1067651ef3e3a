"""Work that happens by itself or later: periodic ticks and jobs, on the PostgreSQL queue.

A job is deferred in the transaction of who asks for it, and may run twice: its
effect must be guarded by a unique row or a key. `today` is passed in by the tick.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bloei.foundation import clock

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@dataclass(frozen=True)
class Job:
    """A function that can be asked for later; calling it runs it at once."""

    function: Callable
    task: Any

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    def later(self, **kwargs) -> None:
        """Put it on the queue, in the transaction that is open now."""
        self.task.defer(**kwargs)

    @property
    def name(self) -> str:
        return self.task.name


PERIODIC: list[tuple[str, Job]] = []


def job(function: Callable) -> Job:
    """Make a job of a function; its arguments must be plain (they travel as JSON)."""
    name = _name(function)

    @app.task(name=name, retry=RETRY)
    def run(**kwargs):
        return _clean(lambda: function(**kwargs))

    return Job(function, run)


def every(cron: str) -> Callable[[Callable[[date], Any]], Job]:
    """Run the function at these times, with the day as its argument; one at a time."""

    def decorate(function: Callable[[date], Any]) -> Job:
        name = _name(function)

        @app.periodic(cron=cron)
        @app.task(name=name, lock=name, queueing_lock=name, retry=RETRY)
        def run(timestamp: int):
            return _clean(lambda: function(clock.today()))

        made = Job(function, run)
        PERIODIC.append((cron, made))
        return made

    return decorate


def _name(function: Callable) -> str:
    return f"{function.__module__.removeprefix('bloei.')}.{function.__name__}"


def _clean(work: Callable[[], Any]) -> Any:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()
