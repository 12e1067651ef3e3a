"""What makes a function an action: one transaction, one audit row, one effect per key."""

import functools
import hmac
import inspect
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from bloei.foundation import audit, clock
from bloei.foundation.models import UsedKey

ACTIONS: dict[str, Callable] = {}
# What tells one request from another is not: under which key, on which day it comes in, and
# when it was said, which is reckoned anew each time it is sent.
NO_PART_OF_THE_REQUEST = frozenset({"key", "said_at", "today"})


class NoAuditRow(Exception):
    """An action ended without saying in the audit trail what it did: a bug of ours."""


class NotInAnAction(Exception):
    """A part of an action was called by itself: its writes would have no transaction and trail."""


class KeyReused(Exception):
    """The same key came back with another request, or when what it made is gone again.

    A bug in the caller, a forged form, or a form of long ago.
    """


def action(function: Callable | None = None, *, creates: type[models.Model] | None = None) -> Any:
    """Run a function as an action; with `creates`, at most once per `key`.

    An action that creates takes a keyword `key` (a string the caller made up). The
    key is used up only by success: who corrects a refused form and sends it again
    is not refused. A repeat returns the first result.
    """
    if function is None:
        return functools.partial(action, creates=creates)
    name = f"{function.__module__.removeprefix('bloei.')}.{function.__name__}"

    @functools.wraps(function)
    def acting(*args, **kwargs):
        token = audit.written.set([])
        try:
            with transaction.atomic():
                if creates:
                    return _once(name, creates, function, args, kwargs)
                return _recorded(name, function, args, kwargs)
        finally:
            audit.written.reset(token)

    acting.creates = creates  # type: ignore[attr-defined]
    ACTIONS[name] = acting
    return acting


def part_of_an_action(function: Callable) -> Any:
    """Let a function write only inside an action: in its transaction, told in its audit trail."""

    @functools.wraps(function)
    def acting(*args, **kwargs):
        if audit.written.get() is None:
            raise NotInAnAction(f"{function.__module__}.{function.__name__}")
        return function(*args, **kwargs)

    return acting


def _recorded(name: str, function: Callable, args: tuple, kwargs: dict) -> Any:
    result = function(*args, **kwargs)
    if not audit.written.get():
        raise NoAuditRow(name)
    return result


def _once(name: str, creates: type[models.Model], function: Callable, args, kwargs) -> Any:
    key = f"{name}:{kwargs['key']}"
    digest = _digest(function, args, kwargs)
    if earlier := _claim(key, name, digest):
        if earlier.digest != digest:
            raise KeyReused(key)
        result = creates._base_manager.filter(pk=earlier.result_id).first()
        if result is None:  # it was forgotten in the meantime
            raise KeyReused(key)
        return result
    result = _recorded(name, function, args, kwargs)
    UsedKey.objects.filter(key=key).update(result_id=result.pk)
    return result


def _claim(key: str, name: str, digest: str) -> UsedKey | None:
    """Take the key, waiting for whoever is using it now; return the row of an earlier use."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into foundation_usedkey (key, verb, digest, result_id, at)"
            " values (%s, %s, %s, '', %s) on conflict do nothing",
            [key, name, digest, clock.now()],
        )
        if cursor.rowcount:
            return None
    return UsedKey.objects.get(key=key)


def _digest(function: Callable, args: tuple, kwargs: dict) -> str:
    told = inspect.signature(function).bind(*args, **kwargs).arguments
    plain = {
        name: _plain(value)
        for name, value in sorted(told.items())
        if name not in NO_PART_OF_THE_REQUEST
    }
    # Under our key: from a bare digest, who reads the database could guess a short text.
    return hmac.new(settings.SECRET_KEY.encode(), repr(plain).encode(), "sha256").hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple | models.QuerySet):
        return [_plain(item) for item in value]
    if hasattr(value, "read"):  # an uploaded file: the same name and size is the same file
        return (getattr(value, "name", ""), getattr(value, "size", 0))
    return value
