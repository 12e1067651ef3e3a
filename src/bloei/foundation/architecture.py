"""The parts of docs/architecture.md that are made from the code: rooms and wiring."""

import re
from importlib import import_module

from django.conf import settings

from bloei.foundation.rooms import ROOMS

PART = r"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)"


def brought_up_to_date(text: str) -> str:
    """Return the page with its generated parts made anew."""
    for name, lines in (("rooms", _rooms()), ("wiring", _wiring())):
        text = _with_part(text, name, "\n".join(lines) + "\n")
    return text


def _with_part(text: str, name: str, body: str) -> str:
    part = re.compile(PART.format(name=name), re.DOTALL)
    return part.sub(lambda found: found[1] + body + found[2], text)


def _rooms() -> list[str]:
    lines = ["| room | what for |", "|---|---|"]
    for path in ROOMS:
        name = path.removeprefix("bloei.")
        sentence = (import_module(path).__doc__ or "").strip().splitlines()[0]
        lines.append(f"| `{name}` | {sentence} |")
    return lines


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
