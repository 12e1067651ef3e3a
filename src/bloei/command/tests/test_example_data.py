"""The demo begins anew when it was interrupted, and never touches a real organisation."""

import psycopg
import pytest

from bloei.command.example_data import ExampleSize, Unfit, empty_if_unfinished, mark, state_of


def holds_tables(url):
    with psycopg.connect(url) as connection:
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'")
        return found.fetchone()[0] > 0


def test_a_database_without_a_mark_holds_no_demo(cloned_database):
    assert state_of(cloned_database.url) == ExampleSize()


def test_the_mark_tells_size_and_wholeness(cloned_database):
    mark(cloned_database.url, people=420, is_whole=False)
    assert state_of(cloned_database.url) == ExampleSize(420, is_whole=False)
    mark(cloned_database.url, people=420, is_whole=True)
    assert state_of(cloned_database.url) == ExampleSize(420, is_whole=True)


def test_an_organisation_that_is_no_demo_is_refused(cloned_database, cast):
    with pytest.raises(Unfit, match="holds an organisation already"):
        empty_if_unfinished(cloned_database.url, 420, may_drop=True)
    assert holds_tables(cloned_database.url)


def test_an_empty_database_may_become_the_demo(cloned_database):
    empty_if_unfinished(cloned_database.url, 420, may_drop=False)
    assert holds_tables(cloned_database.url)


@pytest.mark.parametrize(("people", "is_whole"), [(420, False), (50, True)])
def test_an_unfinished_demo_or_one_of_another_size_is_begun_anew(cloned_database, people, is_whole):
    mark(cloned_database.url, people=people, is_whole=is_whole)
    with pytest.raises(Unfit, match="DATABASE_URL"):
        empty_if_unfinished(cloned_database.url, 420, may_drop=False)
    empty_if_unfinished(cloned_database.url, 420, may_drop=True)
    assert not holds_tables(cloned_database.url)
    assert state_of(cloned_database.url) == ExampleSize()


def test_a_whole_demo_of_the_right_size_is_kept(cloned_database, cast):
    mark(cloned_database.url, people=420, is_whole=True)
    empty_if_unfinished(cloned_database.url, 420, may_drop=True)
    assert holds_tables(cloned_database.url)
