"""Write docs/access.md from the permissions of all rooms."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bloei.people.access_page import written

PAGE = Path(settings.BASE).parents[1] / "docs" / "access.md"


class Command(BaseCommand):
    help = "Writes docs/access.md; with --check it only says whether the page is up to date."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")

    def handle(self, *_args, check, **_options):
        text = written()
        if check:
            if not PAGE.exists() or PAGE.read_text() != text:
                raise CommandError("docs/access.md is not up to date: run ./bloei manage access")
            return
        PAGE.write_text(text)
        self.stdout.write("Wrote docs/access.md.")
