"""Runs over the balances of everybody: granting, following changes, correcting, reconciling.

None of them is one transaction: every batch of people is, with its audit row, so a crash
loses nothing and a repeat does no harm. A Run tells how far it is and what came of it.
"""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from bloei.budgets import corrections, granting, reconciliation
from bloei.budgets.actions.balances import begin_correction, start_run
from bloei.budgets.models import Entitlement, Scheme
from bloei.budgets.rulebook import Rulebook
from bloei.foundation import runs
from bloei.foundation.models import Run

BATCH = 500
log = logging.getLogger(__name__)


def grant_and_lapse(today: date, *, by=None) -> Run:
    """Open accounts for who is new under a scheme and book what is due; a Run reports it."""
    run = start_run(kind="budgets.grant_and_lapse", by=by)
    opened = granting.entitle(Rulebook())
    due = Entitlement.objects.filter(next_on__lte=today).count()
    booked = granting.grant_and_lapse(today, lambda people: runs.progress(run, people, due))
    report = booked.report() | {"opened": opened, "today": today.isoformat()}
    runs.end(run, report, failed=bool(booked.failed))
    return run


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


def compare_balances(
    scheme: Scheme, today: date, most: int | None = None
) -> list[corrections.Correction]:
    """Return what a correction of this scheme would book: the dry run. Writes nothing.

    `most` looks at so many people only: the engine goes over all their days again.
    """
    rulebook = Rulebook([scheme.pk], as_if_corrected=True)
    ids = _everybody_in(scheme)[:most]
    found: list[corrections.Correction] = []
    for at in range(0, len(ids), BATCH):
        found += corrections.differences(ids[at : at + BATCH], today, "rule", rulebook)
    return found


def correct_balances(scheme: Scheme, today: date, *, by) -> Run:
    """Book the differences between the books and the scheme as it now is, for everybody."""
    run = begin_correction(scheme, by=by)
    rulebook = Rulebook([scheme.pk])
    ids = _everybody_in(scheme)
    report: dict[str, Any] = {"scheme": scheme.name, "people": 0, "more": 0, "less": 0, "waived": 0}
    for at in range(0, len(ids), BATCH):
        for one in corrections.correct(ids[at : at + BATCH], today, "rule", rulebook, by=by):
            report["people"] += 1
            report["more" if one.difference > 0 else "less"] += abs(one.difference)
            report["waived"] += one.waived
        runs.progress(run, min(at + BATCH, len(ids)), len(ids))
    runs.end(run, report)
    return run


def reconcile(today: date, *, everybody: bool = False, by=None) -> Run:
    """Compare the books with themselves and with the rules; a Run that failed is the alarm."""
    run = start_run(kind="budgets.reconcile", by=by)
    found = reconciliation.doubts(today, everybody=everybody)
    if found:
        log.error("the books are not true: %s doubts, the first is %s", len(found), found[0])
    doubts = [{"code": one.code, "thing": one.thing, "by": one.difference} for one in found]
    runs.end(run, {"doubts": doubts, "today": today.isoformat()}, failed=bool(found))
    return run


def _everybody_in(scheme: Scheme) -> list[int]:
    found = Entitlement.objects.filter(scheme=scheme).order_by("own")
    return list(found.values_list("pk", flat=True))
