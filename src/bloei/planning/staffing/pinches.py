"""Where it pinches: on which part of which weekday too few people stay, for a sentence about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bloei.planning.rosters.at_work import Roster
from bloei.planning.spans import Span
from bloei.planning.staffing.together import Full, Places

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
NOON, DUSK = 12, 18  # o'clock
SHOWN = 2


@dataclass(frozen=True)
class Pinch:
    """A part of a weekday (0 is Monday) on which a place can miss nobody more.

    `there` are in the roster, before anybody gets new learning time.
    """

    name: str
    weekday: int
    part: str
    there: int
    minimum: int


def places_after(roster: Roster, blocks: Iterable[tuple[int, Span]]) -> Places:
    """Return the places that are left when these people learn at these moments."""
    places = Places(roster)
    for person, span in blocks:
        places.give(person, span)
    return places


def of_person(places: Places, person: int) -> list[Pinch]:
    """Return where it pinches most often for one person, at most two, in order of the week."""
    found: dict[tuple[str, int, str], list[Full]] = defaultdict(list)
    for full in places.full(person):
        found[full.name, full.at.weekday(), part_of_day(full.at)].append(full)
    most = sorted(found, key=lambda key: (-len(found[key]), key[1], key[2]))[:SHOWN]
    order = (MORNING, AFTERNOON, EVENING)
    return [
        Pinch(*key, worst.there, worst.minimum)
        for key in sorted(most, key=lambda key: (key[1], order.index(key[2])))
        for worst in [min(found[key], key=lambda full: full.there - full.minimum)]
    ]


def part_of_day(moment: datetime) -> str:
    """Return the part of the day that a moment lies in."""
    if moment.hour < NOON:
        return MORNING
    return AFTERNOON if moment.hour < DUSK else EVENING
