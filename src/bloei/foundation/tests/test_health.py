"""The health page says yes only when the database can run its triggers."""

import psycopg
from django.db import connection


def test_healthz_answers_without_a_session(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_looking_leaves_nothing_behind(client, cloned_database):
    client.get("/healthz")
    with connection.cursor() as cursor:
        cursor.execute("select xmin from foundation_heartbeat")
        first = cursor.fetchone()
        client.get("/healthz")
        cursor.execute("select xmin from foundation_heartbeat")
        assert cursor.fetchone() == first


def test_healthz_says_no_when_triggers_cannot_run(client, cloned_database):
    with psycopg.connect(cloned_database.url, autocommit=True) as owner:
        owner.execute(
            "create or replace function foundation_beat() returns trigger language plpgsql as"
            " $$ begin raise 'could not load library plpgsql.so'; end $$"
        )
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_healthz_says_no_when_the_trigger_is_gone(client, cloned_database):
    with psycopg.connect(cloned_database.url, autocommit=True) as owner:
        owner.execute("drop trigger beat on foundation_heartbeat")
    assert client.get("/healthz").status_code == 503
