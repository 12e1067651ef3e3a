"""The nightly run and the five-year replay for many people, a third in monthly schemes.

Run: ./bloei bench grants [--people 100000] [--processes 2]. Goals, on 2 cores and for
100,000 people: a night under 60 seconds, the five-year replay under 10 minutes.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

FIRST = date(2021, 1, 1)
LAST = date(2025, 12, 31)
NIGHT = date(2026, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--until", type=date.fromisoformat, help="run as one of the processes")
    asked = parser.parse_args()
    if asked.until:
        part(asked.until)
    else:
        measure(asked.people, asked.processes)


def measure(people: int, processes: int) -> None:
    from own_database import own_database
    from report import write as note

    with own_database():
        import people as crowd
        from bloei.budgets.actions import grants
        from bloei.budgets.models import Entry
        from bloei.budgets.schemes.rulebook import Rulebook
        from bloei.budgets.tests.rules_for_tests import MONTHLY, YEARLY, switch_on

        crowd.make(people)
        switch_on(YEARLY, cao="yearly", first=FIRST)
        switch_on(MONTHLY, name="loopbaan", cao="monthly", first=FIRST)
        began = time.monotonic()
        grants.open_budgets(rulebook=Rulebook())
        opened = time.monotonic() - began
        replay = together(LAST, processes)
        replayed = Entry.objects.count()
        night = together(NIGHT, processes)
        note(
            "grants",
            {
                "people": people,
                "processes": processes,
                "accounts_opened_in_s": round(opened, 1),
                "five_years_s": replay["seconds"],
                "five_years_cpu_s_in_python": replay["cpu"],
                "five_years_entries": replayed,
                "night_s": night["seconds"],
                "night_cpu_s_in_python": night["cpu"],
                "night_entries": Entry.objects.count() - replayed,
            },
        )


def together(until: date, processes: int) -> dict:
    """Let processes do the run side by side; return wall seconds and CPU seconds."""
    command = [sys.executable, __file__, "--until", until.isoformat()]
    began = time.monotonic()
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _n in range(processes)]
    told = [json.loads(process.communicate()[0]) for process in started]
    return {
        "seconds": round(time.monotonic() - began, 1),
        "cpu": round(sum(one["cpu"] for one in told), 1),
    }


def part(until: date) -> None:
    import django

    django.setup()
    from bloei.budgets import rounds

    booked = rounds.catch_up(until)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"people": booked.people, "cpu": used.ru_utime + used.ru_stime}))


if __name__ == "__main__":
    main()
