"""Puts every encrypted text under the newest key, in batches, while people go on writing.

A batch is a transaction and leaves an audit row; what is done is not done again, so it may be
stopped at any moment. A row that somebody is writing is passed by and taken in the next round.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Left

from bloei.foundation import audit, encryption
from bloei.foundation.actions import action
from bloei.foundation.encrypted import EncryptedTextField, encrypted_columns

log = logging.getLogger(__name__)
BATCH = 200


@dataclass
class Rotated:
    """How it went: how many texts changed, and how many are still under another key, by name."""

    done: int = 0
    left: Counter[str] = field(default_factory=Counter)


def rotate(tell: Callable[[str, int], Any] | None = None) -> Rotated:
    """Put everything under the newest key; `tell` hears per column how many are done."""
    result = Rotated()
    for column in encrypted_columns():
        done = 0
        while changed := _round(column):
            done += changed
            if tell:
                tell(str(column), done)
        result.done += done
        result.left += _left(column)
    return result


@action
def rotate_batch(column: EncryptedTextField, numbers: list) -> int:
    """Put the texts of these rows under the newest key; return how many were changed."""
    waiting = _under_older_keys(column).filter(pk__in=numbers)
    rows = waiting.select_for_update(skip_locked=True).only("pk", column.attname)
    sealed = dict(_sealed_anew(column, rows))
    if sealed:
        _write(column, sealed)
    audit.record("encryption.rotated", column.model, by=None, count=len(sealed))
    return len(sealed)


def _round(column: EncryptedTextField) -> int:
    """Go through the column once; return how many texts were changed."""
    changed, waiting = 0, _under_older_keys(column).order_by("pk").values_list("pk", flat=True)
    numbers = list(waiting[:BATCH])
    while numbers:
        changed += rotate_batch(column, numbers)
        numbers = list(waiting.filter(pk__gt=numbers[-1])[:BATCH])
    return changed


def _under_older_keys(column: EncryptedTextField) -> QuerySet:
    """Return the rows that can be read and are not under the newest key."""
    older = [encryption.beginning(key) for key in encryption.known_keys()[1:]]
    return _begun(column).filter(beginning__in=older)


def _left(column: EncryptedTextField) -> Counter[str]:
    """Return how many texts are not under the newest key, by the name of their key."""
    found = _begun(column).exclude(beginning__in=["", encryption.beginning(encryption.newest())])
    counted = found.values_list("beginning").annotate(rows=Count("*")).order_by()
    return Counter({encryption.key_name(f"{beginning}…"): rows for beginning, rows in counted})


def _begun(column: EncryptedTextField) -> QuerySet:
    length = len(encryption.beginning(encryption.newest()))
    everything: QuerySet = column.model._base_manager.all()
    return everything.annotate(beginning=Left(column.attname, length)).exclude(beginning=None)


def _sealed_anew(column: EncryptedTextField, rows: Iterable[Model]):
    for row in rows:
        try:
            text = getattr(row, column.attname)
        except encryption.NotGenuine as problem:
            log.error("%s", problem)
            continue
        yield row.pk, encryption.seal(text, column.place_of(row))


def _write(column: EncryptedTextField, sealed: dict[int, str]) -> None:
    """Write what is sealed already: saving the rows would touch their other columns too."""
    meta = column.model._meta
    named = (meta.db_table, str(column.column), str(meta.pk.column))
    table, text, number = map(connection.ops.quote_name, named)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set {text} = new.closed"  # noqa: S608 - names of our own columns
            " from unnest(%s::bigint[], %s::text[]) as new (number, closed)"
            f" where {number} = new.number",
            [list(sealed), list(sealed.values())],
        )
