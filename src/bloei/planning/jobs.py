"""What planning does by itself: fills series of many people, reads rosters and calendars."""

import logging
import subprocess
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from bloei.foundation import clock, feeds, fetching, ical, runs
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.queue import every, job
from bloei.foundation.tables import Unreadable
from bloei.planning import actions, queries, rounds
from bloei.planning.actions.calendars import keep_busy_times
from bloei.planning.models import BusyFeed, Plan, Series
from bloei.planning.plans import planner
from bloei.planning.rosters import files as roster_files
from bloei.planning.week import roster_report

log = logging.getLogger(__name__)
BUSY_AHEAD = timedelta(days=90)


@job
def fill_series(series: int) -> None:
    """Make the blocks of a series of many people; a second time changes nothing."""
    found = Series.objects.filter(pk=series).first()
    if found is not None:
        rounds.fill(found, clock.today())


@job
def fill_day(series: int, on: str) -> None:
    """Make the blocks of a day that was skipped and goes on after all, and tell whose they are."""
    found = Series.objects.filter(pk=series).first()
    if found is not None:
        rounds.fill(found, clock.today(), back=date.fromisoformat(on))


@every("50 2 * * *")
def extend_series(today: date) -> None:
    """Add what has come near of every series that goes on."""
    rounds.fill_all(today)


@job
def work_out_plan(plan: int) -> None:
    """Let the planner look for a plan that waits; a second time finds it done."""
    found = Plan.objects.select_related("run", "asked_by").filter(pk=plan).first()
    if found is None or found.state != Plan.State.WAITING:
        return
    people = list(queries.people_of(found).values_list("pk", flat=True))
    if found.run:
        runs.progress(found.run, 0, len(people))
    try:
        answer = planner.work_out(found, clock.today())
    except (planner.NoAnswer, subprocess.TimeoutExpired) as trouble:
        log.error("plan %s has no answer: %s", plan, trouble)
        actions.fail_plan(found, by=found.asked_by)
    else:
        actions.keep_plan(found, found=answer, people=people, by=found.asked_by)
    if found.run:
        failed = Plan.objects.values_list("state", flat=True).get(pk=plan) == Plan.State.FAILED
        runs.end(found.run, {}, failed=failed)


@job
def look_at_roster(run_pk: int) -> None:
    """Read a file with a roster and say what it says; a second time finds it done."""
    run = _waiting(run_pk)
    if run is None:
        return
    stored = StoredFile.objects.get(pk=run.report["file"])
    try:
        reading = roster_files.reading_of(stored, run.by)
    except Unreadable as trouble:
        told = {"code": trouble.code, "facts": trouble.facts}
        runs.end(run, run.report | {"trouble": told}, failed=True)
    else:
        runs.end(run, run.report | roster_files.report_of(reading))


@job
def take_over_roster(run_pk: int) -> None:
    """Write the shifts of a file, all of them or none; a second time finds it done."""
    run = _waiting(run_pk)
    if run is None:
        return
    stored = StoredFile.objects.get(pk=run.report["file"])
    reading = roster_files.reading_of(stored, run.by)
    report = run.report | roster_files.report_of(reading)
    runs.progress(run, 0, len(reading.shifts))
    try:
        with runs.telling(run) as tell, transaction.atomic():
            if reading.days:
                first, last = reading.days
                shifts = roster_files.shifts_of(reading)
                actions.import_shifts(shifts, first=first, last=last, tell=tell, by=run.by)
                report |= roster_report.short(shifts, first, last, clock.today())
            actions.forget_roster_file(stored, by=run.by)
            runs.end(run, report)
    except actions.TooFewLeft as refused:
        runs.end(run, report | roster_report.refused(refused.tight), failed=True)
    except IntegrityError:  # a shift that is known already runs on into these days
        runs.end(run, report, failed=True)


def _waiting(run_pk: int) -> Run | None:
    """Return a run that did not end yet, with who asked for it."""
    return Run.objects.select_related("by").filter(pk=run_pk, ended_at=None).first()


@job
def read_calendar(person: int) -> None:
    """Read somebody's own calendar now; a second time changes nothing."""
    feed = BusyFeed.objects.filter(person=person).first()
    if feed is not None:
        read_busy_feed(feed, clock.today())


@every("25 5,12 * * *")
def read_calendars(today: date) -> None:
    """Read every calendar that people connected, each in a job of its own."""
    for person in BusyFeed.objects.order_by("pk").values_list("person", flat=True):
        read_calendar.later_once(f"{person}", person=person)


def read_busy_feed(feed: BusyFeed, today: date, *, network: fetching.Network | None = None) -> int:
    """Read somebody's own calendar and keep when they are busy; return how many times.

    What goes wrong is kept as a code with the feed, and what was known stays.
    """
    try:
        content = fetching.safe_fetch(feed.url, network=network)
        busy = feeds.busy_times(content, today, today + BUSY_AHEAD, ical.ZONE)
    except fetching.Unusable as trouble:
        return keep_busy_times(feed, busy=(), trouble=type(trouble).__name__)
    return keep_busy_times(feed, busy=busy)
