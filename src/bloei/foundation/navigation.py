"""The menu: every room lists its own links, the page shows those that this viewer has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from bloei.foundation.rooms import collect

MINE, TEAM, ORGANISATION = "mine", "team", "organisation"


@dataclass(frozen=True)
class Link:
    """A link of the menu. `bottom_bar` puts it among the five of the phone."""

    label: Any  # a lazy translation
    icon: str
    url_name: str
    rank: int
    group: str = MINE
    shown: Callable[[Any], bool] = lambda _viewer: True
    count: Callable[[Any], int] | None = None
    bottom_bar: bool = False
    short_label: Any = ""


def links(request) -> list[dict]:
    """Return the links for who is signed in, as plain facts for the template, in order."""
    viewer = request.user
    if not viewer.is_authenticated:
        return []
    here = request.path
    found = [link for link in collect("panels", "NAVIGATION") if link.shown(viewer)]
    ordered = sorted(found, key=lambda link: link.rank)
    drawn = [facts for link in ordered if (facts := _drawn(link, viewer))]
    current = max(
        (facts["url"] for facts in drawn if _covers(facts["url"], here)), key=len, default=None
    )
    return [facts | {"current": facts["url"] == current} for facts in drawn]


def _covers(url: str, here: str) -> bool:
    """Tell whether a page lies under a link; the front page covers only itself."""
    return here == url or (url != "/" and here.startswith(url))


def _drawn(link: Link, viewer) -> dict | None:
    try:
        url = reverse(link.url_name)
    except NoReverseMatch:
        return None
    return {
        "label": link.label,
        "short_label": link.short_label or link.label,
        "icon": link.icon,
        "url": url,
        "group": link.group,
        "bottom_bar": link.bottom_bar,
        "count": link.count(viewer) if link.count else 0,
    }
