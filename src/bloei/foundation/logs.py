"""Lines of the log, without what would let a reader of it in, or what people wrote."""

import logging
import re

from django.conf import settings

HIDDEN = "***"
# What the database adds to a refusal is the row itself, over as many lines as its texts have.
_ROW = re.compile(
    r"(DETAIL:  ).*?(?=\nCONTEXT:|\n\nThe above exception was|\n\nDuring handling of the|\Z)",
    re.DOTALL,
)
_found: dict[tuple[str, ...], re.Pattern] = {}


def without_secrets(text: str) -> str:
    """Return the text with *** for the secret part of every path in settings.SECRET_PATHS."""
    paths = tuple(settings.SECRET_PATHS)
    if paths not in _found:
        _found[paths] = re.compile(rf"({'|'.join(paths)})[^\s/?#'\"<>]+")
    return _found[paths].sub(rf"\1{HIDDEN}", text)


def without_rows(text: str) -> str:
    """Return the text with *** for the rows that the database shows when it refuses them."""
    return _ROW.sub(rf"\1{HIDDEN}", text)


class WithoutSecrets(logging.Formatter):
    """Writes a line with its traceback, and only then takes out what is secret or of people."""

    def __init__(self, format: str) -> None:  # noqa: A002 - so it is called in settings.LOGGING
        super().__init__(format)

    def format(self, record: logging.LogRecord) -> str:
        return without_rows(without_secrets(super().format(record)))
