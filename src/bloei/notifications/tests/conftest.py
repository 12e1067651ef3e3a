"""The made-up nudges are at hand in every test of this room."""

from bloei.notifications.tests.made_up import stage  # noqa: F401
