"""Lines of the log, without what would let a reader of the log in."""

import logging
import re

from django.conf import settings

HIDDEN = "***"
_found: dict[tuple[str, ...], re.Pattern] = {}


def without_secrets(text: str) -> str:
    """Return the text with *** for the secret part of every path in settings.SECRET_PATHS."""
    paths = tuple(settings.SECRET_PATHS)
    if paths not in _found:
        _found[paths] = re.compile(rf"({'|'.join(paths)})[^\s/?#'\"<>]+")
    return _found[paths].sub(rf"\1{HIDDEN}", text)


class WithoutSecrets(logging.Formatter):
    """Writes a line, its traceback included, and only then takes out what is secret."""

    def __init__(self, format: str) -> None:  # noqa: A002 - so it is called in settings.LOGGING
        super().__init__(format)

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
