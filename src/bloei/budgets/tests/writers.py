"""One of many processes that write in the same books; started by test_writers.

Prints the requests that were acknowledged, one per line; a fifth of them is sent twice.
"""

import argparse
import random
import sys
import time
from datetime import date

ON = date(2026, 6, 1)


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    parser = argparse.ArgumentParser()
    parser.add_argument("number", type=int)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--without-keys", action="store_true")
    asked = parser.parse_args(arguments)
    chance = random.Random(asked.number)
    until = time.monotonic() + asked.seconds if asked.seconds else None
    number, acknowledged = 0, []
    while number < asked.requests if until is None else time.monotonic() < until:
        number += 1
        name = f"w{asked.number}:{number}"
        request = _request(name, chance)
        _send(request, without_keys=asked.without_keys)
        acknowledged.append(name)
        if chance.random() < 0.2:
            _send(request, without_keys=asked.without_keys)
    print("\n".join(acknowledged))
    return 0


def _request(name: str, chance: random.Random) -> dict:
    """Return a movement between two random accounts, in either direction."""
    return {"name": name, "seed": chance.random(), "amount": chance.randint(1, 50)}


def _send(request: dict, *, without_keys: bool) -> None:
    from bloei.budgets import ledger
    from bloei.budgets.models import Account

    guarded = list(Account.objects.filter(team_budget__isnull=False).order_by("pk"))
    chance = random.Random(request["seed"])
    source, target = chance.sample(guarded, 2)
    details = {"what": "transfer", "on": ON, "because": {"request": request["name"]}}
    key = request["name"]
    if without_keys:
        # What a ledger would do that does not look at the key.
        key = f"{key}:{random.SystemRandom().random()}"
    _move(ledger, source, target, request["amount"], key, details)


def _move(ledger, source, target, amount, key, details) -> None:
    try:
        ledger.move(source=source, target=target, amount=amount, key=key, by=None, **details)
    except ledger.NotEnough:
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
