"""The embedded server: started, joined, ended, and found again after a crash."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from bloei.foundation import postgres
from bloei.foundation.postgres import binaries as programs
from bloei.foundation.postgres import server as runner

pytestmark = pytest.mark.slow


@pytest.fixture
def started(tmp_path):
    """Start servers, by default on one folder, and end those that the test left running."""
    made = []

    def start(folder=tmp_path, **options):
        made.append(postgres.start(folder, **{"durable": False, "wish": "", **options}))
        return made[-1]

    yield start
    for server in made:
        server.stop()


def ask(server, statement, database="postgres"):
    with psycopg.connect(server.url(database, runner.SUPERUSER), autocommit=True) as connection:
        asked = connection.execute(statement)
        return asked.fetchone() if asked.description else None


def lives(server):
    return runner._is_postgres(postmaster(server)) if postmaster(server) else False


def postmaster(server):
    return runner._pid_file(server.data)[0]


@pytest.mark.parametrize("wish", ["machine", "wheel"])
def test_both_sources_of_programs_start_and_run_a_trigger(started, wish):
    if wish == "machine" and not list(programs._on_the_machine()):
        pytest.skip(
            "no PostgreSQL 15 or newer on this machine (Debian: apt-get install postgresql)"
        )
    server = started(wish=wish)
    ask(server, "create table kept (word text)")
    ask(
        server,
        "create function shout() returns trigger language plpgsql as"
        " $$ begin new.word := upper(new.word); return new; end $$",
    )
    ask(
        server,
        "create trigger shouting before insert on kept for each row execute function shout()",
    )
    ask(server, "insert into kept values ('één café')")
    assert ask(server, "select word from kept") == ("ÉÉN CAFÉ",)
    assert ask(server, "show server_encoding") == ("UTF8",)


def test_only_a_socket_in_a_private_folder_is_opened(started):
    server = started()
    folder = Path(server.socket_folder)
    assert ask(server, "show listen_addresses") == ("",)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(str(folder / runner.SOCKET_NAME)) <= runner.LONGEST_SOCKET_PATH
    server.stop()
    assert not folder.exists()


def test_a_second_start_joins_and_the_last_user_ends_the_server(started):
    first, second = started(), started()
    assert first.socket_folder == second.socket_folder
    first.stop()
    assert lives(second)
    second.stop()
    assert not lives(second)


def test_starting_at_the_same_moment_starts_one_server(started):
    folders = []
    crowd = [
        threading.Thread(target=lambda: folders.append(started().socket_folder)) for _ in range(4)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(folders) == 4
    assert len(set(folders)) == 1


def test_stopping_twice_does_nothing_the_second_time(started):
    server = started()
    server.stop()
    server.stop()
    assert not lives(server)


def test_a_server_whose_user_was_killed_is_joined_and_ended_by_the_next(started, tmp_path):
    program = """
        import pathlib, sys
        from bloei.foundation import postgres
        server = postgres.start(pathlib.Path(sys.argv[1]), durable=False, wish="")
        print(server.socket_folder, flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    ) as other:
        folder = other.stdout.readline().strip()
        other.kill()
    server = started()
    assert server.socket_folder == folder
    server.stop()
    assert not lives(server)


def test_after_a_crash_the_next_start_finds_what_was_committed(started):
    server = started(durable=True)
    ask(server, "create table kept (n int)")
    ask(server, "insert into kept values (1)")
    crash(server)
    again = started(durable=True)
    assert again.socket_folder != server.socket_folder
    assert not Path(server.socket_folder).exists()
    assert ask(again, "select n from kept") == (1,)


def test_the_process_number_of_a_dead_server_may_belong_to_somebody_else(started):
    server = started()
    crash(server)
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert ask(started(), "select 1") == (1,)


def crash(server):
    pid = postmaster(server)
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while runner._is_postgres(pid):
        assert time.monotonic() < until
        os.waitpid(pid, os.WNOHANG)


def test_data_of_another_major_version_is_left_alone_and_named(tmp_path):
    theirs = tmp_path / "postgres-12"
    theirs.mkdir()
    (theirs / "PG_VERSION").write_text("12\n")
    with pytest.raises(postgres.CannotStart, match=r"PostgreSQL 12.*apt-get install postgresql-12"):
        postgres.start(tmp_path, wish="")
    assert [path.name for path in tmp_path.iterdir()] == ["postgres-12"]


def test_programs_that_made_the_data_are_preferred_to_newer_ones():
    found = [*programs._on_the_machine(), *programs._in_the_wheel()]
    for one in found:
        assert programs.find("", {one.major}).major == one.major


def test_an_interrupted_first_start_is_repaired(started, tmp_path):
    server = started()
    server.stop()
    server.data.rename(server.data.with_name(f"{server.data.name}.new"))
    assert ask(started(), "select 1") == (1,)


def test_an_unknown_wish_and_a_machine_without_programs_get_a_sentence(tmp_path, monkeypatch):
    with pytest.raises(postgres.CannotStart, match="it can be machine or wheel"):
        postgres.start(tmp_path, wish="elsewhere")
    monkeypatch.setattr(programs, "PLACES", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(postgres.CannotStart, match="apt-get install postgresql"):
        postgres.start(tmp_path, wish="machine")


def test_the_programs_role_owns_nothing_and_makes_nothing(started):
    server = started()
    postgres.prepare(server.superuser_url, "house")
    postgres.prepare(server.superuser_url, "house")
    with psycopg.connect(server.url("house", postgres.OWNER)) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("set role bloei_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table ours (n int)")
        connection.rollback()
        assert connection.execute(
            "select rolsuper from pg_roles where rolname = 'bloei'"
        ).fetchone() == (False,)


def test_preparing_at_the_same_moment_makes_everything_once(started):
    server = started()
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: postgres.prepare(server.superuser_url, "house"), range(8)))
    assert ask(server, "select count(*) from pg_database where datname = 'house'") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change its user id")
@pytest.mark.parametrize("wish", ["machine", "wheel"])
def test_root_starts_it_in_a_home_that_is_closed_to_others(started, tmp_path, wish, monkeypatch):
    if wish == "machine" and not list(programs._on_the_machine()):
        pytest.skip(
            "no PostgreSQL 15 or newer on this machine (Debian: apt-get install postgresql)"
        )
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    moved = _in_a_closed_home(programs.find(wish, set()), home)
    monkeypatch.setattr(runner, "find", lambda *_: moved)
    server = started(home)
    assert ask(server, "select 1") == (1,)
    assert server.data.stat().st_uid != 0


def _in_a_closed_home(found, home):
    if found.libraries is None:
        return found
    shutil.copytree(found.home, home / "wheel" / "package" / found.home.name, symlinks=True)
    shutil.copytree(found.libraries, home / "wheel" / found.libraries.name)
    return programs.Binaries(
        home / "wheel" / "package" / found.home.name,
        found.major,
        home / "wheel" / found.libraries.name,
    )


@pytest.mark.parametrize("rounds", [2, pytest.param(5, marks=pytest.mark.deep)])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(started, rounds):
    server = started(durable=True)
    ask(server, "create table kept (n int primary key)")
    acknowledged, number = [], iter(range(10_000_000))
    for _ in range(rounds):
        writers = [
            threading.Thread(target=write, args=(server, number, acknowledged)) for _ in range(4)
        ]
        before = len(acknowledged)
        for writer in writers:
            writer.start()
        while len(acknowledged) < before + 200:
            threading.Event().wait(0.01)
        crash(server)
        for writer in writers:
            writer.join()
        server = started(durable=True)
    with psycopg.connect(server.superuser_url) as connection:
        kept = {n for (n,) in connection.execute("select n from kept")}
    assert set(acknowledged) <= kept
    assert len(acknowledged) == len(set(acknowledged))


def write(server, number, acknowledged):
    try:
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            while True:
                n = next(number)
                connection.execute("insert into kept values (%s)", [n])
                acknowledged.append(n)
    except psycopg.OperationalError:
        return
