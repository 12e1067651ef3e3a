"""Panels: what a room shows on pages of other rooms. The page names a place, not a room.

Reading sideways or upwards goes through here; there is no other way.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Any

from django.db.models import Model

from bloei.foundation import at_once
from bloei.foundation.access import Permission
from bloei.foundation.at_once import Row, Rows
from bloei.foundation.navigation import asked_with_menu
from bloei.foundation.rooms import collect

PLACES = (
    "today",
    "team",
    "person",
    "offer",
    "offer_list",
    "conversation_facts",
    "player",
    "search",
    "calendar",
)
WITHOUT_MENU = frozenset({"calendar"})  # it is a file, or a part of a panel


@dataclass(frozen=True)
class Panel:
    """One panel. `facts(viewer, today, subject)` reads in a fixed number of queries.

    It returns what the template needs, or None when there is nothing to show; it may
    return its own `rank` among the facts to move forward today (low comes first), and a
    `headline` that the page may take as its heading.
    A panel that must know how much there is says in `counted(viewer, today)` which rows;
    `facts` then gets the numbers too. What it shows as plain values it names in
    `read(viewer, today, subject)`; after the numbers `facts` gets the rows (`at_once.asked`).
    `only_if(viewer, today)` are rows without which there is nothing to show, and nothing is
    asked. One question counts and reads for all panels of a place.
    """

    name: str
    place: str
    rank: int
    template: str
    facts: Callable[..., dict | None]
    permission: Permission | None = None
    wide: bool = False
    counted: Callable[[Any, date], Iterable[Rows]] | None = None
    read: Callable[[Any, date, Any], Iterable[Rows]] | None = None
    only_if: Callable[[Any, date], Rows] | None = None


@dataclass(frozen=True)
class Shown:
    """A panel with its facts, ready to be drawn."""

    panel: Panel
    facts: dict
    rank: int


def shown(place: str, viewer, today: date, subject: Model | Any = None) -> list[Shown]:
    """Return the panels of a place that have something to show this viewer, in order."""
    if place not in PLACES:
        raise ValueError(f"There is no place called {place}.")
    panels = [
        panel
        for panel in collect("panels", "PANELS")
        if panel.place == place and (not panel.permission or panel.permission.held_by(viewer))
    ]
    result = []
    ask = at_once.asked if place in WITHOUT_MENU else partial(asked_with_menu, viewer)
    for panel, asked in _with_what_is_asked(ask, panels, viewer, today, subject):
        facts = panel.facts(viewer, today, subject, *asked)
        if facts is not None:
            result.append(Shown(panel, facts, facts.get("rank", panel.rank)))
    return sorted(result, key=lambda item: (item.rank, item.panel.name))


def _with_what_is_asked(
    ask: Callable, panels: list[Panel], viewer, today: date, subject
) -> Iterator[tuple[Panel, list[int | list[Row]]]]:
    """Yield the panels that may have something to show, with the numbers and rows they ask for.

    All in one question; `ask` counts along what the menu of the page counts.
    """
    sets = [_counted(panel, viewer, today) for panel in panels]
    read = [list(panel.read(viewer, today, subject)) if panel.read else [] for panel in panels]
    wanted = list(chain.from_iterable(sets)), list(chain.from_iterable(read))
    numbers, rows = map(iter, ask(*wanted) if any(wanted) else ((), ()))
    for panel, counted, shown in zip(panels, sets, read, strict=True):
        mine: list = list(islice(numbers, len(counted)))
        told = list(islice(rows, len(shown)))
        if not panel.only_if or mine.pop():
            yield panel, mine + told


def _counted(panel: Panel, viewer, today: date) -> list[Rows]:
    """Return what a panel wants counted; the rows that it cannot do without come last."""
    counted = panel.counted(viewer, today) if panel.counted else ()
    return [*counted, *([panel.only_if(viewer, today)] if panel.only_if else [])]
