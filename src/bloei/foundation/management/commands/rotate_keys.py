"""Put every encrypted text under the newest key."""

from django.core.management.base import BaseCommand, CommandError

from bloei.foundation import encryption
from bloei.foundation.rotation import Rotated, rotate


class Command(BaseCommand):
    help = (
        "Puts every encrypted text under the newest key, while people work; may be stopped and "
        "run again. With --new it first puts a fresh key in front, in the key file."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--new", action="store_true", help="first add a fresh key")

    def handle(self, *_args, new, **_options):
        try:
            first = not encryption.known_keys()
            if new:
                self.add_key()
            if new and first:  # before the first upgrade there are no tables either
                return
            result = rotate(lambda column, done: self.stdout.write(f"{column}: {done}"))
        except (encryption.Unreadable, encryption.NotAKey) as problem:
            raise CommandError(str(problem)) from None
        self.tell(result)

    def add_key(self):
        if encryption.are_in_the_environment():
            raise CommandError(
                "The keys stand in BLOEI_ENCRYPTION_KEYS. Put this one in front there, restart "
                "everything, and run rotate_keys without --new:\n"
                f"{encryption.fresh_key().written}"
            )
        self.stdout.write(f"Key {encryption.add_key().name} is new.")

    def tell(self, result: Rotated):
        """Say what is done, and what must happen with the other keys."""
        known = {key.name for key in encryption.known_keys()}
        self.stdout.write(f"{result.done} texts are under key {encryption.newest().name} now.")
        for name in sorted(known - set(result.left) - {encryption.newest().name}):
            self.stdout.write(
                f"Nothing is under key {name} any more. Keep it as long as you keep backups "
                "that were made under it."
            )
        for name in sorted(result.left):
            lost = "is not here: put it back" if name not in known else "is still used: run again"
            self.stdout.write(f"{result.left[name]} texts are under key {name}, which {lost}.")
        if result.left:
            raise CommandError("Not everything is under the newest key.")
