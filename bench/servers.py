"""Today through a real web server: gunicorn with threads, and granian where it is installed.

Run: ./bloei bench servers [--people 420] [--seconds 6]. Eight clients keep their connections
and ask Today of Eva as fast as they are answered; both servers get two processes of four threads.
Small turns alternate, so that what else the machine does falls on both. CPU is that of the
server's processes and not of the clients. Goals: p95 under 500 ms, at least 110 a second.
granian is no part of Bloei: install it by hand into the environment to compare.
"""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

CLIENTS, PROCESSES, TURNS = 8, 2, 5


def commands(port: int) -> dict[str, list[str]]:
    gunicorn = [sys.executable, "-m", "bloei.command.web", "127.0.0.1", str(port)]
    found = {"gunicorn gthread": gunicorn}
    if find_spec("granian"):
        found["granian wsgi"] = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(PROCESSES), "--blocking-threads", "4",
            "--no-access-log", "--log-level", "warning", "bloei.wsgi:application",
        ]  # fmt: skip
    return found


@contextmanager
def serving(command: list[str], port: int) -> Iterator[psutil.Process]:
    """Run a server until the end of the `with`; what it prints is left out."""
    environment = os.environ | {"BLOEI_WEB_PROCESSES": str(PROCESSES)}
    started = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield psutil.Process(started.pid)
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)


def cpu(server: psutil.Process) -> float:
    family = [server, *server.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def turn(port: int, cookie: str, seconds: float) -> list[float]:
    """Let all clients ask for some seconds; return milliseconds per answer."""
    took: list[float] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            begin = time.perf_counter()
            connection.request("GET", "/", headers={"Cookie": cookie, "Host": "localhost"})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, answer.status
            assert len(body) > 1000
            took.append((time.perf_counter() - begin) * 1000)

    clients = [threading.Thread(target=ask) for _n in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return took


def figures(took: list[float], seconds: float, used: float) -> dict[str, float]:
    cut = statistics.quantiles(took, n=100)
    return {
        "a second": round(len(took) / seconds),
        "p50, ms": round(cut[49], 1),
        "p95, ms": round(cut[94], 1),
        "p99, ms": round(cut[98], 1),
        "CPU, ms": round(used * 1000 / len(took), 1),
    }


def cookie_of(number: str) -> str:
    from django.conf import settings

    from pages import client_of

    value = client_of(number).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={value}"


def measure(seconds: float) -> dict[str, dict]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cookie = cookie_of("1003")
    known = commands(port)
    took: dict[str, list[float]] = {name: [] for name in known}
    used = dict.fromkeys(known, 0.0)
    for _turn in range(TURNS):
        for name, command in known.items():
            with serving(command, port) as server:
                turn(port, cookie, 1)  # warm
                before = cpu(server)
                took[name] += turn(port, cookie, seconds)
                used[name] += cpu(server) - before
    return {name: figures(took[name], TURNS * seconds, used[name]) for name in known}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=420)
    parser.add_argument("--seconds", type=float, default=6)
    asked = parser.parse_args()
    import pages
    from own_database import own_database
    from report import write

    os.environ["BLOEI_TODAY"] = pages.TODAY.isoformat()
    os.environ["BLOEI_SECOND_STEP"] = ""
    with own_database(durable=False):
        pages.build(asked.people)
        found = measure(asked.seconds)
    write("servers", {"people": asked.people, "clients": CLIENTS, **found})


if __name__ == "__main__":
    main()
