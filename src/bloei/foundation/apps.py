"""The start of the foundation: its checks, and rights in the database after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "bloei.foundation"

    def ready(self):
        from bloei.foundation import checks  # noqa: F401 - registers itself
        from bloei.foundation.grants import grant_after_migrating

        post_migrate.connect(grant_after_migrating, sender=self)
