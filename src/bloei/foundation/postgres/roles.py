"""Databases and the two roles that use them: the owner migrates, the program works.

The program's role owns nothing, so that the database itself can refuse what it must not do.
What it may do is granted after every migration.
"""

import psycopg
from psycopg import sql

OWNER = "bloei"
WORK_ROLE = "bloei_app"
TURN = 20_261_122  # the number of the lock under which one process at a time prepares


def prepare(superuser_url: str, database: str) -> None:
    """Make the two roles and the database when they are not there."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [TURN])
        if not _exists(connection, "pg_roles where rolname", WORK_ROLE):
            connection.execute(f"create role {WORK_ROLE} nologin")
        if not _exists(connection, "pg_roles where rolname", OWNER):
            connection.execute(f"create role {OWNER} login createdb")
            connection.execute(f"grant {WORK_ROLE} to {OWNER} with admin option")
        if not _exists(connection, "pg_database where datname", database):
            make = sql.SQL("create database {} owner {}")
            names = sql.Identifier(database), sql.Identifier(OWNER)
            connection.execute(make.format(*names))


def _exists(connection: psycopg.Connection, where: str, name: str) -> bool:
    return bool(connection.execute(f"select 1 from {where} = %s", [name]).fetchone())  # noqa: S608
