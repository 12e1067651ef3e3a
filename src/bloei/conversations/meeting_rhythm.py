"""Learning as a standing item: the next team meeting comes by the rhythm that a team chose."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from bloei.conversations import rules
from bloei.conversations.models import TeamMeeting
from bloei.planning.rosters.closed_days import closed_days

# Three meetings of four weeks, each of them moved behind days off, lie within it.
LOOK_BACK = timedelta(weeks=26)


def passed(today: date) -> Iterator[TeamMeeting]:
    """Yield the last meeting of each team whose day is over and whose rhythm goes on: one query."""
    rows = TeamMeeting.objects.filter(held_on__gte=today - LOOK_BACK, unit__closed_on=None)
    ordered = rows.select_related("unit").order_by("unit", "-held_on")
    for _unit, found in groupby(ordered, key=attrgetter("unit_id")):
        last, *before = found
        begun = [one.step_began_at is not None for one in (last, *before)]
        if last.rhythm and last.held_on < today and rules.goes_on(begun):
            yield last


def instead_of(planned: Iterable[TeamMeeting], today: date) -> dict[int, TeamMeeting]:
    """Return per unit which planned meeting one that begins today takes the place of."""
    first: dict[int, TeamMeeting] = {}
    for one in sorted(planned, key=attrgetter("held_on")):
        first.setdefault(one.unit_id, one)
    return {
        unit: one
        for unit, one in first.items()
        if one.held_on > today
        and rules.takes_its_place(one.counts_from or one.held_on, one.rhythm, today)
    }


def following(last: TeamMeeting, today: date) -> TeamMeeting | None:
    """Return the next meeting, not kept yet; None where one is planned, or without a rhythm."""
    rows = TeamMeeting.objects.filter(unit=last.unit_id)
    if not last.rhythm or last.unit.closed_on or rows.planned(today).exists():
        return None
    first = today + timedelta(days=1)
    closed = closed_days(last.unit, first, today + rules.FURTHEST)
    since = last.counts_from or last.held_on
    meant, on = rules.next_meeting(since, last.rhythm, today, closed)
    return TeamMeeting(unit=last.unit, held_on=on, rhythm=last.rhythm, counts_from=meant)
