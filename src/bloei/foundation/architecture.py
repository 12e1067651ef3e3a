"""The parts of docs/architecture.md that are made from the code: rooms, subjects and wiring."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.conf import settings

from bloei.foundation.rooms import ROOMS

# A kind of file that has grown into a folder; any other folder of a room is a subject.
KINDS = {
    "actions", "api", "demo", "forms", "jobs", "management", "migrations", "models",
    "templatetags", "tests", "urls", "views",
}  # fmt: skip
PART = r"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)"


def brought_up_to_date(text: str) -> str:
    """Return the page with its generated parts made anew."""
    for name, lines in (("rooms", _rooms()), ("subjects", _subjects()), ("wiring", _wiring())):
        text = _with_part(text, name, "\n".join(lines) + "\n")
    return text


def _with_part(text: str, name: str, body: str) -> str:
    part = re.compile(PART.format(name=name), re.DOTALL)
    return part.sub(lambda found: found[1] + body + found[2], text)


def _rooms() -> list[str]:
    lines = ["| room | what for |", "|---|---|"]
    for path in ROOMS:
        name = path.removeprefix("bloei.")
        lines.append(f"| `{name}` | {_sentence(path)} |")
    return lines


def subjects() -> Iterator[str]:
    """Yield the folders of rooms that hold a subject, from the ground up, then by name."""
    for room in ROOMS:
        for _finder, name, is_package in iter_modules(import_module(room).__path__):
            if is_package and name not in KINDS:
                yield f"{room}.{name}"


def _subjects() -> list[str]:
    lines = ["| room | subject | what for |", "|---|---|---|"]
    for path in subjects():
        room, _dot, name = path.removeprefix("bloei.").rpartition(".")
        lines.append(f"| `{room}` | `{name}` | {_sentence(path)} |")
    return lines


def _sentence(path: str) -> str:
    """Return the first line of what a package says of itself."""
    return next(iter((import_module(path).__doc__ or "").strip().splitlines()), "")


def _wiring() -> list[str]:
    wiring = import_module(settings.WIRING)
    lines = ["| when | who listens | how |", "|---|---|---|"]
    for how, listened in (("together", wiring.TOGETHER), ("afterwards", wiring.AFTERWARDS)):
        for event, listeners in listened.items():
            for listener in listeners:
                room = listener.__module__.removeprefix("bloei.").partition(".")[0]
                says = listener.__name__.replace("_", " ")
                lines.append(f"| `{event.__name__}` | `{room}`: {says} | {how} |")
    return lines
