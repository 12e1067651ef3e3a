"""A roster of five thousand people by file: looked at by a job, and taken over by another.

Run: ./bloei bench rosters [--people 5000] [--days 28]. Goal: five thousand people, four weeks,
under two minutes and under 1 GB of memory; the same file again and another roster as well.
"""

import argparse
import os
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

TODAY = date(2026, 11, 23)
FIRST = date(2026, 11, 30)


def rows(people: int, days: int, *, begin: int) -> bytes:
    """Return a file in which everybody works five days a week of eight hours, by turns."""
    lines = ["Medewerkernummer;Datum;Van;Tot;Dienst"]
    for number in range(1, people + 1):
        at = begin + number % 3
        for day in range(days):
            if (day + number) % 7 < 5:
                on = FIRST + timedelta(days=day)
                lines.append(f"b{number};{on:%d-%m-%Y};{at:02}:00;{at + 8:02}:30;Balie")
    return "\n".join(lines).encode()


def planner():
    """Make somebody who may bring in the roster of everybody."""
    from bloei.people import actions
    from bloei.people.models import Role
    from bloei.people.tests.cast import hire

    person = hire(number="7000", given="Hanan", family="Bench", unit=None, today=TODAY)
    actions.grant_role(person=person, role=Role.HR, from_on=TODAY, key="r", by=None)
    return type(person).objects.get(pk=person.pk)


def timed(file: bytes, by) -> dict[str, float]:
    """Bring a file in as the pages do; return the seconds that each job took."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from bloei.foundation.models import Run
    from bloei.planning import actions, jobs

    upload = SimpleUploadedFile("rooster.csv", file)
    stored = actions.keep_roster_file(upload=upload, key=f"{time.monotonic()}", by=by)
    took = {}
    for name, ask, work in (
        ("looked at, s", actions.look_at_roster, jobs.look_at_roster),
        ("taken over, s", actions.take_over_roster, jobs.take_over_roster),
    ):
        run = ask(stored, by=by)
        begin = time.monotonic()
        work(run_pk=run.pk)
        took[name] = round(time.monotonic() - begin, 1)
        assert Run.objects.get(pk=run.pk).state == Run.State.DONE
    return took


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--days", type=int, default=28)
    asked = parser.parse_args()
    os.environ["BLOEI_TODAY"] = TODAY.isoformat()
    from own_database import own_database
    from report import write

    with own_database():
        import people
        from bloei.planning.models import Shift

        people.make(asked.people)
        by = planner()
        early, late = (rows(asked.people, asked.days, begin=hour) for hour in (6, 9))
        found = {
            "the first time": timed(early, by),
            "the same again": timed(early, by),
            "another roster": timed(late, by),
        }
        shifts = Shift.objects.count()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = {"people": asked.people, "shifts": shifts, "MB of the file": round(len(late) / 1e6, 1)}
    write(f"rosters-{asked.people}", {**told, "memory, MB": most, **found})


if __name__ == "__main__":
    main()
