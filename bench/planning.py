"""Learning time of a team of 60 that shares one minimum: one move by hand, and the week view.

Run: ./bloei bench planning [--people 60]. Goals (issue 02): checking one move under 50 ms;
the week view p95 at most 100 ms and a fixed number of questions. The team has patterns of
two kinds, one learning block each per week and a minimum of all but three, in tight slots too.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

TODAY = date(2026, 11, 23)
SINCE = date(2026, 1, 5)
REPEATS = 100
TO_SPARE = 3


def build(people: int):
    """Make a unit with people, their patterns, a minimum and the blocks of two weeks."""
    from bloei.people import actions
    from bloei.people.tests.cast import hire
    from bloei.planning.actions.rosters import UsualShift, set_pattern
    from bloei.planning.actions.staffing import set_staffing

    unit = actions.create_unit(
        code="KC", name="Klantcontact", parent=None, from_on=SINCE, today=TODAY, key="u", by=None
    )
    with actions.one_rebuild(TODAY):
        team = [
            hire(number=f"{7000 + n}", given=f"P{n}", family="Bench", unit=unit, today=TODAY)
            for n in range(people)
        ]
    for n, person in enumerate(team):
        begin = 8 + n % 2
        shifts = [
            UsualShift(weekday, begin * 60, (begin + 8) * 60, "Balie") for weekday in range(5)
        ]
        set_pattern(person, shifts=shifts, first=SINCE, key=f"p{n}", by=None)
    set_staffing(
        name="de balie", units=[unit], weekdays=range(5), from_minute=9 * 60,
        until_minute=16 * 60, minimum=people - TO_SPARE, first=SINCE, key="s", by=None,
    )  # fmt: skip
    _blocks(team)
    return [type(person).objects.get(pk=person.pk) for person in team]


def _blocks(team) -> None:
    """Let as many learn at each hour as can be missed, so that half of the week is tight."""
    from bloei.planning import actions
    from bloei.planning.rosters.at_work import wall
    from bloei.planning.spans import Span

    for n, person in enumerate(team):
        hour = n // TO_SPARE
        at = wall(f"2026-11-{24 + hour // 6 % 4}T{9 + hour % 6:02}:00")
        span = Span(at, at + timedelta(hours=1))
        try:
            actions.plan_block(person, span=span, today=TODAY, key=f"b{n}", by=person)
        except actions.InTheWay:
            continue


def measure(act: Callable[[], object]) -> dict[str, float]:
    """Return p50, p95, CPU and questions of one act."""
    from django.db import connection

    for _warm in range(10):
        act()
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        act()
    took, cpu = [], time.process_time()
    for _ in range(REPEATS):
        begin = time.perf_counter()
        act()
        took.append((time.perf_counter() - begin) * 1000)
    used = (time.process_time() - cpu) * 1000 / REPEATS
    return {
        "p50, ms": round(statistics.median(took), 1),
        "p95, ms": round(statistics.quantiles(took, n=20)[-1], 1),
        "CPU, ms": round(used, 1),
        "questions": len(asked),
    }


def figures(team) -> dict[str, dict]:
    from django.test import Client

    from bloei.planning.blocks import nearest, obstacles, verdicts
    from bloei.planning.blocks.obstacles import Wish
    from bloei.planning.rosters.at_work import wall
    from bloei.planning.spans import Span

    me, now = team[7], wall("2026-11-23T08:00")
    open_hour = Wish(me, Span(wall("2026-11-27T14:00"), wall("2026-11-27T15:00")))
    tight = Wish(me, Span(wall("2026-11-24T10:00"), wall("2026-11-24T12:00")))
    assert not obstacles.obstacles(open_hour, TODAY)
    assert obstacles.obstacles(tight, TODAY)
    client = Client()
    client.force_login(me)
    week, moment = "/time/?week=2026-11-23", "/time/moment/?on=2026-11-{}&start={}&until={}"
    return {
        "one move, possible": measure(lambda: obstacles.obstacles(open_hour, TODAY)),
        "one move, too few left": measure(lambda: obstacles.obstacles(tight, TODAY)),
        "three nearest moments": measure(lambda: nearest.nearest(tight, now)),
        "a move with its nearest moments": measure(lambda: verdicts.verdict(tight, now)),
        "card of a possible move": measure(lambda: client.get(moment.format(27, "14:00", "15:00"))),
        "card of an impossible move": measure(
            lambda: client.get(moment.format(24, "10:00", "12:00"))
        ),
        "week view": measure(lambda: client.get(week)),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=60)
    asked = parser.parse_args()
    os.environ["BLOEI_TODAY"] = TODAY.isoformat()
    os.environ["BLOEI_SECOND_STEP"] = ""
    from own_database import analyze, own_database
    from report import write

    with own_database(durable=False):
        team = build(asked.people)
        analyze()
        found = figures(team)
    write(f"planning-{asked.people}", {"people": asked.people, **found})


if __name__ == "__main__":
    main()
