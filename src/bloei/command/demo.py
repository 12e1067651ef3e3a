"""`./bloei demo`: everything on this machine, with the example organisation De Linde."""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from dataclasses import dataclass

from bloei.command.example_data import Unfit, empty_if_unfinished, mark, state_of
from bloei.command.family import Family, Stopped, stopping_in_order
from bloei.command.installation import Failed, data_folder, database, python, run, upgrade
from bloei.command.serve import PORT
from bloei.foundation.postgres import CannotStart

HOST = "127.0.0.1"
PEOPLE = 420
PATIENCE = 60  # seconds until the first page must answer


@dataclass(frozen=True)
class DemoOptions:
    """What was asked for on the command line."""

    people: int
    port: int
    with_browser: bool

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/"


def main(argv: list[str]) -> int:
    try:
        wish = _read(argv)
        with stopping_in_order():
            _run(wish)
    except Stopped:
        print("Stopped.", file=sys.stderr)
        return 0
    except (CannotStart, Unfit) as problem:
        print(problem, file=sys.stderr)
        return 1
    except Failed as problem:
        print(problem or "The demo could not start; the lines above say why.", file=sys.stderr)
        return 1
    return 0


def _read(argv: list[str]) -> DemoOptions:
    parser = argparse.ArgumentParser(prog="bloei demo", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many (default {PEOPLE})")
    parser.add_argument("--port", type=int, help=f"default: BLOEI_PORT, else {PORT} or the next")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    asked = parser.parse_args(argv)
    named = asked.port or int(os.environ.get("BLOEI_PORT", "0"))
    return DemoOptions(asked.people, _port(named), not asked.no_browser)


def _port(named: int) -> int:
    """Return the port that was asked for, else the first free one."""
    candidates = [named] if named else range(PORT, PORT + 50)
    for port in candidates:
        with socket.socket() as attempt:
            # As the web server does: a port that was just left may be taken again.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((HOST, port))
            except OSError:
                continue
            return port
    raise Failed(f"Port {candidates[0]} is taken; choose another one with --port.")


def _run(wish: DemoOptions) -> None:
    """Start everything and wait; whatever happens, nothing is left running."""
    os.environ["BLOEI_MODE"] = "demo"
    os.environ["BLOEI_URL"] = wish.address.rstrip("/")
    family = Family()
    with database() as is_ours:
        try:
            _start(wish, family, is_ours)
            _stay(wish, family)
        finally:
            family.stop()


def _start(wish: DemoOptions, family: Family, is_ours: bool) -> None:
    _say("Preparing the database ...")
    empty_if_unfinished(os.environ["DATABASE_URL"], wish.people, may_drop=is_ours)
    upgrade()
    if state_of(os.environ["DATABASE_URL"]).people != wish.people:
        mark(os.environ["DATABASE_URL"], people=wish.people, is_whole=False)
        _say("Bringing in the people of De Linde ...")
        run(_example("cast", wish))
    logs = data_folder() / "log"
    logs.mkdir(exist_ok=True)
    web = ["bloei.command.web", HOST, str(wish.port)]
    family.start("web", python(*web), logs / "web.log")
    family.start("worker", python("bloei.command.working", "2"), logs / "worker.log")
    _wait_for_first_page(wish, family)


def _example(part: str, wish: DemoOptions) -> list[str]:
    return python("bloei.command.example", part, str(wish.people))


def _wait_for_first_page(wish: DemoOptions, family: Family) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _fail_with_a_child(family)
        try:
            urllib.request.urlopen(wish.address, timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            return  # it answers, even if with a page that says no
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Failed("The first page does not answer.")


def _stay(wish: DemoOptions, family: Family) -> None:
    """Say where it is, let the rest of the people come in, and wait for Ctrl-C."""
    subprocess.run(_example("who", wish), stdin=subprocess.DEVNULL, stdout=sys.stdout, check=False)
    _say(f"\nBloei is at {wish.address}\nCtrl-C stops it.", to=sys.stdout)
    if wish.with_browser and _has_screen():
        webbrowser.open(wish.address)
    if not state_of(os.environ["DATABASE_URL"]).is_whole:
        log = data_folder() / "log" / "example.log"
        crowd = family.start("example", _example("crowd", wish), log)
        while crowd.poll() is None:
            _fail_with_a_child(family)
            time.sleep(0.2)
        _fail_with_a_child(family)
        mark(os.environ["DATABASE_URL"], people=wish.people, is_whole=True)
        _say("De Linde is complete.")
    family.wait()
    _fail_with_a_child(family)


def _fail_with_a_child(family: Family) -> None:
    """Stop everything when a part of it failed, with the last lines that it wrote."""
    for name, child in family.children:
        if child.poll():
            log = data_folder() / "log" / f"{name}.log"
            last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise Failed(f"{last}\nThe {name} process ended; all it wrote is in {log}.")


def _has_screen() -> bool:
    """Tell whether there is a screen; without one, a text browser would take the terminal."""
    on_desktop = any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    )
    return sys.platform == "darwin" or on_desktop


def _say(sentence: str, to=None) -> None:
    print(sentence, file=to or sys.stderr, flush=True)
