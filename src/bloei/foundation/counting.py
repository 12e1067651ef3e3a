"""Several sets of rows are counted in one question."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

Rows = QuerySet | RawQuerySet


def counts(*sets: Rows) -> list[int]:
    """Return how many rows each set has: the same set is counted once, and no sets never."""
    if not sets:
        return []
    asked = [keys_of(rows) for rows in sets]
    different = [one for at, one in enumerate(asked) if one not in asked[:at]]
    parts = [f"(select count(*) from ({sql}) as counted)" for sql, _values in different]  # noqa: S608
    values = [value for _sql, given in different for value in given]
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", values)
        numbers = cursor.fetchone()
    return [numbers[different.index(one)] for one in asked]


def keys_of(rows: Rows) -> tuple[str, Sequence]:
    """Return the SQL of the keys of rows, with its values; Django makes none for no rows."""
    if isinstance(rows, RawQuerySet):
        return rows.raw_query, tuple(rows.params)
    try:
        return rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "select 1 where false", ()
