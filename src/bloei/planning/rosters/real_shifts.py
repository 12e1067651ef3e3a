"""What people really work on some days takes the place of what was known of those days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bloei.foundation import periods
from bloei.foundation.actions import part_of_an_action
from bloei.people import ending
from bloei.people.models import Person
from bloei.planning import spans
from bloei.planning.models import Cover, RosteredDays, Shift
from bloei.planning.rosters import at_work
from bloei.planning.spans import Span

Shifts = Sequence[tuple[Span, str]]


@part_of_an_action
def replace(shifts: Mapping[int, Shifts], first: date, last: date) -> None:
    """Write the shifts, with their places, of these people (by key) on these days, inclusive.

    Who has none is free. Shifts that began on these days before go, also what was taken over
    from a colleague; other days stay as they are.
    """
    Cover.objects.filter(taker__in=shifts, **_begun(first, last)).delete()
    write(shifts, first, last)


@part_of_an_action
def write(shifts: Mapping[int, Shifts], first: date, last: date) -> None:
    """Write the shifts as `replace` does; what was taken over is among them and stays so."""
    days = periods.period(first, last)
    Shift.objects.filter(person__in=shifts, **_begun(first, last)).delete()
    _create((pk, span, place) for pk, rows in shifts.items() for span, place in rows)
    known = RosteredDays.objects.filter(person__in=shifts)
    known.filter(during__contained_by=days).delete()
    ending.cut_out(known, days)
    RosteredDays.objects.bulk_create(RosteredDays(person_id=pk, during=days) for pk in shifts)


@part_of_an_action
def take_out(person: Person, span: Span) -> None:
    """Let somebody not work in a span; what they work before and after it stays."""
    rows = Shift.objects.select_for_update().filter(
        person=person, during__overlap=(at_work.aware(span.start), at_work.aware(span.until))
    )
    for row in rows:
        left = spans.without([at_work.span_of(row.during)], [span])
        row.delete()
        _create((person.pk, one, row.place) for one in left)


@part_of_an_action
def _create(rows: Iterable[tuple[int, Span, str]]) -> None:
    Shift.objects.bulk_create(
        Shift(
            person_id=pk,
            during=(at_work.aware(span.start), at_work.aware(span.until)),
            place=place,
        )
        for pk, span, place in rows
    )


def _begun(first: date, last: date) -> dict[str, datetime]:
    """Return what keeps rows whose time begins on these days, inclusive."""
    return {
        "during__startswith__gte": at_work.aware(spans.at(first, 0)),
        "during__startswith__lt": at_work.aware(spans.at(last + spans.DAY, 0)),
    }
