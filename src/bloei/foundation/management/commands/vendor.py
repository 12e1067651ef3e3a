"""Check what we ship of others, or fetch it again (needs the npm client)."""

from django.core.management.base import BaseCommand, CommandError

from bloei.foundation import vendor


class Command(BaseCommand):
    help = "Checks the vendored files against vendor.toml; --fetch gets them again."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--fetch", action="store_true", help="fetch all packages again")

    def handle(self, *_args, fetch, **_options):
        try:
            if fetch:
                for name in vendor.fetch():
                    self.stdout.write(name)
            vendor.verify()
        except vendor.Tampered as difference:
            raise CommandError(f"Not what vendor.toml says: {difference}") from None
        self.stdout.write("All vendored files are what vendor.toml says.")
