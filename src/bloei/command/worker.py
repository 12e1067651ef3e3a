"""`./bloei worker`: does the work that happens by itself or later, until it is stopped."""

import argparse

from bloei.command.serve import keep_running


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bloei worker", description=__doc__)
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")
    parser.add_argument(
        "--no-upgrade", action="store_true", help="./bloei upgrade is run apart, not at each start"
    )
    wish = parser.parse_args(argv)
    part = ["bloei.command.working", str(wish.concurrency)]
    return keep_running("worker", part, not wish.no_upgrade, "The worker is at work.")
