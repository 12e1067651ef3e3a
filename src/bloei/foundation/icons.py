"""The icons: drawn by Lucide, kept in one vendored sprite, written into the page itself.

An icon in the page costs no request and takes the colour of its words.
"""

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bloei.foundation import vendor

_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 24 24">(.*?)</symbol>')


class NoSuchIcon(KeyError):
    """This icon is not in the sprite; vendor.toml says how to add one."""


@cache
def drawings() -> dict[str, str]:
    """Return the inside of every icon, by name."""
    (sprite,) = vendor.FOLDER.glob("lucide-*/sprite.svg")
    return dict(_SYMBOL.findall(sprite.read_text()))


@cache
def icon(name: str, variant: str = "") -> SafeString:
    """Return the icon as SVG, hidden from screen readers: words stand beside it."""
    if name not in drawings():
        raise NoSuchIcon(name)
    inside = mark_safe(drawings()[name])  # noqa: S308 - our own vendored file, checked by hash
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f"icon {variant}".strip(),
        inside,
    )
