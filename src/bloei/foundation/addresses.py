"""Addresses: of a page of ours, by its name; and to go to, where a request brought one along."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_ANY = 8888888888888888888  # stands in an address for the number of a row; no row has it


def address_of(name: str, thing: int | str | UUID | None = None) -> str:
    """Return the address of a page, or of the page about one thing: its number, token or name.

    It is looked up once per process: what differs from row to row is the number in it. Raises
    NoReverseMatch.
    """
    if thing is not None and type(thing) is not int:
        return reverse(name, args=[thing])
    return str(thing).join(_parts(name, thing is not None))


@lru_cache(maxsize=1024)
def _parts(name: str, has_number: bool) -> list[str]:
    """Return an address, in the two parts around a number where it has one."""
    return reverse(name, args=[_ANY] if has_number else None).split(str(_ANY))


def safe_address(request, url: str, otherwise: str = "/") -> str:
    """Return an address of this site to go to, or `otherwise` when it leads elsewhere."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    # A path only: what browsers read as another host (backslashes, two slashes) never passes.
    plain = url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url
    return url if allowed and plain and url.isprintable() else otherwise
