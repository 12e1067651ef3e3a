"""The planner on teams of real size: how long, how much proven, and what gap is left.

Run: ./bloei bench planner [case ...]. Every case goes through what `./bloei planning solve` does
between reading its file and printing its answer, and the answer through the independent checker.
Goals (issue 02): 15 people, four weeks under 2 s; 500 people under 30 s; 5,000 people in about
500 teams under 5 minutes, at least 95 % of the clusters proven and the rest under 2 %.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "src")]

MONDAY, DAY = date(2026, 11, 30), timedelta(days=1)
SLOT, OPENS, CLOSES = 30, 9, 17
SHIFTS = ((8, 17), (9, 17), (8, 13), (12, 18))  # hours; most people work whole days
CHANCES = (6, 6, 1, 1)


class Case(NamedTuple):
    """A bench: so many teams of so many, `away` of a team may learn at once, for so many days.

    `shared`: so many teams keep one minimum together, of which `away` people may be missed.
    """

    teams: int
    people: int
    days: int
    away: int
    minutes: tuple[int, ...]
    seconds: int
    goal_seconds: float
    shared: int = 1


CASES = {
    "15 people, 2 weeks": Case(1, 15, 14, 3, (120, 180, 240), 10, 1),
    "15 people, 4 weeks": Case(1, 15, 28, 3, (240, 360, 480), 10, 2),
    "15 people, 4 weeks, all but one stay": Case(1, 15, 28, 1, (240, 360, 480), 30, 2),
    "15 people, 4 weeks, more asked than fits": Case(1, 15, 28, 1, (600, 720, 960), 30, 30),
    "45 people of 3 teams with one minimum": Case(3, 15, 28, 4, (240, 360, 480), 30, 30, 3),
    "500 people": Case(50, 10, 28, 2, (240, 360, 480), 30, 30),
    "500 people, all but one stay": Case(50, 10, 28, 1, (240, 360, 480), 30, 30),
    "500 people, more asked than fits": Case(50, 10, 28, 1, (900, 1200, 1500), 30, 30),
    "1,000 people": Case(100, 10, 28, 2, (240, 360, 480), 30, 30),
    "5,000 people": Case(500, 10, 28, 2, (240, 360, 480), 280, 300),
    "5,000 people, all but one stay": Case(500, 10, 28, 1, (240, 360, 480), 280, 300),
    "5,000 people, three teams share": Case(500, 10, 28, 3, (240, 360, 480), 280, 300, 3),
}


def instance(case: Case) -> dict:
    """Return the file of a case: always the same, from a fixed seed."""
    chance = random.Random(20261126)
    people, lines = [], []
    groups = [
        range(first, min(first + case.shared, case.teams))
        for first in range(0, case.teams, case.shared)
    ]
    for group in groups:
        near = [_person(chance, case, team, n) for team in group for n in range(case.people)]
        people += near
        lines += _lines(case, [f"team{team}" for team in group], near)
    return {"slot_minutes": SLOT, "people": people, "staffing": lines}


def _person(chance: random.Random, case: Case, team: int, number: int) -> dict:
    weekdays = sorted(chance.sample(range(5), chance.choice((3, 4, 4, 5))))
    begin, until = chance.choices(SHIFTS, CHANCES)[0]
    days = [MONDAY + n * DAY for n in range(case.days)]
    worked = [day for day in days if day.weekday() in weekdays]
    likes = chance.choice(weekdays)
    meets = chance.choice(weekdays)
    return {
        "id": f"t{team}p{number}",
        "unit": f"team{team}",
        "minutes": chance.choice(case.minutes),
        "min_block": 60,
        "max_block": chance.choice((120, 120, 180)),
        "max_blocks_per_day": 1,
        "works": [_span(day, begin, until) for day in worked],
        "busy": [_span(day, begin + 1, begin + 2) for day in worked if day.weekday() == meets],
        "prefers": [_span(day, 12, until) for day in worked if day.weekday() == likes],
    }


def _lines(case: Case, units: list[str], people: list[dict]) -> Iterator[dict]:
    """Yield a minimum for every opening hour: all who are there but `away`."""
    present: Counter[datetime] = Counter()
    for person in people:
        for shift in person["works"]:
            moment = datetime.fromisoformat(shift["from"])
            while moment < datetime.fromisoformat(shift["until"]):
                present[moment] += 1
                moment += timedelta(hours=1)
    for moment, there in sorted(present.items()):
        if OPENS <= moment.hour < CLOSES and there > 1:
            hours = _span(moment.date(), moment.hour, moment.hour + 1)
            yield {"units": units, **hours, "minimum": max(1, there - case.away)}


def _span(day: date, begin: int, until: int) -> dict[str, str]:
    return {"from": f"{day}T{begin:02}:00", "until": f"{day}T{until:02}:00"}


def measure(case: Case) -> dict[str, object]:
    """Return the figures of one case; fails when the result breaks a rule of its instance."""
    from bloei.planning.solver.checking import broken_rules
    from bloei.planning.solver.command import result
    from bloei.planning.solver.instance_file import instance_from
    from bloei.planning.solver.plan import plan_of
    from bloei.planning.solver.solve import look

    data = instance(case)
    begin = time.perf_counter()
    asked = instance_from(data)
    roster, found = look(asked, case.seconds)
    answer = result(plan_of(asked, roster, found), time.perf_counter() - begin)
    took = time.perf_counter() - begin
    assert broken_rules(data, answer) == []
    gaps = [
        (one.goals.short - one.bound.short) / max(1, sum(roster.diaries[n].wanted for n in who))
        for who, one in found
    ]
    return {
        "people": len(data["people"]),
        "s": round(took, 1),
        "goal, s": case.goal_seconds,
        "status": answer["status"],
        "minutes short": answer["minutes_short"],
        "at least": answer["minutes_short_bound"],
        "clusters": len(found),
        "all four goals proven": _share(one.proven for _who, one in found),
        "first goal proven": _share(not gap for gap in gaps),
        "largest gap": f"{100 * max(gaps):.2f} %",
        "gap of all": f"{100 * sum(gaps) / len(gaps):.2f} %",
    }


def _share(told: Iterable[bool]) -> str:
    told = list(told)
    return f"{100 * sum(told) / len(told):.1f} %"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*", default=list(CASES), metavar="case")
    from report import write

    found: dict[str, dict] = {}
    for name in parser.parse_args().cases:
        found[name] = measure(CASES[name])
        write("planner", found)  # after each: a run of all takes a quarter of an hour


if __name__ == "__main__":
    main()
