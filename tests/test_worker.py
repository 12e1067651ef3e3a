"""A worker that is killed in the middle of a job: the job is put back, and has one effect.

Real processes on a database of their own (quality.md, F2). Nothing sleeps: a test waits for
a condition, with a deadline, and lets the clock of the dead worker run by hand.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bloei.budgets import jobs, rounds
from bloei.budgets.actions import schemes
from bloei.budgets.models import Entitlement, Entry
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation.jobs import put_back_stalled

PATIENCE = 60
PEOPLE, PART = 9, 4
# Parts of four people, so that a worker can die between two of them.
WORK = f"""
import django; django.setup()
from bloei.budgets import rounds
from bloei.command.working import work
rounds.BATCH = {PART}
work(1)
"""


@pytest.fixture
def scheme(cloned_database, cast):
    """A rule whose past was changed for all nine people."""
    made = switch_on(YEARLY)
    rounds.grant_and_lapse(cast.today)
    text = YEARLY.replace("900.00", "1000.00")
    schemes.change_scheme(
        made, text=text, first=date(2025, 1, 1), today=cast.today, key="more", by=cast.hanan
    )
    with psycopg.connect(cloned_database.url) as owner:  # what the cast left to do comes first
        owner.execute("truncate procrastinate_jobs cascade")
    return made


@pytest.fixture
def start_worker(cloned_database, cast, tmp_path):
    """Start a worker as `./bloei worker` does; whatever happens, none is left behind."""
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        chosen = {
            "BLOEI_TODAY": cast.today.isoformat(),
            "BLOEI_MODE": "development",
            "BLOEI_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "bloei.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        with Path(tmp_path / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-c", WORK], env=os.environ | chosen, stdout=log, stderr=log,
                stdin=subprocess.PIPE,
            )  # fmt: skip
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
    print((tmp_path / "worker.log").read_text())  # shown when the test fails


def wait_for(condition: Callable[[], object]) -> None:
    """Look again and again, until it is so or a minute has passed."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not happen within a minute"
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.02)")


def one(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def state_of_job() -> str:
    return one(
        "select status from procrastinate_jobs where task_name = %s", jobs.correct_balances.name
    )


def holds_up_somebody(holder: psycopg.Connection) -> bool:
    return one(
        "select exists (select 1 from pg_stat_activity where %s = any(pg_blocking_pids(pid)))",
        holder.info.backend_pid,
    )


def corrections() -> Counter:
    made = Entry.objects.filter(what=Entry.What.CORRECTION)
    return Counter(made.values_list("target__owner", "granted_on"))


def test_a_worker_killed_in_the_middle_of_a_job_leaves_one_effect(
    scheme, cast, cloned_database, start_worker
):
    expected = {one.person: one.becomes for one in rounds.compare_balances(scheme, cast.today)}
    last = Entitlement.objects.filter(scheme=scheme).order_by("-own").first()
    jobs.correct_balances.later(scheme=scheme.pk, by=cast.hanan.pk)
    with psycopg.connect(cloned_database.url) as holder:
        # The third part cannot go on as long as this row is held.
        holder.execute("select 1 from budgets_account where id = %s for update", [last.own_id])
        worker = start_worker()
        wait_for(lambda: holds_up_somebody(holder))
        assert len({person for person, _granted in corrections()}) == 2 * PART
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=PATIENCE)
    assert state_of_job() == "doing"  # nobody knows yet that it is dead

    with psycopg.connect(cloned_database.url) as clock:
        clock.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    assert put_back_stalled(cast.today) == 1
    assert state_of_job() == "todo"

    start_worker()
    wait_for(lambda: state_of_job() == "succeeded")
    assert set(corrections().values()) == {1}
    found = Entitlement.objects.filter(scheme=scheme).values_list("person", "own__balance")
    assert dict(found) == expected
    assert len(expected) == PEOPLE
    assert put_back_stalled(cast.today) == 0


def test_what_puts_jobs_back_is_never_locked_out_by_its_own_dead_self():
    """A periodic job that died holds its lock until it is put back: by this one."""
    assert put_back_stalled.task.lock is None
    assert put_back_stalled.task.queueing_lock is None
