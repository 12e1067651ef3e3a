"""The health page says yes only when the database can run its triggers."""

import os
import subprocess
import sys

import psycopg
from django.conf import settings
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


def test_healthz_answers_without_https_where_all_else_is_sent_there():
    """Who watches the machine asks the program itself; in a process with settings of its own."""
    ask = (
        "import django; django.setup()\n"
        "from django.http import HttpResponse\n"
        "from django.middleware.security import SecurityMiddleware\n"
        "from django.test import RequestFactory\n"
        "ask = SecurityMiddleware(lambda request: HttpResponse(status=200))\n"
        "get = RequestFactory().get\n"
        "print(*[ask(get(path, HTTP_HOST='bloei.example.org')).status_code"
        " for path in ('/healthz', '/', '/healthz/x', '/people/healthz')])"
    )
    chosen = {
        "BLOEI_MODE": "production",
        "BLOEI_URL": "https://bloei.example.org",
        "BLOEI_SECRET_KEY": "s" * 64,
        "DJANGO_SETTINGS_MODULE": "bloei.settings",
        "PYTHONPATH": str(settings.BASE.parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", ask], env=os.environ | chosen, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["200", "301", "301", "301"], done.stderr
