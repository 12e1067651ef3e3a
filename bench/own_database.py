"""A durable database of its own for a bench, made in a temporary folder and removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_database(*, durable: bool = True) -> Iterator[str]:
    """Start PostgreSQL, migrate, let Django work there as the program does; yield the address."""
    folder = Path(tempfile.mkdtemp(prefix="bloei-bench-"))
    folder.chmod(0o755)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bloei.settings")
    os.environ["BLOEI_MODE"] = "production"  # development remembers every query
    from bloei.foundation import postgres

    server = postgres.start(folder, durable=durable)
    try:
        postgres.prepare(server.superuser_url, "bench")
        address = server.url("bench", postgres.OWNER)
        os.environ["DATABASE_URL"] = address
        _migrate()
        yield address
    finally:
        from django.db import connection

        connection.close()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def analyze() -> None:
    """Take statistics as the owner of the tables, as the nightly upkeep of a server does.

    The role that the program works under may not: PostgreSQL then warns and does nothing.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role none")
        cursor.execute("vacuum analyze")
        cursor.execute("reset role")


def _migrate() -> None:
    """Migrate as the owner, in a process of its own: this one works as the program."""
    import subprocess
    import sys

    environment = os.environ | {"BLOEI_ROLE": "owner"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v0"],
        env=environment,
        check=True,
    )
    import django

    django.setup()
