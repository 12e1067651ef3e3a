"""Panels: what a room shows on pages of other rooms. The page names a place, not a room.

Reading sideways or upwards goes through here; there is no other way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from bloei.foundation.access import Permission
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


@dataclass(frozen=True)
class Panel:
    """One panel. `facts(viewer, today, subject)` reads in a fixed number of queries.

    It returns what the template needs, or None when there is nothing to show; it may
    return its own `rank` among the facts to move forward today (low comes first).
    """

    name: str
    place: str
    rank: int
    template: str
    facts: Callable[[Any, date, Any], dict | None]
    permission: Permission | None = None
    wide: bool = False


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
    result = []
    for panel in (panel for panel in collect("panels", "PANELS") if panel.place == place):
        if panel.permission and not panel.permission.held_by(viewer):
            continue
        facts = panel.facts(viewer, today, subject)
        if facts is not None:
            result.append(Shown(panel, facts, facts.get("rank", panel.rank)))
    return sorted(result, key=lambda item: (item.rank, item.panel.name))
