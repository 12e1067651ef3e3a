"""Work that happens by itself or later: periodic ticks and jobs, on the PostgreSQL queue.

A job is deferred in the transaction of who asks for it, and may run twice: its
effect must be guarded by a unique row or a key. `today` is passed in by the tick.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

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

    def later_once(self, lock: str, **kwargs) -> bool:
        """Put it on the queue, unless one under this lock waits there already; say whether.

        One that is being worked on does not wait any more.
        """
        name = f"{self.name}:{lock}"
        try:
            with transaction.atomic():
                self.task.configure(queueing_lock=name).defer(**kwargs)
        except AlreadyEnqueued:
            return False
        return True

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


def every(cron: str, *, alone: bool = True) -> Callable[[Callable[[date], Any]], Job]:
    """Run the function at these times, with the day as its argument.

    `alone`: one at a time. One whose worker died holds its lock until it is put back, so
    what puts back is not alone.
    """

    def decorate(function: Callable[[date], Any]) -> Job:
        name = _name(function)
        lock = name if alone else None

        @app.periodic(cron=cron)
        @app.task(name=name, lock=lock, queueing_lock=lock, retry=RETRY)
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
