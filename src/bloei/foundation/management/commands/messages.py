"""Keep the translations complete: extract, update, check and compile the rooms' catalogues."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bloei.foundation import catalogues


class Command(BaseCommand):
    help = (
        "Updates the catalogues of the named rooms (default: all) and compiles them. "
        "--check writes no catalogue and fails on untranslated, fuzzy and obsolete texts."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("room", nargs="*", help="only these rooms, such as budgets")
        parser.add_argument("--check", action="store_true", help="write nothing, fail on gaps")
        parser.add_argument("--prune", action="store_true", help="remove unused translations")
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *_args, room, check, prune, compile, **_options):  # noqa: A002
        folders = self._folders(room)
        if not compile:
            gaps = 0
            for name, folder in folders.items():
                report = (
                    catalogues.check(folder) if check else catalogues.update(folder, prune=prune)
                )
                gaps += self._tell(name, report)
            for line in (clashes := catalogues.contradictions()):
                self.stdout.write(f"two translations  {line}")
            for line in (forms := catalogues.in_two_forms()):
                self.stdout.write(f"two forms  {line}")
            if check and (gaps or clashes or forms):
                raise CommandError("The Dutch texts are not complete.")
        if not check:
            written = catalogues.compile_into(settings.DATA / "locale")
            self.stdout.write(f"Compiled {written.name} for {written.parts[-3]}.")

    def _folders(self, names):
        rooms = catalogues.rooms()
        if unknown := set(names) - set(rooms):
            raise CommandError(f"There is no room called {', '.join(sorted(unknown))}.")
        return {name: rooms[name] for name in names or rooms}

    def _tell(self, name, report) -> int:
        kinds = ("missing", "fuzzy", "obsolete", "broken")
        for kind in kinds:
            for msgid in getattr(report, kind):
                self.stdout.write(f"{kind:<9} {name}: {msgid}")
        return int(bool(report))
