"""`./bloei serve`: the web server, as in production."""

import argparse
import os
import sys

from bloei.command.family import Family, Stopped, stopping_in_order
from bloei.command.installation import Failed, database, python, upgrade

PORT = 8000


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bloei serve", description=__doc__)
    add_address(parser)
    parser.add_argument(
        "--no-upgrade", action="store_true", help="./bloei upgrade is run apart, not at each start"
    )
    wish = parser.parse_args(argv)
    port = wish.port or int(os.environ.get("BLOEI_PORT", PORT))
    part = ["bloei.command.web", wish.host, str(port)]
    return keep_running(
        "web", part, not wish.no_upgrade, f"Bloei is at {_address(wish.host, port)}"
    )


def _address(host: str, port: int) -> str:
    """Return where people find it, and behind which address a web server does."""
    here = f"http://{host}:{port}/"
    people = os.environ.get("BLOEI_URL", "")
    return f"{people} (on {here})" if people and people.rstrip("/") != here.rstrip("/") else here


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help=f"default: BLOEI_PORT, else {PORT}")
    parser.add_argument(
        "--host",
        default=os.environ.get("BLOEI_HOST", "127.0.0.1"),
        help="the address to listen on (default: BLOEI_HOST, else this machine only)",
    )


def keep_running(name: str, part: list[str], with_upgrade: bool, told: str) -> int:
    """Run one part of Bloei, with the database around it, until it ends or is stopped.

    `told` is said once it was started: silence looks like something that hangs.
    """
    family = Family()
    try:
        with stopping_in_order(), database():
            try:
                if with_upgrade:
                    upgrade()
                family.start(name, python(*part))
                print(f"{told}\nCtrl-C stops it.", file=sys.stderr, flush=True)
                family.wait()
            finally:
                family.stop()
    except Stopped:
        return 0
    except Failed:
        return 1
    print(f"The {name} process ended; what it said stands above.", file=sys.stderr)
    return 1
