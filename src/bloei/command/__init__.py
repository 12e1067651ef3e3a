"""The one command: starts the program and its database, and hands on to the rooms."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

COMMANDS = {
    "demo": "starts everything with the example organisation De Linde",
    "serve": "starts the web server",
    "worker": "does the work that happens by itself",
    "upgrade": "brings the database, texts and styles up to this version",
    "database": "runs a program, such as pg_dump, with the database at hand",
    "manage": "runs a command of Django, such as manage messages",
    "test": "runs everything that the continuous integration runs",
    "bench": "measures how fast it is, and writes it down",
    "check": "format, lint, contracts, types, migrations, texts and the fast tests",
}
# These reckon on files alone: without Django, without a database.
ON_FILES = {
    "cao": "bloei.budgets.cao.command",
    "planning solve": "bloei.planning.solver.command",
}


def main(argv: list[str]) -> int:
    """Run a command; return 0 when done, 2 when what was asked is wrong, 1 for our own fault."""
    name, rest = (argv[0], argv[1:]) if argv else ("help", [])
    try:
        for words in (1, 2):
            if module := ON_FILES.get(" ".join(argv[:words])):
                return import_module(module).main(argv[words:])
        return _with_django(name, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads our result has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _with_django(name: str, rest: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bloei.settings")
    from bloei.foundation.postgres import CannotStart

    try:
        if name in COMMANDS:
            return import_module(f"bloei.command.{name}").main(rest)
        if name in ("help", "-h", "--help"):
            print(_overview())
            return 0
        return _of_a_room([name, *rest])
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1


def _of_a_room(argv: list[str]) -> int:
    """Run a command such as `people import`, on the database."""
    from bloei.command.installation import Failed, database, has_texts, is_behind, upgrade
    from bloei.foundation import catalogues

    found = commands_of_rooms().get(" ".join(argv[:2]))
    if found is None:
        print(f"There is no command {' '.join(argv[:2])!r}.\n\n{_overview()}", file=sys.stderr)
        return 2
    try:
        with database():
            if is_behind() or not has_texts():
                upgrade()
                catalogues.read_anew()
            return found(argv[2:])
    except Failed:
        return 1


def commands_of_rooms() -> dict[str, Callable[[list[str]], int]]:
    import django

    from bloei.foundation.rooms import discover

    django.setup()
    found: dict[str, Callable[[list[str]], int]] = {}
    for module in discover("commands"):
        found |= module.COMMANDS
    return found


def _overview() -> str:
    lines = ["./bloei <command>", ""]
    lines += [f"  {name:<18} {what}" for name, what in COMMANDS.items()]
    lines += [f"  {name:<18} reckons on files; see --help" for name in ON_FILES]
    lines += [f"  {name:<18} see --help" for name in sorted(commands_of_rooms())]
    return "\n".join(lines)
