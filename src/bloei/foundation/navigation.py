"""The menu: every room lists its own links, the page shows those that this viewer has.

What belongs together is one line of the menu, and tabs on its pages: `under` names that line.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from bloei.foundation import at_once
from bloei.foundation.addresses import address_of
from bloei.foundation.at_once import Row, Rows
from bloei.foundation.rooms import collect

MINE, TEAM, ORGANISATION, SETTINGS, DEMO = "mine", "team", "organisation", "settings", "demo"
GROUPS = {
    MINE: "",
    TEAM: _("My team"),
    ORGANISATION: _("Organisation"),
    SETTINGS: _("Set up"),
    DEMO: _("The demo"),
}


@dataclass(frozen=True)
class Link:
    """A link of the menu. `bottom_bar` puts it among the five of the phone.

    `under` is the url name of the link beside whose page this one is a tab; for who does not
    have that link, this one stands in the menu itself. A tab carries the short label.
    `also` are the url names of pages elsewhere that belong to it.
    `waiting` says which rows wait behind it for this viewer; the menu counts them.
    """

    label: Any  # a lazy translation
    icon: str
    url_name: str
    rank: int
    group: str = MINE
    shown: Callable[[Any], bool] = lambda _viewer: True
    waiting: Callable[[Any], Iterable[Rows]] | None = None
    bottom_bar: bool = False
    short_label: Any = ""
    under: str = ""
    also: tuple[str, ...] = ()


def links(request) -> list[dict]:
    """Return the links for who is signed in, as plain facts for the template, in order."""
    viewer = request.user
    if not viewer.is_authenticated:
        return []
    # A page that lies under one link and belongs to another says so (`belongs_to`).
    here = getattr(request, "menu_path", request.path)
    waiting = _waiting(viewer)
    drawn = [_drawn(link, waiting.get(link.url_name, 0)) for link in _links(viewer)]
    current = _current(drawn, here)
    for facts in drawn:
        facts["current"] = facts["url"] == current
    return _with_tabs(drawn)


def _current(drawn: list[dict], here: str) -> str | None:
    """Return the address of the link that covers this page, the nearest one."""
    covering = {url: facts["url"] for facts in drawn for url in (facts["url"], *facts["also"])}
    nearest = max((url for url in covering if _covers(url, here)), key=len, default=None)
    return covering[nearest] if nearest else None


def _with_tabs(drawn: list[dict]) -> list[dict]:
    """Return the lines of the menu; a line with others under it counts them, and has tabs."""
    lines = {facts["url"]: facts for facts in drawn}
    menu = [facts for facts in drawn if facts["under"] not in lines]
    for line in menu:
        family = [line, *(facts for facts in drawn if facts["under"] == line["url"])]
        line["tabs"] = [_tab(facts) for facts in family] if len(family) > 1 else []
        line["current"] = any(facts["current"] for facts in family)
        line["count"] = sum(facts["count"] for facts in family)
    return menu


def _tab(facts: dict) -> dict:
    return {name: facts[name] for name in ("url", "current", "count")} | {
        "label": facts["short_label"]
    }


def in_groups(menu: list[dict]) -> list[dict]:
    """Return the lines of the menu in their groups, without the empty ones."""
    groups = (
        {
            "name": name,
            "label": str(label),
            "links": [line for line in menu if line["group"] == name],
        }
        for name, label in GROUPS.items()
    )
    return [group for group in groups if group["links"]]


def tabs_of(menu: list[dict], path: str) -> list[dict]:
    """Return the tabs of the page with this path: none when it stands alone."""
    families = (line["tabs"] for line in menu)
    return next((tabs for tabs in families if path in [tab["url"] for tab in tabs]), [])


def is_closed_to(viewer, url_name: str) -> bool:
    """Tell whether the menu names this page, and not for this viewer."""
    named = [link for link in collect("panels", "NAVIGATION") if link.url_name == url_name]
    return bool(named) and not any(link.shown(viewer) for link in named)


def belongs_to(request, url_name: str) -> None:
    """Let the menu mark this link, for a page whose address lies under another one."""
    request.menu_path = address_of(url_name)


def _covers(url: str, here: str) -> bool:
    """Tell whether a page lies under a link; the front page covers only itself."""
    return here == url or (url != "/" and here.startswith(url))


@cache
def _address(url_name: str) -> str:
    """Return the address of a page, empty while its room is not there."""
    try:
        return address_of(url_name)
    except NoReverseMatch:
        return ""


def counts_with_menu(viewer, sets: Sequence[Rows]) -> list[int]:
    """Count sets of rows for a page, and in the same question what waits behind its menu."""
    return asked_with_menu(viewer, sets)[0]


def asked_with_menu(
    viewer, counted: Sequence[Rows], read: Sequence[Rows] = ()
) -> tuple[list[int], list[list[Row]]]:
    """Count and read sets of rows for a page, and count along what waits behind its menu."""
    known = viewer.__dict__.get("_waiting")
    waits = _waits(viewer) if known is None else []
    numbers, rows = at_once.asked([*counted, *(one for _name, one in waits)], read)
    if known is None:
        waiting: dict[str, int] = {}
        for (name, _rows), number in zip(waits, numbers[len(counted) :], strict=True):
            waiting[name] = waiting.get(name, 0) + number
        viewer.__dict__["_waiting"] = waiting
    return numbers[: len(counted)], rows


def _waits(viewer) -> list[tuple[str, Rows]]:
    """Return the url names of links with the rows that wait behind them."""
    return [
        (link.url_name, rows)
        for link in _links(viewer)
        if link.waiting
        for rows in link.waiting(viewer)
    ]


def _waiting(viewer) -> dict[str, int]:
    """Return how much waits behind each link, by its url name; asked once per viewer."""
    if "_waiting" not in viewer.__dict__:
        asked_with_menu(viewer, [])
    return viewer.__dict__["_waiting"]


def _links(viewer) -> list[Link]:
    """Return the links that this viewer has, in order; looked up once per viewer."""
    if "_links" not in viewer.__dict__:
        everything = collect("panels", "NAVIGATION")
        found = [one for one in everything if _address(one.url_name) and one.shown(viewer)]
        viewer.__dict__["_links"] = sorted(found, key=lambda link: link.rank)
    return viewer.__dict__["_links"]


def _drawn(link: Link, waiting: int) -> dict:
    return {
        "label": str(link.label),
        "short_label": str(link.short_label or link.label),
        "icon": link.icon,
        "url": _address(link.url_name),
        "group": link.group,
        "bottom_bar": link.bottom_bar,
        "under": _address(link.under) if link.under else "",
        "also": [address for name in link.also if (address := _address(name))],
        "count": waiting,
    }
