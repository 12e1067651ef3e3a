"""From a file to its text and its JSON, refused with a sentence when it is not that."""

import json
from pathlib import Path
from typing import Any

from bloei.foundation.strict.problems import Mistake, Refused


class _Twice(ValueError):
    """A key that is there twice: the second would silently win."""


def text_of(path: str) -> str:
    """The text of a file in UTF-8, with or without a mark at its beginning; raises `Refused`."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Mistake("", "not_text", {})]) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise Refused([Mistake("", "unreadable", {"detail": detail})]) from error


def json_of(text: str) -> Any:
    """What JSON text holds; raises `Refused`."""
    try:
        found = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_constant)
        if "\\u" in text:
            # Half of a sign written as \\ud800 is no text: it can be neither printed nor stored.
            json.dumps(found, ensure_ascii=False).encode()
        return found
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start]).strip("'")
        raise Refused([Mistake("JSON", "half_sign", {"got": half})]) from error
    except _Twice as error:
        raise Refused([Mistake(str(error), "twice", {})]) from error
    except (ValueError, RecursionError) as error:
        raise Refused([Mistake("JSON", "not_json", {"detail": str(error)})]) from error


def in_file(path: str, refused: Refused) -> list[Mistake]:
    """The mistakes of a file with its name before their places."""
    name = Path(path).name or path
    return [
        one._replace(place=f"{name}: {one.place}" if one.place else name)
        for one in refused.problems
    ]


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
