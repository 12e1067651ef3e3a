"""The pages that people open most, on De Linde: p50, p95, CPU, questions and bytes per request.

Run: python bench/pages.py [--people 420]. Requests go through the whole program (middleware,
session, templates) without a web server between; CPU is that of Bloei alone. Goals: Today
p50 at most 16 ms and at most 14 questions; lists p95 at most 100 ms and at most 10 questions.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

TODAY = date(2026, 11, 23)
REPEATS = 60
PAGES = (
    ("Today of Eva", "1003", "/"),
    ("Today of Mo", "1002", "/"),
    ("My budget", "1003", "/budgets/"),
    ("Team page", "1002", "/team/"),
    ("Team page, all below", "1001", "/team/?depth=all"),
    ("Catalogue", "1003", "/learning/offers/"),
    ("Catalogue search", "1003", "/learning/offers/?q=gesprekken"),
    ("Learning record", "1003", "/learning/record/"),
    ("People of HR", "1006", "/people/"),
)


def build(people: int) -> float:
    """Build De Linde; return the seconds it took."""
    from bloei.foundation.rooms import discover

    begin = time.perf_counter()
    for room in discover("demo"):
        if make := getattr(room, "build_cast", None):
            make(today=TODAY)
    for room in discover("demo"):
        if make := getattr(room, "build_crowd", None):
            make(people=people, today=TODAY)
    return time.perf_counter() - begin


def client_of(number: str):
    from django.test import Client

    from bloei.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(number=number))
    return client


def measure(number: str, path: str) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(number)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    took, cpu = [], time.process_time()
    for _ in range(REPEATS):
        begin = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begin) * 1000)
    spent = (time.process_time() - cpu) * 1000 / REPEATS
    p95 = statistics.quantiles(took, n=20)[-1]
    return (
        f"{answer.status_code}, p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms, "
        f"CPU {spent:.1f} ms, {len(asked)} questions, {len(answer.content) / 1000:.1f} kB"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=420)
    asked = parser.parse_args()
    os.environ["BLOEI_TODAY"] = TODAY.isoformat()
    os.environ["BLOEI_SECOND_STEP"] = ""
    from own_database import own_database
    from report import write

    with own_database(durable=False):
        built = build(asked.people)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("analyze")
        figures = {name: measure(number, path) for name, number, path in PAGES}
    write(f"pages-{asked.people}", {"people": asked.people, "built in, s": round(built), **figures})


if __name__ == "__main__":
    main()
