"""`./bloei manage architecture` brings docs/architecture.md up to date; --check only looks."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bloei.foundation.architecture import brought_up_to_date

PAGE = settings.BASE.parents[1] / "docs" / "architecture.md"


class Command(BaseCommand):
    help = "Brings docs/architecture.md up to date with the rooms and the wiring."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args, check: bool, **_options):
        page = Path(PAGE)
        text = page.read_text()
        fresh = brought_up_to_date(text)
        if check and fresh != text:
            raise CommandError("docs/architecture.md is behind: ./bloei manage architecture")
        page.write_text(fresh)
