"""What Today shows of learning time: the own week with one tip, how it went, what waits for a yes.

From Saturday on it is the week that comes.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models.query import RawQuerySet

from bloei.budgets.balances import statements
from bloei.foundation import clock
from bloei.planning import queries, rules, spans
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.spans import Span
from bloei.planning.week import drawing, meetings, tips
from bloei.planning.week import pieces as weeks
from bloei.planning.week.pieces import Kind, Piece, Week

SHOWN = 5
HOURS = (9, 17)
WEEKEND = timedelta(days=2)
SHORTEST = round(rules.SHORTEST.total_seconds() / 60)  # minutes
SAYS_SOMETHING = frozenset({Kind.BLOCK, Kind.PROPOSAL, Kind.MEETING})


def monday_of(today: date) -> date:
    """Return the Monday of the week that is shown; in the weekend that is the next one."""
    return rules.monday(today + WEEKEND)


def anything(viewer, today: date) -> RawQuerySet:
    """Return what the week that is shown can be made of, to be counted."""
    return queries.anything(viewer.pk, monday_of(today), clock.now())


def week_today(viewer, today: date, _subject) -> dict | None:
    """Return the week of the viewer and which own blocks are over; None when both say nothing."""
    now, monday = at_work.local(clock.now()), monday_of(today)
    blocks = _blocks(viewer, today)
    others = meetings.of_week(viewer, monday, today)
    week = weeks.week_of(viewer, monday, now, blocks=blocks.shown, meetings=others, hours=HOURS)
    tip = tips.tip_of(viewer, week, now, has_right=_has_right(viewer, today))
    says = tip or any(piece.kind in SAYS_SOMETHING for piece in _pieces(week))
    if not says and not blocks.unsaid:
        return None
    return {
        "how": blocks.unsaid,
        "week": week if says else None,
        "days": drawing.days(_without_past_room(week, now), now),
        "today": today,
        "is_next": monday > today,
        "minutes": _planned(week),
        "tip": tip,
    }


def decisions_today(viewer, today: date, _subject) -> dict | None:
    """Return the learning time that waits for the viewer, the nearest deadline first."""
    found = sorted(_blocks(viewer, today).others, key=lambda one: (one.decide_by or today, one.pk))
    return {"blocks": found[:SHOWN], "more": len(found) > SHOWN, "today": today} if found else None


def _blocks(viewer, today: date) -> queries.OfWeek:
    """Return own blocks and the first that wait for the viewer; two panels show them, so kept."""
    kept = viewer.__dict__.setdefault("_blocks_today", {})
    if today not in kept:
        week = viewer.pk, monday_of(today), clock.now()
        waiting = queries.waiting_keys(viewer)
        kept[today] = queries.of_week(*week, also=waiting, most=SHOWN + 1)
    return kept[today]


def _has_right(viewer, today: date) -> bool:
    """Say whether time can still be planned; who has no number of hours decides it with others."""
    hours = [one.free for one in statements.own_budgets(viewer, today) if one.unit == "hours"]
    return not hours or max(hours) >= SHORTEST


def _pieces(week: Week) -> Iterator[Piece]:
    return (piece for day in week.days for piece in day.pieces)


def _without_past_room(week: Week, now: datetime) -> Week:
    """Return a week without the room that has passed: it is no news."""
    days = (
        replace(day, pieces=tuple(left for one in day.pieces for left in _left(week, one, now)))
        for day in week.days
    )
    return replace(week, days=tuple(days))


def _left(week: Week, piece: Piece, now: datetime) -> Iterator[Piece]:
    """Yield what is left of a piece: of room only what is still to come, by half hours."""
    if piece.kind != Kind.ROOM or now <= piece.span.start:
        yield piece
    elif now < piece.span.until:
        for span in spans.inwards([Span(now, piece.span.until)], rules.SLOT):
            yield week.place(piece._replace(span=span))


def _planned(week: Week) -> int:
    """Return the minutes of learning time that stand fixed in a week; what is asked does not."""
    own = {piece.block for piece in _pieces(week) if piece.kind == Kind.BLOCK and piece.block}
    return sum(block.minutes for block in own if block.state != State.ASKED)
