"""Runs over the balances of everybody: granting, following changes, correcting, reconciling.

None of them is one transaction: every batch of people is, with its audit row, so a crash
loses nothing and a repeat does no harm. A Run tells how far it is and what came of it.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bloei.budgets.actions import grants
from bloei.budgets.actions.balances import begin_correction, start_run
from bloei.budgets.balances import lapsing
from bloei.budgets.balances.statements import AHEAD
from bloei.budgets.granting import corrections, reconciliation
from bloei.budgets.granting.batches import Booked
from bloei.budgets.models import Entitlement, Measure, Scheme
from bloei.budgets.reckoning import standing
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.foundation import runs
from bloei.foundation.models import Run
from bloei.people.models import Person

BATCH = 500
NIGHTLY_BATCH = 1000
log = logging.getLogger(__name__)


def grant_and_lapse(today: date, *, by=None) -> Run:
    """Open accounts for who is new under a scheme and book what is due; a Run reports it."""
    run = start_run(kind="budgets.grant_and_lapse", by=by)
    opened = grants.open_budgets(rulebook=Rulebook(), by=by)
    due = Entitlement.objects.filter(next_on__lte=today).count()
    booked = catch_up(today, lambda people: runs.progress(run, people, due))
    soon = lapsing.per_unit(Measure.CENTS, after=today, until=today + AHEAD)
    known = {"lapsing": soon, "working": Person.objects.working().count()}
    report = booked.report() | known | {"opened": opened, "today": today.isoformat()}
    runs.end(run, report, failed=bool(booked.failed))
    return run


def catch_up(today: date, told: Callable[[int], None] | None = None) -> Booked:
    """Book what is due up to and including `today`, batch after batch.

    Two processes may do this together: each takes what the other does not hold, and
    waits for the rest at the end. `told` hears how many people are done.
    """
    rulebook = Rulebook()
    booked = Booked()
    for waits in (False, True):
        while _next_batch(today, rulebook, booked, waits=waits):
            if told:
                told(booked.people)
    return booked


def _next_batch(today: date, rulebook: Rulebook, booked: Booked, *, waits: bool) -> bool:
    """Book a batch, or each of it where that fails; return whether there was one."""
    if not standing.due(today, 1, without=booked.failed):
        return False
    try:
        found = grants.grant_next(
            NIGHTLY_BATCH, today=today, rulebook=rulebook, booked=booked, waits=waits
        )
    except grants.NotBooked as refused:
        _one_by_one(refused.ids, today, rulebook, booked)
        return True
    return bool(found)


def _one_by_one(ids: Sequence[int], today: date, rulebook: Rulebook, booked: Booked) -> None:
    """Book everybody of a batch that could not be booked together; who fails is told, and left."""
    for pk in ids:
        try:
            grants.grant_batch([pk], today=today, rulebook=rulebook, booked=booked)
        except grants.NotBooked:
            log.exception("entitlement %s could not be brought up to date", pk)
            booked.failed.append(pk)


def follow_employments(people: Sequence[int], since: date, today: date) -> None:
    """Bring budgets in line with changed employments: new accounts, grants, corrections."""
    rulebook = Rulebook()
    for at in range(0, len(people), BATCH):
        part = list(people[at : at + BATCH])
        grants.open_budgets(rulebook=rulebook, people=part)
        found = list(Entitlement.objects.filter(person__in=part).order_by("own"))
        changed = [row.pk for row in found if row.done_on >= since]
        if changed:
            grants.correct_batch(changed, why="employment", today=today, rulebook=rulebook)
        ids = [row.pk for row in found]
        grants.grant_batch(ids, today=today, rulebook=rulebook, booked=Booked())


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
        part = ids[at : at + BATCH]
        for one in grants.correct_batch(part, why="rule", today=today, rulebook=rulebook, by=by):
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
