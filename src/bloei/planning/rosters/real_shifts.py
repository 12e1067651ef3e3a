"""What people really work on some days takes the place of what was known of those days."""

from collections.abc import Mapping, Sequence
from datetime import date

from bloei.foundation import periods
from bloei.foundation.actions import part_of_an_action
from bloei.people import ending
from bloei.planning import spans
from bloei.planning.models import RosteredDays, Shift
from bloei.planning.rosters import at_work
from bloei.planning.spans import Span

Shifts = Sequence[tuple[Span, str]]


@part_of_an_action
def replace(shifts: Mapping[int, Shifts], first: date, last: date) -> None:
    """Write the shifts, with their places, of these people (by key) on these days, inclusive.

    Who has none is free. Shifts that began on these days before go; other days stay as they are.
    """
    days = periods.period(first, last)
    frame = (at_work.aware(spans.at(first, 0)), at_work.aware(spans.at(last + spans.DAY, 0)))
    Shift.objects.filter(
        person__in=shifts, during__startswith__gte=frame[0], during__startswith__lt=frame[1]
    ).delete()
    Shift.objects.bulk_create(
        Shift(
            person_id=pk,
            during=(at_work.aware(span.start), at_work.aware(span.until)),
            place=place,
        )
        for pk, rows in shifts.items()
        for span, place in rows
    )
    known = RosteredDays.objects.filter(person__in=shifts)
    known.filter(during__contained_by=days).delete()
    ending.cut_out(known, days)
    RosteredDays.objects.bulk_create(RosteredDays(person_id=pk, during=days) for pk in shifts)
