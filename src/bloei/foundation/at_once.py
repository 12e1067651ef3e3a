"""Rows of several tables are counted and read in one question, as plain values.

What JSON has no word for comes back as text: days and moments as ISO writes them.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

Row = list[Any]
Rows = QuerySet | RawQuerySet
Written = tuple[str, Sequence[Any]]
NOTHING: Written = ("select 1 where false", ())


def asked(counted: Sequence[Rows], read: Sequence[Rows]) -> tuple[list[int], list[list[Row]]]:
    """Return how many rows the first sets have, and the rows of the others; no sets ask nothing.

    What is read was made with `values_list` or written by hand; its values are in that order.
    """
    if not counted and not read:
        return [], []
    keys = [keys_of(rows) for rows in counted]
    different = [one for at, one in enumerate(keys) if one not in keys[:at]]
    shown = [_written(rows) for rows in read]
    parts = [
        *(f"(select count(*) from ({sql}) as counted)" for sql, _values in different),  # noqa: S608
        *(f"(select json_agg(told)::text from ({sql}) as told)" for sql, _values in shown),  # noqa: S608
    ]
    values = [value for _sql, given in (*different, *shown) for value in given]
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", values)
        found = cursor.fetchone()
    numbers, texts = found[: len(different)], found[len(different) :]
    return [numbers[different.index(one)] for one in keys], [_read(text) for text in texts]


def rows(*sets: Rows) -> list[list[Row]]:
    """Return the rows of each set; its values in the order asked."""
    return asked((), sets)[1]


def counts(*sets: Rows) -> list[int]:
    """Return how many rows each set has."""
    return asked(sets, ())[0]


def keys_of(rows: Rows) -> Written:
    """Return the SQL of the keys of rows, with its values; Django makes none for no rows."""
    return _written(rows if isinstance(rows, RawQuerySet) else rows.order_by().values("pk"))


def _written(rows: Rows) -> Written:
    if isinstance(rows, RawQuerySet):
        return str(rows.raw_query), tuple(rows.params or ())
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return NOTHING


def _read(written: str | None) -> list[Row]:
    # Two columns of one name are one key of a dict, so the pairs are taken as they come.
    return json.loads(written, object_pairs_hook=_values) if written else []


def _values(pairs: list[tuple[str, Any]]) -> Row:
    return [value for _name, value in pairs]
