"""Ledger transfers per second with 16 writing processes and durable commits.

Run: ./bloei bench ledger [--seconds 20] [--writers 16]. Goal: at least 500 a second.
"""

import argparse
import multiprocessing
import random
import sys
import time
from pathlib import Path

from django.db import connection

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

ACCOUNTS = 400


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--writers", type=int, default=16)
    asked = parser.parse_args()
    from own_database import own_database
    from report import write as note

    with own_database():
        fill()
        note("ledger", measure(asked.writers, asked.seconds))


def measure(writers: int, seconds: float) -> dict:
    """Fork writers before anybody has a connection, let them write, and look at the books."""
    from bloei.budgets.granting import reconciliation
    from bloei.foundation import clock

    connection.close()
    jobs = [(number, seconds) for number in range(writers)]
    with multiprocessing.get_context("fork").Pool(writers) as pool:
        told = pool.starmap(write, jobs, chunksize=1)
    done = sum(transfers for transfers, _cpu in told)
    return {
        "writers": writers,
        "seconds": seconds,
        "transfers": done,
        "per_second": round(done / seconds),
        "cpu_ms_per_transfer_in_python": round(sum(cpu for _done, cpu in told) / done * 1000, 2),
        "doubts_afterwards": len(reconciliation.doubts(clock.today())),
    }


def fill() -> None:
    """Make budgets of 400 teams to move money between."""
    from bloei.budgets.books import accounts, ledger
    from bloei.budgets.models import TeamBudget
    from bloei.foundation import clock
    from bloei.people.models import Person, Unit

    owner = Person.objects.create(number="1", given_name="A", family_name="B", sort_name="b")
    fund = accounts.of_organisation("fund")
    for number in range(ACCOUNTS):
        unit = Unit.objects.create(code=f"u{number}", name=f"Unit {number}")
        budget = TeamBudget.objects.create(unit=unit, year=2026, owner=owner, made_at=clock.now())
        ledger.move(
            source=fund,
            target=accounts.of_team(budget, "own"),
            amount=1_000_000,
            key=f"begin:{number}",
            by=None,
            what="allocate",
            on=clock.today(),
        )


def write(number: int, seconds: float) -> tuple[int, float]:
    """Move money for some seconds; return how many transfers and the CPU seconds."""
    from bloei.budgets.books import ledger
    from bloei.budgets.models import Account
    from bloei.foundation import clock

    chance, done = random.Random(number), 0
    guarded = list(Account.objects.filter(floor=0))
    until, began = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < until:
        source, target = chance.sample(guarded, 2)
        ledger.move(
            source=source,
            target=target,
            amount=chance.randint(1, 100),
            key=f"{number}:{done}",
            by=None,
            what="transfer",
            on=clock.today(),
        )
        done += 1
    return done, time.process_time() - began


if __name__ == "__main__":
    main()
