"""The one command, as somebody types it: what it answers, starts and leaves behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from bloei.command import COMMANDS, bench, main
from bloei.foundation.postgres import server as runner

SOURCE = Path(__file__).parents[3]


def bloei(data, *arguments, address="", **options):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BLOEI", "DATA"))
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bloei", *arguments],
        env={
            **environment,
            **({"BLOEI_URL": address} if address else {}),
            "BLOEI_DATA": str(data),
            "PYTHONPATH": str(SOURCE),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def test_help_names_every_command(capsys):
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


def test_an_unknown_command_is_a_mistake_of_who_typed_it(capsys):
    assert main(["fly", "away"]) == 2
    assert "There is no command 'fly away'" in capsys.readouterr().err


def test_every_bench_that_can_be_run_has_a_beginning_of_its_own():
    assert {"ledger", "pages", "planner"} <= set(bench.benches())
    for name in bench.benches():
        assert "def main()" in (bench.FOLDER / f"{name}.py").read_text()


@pytest.mark.slow
def test_manage_runs_on_a_database_of_its_own_and_leaves_nothing_running(tmp_path):
    ran = bloei(tmp_path, "database", "sh", "-c", "echo $DATABASE_URL")
    said, _ = ran.communicate(timeout=120)
    assert ran.returncode == 0
    assert re.fullmatch(r"postgresql://bloei@/bloei\?host=\S+\n", said)
    assert not Path(said.strip().partition("host=")[2]).exists()


@pytest.mark.slow
def test_an_upgrade_of_an_https_address_asks_for_a_key_before_it_touches_anything(tmp_path):
    asked = bloei(tmp_path, "upgrade", address="https://leren.example.nl")
    said, _nothing = asked.communicate(timeout=60)
    assert asked.returncode == 1
    assert "BLOEI_ENCRYPTION_KEYS" in said
    assert not (tmp_path / "encryption-keys").exists()
    assert not list(tmp_path.glob("postgres*"))


def test_a_port_that_is_taken_gets_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ran = bloei(tmp_path, "demo", "--no-browser", "--port", str(other.getsockname()[1]))
        said, _ = ran.communicate(timeout=120)
    assert ran.returncode == 1
    assert "is taken; choose another one with --port" in said


@pytest.mark.slow
@pytest.mark.processes
def test_serve_answers_twice_in_a_row_and_stops_cleanly(tmp_path):
    for number in (signal.SIGINT, signal.SIGTERM):
        with Started(tmp_path, "serve") as program:
            said = program.read_until("Ctrl-C stops it.")
            assert f"Bloei is at http://127.0.0.1:{program.port}/" in said
            assert "./bloei people administrator" in said, "nobody is there yet"
            assert program.get("/healthz") == b"ok\n"
            program.stop(number)
        assert program.process.returncode == 0
        assert not program.servers()


@pytest.mark.slow
@pytest.mark.processes
def test_the_demo_says_where_it_is_and_leaves_nothing_running(tmp_path):
    with Started(tmp_path, "demo", "--no-browser", "--people", "60") as program:
        said = program.read_until("Ctrl-C stops it.")
        assert f"http://localhost:{program.port}/" in said
        assert "./bloei people administrator" not in said, "the demo brings its own people"
        assert program.get("/healthz") == b"ok\n"
        program.stop(signal.SIGINT)
    assert program.process.returncode == 0
    assert not program.servers()
    with pytest.raises(OSError, match="refused"):
        program.get("/healthz")


class Started:
    """A long running command of Bloei on a port of its own."""

    def __init__(self, data, name, *arguments):
        self.data, self.port = data, free_port()
        self.process = bloei(data, name, *arguments, "--port", str(self.port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop(signal.SIGTERM)

    def read_until(self, words):
        said = ""
        while words not in said:
            line = self.process.stdout.readline()
            assert line, said
            said += line
        return said

    def get(self, path):
        """Ask for a page, as soon as there is somebody to ask."""
        while True:
            try:
                url = f"http://localhost:{self.port}{path}"
                return urllib.request.urlopen(url, timeout=120).read()
            except urllib.error.URLError as trouble:
                if not isinstance(trouble.reason, ConnectionRefusedError) or self.has_ended():
                    raise

    def has_ended(self):
        """Give it a moment and tell whether it is still there."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(0.1)
        return self.process.returncode is not None

    def stop(self, number):
        self.process.send_signal(number)
        self.process.communicate(timeout=120)

    def servers(self):
        """Return the database servers that still run on the data of this command."""
        found = []
        for data in self.data.glob("postgres-*/"):
            number, _folder = runner._pid_file(data)
            if number and runner._is_postgres(number):
                found.append(number)
        return found
