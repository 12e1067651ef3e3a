"""Whether a database holds the example organisation; it is written on the database itself.

Nothing of the example may ever be put into a database that holds anything else.
"""

import os
import re
import shutil
from dataclasses import dataclass

import psycopg
from psycopg import sql

from bloei.command.installation import data_folder

MARK = re.compile(r"Bloei demo, (\d+) people, (whole|unfinished)")
IN_USE = """
select exists (select from information_schema.tables where table_name = 'people_person')
"""


class Unfit(Exception):
    """This database cannot be used for the demo; the sentence says what can be done."""


@dataclass(frozen=True)
class ExampleSize:
    """How many people the example in a database has (0: there is none) and if all are there."""

    people: int = 0
    is_whole: bool = False


def state_of(url: str) -> ExampleSize:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database"
            " where datname = current_database()"
        ).fetchone()
    written = MARK.fullmatch((found and found[0]) or "")
    return ExampleSize(int(written[1]), written[2] == "whole") if written else ExampleSize()


def mark(url: str, *, people: int, is_whole: bool) -> None:
    """Write on the database that it holds the example; its data may then be lost in a crash."""
    words = f"Bloei demo, {people} people, {'whole' if is_whole else 'unfinished'}"
    with psycopg.connect(url, autocommit=True) as connection:
        database = sql.Identifier(connection.info.dbname)
        connection.execute(
            sql.SQL("comment on database {} is {}").format(database, sql.Literal(words))
        )
        connection.execute(
            sql.SQL("alter database {} set synchronous_commit = off").format(database)
        )


def empty_if_unfinished(url: str, people: int, *, may_drop: bool) -> None:
    """Begin anew when an earlier demo was interrupted or has another number of people.

    Raises Unfit when the database holds something else, or is not ours to drop.
    """
    state = state_of(url)
    if state.is_whole and state.people == people:
        return
    if not state.people:
        _refuse_real_people(url)
        return
    if not may_drop:
        raise Unfit(
            "The database of DATABASE_URL holds an unfinished demo or one of another size; make "
            "it anew (dropdb, createdb) and start again."
        )
    _make_anew(url)


def _refuse_real_people(url: str) -> None:
    with psycopg.connect(url) as connection:
        if connection.execute(IN_USE).fetchone() == (True,):
            found = connection.execute("select exists (select from people_person)").fetchone()
            if found == (True,):
                raise Unfit(
                    "This database holds an organisation already, and the demo never touches it; "
                    "set BLOEI_DATA to another folder for the demo."
                )


def _make_anew(url: str) -> None:
    with psycopg.connect(url) as connection:
        name = connection.info.dbname
    elsewhere = psycopg.conninfo.make_conninfo(url, dbname="postgres")
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        database = sql.Identifier(name)
        connection.execute(sql.SQL("drop database {} with (force)").format(database))
        connection.execute(sql.SQL("create database {}").format(database))
    files = data_folder() / "files"
    if os.path.lexists(files):
        shutil.rmtree(files)
