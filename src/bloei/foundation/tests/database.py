"""Databases for tests: the embedded server, a migrated template, a clone per pytest process.

A pytest plugin. A run without database tests starts no server. The template is named after
everything that shapes it, so a narrow run clones it in a fraction of a second. Tests work
under the role that the program works under, which owns no table.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from psycopg import sql

from bloei.foundation import postgres

BUILDING = 20_261_123  # the number of the lock under which templates are made
TEMPLATES_KEPT = 3


@dataclass(frozen=True)
class Database:
    """A database that is dropped afterwards; `url` signs in as its owner."""

    name: str
    url: str


class Databases:
    """The server of this pytest process and the databases that it makes there."""

    def __init__(self) -> None:
        self.server = postgres.start(settings.DATA, durable=False)
        postgres.prepare(self.server.superuser_url, postgres.OWNER)
        self._count = 0
        self._remove_left_behind()
        self.template = self._template()

    def execute(self, statement: str, *names: str) -> list:
        """Run a statement about databases, `{}` standing for their names, as the owner."""
        with psycopg.connect(self.url(postgres.OWNER), autocommit=True) as connection:
            asked = connection.execute(
                sql.SQL(statement).format(*(sql.Identifier(name) for name in names))  # type: ignore[arg-type]
            )
            return asked.fetchall() if asked.description else []

    def url(self, name: str) -> str:
        return self.server.url(name, postgres.OWNER)

    @contextmanager
    def clone(self) -> Iterator[Database]:
        """Yield a fresh copy of the template."""
        self._count += 1
        name = f"run_{os.getpid()}_{self._count}"
        self.execute("create database {} template {}", name, self.template)
        try:
            yield Database(name, self.url(name))
        finally:
            self.execute("drop database {} with (force)", name)

    def _template(self) -> str:
        """Return the name of the migrated template; whoever comes first makes it."""
        name = f"template_{_shape()}"
        with psycopg.connect(self.url(postgres.OWNER), autocommit=True) as lock:
            lock.execute("select pg_advisory_lock(%s)", [BUILDING])
            if not self._named(name):
                self._make_template(name)
        return name

    def _make_template(self, name: str) -> None:
        unfinished = "template_unfinished"
        self.execute("drop database if exists {}", unfinished)
        self.execute("create database {} template template0", unfinished)
        with connected_to(self.url(unfinished), owner=True):
            _migrate()
        for old in self._named("template\\_%")[:-TEMPLATES_KEPT]:
            self.execute("drop database {} with (force)", old)
        self.execute("alter database {} rename to {}", unfinished, name)

    def _named(self, pattern: str) -> list[str]:
        """Return databases of that name, in the order in which they were made."""
        with psycopg.connect(self.url(postgres.OWNER)) as connection:
            found = connection.execute(
                "select datname from pg_database where datname like %s and datname != %s"
                " order by oid",
                [pattern, "template_unfinished"],
            )
            return [name for (name,) in found]

    def _remove_left_behind(self) -> None:
        """Drop what runs that were killed left behind."""
        for name in self._named("run\\_%"):
            if not Path(f"/proc/{name.split('_')[1]}").exists() and Path("/proc/self").exists():
                self.execute("drop database if exists {} with (force)", name)


def _shape() -> str:
    """Return a name for everything that shapes a migrated database."""
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for path in shaping_files():
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    for model in apps.get_models():
        digest.update(f"{model._meta.label}:{getattr(model, 'append_only', False)}".encode())
    return digest.hexdigest()[:12]


def shaping_files() -> list[Path]:
    """Return what a new database is made from.

    After migrating, a room closes its tables (apps.py) and brings in what it ships.
    """
    folders = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("bloei.")]
    files = [path for folder in folders for path in sorted((folder / "migrations").glob("*.*"))]
    files += [path for folder in folders if (path := folder / "apps.py").exists()]
    files += [path for folder in folders for path in sorted((folder / "schemes").glob("*.toml"))]
    project = settings.BASE.parents[1]
    return [*files, settings.BASE / "foundation" / "grants.py", project / "requirements.lock"]


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def connected_to(url: str, *, owner: bool = False) -> Iterator[None]:
    """Let Django work in another database, under the program's role or as the owner."""
    from django.db import connections

    connection = connections["default"]
    connection.close()
    with _naming(url, owner=owner):
        try:
            yield
        finally:
            connection.close()


class KeptConnection:
    """A connection that stays open from one test to the next: to open one takes as long as many."""

    def __init__(self, url: str) -> None:
        from django.db import connections

        self.url = url
        self._wrapper = connections.create_connection("default")

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let Django work over this connection."""
        from django.db import connections

        before = connections["default"]
        with _naming(self.url):
            connections["default"] = self._wrapper
            try:
                yield
            finally:
                connections["default"] = before

    def close(self) -> None:
        self._wrapper.close()


@contextmanager
def _naming(url: str, *, owner: bool = False) -> Iterator[None]:
    """Let whatever connects now, in this process or another, go to this database."""
    from django.db import connections

    there = psycopg.conninfo.conninfo_to_dict(url)
    told = connections.settings["default"]
    before, options = dict(told), dict(told["OPTIONS"])
    if owner:
        role = f"-c role={settings.WORK_ROLE} "
        options["options"] = options.get("options", "").replace(role, "")
    told.update(
        NAME=there["dbname"], USER=there["user"], HOST=there["host"], PORT="", OPTIONS=options
    )
    address = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        yield
    finally:
        told.update(before)
        if address is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = address


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.server.stop()


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker) -> Iterator[None]:
    """The database of this pytest process; each test is rolled back in it."""
    with django_db_blocker.unblock():
        databases = request.getfixturevalue("databases")
        with databases.clone() as clone, connected_to(clone.url):
            yield


@pytest.fixture
def cloned_database(django_db_setup, databases, django_db_blocker) -> Iterator[Database]:
    """A database of its own, for what really commits: several processes, a worker, a browser.

    Django is connected to it and DATABASE_URL names it. It takes the place of `db`.
    """
    with django_db_blocker.unblock(), databases.clone() as clone, connected_to(clone.url):
        yield clone


@pytest.fixture
def database(request) -> None:
    """The database of the test: one of its own when it asked for that, else one rolled back.

    For fixtures that write, and are used by both kinds of tests.
    """
    has_its_own = "cloned_database" in request.fixturenames
    request.getfixturevalue("cloned_database" if has_its_own else "db")


@pytest.fixture(scope="session")
def clone_for_session(
    django_db_setup, databases, django_db_blocker
) -> Iterator[Callable[[], Database]]:
    """Make databases that live as long as the run, such as one full of demo data."""
    from contextlib import ExitStack

    with ExitStack() as all_of_them:
        yield lambda: all_of_them.enter_context(databases.clone())
