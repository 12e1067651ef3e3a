"""The language of the page, mail or document that is being made."""

from django.utils.translation import get_language


def on_screen() -> str:
    """Return "nl" or "en"; Dutch where none was chosen."""
    return (get_language() or "nl")[:2]
