"""What can happen with balances of many people: opening, granting, correcting."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from bloei.budgets import corrections, granting, opening, reconciliation
from bloei.budgets.models import Entitlement, Entry, Scheme, SchemeVersion
from bloei.budgets.rulebook import Rulebook
from bloei.foundation import audit, clock, files, runs
from bloei.foundation.actions import action
from bloei.foundation.models import Run, StoredFile

BATCH = 500
OPENING = "opening"
log = logging.getLogger(__name__)


@action(creates=StoredFile)
def keep_opening_file(*, upload, key: str, by) -> StoredFile:
    """Keep a file of opening balances until it is confirmed; raises files.Refused."""
    stored = files.store(upload, purpose=OPENING, by=by, kinds=files.TABLE)
    audit.record("budgets.opening_brought", stored, by=by)
    return stored


@action
def open_balances(plan: opening.Plan, *, by) -> int:
    """Book opening balances as planned; the same file again changes nothing."""
    opened = opening.carry_out(plan, by)
    audit.record("budgets.opened", Entry, by=by, count=opened)
    return opened


def grant_and_lapse(today: date, *, by=None) -> Run:
    """Open accounts for who is new under a scheme and book what is due; a Run reports it.

    Not one transaction: every batch of people is one, so a crash loses nothing.
    """
    run = _start("budgets.grant_and_lapse", by)
    opened = granting.entitle(Rulebook())
    due = Entitlement.objects.filter(next_on__lte=today).count()
    booked = granting.grant_and_lapse(today, lambda people: runs.progress(run, people, due))
    runs.end(run, booked.report() | {"opened": opened, "today": today.isoformat()})
    return run


@action
def _start(kind: str, by) -> Run:
    return runs.start(kind, by=by)


def follow_employments(people: Sequence[int], since: date, today: date) -> None:
    """Bring budgets in line with changed employments: new accounts, grants, corrections."""
    rulebook = Rulebook()
    for at in range(0, len(people), BATCH):
        part = list(people[at : at + BATCH])
        granting.entitle(rulebook, part)
        found = list(Entitlement.objects.filter(person__in=part).order_by("own"))
        changed = [row.pk for row in found if row.done_on >= since]
        if changed:
            corrections.correct(changed, today, "employment", rulebook)
        granting.advance([row.pk for row in found], today, rulebook)


def compare_balances(scheme: Scheme, today: date) -> list[corrections.Correction]:
    """Return what a correction of this scheme would book: the dry run. Writes nothing."""
    rulebook = Rulebook([scheme.pk], as_if_corrected=True)
    ids = list(
        Entitlement.objects.filter(scheme=scheme).order_by("own").values_list("pk", flat=True)
    )
    found: list[corrections.Correction] = []
    for at in range(0, len(ids), BATCH):
        found += corrections.differences(ids[at : at + BATCH], today, "rule", rulebook)
    return found


def correct_balances(scheme: Scheme, today: date, *, by) -> Run:
    """Book the differences between the books and the scheme as it now is, for everybody."""
    run = _begin_correction(scheme, by)
    rulebook = Rulebook([scheme.pk])
    ids = list(
        Entitlement.objects.filter(scheme=scheme).order_by("own").values_list("pk", flat=True)
    )
    report: dict[str, Any] = {"scheme": scheme.name, "people": 0, "more": 0, "less": 0, "waived": 0}
    for at in range(0, len(ids), BATCH):
        for one in corrections.correct(ids[at : at + BATCH], today, "rule", rulebook, by=by):
            report["people"] += 1
            report["more" if one.difference > 0 else "less"] += abs(one.difference)
            report["waived"] += one.waived
        runs.progress(run, min(at + BATCH, len(ids)), len(ids))
    runs.end(run, report)
    return run


@action
def _begin_correction(scheme: Scheme, by) -> Run:
    """From here on, versions hold from their own first day, also where that lies in the past."""
    changed = SchemeVersion.objects.filter(scheme=scheme, corrected_at__isnull=True)
    changed.update(corrected_at=clock.now())
    audit.record("scheme.corrected", scheme, by=by, fields=["corrected_at"])
    return runs.start("budgets.correct_balances", by=by)


def reconcile(today: date, *, everybody: bool = False, by=None) -> Run:
    """Compare the books with themselves and with the rules; a Run that failed is the alarm."""
    run = _start("budgets.reconcile", by)
    found = reconciliation.doubts(today, everybody=everybody)
    if found:
        log.error("the books are not true: %s doubts, the first is %s", len(found), found[0])
    doubts = [{"code": one.code, "thing": one.thing, "by": one.difference} for one in found]
    runs.end(run, {"doubts": doubts, "today": today.isoformat()}, failed=bool(found))
    return run


def _everybody_in(scheme: Scheme) -> list[int]:
    found = Entitlement.objects.filter(scheme=scheme).order_by("own")
    return list(found.values_list("pk", flat=True))
