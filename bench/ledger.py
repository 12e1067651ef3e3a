"""Ledger transfers per second with 16 writing processes and durable commits.

Run: python bench/ledger.py [--seconds 20] [--writers 16]. Goal: at least 500 a second.
"""

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

ACCOUNTS = 400


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--number", type=int, help="run as one of the writers")
    asked = parser.parse_args()
    if asked.number is not None:
        write(asked.number, asked.seconds)
        return
    measure(asked.writers, asked.seconds)


def measure(writers: int, seconds: float) -> None:
    from own_database import own_database
    from report import write as note

    with own_database():
        from bloei.budgets import reconciliation
        from bloei.foundation import clock

        fill()
        before = children()
        command = [sys.executable, __file__, "--seconds", str(seconds), "--number"]
        started = [
            subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for number in range(writers)
        ]
        for process in started:  # all of them have connected
            process.stdout.readline()
        began = time.monotonic()
        for process in started:
            process.stdin.write(b"go\n")
            process.stdin.flush()
        done = sum(int(process.communicate()[0]) for process in started)
        took = time.monotonic() - began
        note(
            "ledger",
            {
                "writers": writers,
                "seconds": round(took, 1),
                "transfers": done,
                "per_second": round(done / took),
                "cpu_ms_per_transfer_in_python": round((children() - before) / done * 1000, 2),
                "doubts_afterwards": len(reconciliation.doubts(clock.today())),
            },
        )


def children() -> float:
    """Return the CPU seconds of ended child processes."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fill() -> None:
    """Make budgets of 400 teams to move money between."""
    from bloei.budgets import accounts, ledger
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


def write(number: int, seconds: float) -> None:
    import django

    django.setup()
    from bloei.budgets import ledger
    from bloei.budgets.models import Account
    from bloei.foundation import clock

    chance, done = random.Random(number), 0
    guarded = list(Account.objects.filter(floor=0))
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + seconds
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
    print(done)


if __name__ == "__main__":
    main()
