"""Databases and the two roles that use them: the owner migrates, the program works.

The program's role owns nothing, so that the database itself can refuse what it must not do.
"""

import psycopg
from psycopg import sql

OWNER = "bloei"
WORK_ROLE = "bloei_app"


def prepare(superuser_url: str, database: str) -> None:
    """Make the roles and the database when they are not there, and set what each may do."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _make_roles(connection)
        found = connection.execute("select 1 from pg_database where datname = %s", [database])
        if found.fetchone():
            return
        connection.execute(
            sql.SQL("create database {} owner {}").format(
                sql.Identifier(database), sql.Identifier(OWNER)
            )
        )
    with psycopg.connect(superuser_url, dbname=database, autocommit=True) as connection:
        grant(connection)


def _make_roles(connection: psycopg.Connection) -> None:
    for role, may in ((WORK_ROLE, "nologin"), (OWNER, "login createdb")):
        found = connection.execute("select 1 from pg_roles where rolname = %s", [role])
        if not found.fetchone():
            connection.execute(sql.SQL(f"create role {{}} {may}").format(sql.Identifier(role)))  # type: ignore[arg-type]
    connection.execute(
        sql.SQL("grant {} to {}").format(sql.Identifier(WORK_ROLE), sql.Identifier(OWNER))
    )


def grant(connection: psycopg.Connection) -> None:
    """Let the program read and write rows of whatever the owner makes; never empty a table."""
    for what in ("select, insert, update, delete on tables", "usage, select on sequences"):
        connection.execute(
            sql.SQL(
                f"alter default privileges for role {{}} in schema public grant {what} to {{}}"  # type: ignore[arg-type]
            ).format(sql.Identifier(OWNER), sql.Identifier(WORK_ROLE))
        )
    connection.execute(
        sql.SQL("grant usage on schema public to {}").format(sql.Identifier(WORK_ROLE))
    )
