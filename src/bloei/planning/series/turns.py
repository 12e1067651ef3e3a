"""Who learns at which coming time of a fixed hour: a row per person, a cell per day.

The same picture before it is set (`foreseen`) and after (the blocks that stand).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bloei.people.models import Person
from bloei.planning.models import LearningBlock
from bloei.planning.series.foreseen import Round

YES, LATER, NO = "yes", "later", "no"


@dataclass(frozen=True)
class Turn:
    """One day: how many learn then, and how many work then and wait for another turn."""

    on: date
    learning: int
    waiting: int = 0


@dataclass(frozen=True)
class Turns:
    """`rows` name only whom the viewer may see; the days count everybody."""

    days: tuple[Turn, ...]
    rows: tuple[tuple[Person, tuple[str, ...]], ...] = ()


def before_it_is_set(rounds: Collection[Round], named: Iterable[Person]) -> Turns:
    days = tuple(Turn(one.on, len(one.given), len(one.waiting)) for one in rounds)
    given = {one.on: set(one.given) for one in rounds}
    waiting = {one.on: set(one.waiting) for one in rounds}
    return Turns(days, _rows(days, named, given, waiting))


def as_it_stands(
    blocks: Iterable[LearningBlock], coming: Iterable[date], named: Iterable[Person]
) -> Turns:
    """Return the coming days of a series with the blocks that stand on them."""
    given: dict[date, set[int]] = defaultdict(set)
    for block in blocks:
        if block.series_on:
            given[block.series_on].add(block.person_id)
    days = tuple(Turn(on, len(given[on])) for on in coming)
    return Turns(days, _rows(days, named, given, {}))


def _rows(
    days: Collection[Turn],
    named: Iterable[Person],
    given: Mapping[date, set[int]],
    waiting: Mapping[date, set[int]],
) -> tuple[tuple[Person, tuple[str, ...]], ...]:
    def cell(person: Person, on: date) -> str:
        if person.pk in given[on]:
            return YES
        return LATER if person.pk in waiting.get(on, ()) else NO

    return tuple((person, tuple(cell(person, day.on) for day in days)) for person in named)
