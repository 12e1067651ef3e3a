"""How mail of Bloei looks: one plain text and the same in HTML, small enough to be read anywhere.

Any room may use `render` with a template that extends foundation/mail_frame.html, so all
mail has one look. The style stands in mail.css, for a mail cannot fetch it.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from bloei.foundation.context import appearance

_BLANK_LINES = re.compile(r"\n{3,}")
STYLE = Path(__file__).with_name("mail.css")


@dataclass(frozen=True)
class Words:
    """The two forms of one mail."""

    text: str
    html: str


def render(template: str, context: dict, language: str) -> Words:
    """Write a mail in a language from `<template>.txt` and `<template>.html`.

    Who writes many gives the name of the organisation, so it is asked once.
    """
    with override(language):
        facts = {
            "site": settings.URL,
            "language": language,
            **context,
            "organisation": context.get("organisation") or appearance().name,
        }
        text = render_to_string(f"{template}.txt", facts)
        body = render_to_string(f"{template}.html", facts)
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return Words(_BLANK_LINES.sub("\n\n", lines) + "\n", _document(body, language))


def address(path: str) -> str:
    """Return the whole address of a page; what is already whole stays."""
    return path if path.startswith(("https://", "http://")) else f"{settings.URL}{path or '/'}"


@cache
def _style() -> str:
    return STYLE.read_text()


def _document(body: str, language: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Bloei</title><style>{_style()}</style></head>\n<body>{body}</body></html>\n"
    )
