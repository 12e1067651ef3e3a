"""A week as the page draws it: for every piece its place on the grid, its words and its link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bloei.foundation.addresses import address_of
from bloei.planning import spans
from bloei.planning.blocks import words
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.models import LearningBlock
from bloei.planning.rules import SLOT, State
from bloei.planning.spans import Span
from bloei.planning.week.pieces import Day, Kind, Piece, Week

HOUR = timedelta(hours=1)
LOOKS = {
    Kind.BLOCK: "block--learn",
    Kind.MEETING: "block--people",
    Kind.PROPOSAL: "block--offer",
    Kind.BUSY: "",
    Kind.TIGHT: "block--full",
    Kind.ROSTER: "",
    Kind.ROOM: "block--room",
}
PLAIN = {
    Kind.BLOCK: gettext_lazy("Learning time"),
    Kind.BUSY: gettext_lazy("Appointment"),
    Kind.ROOM: gettext_lazy("Room to learn"),
}


class DrawnPiece(NamedTuple):
    """One piece: `place` and `look` are classes; `pick` is where one chooses this time.

    `is_on` is true of what the card beside the week is about; `block` of a block that moves.
    """

    span: Span
    place: str
    look: str
    title: str
    times: str
    at: str
    url: str = ""
    pick: str = ""
    is_on: bool = False
    is_done: bool = False
    is_draft: bool = False
    block: int | None = None

    @property
    def start_minute(self) -> int:
        """Return how many minutes after midnight it begins."""
        return self.span.start.hour * 60 + self.span.start.minute

    @property
    def until_minute(self) -> int:
        return self.start_minute + spans.minutes(self.span)


@dataclass(frozen=True)
class DrawnDay:
    """A day with everything that is drawn in it, in order of time."""

    day: Day
    pieces: list[DrawnPiece]

    @property
    def short(self) -> str:
        """Write the weekday in two letters: "ma"."""
        return words.weekday(self.day.on)[:2]


def days(
    week: Week,
    now: datetime,
    *,
    draft: DrawnPiece | None = None,
    chosen: LearningBlock | None = None,
) -> list[DrawnDay]:
    """Return the days of a week; `draft` is the chosen moment, `chosen` the proposal."""
    return [DrawnDay(day, _pieces(day, now, draft, chosen)) for day in week.days]


def moment_query(span: Span, **more) -> str:
    """Return the address of the week with a moment chosen in it."""
    told = {
        "on": span.start.date().isoformat(),
        "start": f"{span.start:%H:%M}",
        "until": f"{span.until:%H:%M}",
    }
    return f"{address_of('planning:week')}?{urlencode(told | more)}#moment"


def draft_of(week: Week, wish: Wish, *, is_possible: bool) -> DrawnPiece | None:
    """Draw the chosen moment, when it lies in this week; a block in it is what it would move."""
    if not week.monday <= wish.span.start.date() <= week.sunday:
        return None
    return DrawnPiece(
        span=wish.span,
        place=_place(week.place(Piece(Kind.ROOM, wish.span))),
        look="block--offer block--on" if is_possible else "block--offer block--on block--no",
        title=_("Move") if wish.besides else _("New"),
        times=words.times(wish.span),
        at=words.clock(wish.span.start),
        is_draft=True,
        block=wish.besides.pk if wish.besides else None,
    )


def _pieces(
    day: Day, now: datetime, draft: DrawnPiece | None, chosen: LearningBlock | None
) -> list[DrawnPiece]:
    found = [_drawn(piece, now, chosen) for piece in day.pieces]
    if draft and draft.span.start.date() == day.on:
        found.append(draft)
    return sorted(found, key=lambda one: (one.span, one.is_draft))


def _drawn(piece: Piece, now: datetime, chosen: LearningBlock | None) -> DrawnPiece:
    block, ahead = piece.block, piece.span.start > now
    url = piece.url
    if piece.kind == Kind.PROPOSAL and block:
        url = f"{address_of('planning:week')}?proposal={block.pk}#moment"
    return DrawnPiece(
        span=piece.span,
        place=_place(piece),
        look=_look(piece),
        title=words.capital(_title(piece)),
        times=words.times(piece.span),
        at=words.clock(piece.span.start),
        url=url,
        pick=_pick(piece, now),
        is_on=block is not None and block == chosen,
        is_done=bool(block and block.state == State.DONE),
        block=block.pk if block and block.state == State.AGREED and ahead else None,
    )


def _place(piece: Piece) -> str:
    return f"from-{piece.row} for-{piece.rows}"


def _look(piece: Piece) -> str:
    if piece.block and piece.block.state == State.ASKED:
        return "block--learn block--asked"
    return LOOKS[piece.kind]


def _title(piece: Piece) -> str:
    if piece.kind == Kind.TIGHT:
        return _("%(place)s too tight") % {"place": piece.title or _("the team")}
    if piece.block and piece.block.state == State.ASKED:
        return _("Asked")
    if piece.kind == Kind.PROPOSAL:
        return _("Proposal")
    return piece.title or str(PLAIN.get(piece.kind, ""))


def _pick(piece: Piece, now: datetime) -> str:
    """Return the address that chooses an hour of this piece, as far as it is to come."""
    if piece.kind not in {Kind.ROSTER, Kind.ROOM}:
        return ""
    ahead = Span(max(piece.span.start, now), piece.span.until)
    whole = spans.inwards([ahead], SLOT) if ahead.start < ahead.until else []
    if not whole:
        return ""
    start, until = whole[0]
    return moment_query(Span(start, min(start + HOUR, until)))
