"""Hours may be kept apart for a block of learning time that hangs from no participation.

What is mandatory is always a participation, so a block without one cannot be mandatory
(art. 7:611a BW); for euros nothing changes: what is spent says on what.
"""

from importlib import import_module

from django.db import migrations

KEEP_BOOKS = import_module("bloei.budgets.migrations.0002_books").KEEP_BOOKS
BEFORE = "(p.id is null or p.is_mandatory"
AFTER = (
    "((p.id is null and not (s.measure = 'minutes' and f.participation_id is null"
    " and f.about like 'block:%')) or p.is_mandatory"
)


def keep_books(condition: str) -> str:
    """Return the function of the trigger, with this condition for what is spent."""
    function = KEEP_BOOKS.partition("revoke all")[0]
    assert BEFORE in function
    return function.replace("create function", "create or replace function").replace(
        BEFORE, condition
    )


class Migration(migrations.Migration):
    dependencies = [("budgets", "0005_asked_for")]

    operations = [migrations.RunSQL(keep_books(AFTER), keep_books(BEFORE))]
