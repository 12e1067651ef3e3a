"""Everything that a roster is made from, as plain values, asked in one question.

Days are dates and moments wall time; the last day of a period belongs to it, None is open.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

from bloei.people.models import Person
from bloei.planning import rules, spans
from bloei.planning.models import Staffing
from bloei.planning.spans import Span

DAY = spans.DAY
Row = list[Any]
People = QuerySet[Person] | RawQuerySet
Frame = tuple[datetime, datetime]
# Written by hand: this is asked at every move of a block, and making it from eleven querysets
# took longer than the database takes to answer it.
ASKED = """
asked as not materialized (
    select daterange(%s::date, %s::date) as days, tstzrange(%s, %s) as frame, %s as zone
)"""
LINES = """
    (select json_agg(json_build_array(l.id, c.below_id, l.name, lower(l.during), upper(l.during),
                                      l.weekdays, l.from_minute, l.until_minute, l.minimum))
       from asked, planning_staffing l
       join planning_staffing_units u on u.staffing_id = l.id
       join people_unitclosure c on c.above_id = u.unit_id
      where l.during && days),
    (select json_agg(json_build_array(x.staffing_id, x.on, x.minimum))
       from asked, planning_staffingexception x where x.on <@ days)
"""
EVERYTHING = """
select
    (select json_agg(json_build_array(
                pk, unit,
                exists (select from planning_workingpattern p where p.person_id = pk)
                or exists (select from planning_rostereddays r where r.person_id = pk)))
       from who),
    (select json_agg(json_build_array(p.person_id, lower(p.during), upper(p.during), p.weeks,
                                      p.begins_on, s.week, s.weekday, s.from_minute,
                                      s.until_minute, s.place))
       from asked, planning_workingpattern p join planning_patternshift s on s.pattern_id = p.id
      where p.person_id in (select pk from who) and p.during && days),
    (select json_agg(json_build_array(s.person_id, timezone(zone, lower(s.during)),
                                      timezone(zone, upper(s.during)), s.place))
       from asked, planning_shift s
      where s.person_id in (select pk from who) and s.during && frame),
    (select json_agg(json_build_array(r.person_id, lower(r.during), upper(r.during)))
       from asked, planning_rostereddays r
      where r.person_id in (select pk from who) and r.during && days),
    (select json_agg(json_build_array(a.person_id, lower(a.during), upper(a.during)))
       from asked, planning_absence a
      where a.person_id in (select pk from who) and a.during && days),
    (select json_agg(json_build_array(c.unit_id, c.on)) from asked, planning_closingday c
      where c.on <@ days),
    (select json_agg(json_build_array(u.below_id, u.above_id)) from people_unitclosure u
      where u.above_id in (select c.unit_id from asked, planning_closingday c where c.on <@ days)),
    (select json_agg(json_build_array(b.person_id, timezone(zone, lower(b.during)),
                                      timezone(zone, upper(b.during))))
       from asked, planning_busytime b
      where b.person_id in (select pk from who) and b.during && frame),
    (select json_agg(json_build_array(b.person_id, timezone(zone, lower(b.during)),
                                      timezone(zone, upper(b.during)), b.id))
       from asked, planning_learningblock b
      where b.person_id in (select pk from who) and b.state = any(%s) and b.during && frame),
"""
SHARING = """
    select p.id, p.unit_id from people_person p
     where p.id = %s or p.is_working and p.unit_id in (
           select c.below_id from planning_staffing_units u
             join people_unitclosure c on c.above_id = u.unit_id
            where u.staffing_id in (
                  select s.id from planning_staffing s
                    join planning_staffing_units o on o.staffing_id = s.id
                    join people_unitclosure b on b.above_id = o.unit_id
                   where s.during && daterange(%s::date, %s::date) and b.below_id = %s))
"""
NOBODY = "select 0::bigint as pk, null::bigint as unit where false"


class Usual(NamedTuple):
    """A shift of a pattern, with the pattern that it stands in."""

    person: int
    first: date | None
    last: date | None
    weeks: int
    begins_on: date
    week: int
    weekday: int
    from_minute: int
    until_minute: int
    place: str


class StaffingRow(NamedTuple):
    """A staffing line, for one of its units (or a unit below)."""

    staffing: int
    unit: int
    name: str
    first: date | None
    last: date | None
    weekdays: list[int]
    from_minute: int
    until_minute: int
    minimum: int


@dataclass(frozen=True)
class Rows:
    """What is known of some people from one day to another; pairs begin with the person."""

    units: dict[int, int | None]
    has_roster: frozenset[int]  # of whom it was ever said when they work
    usual: list[Usual]
    real: list[tuple[int, Span, str]]
    rostered: list[tuple[int, date, date]]
    absent: list[tuple[int, date, date]]
    closed: list[tuple[int | None, date]]  # the unit, or None: everybody
    above: list[tuple[int, int]]  # a unit, and a unit above it that is closed some day
    busy: list[tuple[int, Span]]
    learns: list[tuple[int, int, Span]]  # the block between
    lines: list[StaffingRow]
    exceptions: dict[tuple[int, date], int]  # of a staffing line and a day


def read(people: People, first: date, last: date, frame: Frame) -> Rows:
    """Read all of these people; `frame` are the moments between which these days lie."""
    who, given = _who(people)
    sql = f"with who (pk, unit) as materialized ({who}), {ASKED} {EVERYTHING} {LINES}"
    found = _rows(sql, [*given, *_asked(first, last, frame), sorted(rules.STANDING)])
    units, usual, real, rostered, absent, closed, above, busy, learns, lines, exceptions = found
    return Rows(
        units={pk: unit for pk, unit, _is_rostered in units},
        has_roster=frozenset(pk for pk, _unit, is_rostered in units if is_rostered),
        usual=[Usual(*_typed(row, _day, 1, 2, 4)) for row in usual],
        real=[(person, _span(row), place) for person, *row, place in real],
        rostered=[_period(row, first, last) for row in rostered],
        absent=[_period(row, first, last) for row in absent],
        closed=[(unit, _day(on)) for unit, on in closed],
        above=[(below, higher) for below, higher in above],
        busy=[(person, _span(row)) for person, *row in busy],
        learns=[(person, pk, _span(row)) for person, *row, pk in learns],
        lines=_lines(lines),
        exceptions=_exceptions(exceptions),
    )


def _who(people: People) -> tuple[str, Sequence[Any]]:
    """Return the SQL of these people with their units, and its values."""
    if isinstance(people, RawQuerySet):
        return str(people.raw_query), people.params or ()
    try:
        return people.order_by().values_list("pk", "unit").query.sql_with_params()
    except EmptyResultSet:
        return NOBODY, ()


def read_lines(first: date, last: date) -> tuple[list[StaffingRow], dict[tuple[int, date], int]]:
    """Read the staffing lines of a period, and their exceptions."""
    sql = f"with {ASKED} select {LINES}"
    lines, exceptions = _rows(sql, _asked(first, last, (None, None)))
    return _lines(lines), _exceptions(exceptions)


def _asked(first: date, last: date, frame: tuple) -> list[Any]:
    return [first, last + DAY, *frame, settings.TIME_ZONE]


def _rows(sql: str, given: list[Any]) -> list[list[Row]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [_read(written) for written in cursor.fetchone()]


def _read(written: str | list | None) -> list[Row]:
    return json.loads(written) if isinstance(written, str) else written or []


def sharing(person: Person, first: date, last: date) -> RawQuerySet:
    """Return this person and everybody with whom they share a staffing line of a period."""
    return Person.objects.raw(SHARING, [person.pk, first, last + DAY, person.unit_id])


def lines_over(units: Collection[int], first: date, last: date) -> QuerySet[Staffing]:
    """Return the staffing lines of a period for which people of one of these units count."""
    lines = Staffing.objects.filter(during__overlap=(first, last + DAY))
    return lines.filter(units__below_closure__below__in=units)


def _lines(rows: list[Row]) -> list[StaffingRow]:
    """Return lines with the last day in them; in the database a period is half open."""
    found = [StaffingRow(*_typed(row, _day, 3, 4)) for row in rows]
    return [one._replace(last=one.last and one.last - DAY) for one in found]


def _exceptions(rows: list[Row]) -> dict[tuple[int, date], int]:
    return {(line, date.fromisoformat(on)): minimum for line, on, minimum in rows}


def _typed(row: Row, read_one: Callable[[Any], Any], *at: int) -> Row:
    for index in at:
        row[index] = read_one(row[index])
    return row


def _day(written: str | None) -> Any:
    return date.fromisoformat(written) if written else None


def _span(row: Row) -> Span:
    return Span(datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1]))


def _period(row: Row, first: date, last: date) -> tuple[int, date, date]:
    """Return the days of a period that lie between two days."""
    person, begins, after = row
    start, end = _day(begins), _day(after)
    return person, max(first, start or first), min(last, end - DAY if end else last)
