"""Forgetting in time: what the privacy registers of all rooms promise about any row."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Model
from django.utils import timezone

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.models import Run
from bloei.foundation.privacy import Personal, Term, register

BATCH = 2000
LINES_ARE_KEPT = timedelta(days=30)
LINES = ("problems",)  # parts of a report that quote what stood in a file


def promised() -> list[tuple[type[Model], Term]]:
    """Return every term of every room, what hangs from something else first."""
    entries = [entry for entry in register() if isinstance(entry, Personal)]
    return [(entry.model, term) for entry in reversed(entries) for term in entry.terms]


@action
def forget_rows(model: type[Model], term: Term, *, today: date, by=None) -> int:
    """Remove what was kept longer than its term; return how many rows of this model."""
    rows = model._base_manager.filter(
        term.only, **{f"{term.since}__lt": _limit(model, term, today)}
    )
    keys = list(rows.values_list("pk", flat=True))
    for at in range(0, len(keys), BATCH):
        model._base_manager.filter(pk__in=keys[at : at + BATCH]).delete()
    audit.record("rows.forgotten", model, by=by, count=len(keys))
    return len(keys)


@action
def forget_lines(*, today: date, by=None) -> int:
    """Remove what reports of long ago quote from files; the figures stay."""
    old = Run.objects.filter(started_at__lt=_midnight(today - LINES_ARE_KEPT))
    quoting = list(old.filter(report__has_any_keys=LINES).select_for_update().order_by("pk"))
    for run in quoting:
        run.report = {name: told for name, told in run.report.items() if name not in LINES}
    Run.objects.bulk_update(quoting, ["report"], batch_size=BATCH)
    audit.record("runs.lines_forgotten", Run, by=by, count=len(quoting))
    return len(quoting)


def _limit(model: type[Model], term: Term, today: date) -> date | datetime:
    """Return before which day, or moment, a row began to be kept for too long."""
    first, *path = term.since.split("__")
    column: Any = model._meta.get_field(first)
    for name in path:
        if name == "endswith":
            column = column.base_field
        else:
            column = column.related_model._meta.get_field(name)
    day = today - timedelta(days=term.days)
    return _midnight(day) if isinstance(column, DateTimeField) else day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
