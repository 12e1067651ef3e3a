"""Short confirmations of what somebody has just done, with a way back."""

from django.contrib import messages


def confirm(request, text, *, undo: str = "") -> None:
    """Say on the next page that it is done; `undo` is the address that a POST takes it back at."""
    messages.success(request, text, extra_tags=undo)
