"""Who is being invited or moved stays free to be pointed at: jobs write about them meanwhile.

A row that points at a person or a unit is checked when its writer commits, in no order that
anybody chose. Were those rows held against that too, two long jobs would hold each other up and
one of them would be stopped (a deadlock). Two connections and a database that really commits.
"""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from django.db import transaction

from bloei.people.actions import invite_batch, move_unit
from bloei.people.models import Person, Unit

pytestmark = [pytest.mark.slow, pytest.mark.processes]
TODAY = date(2026, 11, 23)
POINT_AT, CHANGE = "for key share", "for no key update"


def invite(cast) -> None:
    assert invite_batch([cast.eva.pk, cast.mo.pk], by=cast.hanan) == 2


def move(cast) -> None:
    move_unit(cast.klantcontact, parent=None, from_on=TODAY, today=TODAY, by=cast.hanan)


def is_free(url: str, table: str, pk: int, purpose: str) -> bool:
    """Return whether another connection can hold this row for a purpose right now."""
    with psycopg.connect(url) as other:
        try:
            other.execute(f"select 1 from {table} where id = %s {purpose} nowait", [pk])
        except psycopg.errors.LockNotAvailable:
            return False
    return True


@pytest.mark.parametrize(
    ("act", "model", "who"), [(invite, Person, "eva"), (move, Unit, "klantcontact")]
)
def test_rows_about_them_can_be_written_meanwhile(cloned_database, cast, act: Callable, model, who):
    Person.objects.filter(pk__in=[cast.eva.pk, cast.mo.pk]).update(invited_at=None)
    row = getattr(cast, who).pk
    with transaction.atomic():
        act(cast)
        assert is_free(cloned_database.url, model._meta.db_table, row, POINT_AT)
        assert not is_free(cloned_database.url, model._meta.db_table, row, CHANGE)
