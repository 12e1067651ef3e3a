"""Of two who write at once: when the second one waits for the first."""

from concurrent.futures import Future, wait

from django.db import connection

TRIES = 500  # of a fiftieth of a second
# What is waited for names no database; who waits holds something in this one.
WAITING = """
    select count(*) from pg_locks waiting where not waiting.granted and exists (
        select from pg_locks held join pg_database d on d.oid = held.database
         where held.pid = waiting.pid and d.datname = current_database()
    )
"""


def until_it_waits(running: Future) -> None:
    """Return when somebody in this database waits for a lock, or `running` has ended."""
    for _try in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,) or wait([running], timeout=0.02).done:
                return
    raise AssertionError("The other one neither waits nor ends.")
