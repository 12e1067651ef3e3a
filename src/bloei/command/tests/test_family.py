"""Children end with their parent, however it ends, and in order when it is asked to stop."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from bloei.command.family import Family, Stopped, stopping_in_order

pytestmark = pytest.mark.slow
CHILD = """
import signal, sys, time
from bloei.command.family import end_with_parent
end_with_parent()
print("ready", flush=True)
signal.pause()
"""
DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
signal.pause()
"""
PARENT = """
import sys
from bloei.command.family import Family
family = Family()
child = family.start("child", [sys.executable, "-c", sys.argv[1]])
print(child.pid, flush=True)
sys.stdin.read()
"""


def python(program, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
        **options,
    )


def test_a_child_ends_when_its_parent_is_killed():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with python(PARENT, CHILD, **pipes) as parent:
        number = int(parent.stdout.readline())
        # The child writes to its parent's standard error: what is left open there is the child.
        assert parent.stderr.readline() == "ready\n"
        os.kill(number, 0)
        parent.kill()
        assert parent.stderr.read() == ""  # comes to its end only when the child is gone


def test_children_that_do_not_listen_are_killed(monkeypatch, tmp_path):
    monkeypatch.setattr("bloei.command.family.FAREWELL", 0.2)
    family = Family()
    child = family.start("deaf", [sys.executable, "-c", DEAF], log=tmp_path / "log")
    while "ready" not in (tmp_path / "log").read_text():
        assert child.poll() is None
    family.stop()
    assert child.returncode == -signal.SIGKILL


def test_waiting_ends_with_the_name_of_the_child_that_failed(tmp_path):
    family = Family()
    family.start("fine", [sys.executable, "-c", "pass"], log=tmp_path / "fine")
    family.start("broken", [sys.executable, "-c", "raise SystemExit(3)"], log=tmp_path / "broken")
    assert family.wait() == "broken"
    family.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_ctrl_c_does_not_interrupt_the_stopping(number):
    before = signal.getsignal(number)
    with pytest.raises(Stopped):
        stop_twice(number)
    assert signal.getsignal(number) is before


def stop_twice(number):
    with stopping_in_order():
        try:
            os.kill(os.getpid(), number)
            signal.pause()
        finally:
            os.kill(os.getpid(), number)  # must do nothing any more
            os.kill(os.getpid(), signal.SIGINT)
