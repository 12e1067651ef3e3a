"""The pages that people open most, on De Linde: p50, p95, CPU, questions and bytes per request.

Run: ./bloei bench pages [--people 420]; who works there beyond 420 has contracts and budgets, and
no story. Requests go through the whole program (middleware,
session, templates) without a web server between. Beside every page a bare Django page is
measured (session, sign-in, six questions, 100 rows: 10.1 ms on the machine of the goals).
Goals: Today p50 at most 16 ms and 14 questions; lists p95 at most 100 ms and 10 questions.
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
DE_LINDE = 420
FLOOR = "/bench-floor/"
THEIR_CAO = """
update people_employmentterm t
   set cao = case t.cao when 'monthly' then 'Sociaal Werk' else 'Woondiensten' end
 where t.cao in ('monthly', 'yearly')
"""
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
            make(people=min(people, DE_LINDE), today=TODAY)
    if people > DE_LINDE:
        _grow(people - DE_LINDE)
    return time.perf_counter() - begin


def _grow(people: int) -> None:
    """Let so many more work here, under the caos of De Linde, with all that they were granted."""
    from django.db import connection

    from bloei.budgets import rounds
    from own_database import analyze
    from people import make

    make(people)
    with connection.cursor() as cursor:
        cursor.execute(THEIR_CAO)
    analyze()
    rounds.grant_and_lapse(TODAY)


def client_of(number: str):
    from django.test import Client

    from bloei.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(number=number))
    return client


def floor(request):
    """Answer as a bare Django page does: session, who is signed in, six questions, 100 rows."""
    from django.http import HttpResponse
    from django.template import engines

    from bloei.people.models import Person

    for number in range(3):
        Person.objects.filter(pk=number + request.user.pk).first()
    row = (
        "<tr><td>{{ p.number }}</td><td>{{ p }}</td><td>{{ p.email }}</td><td>{{ p.unit_id }}</td>"
    )
    page = engines["django"].from_string("{% for p in people %}" + row + "</tr>{% endfor %}")
    return HttpResponse(page.render({"people": Person.objects.order_by("pk")[:100]}))


def add_floor() -> None:
    from django.urls import path

    from bloei import urls

    urls.urlpatterns.append(path(FLOOR.strip("/") + "/", floor))


def measure(number: str, path: str) -> dict:
    """Return the figures of one page: milliseconds, questions and kilobytes of one request."""
    from django.db import connection

    client = client_of(number)
    for _warm in range(10):
        client.get(path)
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = client.get(path)
    took, cpu = [], time.process_time()
    for _ in range(REPEATS):
        begin = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begin) * 1000)
    return {
        "status": answer.status_code,
        "p50, ms": round(statistics.median(took), 1),
        "p95, ms": round(statistics.quantiles(took, n=20)[-1], 1),
        "CPU, ms": round((time.process_time() - cpu) * 1000 / REPEATS, 1),
        "questions": len(asked),
        "kB": round(len(answer.content) / 1000, 1),
    }


def table(pages=PAGES) -> dict:
    """Measure every page; `bare pages` is how many bare Django pages of the same run it takes."""
    add_floor()
    figures = {}
    for name, number, path in pages:
        bare = measure(number, FLOOR)
        found = measure(number, path)
        figures[name] = found | {"bare pages": round(found["p50, ms"] / bare["p50, ms"], 1)}
    return {"bare Django page": bare} | figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=420)
    asked = parser.parse_args()
    os.environ["BLOEI_TODAY"] = TODAY.isoformat()
    os.environ["BLOEI_SECOND_STEP"] = ""
    from own_database import analyze, own_database
    from report import write

    with own_database(durable=False):
        built = build(asked.people)
        analyze()
        figures = table()
    write(f"pages-{asked.people}", {"people": asked.people, "built in, s": round(built), **figures})


if __name__ == "__main__":
    main()
