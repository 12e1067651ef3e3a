"""Whether the database does its work, down to running a trigger.

A server whose package was upgraded underneath it still answers questions, while new
sessions can no longer load the language of the triggers that guard what we write.
"""

import logging

from django.db import DatabaseError, connection, transaction

log = logging.getLogger(__name__)
PATIENCE = "set local lock_timeout = '2s'; set local statement_timeout = '3s'"


def is_well() -> bool:
    """Change a row whose trigger sets another value, see that value, and take it back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PATIENCE)
            cursor.execute("update foundation_heartbeat set beat = 0 returning beat")
            answer = cursor.fetchone()
            transaction.set_rollback(True)
    except DatabaseError as trouble:
        log.error("the database is not well: %s", trouble)
        return False
    return answer == (1,)
