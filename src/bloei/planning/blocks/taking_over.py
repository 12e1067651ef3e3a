"""A colleague takes over somebody's place for a while: what is in the way, who could, and which
shifts there are then. Sums over what the roster says.
"""

from collections.abc import Iterable

from bloei.planning import spans
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import AROUND, Obstacle, Why
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Presence, Worked
from bloei.planning.rosters.rows import People
from bloei.planning.spans import Span
from bloei.planning.staffing import instances


def known_around(people: People, span: Span) -> dict[int, Presence]:
    """Return what is known of these people a week around a span, by their keys."""
    day = span.start.date()
    return at_work.of_people(people, day - AROUND, day + AROUND).people


def who_could(people: People, span: Span) -> set[int]:
    """Return the keys of those who could take over somebody's place in this span."""
    return {pk for pk, one in known_around(people, span).items() if not in_the_way(one, span)}


def in_the_way(taker: Presence, span: Span) -> list[Obstacle]:
    """Return everything that keeps a colleague from working in this span as well.

    What is known of the colleague must reach a week around it: rest and weeks count. Who is at
    work already, even for a part of it, takes over nothing: nobody would be added.
    """
    if not taker.has_roster:
        return [Obstacle(Why.NO_ROSTER)]
    if day := next((one for one in spans.days(span) if one in taker.off), None):
        return [Obstacle(Why.ABSENT, {"on": day})]
    works = [one.span for one in taker.works]
    if any(spans.touch(one, span) for one in works):
        return [Obstacle(Why.AT_WORK)]
    learns = [one for _block, one in taker.learns]
    return [
        *_taken(Why.OVERLAP, learns, span),
        *_taken(Why.BUSY, taker.busy, span),
        *obstacles.broken_limits(span, [*works, *learns]),
    ]


def _taken(why: Why, taken: Iterable[Span], span: Span) -> list[Obstacle]:
    first = next((one for one in sorted(taken) if spans.touch(one, span)), None)
    return [Obstacle(why, {"from": first.start, "until": first.until})] if first else []


def place_of(learner: Presence, span: Span) -> str | None:
    """Return where somebody works when a span begins; None when not at work all of it."""
    if not instances.covers([one.span for one in learner.works], span):
        return None
    there = (one.place for one in learner.works if one.span.start <= span.start < one.span.until)
    return next(there)


def shifts_with(works: Iterable[Worked], added: Worked) -> list[tuple[Span, str]]:
    """Return the shifts of the day on which the added one begins, which overlaps no other.

    What adjoins at the same place becomes one shift.
    """
    day = added.span.start.date()
    that_day = [one for one in works if one.span.start.date() == day]
    found: list[tuple[Span, str]] = []
    for one in sorted([*that_day, added], key=lambda one: one.span):
        if found and found[-1][1] == one.place and found[-1][0].until == one.span.start:
            found[-1] = (Span(found[-1][0].start, one.span.until), one.place)
        else:
            found.append((one.span, one.place))
    return found
