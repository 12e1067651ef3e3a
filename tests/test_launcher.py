"""The launcher: makes the environment once, repairs it, and hands the command on.

A stand-in takes the place of uv, so nothing is fetched.
"""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).parents[1]
UV = """#!/bin/sh
echo "$*" >> "$UV_LOG"
echo "$UV_DEFAULT_INDEX" >> "$UV_LOG.index"
sleep "${UV_TAKES:-0}"
exit "${UV_ENDS:-0}"
"""
PROGRAM = """
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "python": sys.prefix}))
"""


@pytest.fixture
def house(tmp_path):
    """A project with the launcher, an empty program, and a stand-in for uv on the PATH."""
    package = tmp_path / "project" / "src" / "bloei"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PROGRAM)
    shutil.copy(PROJECT / "bloei", tmp_path / "project" / "bloei")
    for name in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / "project" / name).write_text("one==1\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(UV)
    (tmp_path / "bin" / "uv").chmod(0o755)
    return House(tmp_path)


class House:
    def __init__(self, folder):
        self.folder = folder
        self.project = folder / "project"
        self.data = folder / "data"
        self.log = folder / "uv.log"

    def start(self, *arguments, **environment):
        kept = {"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": "/"}
        own = {"BLOEI_DATA": str(self.data), "UV_LOG": str(self.log)}
        return subprocess.Popen(
            [sys.executable, str(self.project / "bloei"), *arguments],
            cwd=self.folder,
            env={**kept, **own, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments, **environment):
        process = self.start(*arguments, **environment)
        said, complained = process.communicate(timeout=60)
        return process.returncode, said, complained

    @property
    def installations(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    @property
    def environment(self):
        return next(self.data.glob("environment-*"))


def test_the_first_use_installs_and_hands_the_command_on_from_any_folder(house):
    status, said, complained = house.run("cao", "list", "--x")
    handed = json.loads(said)
    assert status == 0
    assert handed["arguments"] == ["cao", "list", "--x"]
    assert handed["folder"] == str(house.folder)
    assert handed["python"] == str(house.environment)
    assert "needed once" in complained
    assert "--require-hashes" in house.installations[0]


def test_the_second_use_installs_nothing_and_says_nothing(house):
    house.run("list")
    status, _said, complained = house.run("list")
    assert (status, complained) == (0, "")
    assert len(house.installations) == 1


def test_a_changed_lock_installs_again(house):
    house.run("list")
    (house.project / "requirements.lock").write_text("one==2\n")
    house.run("list")
    assert len(house.installations) == 2


def test_tests_bring_their_tools_which_stay_when_the_lock_changes(house):
    house.run("test")
    assert house.installations[-1].endswith("requirements-test.lock")
    house.run("demo")
    assert len(house.installations) == 1
    (house.project / "requirements.lock").write_text("one==2\n")
    house.run("demo")
    assert house.installations[-1].endswith("requirements-test.lock")


def test_two_first_uses_at_once_install_once(house):
    both = [house.start("list", UV_TAKES="1") for _ in range(2)]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert len(house.installations) == 1
    assert "waiting for it" in "".join(complained for _said, complained in ends)


def test_an_interrupted_installation_is_made_anew(house):
    process = house.start("list", UV_TAKES="60")
    while not house.installations:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (house.environment / "half").touch()
    assert house.run("list")[0] == 0
    assert not (house.environment / "half").exists()


def test_nothing_is_written_outside_the_data_folder(house):
    before = sorted(house.project.rglob("*"))
    house.run("list")
    assert sorted(house.project.rglob("*")) == before


def test_uv_gets_the_index_that_pip_was_told_to_use(house):
    house.run("list", PIP_INDEX_URL="https://mirror.example/simple")
    assert (house.folder / "uv.log.index").read_text() == "https://mirror.example/simple\n"


def test_a_data_folder_that_cannot_be_written_gets_a_sentence(house):
    house.data.write_text("a file")
    status, _said, complained = house.run("list")
    assert status == 1
    assert "choose another one with BLOEI_DATA" in complained


@pytest.fixture
def launcher():
    loader = SourceFileLoader("launcher", str(PROJECT / "bloei"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    return module


def test_an_old_python_gets_a_sentence(launcher, monkeypatch):
    monkeypatch.setattr(launcher, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11.*apt-get install python3"):
        launcher.use_a_newer_python()


def test_a_python_that_cannot_make_environments_names_the_package(launcher, monkeypatch, tmp_path):
    monkeypatch.setattr(launcher, "ENVIRONMENT", str(tmp_path / "environment-3"))
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(launcher.CannotInstall, match="apt-get install python3-venv"):
        launcher.pip_beside()
