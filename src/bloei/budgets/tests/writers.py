"""Many processes that write in the same books; started by test_writers.

Prints the requests that were acknowledged, one per line; a fifth of them is sent twice.
The processes are forked before any of them has a connection, so Django starts once.
"""

import argparse
import multiprocessing
import random
import sys
from datetime import date

import django

ON = date(2026, 6, 1)


def main(arguments: list[str]) -> int:
    django.setup()
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--requests", type=int, default=25)
    parser.add_argument("--without-keys", action="store_true")
    asked = parser.parse_args(arguments)
    jobs = [(number, asked.requests, asked.without_keys) for number in range(asked.writers)]
    with multiprocessing.get_context("fork").Pool(asked.writers) as pool:
        for acknowledged in pool.starmap(write, jobs, chunksize=1):
            print("\n".join(acknowledged))
    return 0


def write(number: int, requests: int, without_keys: bool) -> list[str]:
    """Send requests, a fifth of them again; return which were acknowledged."""
    chance = random.Random(number)
    acknowledged = []
    for count in range(requests):
        name, seed, amount = f"w{number}:{count}", chance.random(), chance.randint(1, 50)
        for _again in range(2 if chance.random() < 0.2 else 1):
            # What a ledger would do that does not look at the key: another one each time.
            key = f"{name}:{random.SystemRandom().random()}" if without_keys else name
            _send(name, key, seed, amount)
        acknowledged.append(name)
    return acknowledged


def _send(name: str, key: str, seed: float, amount: int) -> None:
    """Move an amount between two random accounts, in either direction."""
    from bloei.budgets.books import ledger
    from bloei.budgets.models import Account

    guarded = list(Account.objects.filter(team_budget__isnull=False).order_by("pk"))
    source, target = random.Random(seed).sample(guarded, 2)
    details = {"what": "transfer", "on": ON, "because": {"request": name}}
    try:
        ledger.move(source=source, target=target, amount=amount, key=key, by=None, **details)
    except ledger.NotEnough:
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
