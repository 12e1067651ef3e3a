"""Rows of several tables are read in one question, as plain values.

What JSON has no word for comes back as text: days and moments as ISO writes them.
"""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Row = list[Any]


def rows(*sets: QuerySet) -> list[list[Row]]:
    """Return the rows of each set, made with `values_list`; its values in the order asked."""
    parts: list[str] = []
    given: list[Any] = []
    for one in sets:
        try:
            sql, values = one.query.sql_with_params()
        except EmptyResultSet:
            parts.append("null")
            continue
        parts.append(f"(select json_agg(told)::text from ({sql}) as told)")  # noqa: S608 - of Django
        given += values
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", given)
        return [_read(written) for written in cursor.fetchone()]


def _read(written: str | None) -> list[Row]:
    # Two columns of one name are one key of a dict, so the pairs are taken as they come.
    return json.loads(written, object_pairs_hook=_values) if written else []


def _values(pairs: list[tuple[str, Any]]) -> Row:
    return [value for _name, value in pairs]
