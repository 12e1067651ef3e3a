"""Who is at work when: patterns and real shifts, without absence and closing days, as values.

Loaded for a group of units at once, in a fixed number of questions. Everything that must
agree reads this one picture: the page, the check of a move, the planner, the team meeting.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from bloei.people.models import Person
from bloei.planning import rules, spans
from bloei.planning.rosters import rows as roster_rows
from bloei.planning.spans import Span


@dataclass(frozen=True)
class Worked:
    """A piece of work in the roster of one person, and where."""

    span: Span
    place: str


@dataclass(frozen=True)
class Minimum:
    """How many must be present of a group of units, on one day from when until when."""

    staffing: int
    name: str
    units: frozenset[int]
    span: Span
    minimum: int


@dataclass(frozen=True)
class Presence:
    """One person in a period: at work, in meetings, and learning (block id -> span).

    `off` are the days of absence and the closing days; `has_roster` says whether it was ever
    said when this person works.
    """

    person: int
    unit: int | None
    works: tuple[Worked, ...] = ()
    busy: tuple[Span, ...] = ()
    learns: tuple[tuple[int, Span], ...] = ()
    off: frozenset[date] = frozenset()
    has_roster: bool = False


@dataclass(frozen=True)
class Roster:
    """Everybody of some units from `first` to `last` (inclusive), with their minimums."""

    first: date
    last: date
    people: dict[int, Presence]
    minimums: tuple[Minimum, ...]


def local(moment: datetime) -> datetime:
    """Return an aware moment as the clock on the wall says it, without its zone."""
    return timezone.localtime(moment).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    """Return wall time with its zone; of an hour that comes twice the first one.

    Raises ValueError for a time that the clock skips on the night that summer begins.
    """
    found = timezone.make_aware(moment)
    # By way of UTC: within one zone Python does not look at the clock again.
    if local(found.astimezone(UTC)) != moment:
        raise ValueError(f"{moment} does not exist")
    return found


def wall(written: str) -> datetime:
    """Return wall time as a file writes it ("2026-11-24T09:00")."""
    return datetime.fromisoformat(written)


def span_of(during) -> Span:
    """Return a range of the database as a span of wall time."""
    return Span(local(during.lower), local(during.upper))


def cluster(units: Collection[int], first: date, last: date) -> set[int]:
    """Return these units with every unit that shares a minimum with them, directly or not."""
    found = set(units)
    groups = [line.units for line in _lines(first, last)]
    while more := [group for group in groups if group & found and not group <= found]:
        found.update(*more)
    return found


def load(units: Collection[int], first: date, last: date) -> Roster:
    """Return the roster of everybody who works in these units, days inclusive."""
    people = Person.objects.working().filter(unit__in=units).order_by("pk")
    return of_people(people, first, last, units)


def sharing(person: Person, first: date, last: date) -> Roster:
    """Return the roster of everybody with whom a person shares a minimum, days inclusive."""
    mine = {person.unit_id} if person.unit_id else set()
    return of_people(roster_rows.sharing(person, first, last), first, last, mine)


def of_people(
    people: roster_rows.People,
    first: date,
    last: date,
    units: Collection[int] | None = None,
) -> Roster:
    """Return the roster of these people; `units` says whose minimums matter (default: none)."""
    rows = roster_rows.read(people, first, last, _frame(first, last))
    off = _days_off(rows)
    works = _worked(rows, off, first, last)
    busy: dict[int, list[Span]] = defaultdict(list)
    for pk, span in rows.busy:
        busy[pk].append(span)
    learns: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for pk, block, span in rows.learns:
        learns[pk].append((block, span))
    found = {
        pk: Presence(
            pk, unit, tuple(works[pk]), tuple(busy[pk]), tuple(learns[pk]),
            frozenset(off[pk]), pk in rows.has_roster,
        )
        for pk, unit in rows.units.items()
    }  # fmt: skip
    lines = _grouped(rows.lines, rows.exceptions) if units else []
    return Roster(first, last, found, tuple(_minimums(lines, units or (), first, last)))


@dataclass(frozen=True)
class StaffingOfUnits:
    """A staffing line with its units and all below them; `other` are its exceptions by day."""

    staffing: int
    name: str
    units: frozenset[int]
    first: date | None
    last: date | None
    weekdays: frozenset[int]
    from_minute: int
    until_minute: int
    minimum: int
    other: Mapping[date, int]


def lines_of(unit: int | None, first: date, last: date) -> list[StaffingOfUnits]:
    """Return the staffing lines for which people of a unit count, in a fixed order."""
    return [line for line in _lines(first, last) if unit in line.units]


def _lines(first: date, last: date) -> list[StaffingOfUnits]:
    """Return the staffing lines of a period, each with its units and all below them."""
    return _grouped(*roster_rows.read_lines(first, last))


def _grouped(
    rows: Iterable[roster_rows.StaffingRow], exceptions: Mapping[tuple[int, date], int]
) -> list[StaffingOfUnits]:
    """Return one line for all rows of it, with all its units."""
    units: dict[int, set[int]] = defaultdict(set)
    one_of: dict[int, roster_rows.StaffingRow] = {}
    for row in rows:
        units[row.staffing].add(row.unit)
        one_of[row.staffing] = row
    other: dict[int, dict[date, int]] = defaultdict(dict)
    for (staffing, day), minimum in exceptions.items():
        other[staffing][day] = minimum
    return [
        StaffingOfUnits(
            pk, row.name, frozenset(units[pk]), row.first, row.last, frozenset(row.weekdays),
            row.from_minute, row.until_minute, row.minimum, other[pk],
        )
        for pk, row in sorted(one_of.items())
    ]  # fmt: skip


def _minimums(
    lines: Iterable[StaffingOfUnits], units: Collection[int], first: date, last: date
) -> Iterator[Minimum]:
    """Yield every minimum that holds for one of these units, day by day."""
    wanted = set(units)
    for line in lines:
        if not line.units & wanted:
            continue
        for day in _days(max(first, line.first or first), min(last, line.last or last)):
            minimum = line.other.get(day, line.minimum)
            if day.weekday() in line.weekdays and minimum:
                span = Span(spans.at(day, line.from_minute), spans.at(day, line.until_minute))
                yield Minimum(line.staffing, line.name, line.units, span, minimum)


def _worked(
    rows: roster_rows.Rows, off: Mapping[int, Collection[date]], first: date, last: date
) -> dict[int, list[Worked]]:
    """Return per person what the roster says, without absence and closing days.

    A night shift counts from the day it begins.
    """
    result: dict[int, list[Worked]] = {pk: [] for pk in rows.units}
    real = ((pk, Worked(span, place)) for pk, span, place in rows.real)
    for pk, work in (*real, *_usual(rows, first, last)):
        if work.span.start.date() not in off[pk]:
            result[pk].append(work)
    for found in result.values():
        found.sort(key=lambda one: one.span)
    return result


def _usual(rows: roster_rows.Rows, first: date, last: date) -> Iterator[tuple[int, Worked]]:
    """Yield the shifts of the patterns, on days for which no real roster is known."""
    known: dict[int, set[date]] = defaultdict(set)
    for pk, begins, ends in rows.rostered:
        known[pk].update(_days(begins, ends))
    for one in rows.usual:
        ends = min(last, one.last - spans.DAY if one.last else last)
        for day in _each(one.weekday, max(first, one.first or first), ends):
            week = (rules.monday(day) - one.begins_on).days // 7 % one.weeks
            if week == one.week and day not in known[one.person]:
                span = Span(spans.at(day, one.from_minute), spans.at(day, one.until_minute))
                yield one.person, Worked(span, one.place)


def _days_off(rows: roster_rows.Rows) -> dict[int, set[date]]:
    closed: dict[int | None, set[date]] = defaultdict(set)
    for unit, day in rows.closed:
        closed[unit].add(day)
    by_unit: dict[int, set[date]] = defaultdict(set)
    for unit, higher in rows.above:
        by_unit[unit] |= closed[higher]
    off = {pk: closed[None] | by_unit[unit or 0] for pk, unit in rows.units.items()}
    for pk, begins, ends in rows.absent:
        off[pk].update(_days(begins, ends))
    return off


def _frame(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments between which a period lies, with the night after its last day."""
    return aware(spans.at(first, 0)), aware(spans.at(last + timedelta(days=2), 0))


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)


def _each(weekday: int, first: date, last: date) -> Iterator[date]:
    """Yield every such day of a period; 0 is Monday."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)
