"""What the privacy registers ask when somebody is erased, or left long enough ago."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import DateField, F, ForeignObjectRel, Func, Max

from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.privacy import Erase, Personal
from bloei.people.models import Person

LAST = Func(F("employments__during"), function="upper", output_field=DateField())


def erase_rows(entry: Personal, people: list[int]) -> int:
    """Do to the rows of these people what their register says; return how many rows."""
    if not people:
        return 0
    manager = entry.model._base_manager
    # By key: a path over another table cannot be updated directly.
    keys = manager.filter(**{f"{entry.person}__in": people}).values("pk")
    rows = manager.filter(pk__in=list(keys.values_list("pk", flat=True)))
    if entry.erase is Erase.REMOVE:
        return rows.delete()[0]
    if entry.erase is Erase.BLANK and entry.blank:
        return rows.update(**entry.blank)
    return 0


def left_before(today: date, days: int) -> list[int]:
    """Return who left more than so many days ago and is not erased yet."""
    limit = today - timedelta(days=days)
    ended = (
        Person.objects.filter(is_working=False, erased_on=None)
        .annotate(left_on=Max(LAST))
        .filter(left_on__lte=limit)
    )
    return list(ended.values_list("pk", flat=True))


def forget_files(person: Person) -> int:
    """Remove the files that somebody added and nothing kept refers to; return how many.

    The content goes after the commit, unless somebody else added the very same file.
    """
    gone = [stored for stored in StoredFile.objects.filter(by=person) if not is_needed(stored)]
    for stored in gone:
        place = files.path_of(stored)
        stored.delete()
        if not StoredFile.objects.filter(sha256=stored.sha256).exists():
            transaction.on_commit(partial(place.unlink, missing_ok=True))
    return len(gone)


def is_needed(stored: StoredFile) -> bool:
    """Say whether a row that stays, such as a paid invoice, still refers to this file."""
    columns = StoredFile._meta.get_fields(include_hidden=True)
    pointing = [column.field for column in columns if isinstance(column, ForeignObjectRel)]
    return any(
        field.model._base_manager.filter(**{field.name: stored.pk}).exists() for field in pointing
    )
