"""The rooms of the house, from the ground up, and how parts of them are found by name.

What stands in `jobs`, `nudges`, `message_kinds`, `panels`, `privacy`, `commands` or `demo`
of a room is found here, so that nothing has to import upwards.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "bloei.foundation",
    "bloei.people",
    "bloei.notifications",
    "bloei.agreements",
    "bloei.statements",
    "bloei.learning",
    "bloei.budgets",
    "bloei.courses",
    "bloei.microlearning",
    "bloei.peers",
    "bloei.planning",
    "bloei.motivation",
    "bloei.culture",
    "bloei.conversations",
    "bloei.insights",
    "bloei.integrations.hr_import",
    "bloei.integrations.xapi",
    "bloei.integrations.scim",
    "bloei.integrations.open_badges",
    "bloei.integrations.edudex",
    "bloei.integrations.chat",
    "bloei.home",
)


def discover(part: str) -> Iterator[ModuleType]:
    """Return the module `part` of every room that has one, from the ground up."""
    return iter(_found(part))


@cache
def _found(part: str) -> tuple[ModuleType, ...]:
    names = (f"{room}.{part}" for room in ROOMS)
    return tuple(import_module(name) for name in names if find_spec(name))


def collect(part: str, name: str) -> list:
    """Return all items of the lists called `name` in the module `part` of every room."""
    return [item for module in discover(part) for item in getattr(module, name, ())]
