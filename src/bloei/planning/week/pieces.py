"""One week of one person as a picture: roster, room, blocks and proposals, on a grid of half hours.

What matters more is never hidden: a block cuts the roster under it, and never the other way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bloei.people.models import Person
from bloei.planning import queries, spans
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Roster
from bloei.planning.rules import SLOT, State
from bloei.planning.spans import DAY, Span
from bloei.planning.staffing import enough
from bloei.planning.staffing.enough import Spare

DAYS, FRIDAY = 7, 4
USUAL_HOURS = (8, 18)


class Kind(StrEnum):
    """What a piece of the week is; the first ones are never cut by the later ones."""

    BLOCK = "block"
    MEETING = "meeting"  # from another room, such as a talk
    PROPOSAL = "proposal"
    BUSY = "busy"
    TIGHT = "tight"  # at work, and nobody can be missed
    ROSTER = "roster"
    ROOM = "room"  # at work, not at a place: here one can learn


RANK = {kind: rank for rank, kind in enumerate(Kind)}


class Piece(NamedTuple):
    """A piece of one day. `row` is its first half hour on the grid, from 1; `rows` its length."""

    kind: Kind
    span: Span
    title: str = ""
    url: str = ""
    block: LearningBlock | None = None
    row: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Day:
    """A day with its pieces, in order of time."""

    on: date
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Week:
    """The days that are shown, and the hours of the grid: from `first_hour` until `last_hour`.

    `spares` says per half hour how many of the unit can be missed (`enough.spare`).
    """

    monday: date
    days: tuple[Day, ...]
    first_hour: int
    last_hour: int
    roster: Roster = field(repr=False)
    spares: Sequence[Spare] = field(repr=False)

    @property
    def sunday(self) -> date:
        return self.monday + (DAYS - 1) * DAY

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def slots(self) -> int:
        return 2 * (self.last_hour - self.first_hour)

    def has_roster_of(self, person: Person) -> bool:
        """Say whether it is known when somebody works in this week."""
        mine = self.roster.people.get(person.pk)
        return mine is not None and bool(mine.works)

    def place(self, piece: Piece) -> Piece:
        """Return a piece with its rows, each edge at the nearest half hour."""
        begin = datetime.combine(piece.span.start.date(), time(self.first_hour))
        row = round((piece.span.start - begin) / SLOT) + 1
        after = round((piece.span.until - begin) / SLOT) + 1
        return piece._replace(row=row, rows=max(1, after - row))


def week_of(
    person: Person,
    monday: date,
    now: datetime,
    *,
    blocks: Iterable[LearningBlock] | None = None,
    meetings: Iterable[Piece] = (),
    hours: tuple[int, int] = USUAL_HOURS,
) -> Week:
    """Return the week of a person; `hours` are shown at least, `now` is naive local time.

    `blocks` are those of the week (`queries.of_week`), where they were asked for already.
    """
    own = queries.in_week(person.pk, monday).order_by("during") if blocks is None else blocks
    sunday = monday + (DAYS - 1) * DAY
    roster = at_work.sharing(person, monday - DAY, sunday)  # with the night before
    spares = enough.spare(roster, person.unit_id or 0)
    found = _cut([*_blocks(own), *meetings, *_roster(roster, spares, person, now)])
    parts = (part for piece in found for part in _by_day(piece))
    pieces = [part for part in parts if monday <= part.span.start.date() <= sunday]
    first, last = _hours([piece.span for piece in pieces], hours)
    empty = Week(monday, (), first, last, roster, spares)
    return replace(empty, days=tuple(_days(monday, [empty.place(one) for one in pieces])))


def _blocks(blocks: Iterable[LearningBlock]) -> Iterator[Piece]:
    for block in blocks:
        kind = Kind.PROPOSAL if block.state == State.PROPOSED else Kind.BLOCK
        span = at_work.span_of(block.during)
        yield Piece(kind, span, block.title, block.get_absolute_url(), block)


def _roster(
    roster: Roster, spares: Sequence[Spare], person: Person, now: datetime
) -> Iterator[Piece]:
    """Yield what somebody's roster says; where nobody can be missed, and when that is to come."""
    mine = roster.people.get(person.pk)
    if mine is None:
        return
    for span in mine.busy:
        yield Piece(Kind.BUSY, span)
    ahead = [one for one in spares if one.people < 1 and one.span.start >= now]
    for work in mine.works:
        for name in sorted({one.name for one in ahead}):
            tight = [one.span for one in ahead if one.name == name]
            for span in spans.within(spans.joined(tight), work.span):
                yield Piece(Kind.TIGHT, span, work.place or name)
        yield Piece(Kind.ROSTER if work.place else Kind.ROOM, work.span, work.place)


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces that do not overlap, but for blocks and meetings, which are both whole."""
    for piece in pieces:
        if piece.kind in {Kind.BLOCK, Kind.MEETING}:
            yield piece
            continue
        above = [one.span for one in pieces if RANK[one.kind] < RANK[piece.kind]]
        left = spans.without([piece.span], above)
        if piece.kind == Kind.PROPOSAL and left != [piece.span]:
            continue  # it does not fit any more
        yield from (piece._replace(span=span) for span in left)


def _by_day(piece: Piece) -> Iterator[Piece]:
    """Yield the parts of a piece that passes midnight."""
    start, until = piece.span
    while start.date() < until.date():
        midnight = datetime.combine(start.date() + DAY, time.min)
        yield piece._replace(span=Span(start, midnight))
        start = midnight
    if start < until:
        yield piece._replace(span=Span(start, until))


def _hours(found: Sequence[Span], usual: tuple[int, int]) -> tuple[int, int]:
    first = min([usual[0], *(span.start.hour for span in found)])
    return first, max([usual[1], *(_hour_after(span) for span in found)])


def _hour_after(span: Span) -> int:
    """Return the whole hour by which a span of one day has ended; midnight is 24."""
    passed = span.until - datetime.combine(span.start.date(), time.min)
    return -(-passed // timedelta(hours=1))


def _days(monday: date, pieces: Sequence[Piece]) -> Iterator[Day]:
    """Yield Monday to Friday, and the weekend as far as something happens in it."""
    last = max([FRIDAY, *((piece.span.start.date() - monday).days for piece in pieces)])
    for number in range(last + 1):
        on = monday + number * DAY
        mine = [piece for piece in pieces if piece.span.start.date() == on]
        yield Day(on, tuple(_apart(sorted(mine, key=lambda piece: piece.span))))


def _apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces that share no row, where they share no time: a short one still gets its row."""
    before = None
    for piece in pieces:
        if before and before.span.until <= piece.span.start:
            late = max(0, before.row + before.rows - piece.row)
            piece = piece._replace(row=piece.row + late, rows=max(1, piece.rows - late))  # noqa: PLW2901
        yield piece
        before = piece
