"""Long work with progress that survives a reload: start it, tell how far it is, end it."""

from bloei.foundation import audit, clock
from bloei.foundation.models import Run


def start(kind: str, *, by, total: int = 0, words: str = "") -> Run:
    """Note that work of this kind was asked for; `by` may be None (Bloei itself)."""
    run = Run.objects.create(kind=kind, by=by, total=total, words=words, started_at=clock.now())
    audit.record("run.started", run, by=by)
    return run


def progress(run: Run, done: int, total: int | None = None, words: str = "") -> None:
    """Tell how far it is. Called outside the transaction of the work, or nobody sees it."""
    run.state, run.done, run.words = Run.State.RUNNING, done, words or run.words
    run.total = run.total if total is None else total
    run.save(update_fields=["state", "done", "total", "words"])


def end(run: Run, report: dict, *, failed: bool = False) -> None:
    """Close it with its report."""
    run.state = Run.State.FAILED if failed else Run.State.DONE
    run.report, run.ended_at, run.done = report, clock.now(), run.total
    run.save(update_fields=["state", "report", "ended_at", "done"])
