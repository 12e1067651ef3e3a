"""When people work is said: a pattern from some day on, real shifts, days off, closing days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bloei.foundation import audit, periods
from bloei.foundation.actions import action
from bloei.people import ending
from bloei.people.models import Person, Unit
from bloei.planning import rules, spans
from bloei.planning.blocks import steps
from bloei.planning.models import (
    Absence,
    ClosingDay,
    PatternShift,
    WorkingPattern,
)
from bloei.planning.rosters import real_shifts
from bloei.planning.spans import Span
from bloei.planning.week import standing


@dataclass(frozen=True)
class UsualShift:
    """A shift of a pattern: minutes after midnight; past 1,440 is the next day. 0 is Monday."""

    weekday: int
    from_minute: int
    until_minute: int
    place: str = ""
    week: int = 0


class OverlappingShifts(Exception):
    """Two shifts of one person overlap; `first` and `second` are the two."""

    def __init__(self, first, second):
        super().__init__(f"{first} overlaps {second}")
        self.first, self.second = first, second


class EndsBeforeItBegins(Exception):
    """The last day lies before the first."""


@action(creates=WorkingPattern)
def set_pattern(
    person: Person,
    *,
    shifts: Sequence[UsualShift],
    first: date,
    last: date | None = None,
    weeks: int = 1,
    begins_on: date | None = None,
    key: str,
    by: Person | None,
) -> WorkingPattern:
    """Say how somebody works from `first` to `last` (inclusive; None is open).

    An earlier pattern ends the day before; what was said for later goes. `begins_on` is
    a day in a first week of two. Raises OverlappingShifts, EndsBeforeItBegins, TooFewLeft.
    """
    if last is not None and last < first:
        raise EndsBeforeItBegins
    _check(shifts)
    with standing.rechecked(person, by):
        pattern = _pattern(person, shifts, periods.period(first, last), weeks, begins_on or first)
    audit.record("pattern.set", pattern, by=by)
    return pattern


def _pattern(
    person: Person, shifts: Sequence[UsualShift], during, weeks: int, begins_on: date
) -> WorkingPattern:
    earlier = WorkingPattern.objects.filter(person=person)
    ending.end_all(earlier, last_on=during.lower - spans.DAY)
    pattern = WorkingPattern.objects.create(
        person=person,
        weeks=weeks,
        begins_on=rules.monday(begins_on),
        during=during,
    )
    PatternShift.objects.bulk_create(
        PatternShift(
            pattern=pattern,
            week=one.week,
            weekday=one.weekday,
            from_minute=one.from_minute,
            until_minute=one.until_minute,
            place=one.place,
        )
        for one in shifts
    )
    return pattern


def _check(shifts: Sequence[UsualShift]) -> None:
    ordered = sorted(shifts, key=lambda one: (one.week, one.weekday, one.from_minute))
    for one, other in pairwise(ordered):
        if one.week != other.week:
            continue
        ends = one.weekday * 1440 + one.until_minute
        if other.weekday * 1440 + other.from_minute < ends:
            raise OverlappingShifts(one, other)


@action
def set_shifts(
    person: Person,
    *,
    shifts: Iterable[tuple[Span, str]],
    first: date,
    last: date,
    by: Person | None,
) -> int:
    """Say what somebody really works on these days (inclusive); return how many shifts.

    They replace the pattern and what was known of these days; a day without a shift is free.
    The same again changes nothing. Raises OverlappingShifts, TooFewLeft.
    """
    ordered = sorted(shifts)
    for (one, _place), (other, _other) in pairwise(ordered):
        if other.start < one.until:
            raise OverlappingShifts(one, other)
    with standing.rechecked(person, by):
        real_shifts.replace({person.pk: ordered}, first, last)
    audit.record("shifts.set", person, by=by, count=len(ordered))
    return len(ordered)


@action(creates=Absence)
def tell_absence(
    person: Person, *, first: date, last: date, key: str, by: Person | None
) -> Absence:
    """Say that somebody is not there from `first` to `last` (inclusive); never why.

    What was said about these days before is replaced. Raises EndsBeforeItBegins.
    """
    if last < first:
        raise EndsBeforeItBegins
    days = periods.period(first, last)
    with standing.rechecked(person, by):
        ending.cut_out(Absence.objects.filter(person=person), days)
        absence = Absence.objects.create(person=person, during=days, told_by=by)
    audit.record("absence.told", absence, by=by)
    return absence


@action
def remove_absence(absence: Absence, *, by: Person) -> None:
    """Take back that somebody is not there. Raises TooFewLeft."""
    audit.record("absence.removed", absence, by=by)
    with standing.rechecked(absence.person, by):
        absence.delete()


@action
def close_on(
    days: Iterable[tuple[date, str]], *, unit: Unit | None = None, by: Person | None
) -> int:
    """Close the organisation (or a unit with all below it); return how many days are new."""
    rows = [ClosingDay(unit=unit, on=on, name=name) for on, name in days]
    before = ClosingDay.objects.count()
    ClosingDay.objects.bulk_create(rows, ignore_conflicts=True)
    new = ClosingDay.objects.count() - before
    audit.record("days.closed", ClosingDay, by=by, count=new)
    return new


@action
def open_on(day: ClosingDay, *, by: Person) -> None:
    """Say that a closing day is an ordinary day after all; the page tells what is short then."""
    steps.hold_lines(standing.closed_units(day), day.on - spans.DAY, day.on + spans.DAY)
    audit.record("day.opened", day, by=by)
    day.delete()
