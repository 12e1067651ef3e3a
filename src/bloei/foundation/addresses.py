"""An address to go to that came with a request: a page of ours, or none."""

from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request, url: str, otherwise: str = "/") -> str:
    """Return an address of this site to go to, or `otherwise` when it leads elsewhere."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    # A path only: what browsers read as another host (backslashes, two slashes) never passes.
    plain = url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url
    return url if allowed and plain and url.isprintable() else otherwise
