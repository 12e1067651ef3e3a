"""Several sets of rows are counted in one question."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

Rows = QuerySet | RawQuerySet


def counts(*sets: Rows) -> list[int]:
    """Return how many rows each set has; no question when there are no sets."""
    if not sets:
        return []
    parts: list[str] = []
    values: list = []
    for rows in sets:
        sql, given = keys_of(rows)
        parts.append(f"(select count(*) from ({sql}) as counted)")  # noqa: S608 - of Django
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", values)
        return list(cursor.fetchone())


def keys_of(rows: Rows) -> tuple[str, Sequence]:
    """Return the SQL of the keys of rows, with its values; Django makes none for no rows."""
    if isinstance(rows, RawQuerySet):
        return str(rows.raw_query), rows.params or ()
    try:
        return rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "select 1 where false", ()
