"""The start of this room: its checks."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bloei.people"

    def ready(self):
        from bloei.people import checks  # noqa: F401 - registers itself
