"""Long work with progress that survives a reload: start it, tell how far it is, end it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from bloei.foundation import audit, clock
from bloei.foundation.models import Run


def start(kind: str, *, by, total: int = 0, words: str = "", report: dict | None = None) -> Run:
    """Note that work of this kind was asked for; `by` may be None (Bloei itself).

    `report` is what is known of it before, such as which file it is about.
    """
    run = Run.objects.create(
        kind=kind, by=by, total=total, words=words, report=report or {}, started_at=clock.now()
    )
    audit.record("run.started", run, by=by)
    return run


def progress(run: Run, done: int, total: int | None = None, words: str = "") -> None:
    """Tell how far it is. Called outside the transaction of the work, or nobody sees it."""
    run.state, run.done, run.words = Run.State.RUNNING, done, words or run.words
    run.total = run.total if total is None else total
    run.save(update_fields=["state", "done", "total", "words"])


@contextmanager
def telling(run: Run) -> Iterator[Callable[[int, int], None]]:
    """Yield what tells (done, total) from inside a transaction, on a connection of its own.

    At most once a second: the page does not ask more often.
    """
    apart = connection.copy()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < 1:
            return
        last = time.monotonic()
        with apart.cursor() as cursor:
            cursor.execute(
                "update foundation_run set state = %s, done = %s, total = %s where id = %s",
                [Run.State.RUNNING, done, total, run.pk],
            )

    try:
        yield tell
    finally:
        apart.close()


def end(run: Run, report: dict, *, failed: bool = False) -> None:
    """Close it with its report."""
    run.state = Run.State.FAILED if failed else Run.State.DONE
    run.report, run.ended_at, run.done = report, clock.now(), run.total
    run.save(update_fields=["state", "report", "ended_at", "done"])
