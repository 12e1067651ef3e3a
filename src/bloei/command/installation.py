"""What stands between the source and a running program: a database, migrated, texts and styles."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bloei.foundation import postgres

DATABASE = postgres.OWNER


class Failed(Exception):
    """A step that ended badly; what it said stands above."""


def data_folder() -> Path:
    """Return the data folder; the launcher sets it, and it lies beside the source otherwise."""
    return Path(os.environ.get("BLOEI_DATA") or Path(__file__).parents[3] / ".bloei").resolve()


@contextmanager
def database(name: str = DATABASE) -> Iterator[bool]:
    """Point DATABASE_URL at a database that runs; yield whether it is one of our own.

    With DATABASE_URL set, nothing is started. Django connects when it is first asked
    something, so this may be entered after the settings are read.
    """
    if os.environ.get("DATABASE_URL"):
        yield False
        return
    server = postgres.start(data_folder())
    try:
        postgres.prepare(server.superuser_url, name)
        os.environ["DATABASE_URL"] = server.url(name, postgres.OWNER)
        _tell_django()
        yield True
    finally:
        os.environ.pop("DATABASE_URL", None)
        server.stop()


def _tell_django() -> None:
    """Take the address over where the settings were read before it was known."""
    from django.apps import apps

    if not apps.ready:
        return
    from django.conf import settings
    from django.db import connections

    from bloei.settings import database_of

    fresh = database_of(os.environ["DATABASE_URL"])
    settings.DATABASES["default"].update(fresh)
    connections["default"].settings_dict.update(fresh)


def python(*arguments: str) -> list[str]:
    """Return the command that runs a part of Bloei in a process of its own."""
    return [sys.executable, "-P", "-m", *arguments]


def upgrade() -> None:
    """Bring database, texts and styles up to this version, in a process of its own.

    It works as the owner of the tables; the processes that go on after it do not.
    """
    run(python("bloei", "upgrade"))


def run(command: list[str]) -> None:
    """Run a step to its end, what it says on standard error; raises Failed.

    In a session of its own, so that Ctrl-C reaches us alone; it is killed when we stop.
    """
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True, check=False
    )
    if ended.returncode:
        raise Failed


def has_texts() -> bool:
    """Tell whether the texts of this version are ready to be read."""
    from bloei.foundation import catalogues

    return catalogues.is_compiled_in(data_folder() / "locale")


def is_behind() -> bool:
    """Tell whether the database misses migrations of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
