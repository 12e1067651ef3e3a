"""What can happen with balances of many people in one transaction: opening, beginning a run."""

from bloei.budgets.granting import opening
from bloei.budgets.models import Entry, Scheme, SchemeVersion
from bloei.foundation import audit, clock, files, runs
from bloei.foundation.actions import action
from bloei.foundation.models import Run, StoredFile

OPENING = "opening"


@action(creates=StoredFile)
def keep_opening_file(*, upload, key: str, by) -> StoredFile:
    """Keep a file of opening balances until it is confirmed; raises files.Refused."""
    stored = files.store(upload, purpose=OPENING, by=by, kinds=files.TABLE)
    audit.record("budgets.opening_brought", stored, by=by)
    return stored


@action
def open_balances(plan: opening.OpeningPlan, *, by) -> int:
    """Book opening balances as planned; the same file again changes nothing."""
    opened = opening.carry_out(plan, by)
    audit.record("budgets.opened", Entry, by=by, count=opened)
    return opened


@action
def forget_opening_file(stored: StoredFile, *, by) -> None:
    """Remove a file whose balances are in the books."""
    audit.record("budgets.opening_forgotten", stored, by=by)
    files.discard(stored)


@action
def start_run(*, kind: str, by) -> Run:
    """Note that a run over many people begins; what it books is recorded per batch."""
    return runs.start(kind, by=by)


@action
def begin_correction(scheme: Scheme, *, by) -> Run:
    """From here on, versions hold from their own first day, also where that lies in the past."""
    changed = SchemeVersion.objects.filter(scheme=scheme, corrected_at__isnull=True)
    changed.update(corrected_at=clock.now())
    audit.record("scheme.corrected", scheme, by=by, fields=["corrected_at"])
    return runs.start("budgets.correct_balances", by=by)
