"""A request that somebody else overtook is answered once more, and then sees what they did.

Our own checks say in a sentence why something cannot be. Between such a check and the write
another person may write; then the database refuses, or what was looked up is gone. What the
request wrote is undone by then, so the whole of it can be done again (docs/decisions/0021).
"""

import logging

from django.contrib.auth import get_user
from django.contrib.messages.storage import default_storage
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

log = logging.getLogger(__name__)
# Two waited for each other, or read what the other was writing: the one that lost tries again.
LOST = frozenset({"40P01", "40001"})
# A lock was waited for as long as a person waits: nobody is kept waiting as long again.
BUSY = LOST | {"55P03"}


def is_overtaken(exception: Exception) -> bool:
    """Say whether this may be somebody else's doing, so that a second look finds the reason.

    So may a refusal of ours that the page did not expect: what it looked at has changed since.
    A mistake of ours looks the same; it comes back at the second try, and is told then.
    """
    if isinstance(exception, IntegrityError | ObjectDoesNotExist):
        return True
    return type(exception).__module__.startswith("bloei.") or _code(exception) in LOST


def is_busy(exception: Exception) -> bool:
    """Say whether others held the same rows too long."""
    return _code(exception) in BUSY


def answer_again(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Let the same view answer the same request, as if it came in now."""
    log.info("overtaken, and tried once more: %s", type(exception).__name__)
    # What was remembered may be of before, and what was said to the person was for nothing.
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # noqa: SLF001 - of Django
    request.user = get_user(request)
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    # By its path: a form that waited for the password took the place of the password.
    asked = resolve(request.path_info)
    return asked.func(request, *asked.args, **asked.kwargs)


def _code(exception: Exception) -> str:
    if not isinstance(exception, OperationalError):
        return ""
    return getattr(exception.__cause__, "sqlstate", "") or ""
