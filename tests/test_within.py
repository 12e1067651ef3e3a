"""What a question written by hand lets through is what the permission says, for everybody."""

import pytest
from django.db import connection
from django.db.models import Max
from tests.viewers import VIEWERS, advisers

from bloei.foundation.access import EVERYTHING, PERMISSIONS
from bloei.people.models import Person

pytestmark = pytest.mark.django_db


def let_through(permission, viewer, most: int) -> set[int]:
    """Return the numbers up to `most` that the condition in SQL lets through."""
    within, given = permission.within(viewer, "one")
    with connection.cursor() as cursor:
        asked = f"select one from generate_series(1, %s) as one where {within}"
        cursor.execute(asked, [most, *given])
        return {row[0] for row in cursor.fetchall()}


def test_the_condition_in_sql_reaches_whom_the_permission_reaches(cast):
    advisers(cast)
    most = Person.objects.aggregate(most=Max("pk"))["most"]
    sizes = set()
    for name in VIEWERS[1:]:
        for permission in PERMISSIONS.values():
            viewer = Person.objects.get(pk=getattr(cast, name).pk)
            reached = permission.reached(viewer)
            numbers = set(range(1, most + 1)) if reached is EVERYTHING else reached
            if not permission.path and reached is not EVERYTHING:
                numbers = set()
            if all(isinstance(one, int) for one in numbers):
                found = let_through(permission, viewer, most)
                assert found == {one for one in numbers if one <= most}, (name, permission.name)
                sizes.add(len(found))
    assert {0, 1, most} < sizes  # nobody, oneself, some and everybody: it can tell them apart
