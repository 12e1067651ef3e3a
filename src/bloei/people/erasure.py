"""What the privacy registers ask when somebody is erased, or left long enough ago."""

from datetime import date, timedelta

from django.db.models import DateField, F, Field, ForeignObjectRel, Func, Max, QuerySet

from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.privacy import Erase, Personal
from bloei.people.models import Person

UNCONFIRMED_STAY = timedelta(days=30)
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


def unclaimed(today: date) -> QuerySet[StoredFile]:
    """Return the files that were brought in long ago and that no row refers to.

    Such as a roster or balances that nobody confirmed.
    """
    rows = StoredFile.objects.filter(stored_at__date__lt=today - UNCONFIRMED_STAY)
    for field in _pointing():
        used = field.model._base_manager.exclude(**{field.name: None})
        rows = rows.exclude(pk__in=used.values(field.name))
    return rows


def forget_files(person: Person) -> int:
    """Remove the files that somebody added and nothing kept refers to; return how many."""
    gone = [stored for stored in StoredFile.objects.filter(by=person) if not is_needed(stored)]
    for stored in gone:
        files.discard(stored)
    return len(gone)


def is_needed(stored: StoredFile) -> bool:
    """Say whether a row that stays, such as a paid invoice, still refers to this file."""
    return any(
        field.model._base_manager.filter(**{field.name: stored.pk}).exists()
        for field in _pointing()
    )


def _pointing() -> list[Field]:
    columns = StoredFile._meta.get_fields(include_hidden=True)
    return [column.field for column in columns if isinstance(column, ForeignObjectRel)]
