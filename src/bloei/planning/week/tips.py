"""One tip beside the week of Today: a proposal to take over, or a part of a day with room."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from bloei.people.models import Person
from bloei.planning.blocks import words
from bloei.planning.models import LearningBlock
from bloei.planning.spans import Span
from bloei.planning.staffing import enough
from bloei.planning.week import drawing, suggestions
from bloei.planning.week.pieces import Kind, Piece, Week

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class WeekTip:
    """What stands beside the week: `proposal` can be fixed at once, `url` chooses a moment."""

    text: str
    proposal: LearningBlock | None = None
    url: str = ""


def tip_of(person: Person, week: Week, now: datetime, *, has_right: bool) -> WeekTip | None:
    """Return the first proposal that is to come; else, where nothing is planned, where room is.

    Who has no right left gets no room: it could not be fixed.
    """
    ahead = [piece for day in week.days for piece in day.pieces if piece.span.start > now]
    proposed = next((one for one in ahead if one.kind == Kind.PROPOSAL), None)
    if proposed:
        return WeekTip(_proposed(proposed, _room(week, proposed.span), now.date()),
                   proposal=proposed.block)  # fmt: skip
    if not has_right or any(one.kind == Kind.BLOCK for one in ahead):
        return None
    if not week.has_roster_of(person):
        return None
    found = suggestions.first_free(person, week, now)
    if found is None:
        return None
    told = {"when": part_of_day(found.span, now.date()), "times": words.times(found.span)}
    said = _("%(when)s there is room to learn: %(times)s.") % told
    text = f"{words.capital(said)} {words.room(found.room)}".strip()
    return WeekTip(text, url=drawing.moment_query(found.span))


def _proposed(piece: Piece, room: str, today: date) -> str:
    told = {"when": part_of_day(piece.span, today), "times": words.times(piece.span)}
    said = _("%(when)s you can learn: %(times)s.") % told
    return f"{words.capital(said)} {room}".strip()


def _room(week: Week, span: Span) -> str:
    return words.room(enough.tightest(week.spares, span))


def part_of_day(span: Span, today: date) -> str:
    """Write "donderdagmiddag", and "vanmiddag" for today."""
    start = span.start
    if start.date() == today:
        if start.hour < NOON:
            return _("this morning")
        return _("this afternoon") if start.hour < EVENING else _("this evening")
    told = {"day": words.weekday(start.date())}
    if start.hour < NOON:
        return _("%(day)s morning") % told
    return (_("%(day)s afternoon") if start.hour < EVENING else _("%(day)s evening")) % told
