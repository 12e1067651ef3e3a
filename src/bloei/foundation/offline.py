"""What a device may keep for its owner when there is no connection, and how it is wiped.

Only on a device that somebody said is their own, only their own facts and unsent answers, marked
with whose they are. Why this is allowed at all: docs/decisions/0016-offline.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.crypto import salted_hmac

from bloei.foundation.addresses import address_of

COOKIE = "__Host-kept" if settings.SECURE else "kept"  # whose things this browser keeps
FOR_SO_LONG = 400 * 24 * 3600  # seconds, the longest that browsers keep a cookie
# Never touched by the service worker: course content, machines, signing in and out.
ALONE = ("/c/", "/xapi/", "/accounts/")
FONT = "vendor/inter-5.3.0/inter-latin.woff2"
SCRIPTS = ("page", "ready", "kept", "sending")
SHELL = ("ui/bloei.css", FONT, *(f"foundation/{name}.js" for name in SCRIPTS))
# What the worker is made of; modules for pages, joined into one script for browsers in which a
# worker cannot import them.
PARTS = ("kept.js", "sending.js")
WORKER = Path(__file__).with_name("service_worker.js")


@dataclass(frozen=True)
class Kept:
    """What a room keeps: under which address, on which page it is shown, where its facts come from.

    Addresses are names of urls; the page holds nothing of anybody, the facts are JSON of who asks.
    """

    name: str
    under: str
    page: str
    facts: str
    script: str


def kept() -> list[Kept]:
    return import_module(settings.WIRING).WITHOUT_CONNECTION


def mark_of(person) -> str:
    """Return the mark of what is kept for a person; it tells nobody who that is."""
    return salted_hmac("bloei.kept-for", str(person.pk), algorithm="sha256").hexdigest()[:24]


def may_keep(request) -> bool:
    """Say whether this device may keep something: its owner said that it is theirs."""
    return request.user.is_authenticated and bool(request.session.get("own_device"))


def mark(request) -> str:
    """Return the mark for what this device keeps from now on, "" when it keeps nothing."""
    return mark_of(request.user) if may_keep(request) else ""


def remember(response, whose: str) -> None:
    response.set_cookie(
        COOKIE, whose, max_age=FOR_SO_LONG, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def wipe(response) -> None:
    """Let the browser throw away everything that it keeps of us, but for cookies."""
    response["Clear-Site-Data"] = '"storage"'
    response.delete_cookie(COOKIE, samesite="Lax")


def shell(extra: Iterable[str] = ()) -> dict:
    """Return what the worker must know: what it keeps, and which page it shows instead."""
    rooms = [
        {
            "name": one.name,
            "under": address_of(one.under),
            "page": address_of(one.page),
            "facts": address_of(one.facts),
        }
        for one in kept()
    ]
    files = [static(name) for name in (*SHELL, *(one.script for one in kept()))]
    pages = [address_of("foundation:offline"), *(room["page"] for room in rooms)]
    told = {
        "alone": [*ALONE, address_of("foundation:service_worker")],
        "device": address_of("foundation:this_device"),
        "lost": pages[0],
        "pages": pages,
        "files": [*files, *extra],
        "rooms": rooms,
    }
    return told | {"name": f"bloei-{digest(repr(told))}"}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


@cache
def worker() -> str:
    """Return the script of the service worker, joined from its parts."""
    paths = [Path(finders.find(f"foundation/{name}") or "") for name in PARTS]
    return "\n".join(_without_modules(path.read_text()) for path in [*paths, WORKER])


def _without_modules(script: str) -> str:
    """Make a part of a module a part of one script: nothing is imported or exported."""
    lines = (line for line in script.splitlines() if not line.startswith("import "))
    return "\n".join(line.removeprefix("export ") for line in lines)
