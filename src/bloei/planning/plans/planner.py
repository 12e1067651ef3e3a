"""The planner at work for real people: their roster as a question, its answer as proposals.

The solver runs in a process of its own, by the same command that anybody can run on a file
(docs/formats.md 2): its libraries are large and never live in the web or the worker.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bloei.budgets.balances import learning_time
from bloei.learning import ways
from bloei.people.models import Person
from bloei.planning import queries, rules, spans
from bloei.planning.models import LearningBlock, Plan
from bloei.planning.rosters import at_work
from bloei.planning.rosters.at_work import Roster
from bloei.planning.rules import State
from bloei.planning.solver.instance import Instance
from bloei.planning.spans import Span
from bloei.planning.staffing import instances, pinches

SECONDS_FOR_ONE, SECONDS_PER_UNIT, MOST_SECONDS = 8, 2, 280
FIGURES = ("minutes_short", "minutes_short_bound", "largest_shortfall", "status", "seconds")


@dataclass(frozen=True)
class PlannerAnswer:
    """What the planner found: new blocks per person, and who is how many minutes short.

    `short` gives (minutes, because, where it pinches) by person; `figures` are shown with the
    plan.
    """

    blocks: tuple[tuple[int, Span], ...]
    short: Mapping[int, tuple[int, str, list[dict]]]
    figures: Mapping[str, Any]


class NoAnswer(Exception):
    """The solver did not end as it should; what it said stands in the log, not here."""


def work_out(plan: Plan, today: date) -> PlannerAnswer:
    """Return what the solver finds for a plan; reads only. Raises NoAnswer.

    Whoever shares a minimum with these people counts, but only they get proposals. A moment
    that did not suit somebody is not proposed to them again.
    """
    people = list(queries.people_of(plan).order_by("pk"))
    first = max(plan.first_on, today + spans.DAY)
    if not people or first > plan.last_on:
        return PlannerAnswer((), {}, {"status": "optimal", "people": 0})
    roster = _roster(plan, people, first)
    asked = _asked(plan, people, today)
    liked = ways.liked_hours(list(asked), first, plan.last_on)
    instance = instances.instance_of(
        roster,
        wanted={pk: _fixed(roster, pk) + minutes for pk, minutes in asked.items()},
        block_minutes=(plan.shortest, plan.longest),
        prefers=lambda pk: [Span(*hours) for hours in liked.get(pk, ())],
    )
    answer = solve(instance, _seconds(len({one.unit for one in roster.people.values()})))
    return _found(answer, roster, asked)


def _seconds(units: int) -> int:
    return min(MOST_SECONDS, SECONDS_FOR_ONE + SECONDS_PER_UNIT * units)


def _roster(plan: Plan, people: list[Person], first: date) -> Roster:
    """Return the roster of these people and of whoever shares a minimum with them."""
    units = {person.unit_id for person in people if person.unit_id}
    wide = at_work.cluster(units, first, plan.last_on)
    there = Person.objects.working().filter(unit__in=wide)
    mine = Person.objects.filter(pk__in=[person.pk for person in people])
    roster = at_work.of_people(there | mine, first, plan.last_on, wide)
    unsuited: dict[int, list[Span]] = defaultdict(list)
    rows = LearningBlock.objects.filter(person__in=mine, state=State.DECLINED)
    for block in rows.between(first, plan.last_on + spans.DAY):
        unsuited[block.person_id].append(at_work.span_of(block.during))
    around = {
        pk: replace(one, busy=(*one.busy, *unsuited[pk])) for pk, one in roster.people.items()
    }
    return replace(roster, people=around)


def _asked(plan: Plan, people: list[Person], today: date) -> dict[int, int]:
    """Return how many new minutes per person: never more than their right, for who has one.

    Whose right is too small for one block gets none.
    """
    free = learning_time.learning_time([person.pk for person in people], today.year)
    asked = {}
    for person in people:
        minutes = plan.minutes
        if person.pk in free:
            minutes = min(minutes, free[person.pk].free)
        slots = minutes // instances.SLOT_MINUTES
        asked[person.pk] = slots * instances.SLOT_MINUTES if minutes >= plan.shortest else 0
    return asked


def _fixed(roster: Roster, person: int) -> int:
    """Return the minutes that are fixed already, as the planner counts them."""
    learns = (span for _pk, span in roster.people[person].learns)
    return sum(spans.minutes(span) for span in spans.outwards(learns, rules.SLOT))


def solve(instance: Instance, seconds: int) -> dict:
    """Let the solver answer in a process of its own; return its JSON. Raises NoAnswer."""
    with tempfile.TemporaryDirectory(prefix="bloei-plan-") as folder:
        question = Path(folder) / "instance.json"
        question.write_text(json.dumps(as_json(instance)))
        command = [sys.executable, "-P", "-m", "bloei", "planning", "solve", str(question)]
        answer = subprocess.run(
            [*command, "--seconds", str(seconds)],
            env=os.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=3 * seconds + 60,
            check=False,
        )
    if answer.returncode:
        raise NoAnswer(f"the solver ended with {answer.returncode}")
    return json.loads(answer.stdout)


def as_json(instance: Instance) -> dict:
    """Return an instance as docs/formats.md 2 writes it."""
    return {
        "slot_minutes": instance.slot_minutes,
        "people": [
            {
                key: [_written(span) for span in value] if isinstance(value, tuple) else value
                for key, value in asdict(learner).items()
            }
            for learner in instance.learners
        ],
        "staffing": [
            {
                "units": list(line.units),
                **_written(Span(line.start, line.until)),
                "minimum": line.minimum,
            }
            for line in instance.staffing
        ],
    }


def _written(span: Span) -> dict[str, str]:
    start, until = span
    return {
        "from": start.isoformat(timespec="minutes"),
        "until": until.isoformat(timespec="minutes"),
    }


def _found(answer: dict, roster: Roster, asked: Mapping[int, int]) -> PlannerAnswer:
    blocks = tuple(
        (int(block["person"]), _span(block)) for block in answer["blocks"] if not block["fixed"]
    )
    figures = {key: answer[key] for key in FIGURES}
    wanting = sum(1 for minutes in asked.values() if minutes)
    figures |= {"people": wanting, "without_right": len(asked) - wanting}
    return PlannerAnswer(blocks, _short(answer, roster, blocks), figures)


def _short(
    answer: dict, roster: Roster, blocks: Iterable[tuple[int, Span]]
) -> dict[int, tuple[int, str, list[dict]]]:
    """Return who is how many minutes short, why, and where it pinches for them."""
    places = None
    short = {}
    for one in answer["short"]:
        person, where = int(one["person"]), []
        if one["because"] == "staffing":
            places = places or pinches.places_after(roster, blocks)
            where = [asdict(pinch) for pinch in pinches.of_person(places, person)]
        short[person] = (one["minutes"], one["because"], where)
    return short


def _span(block: dict) -> Span:
    return Span(at_work.wall(block["from"]), at_work.wall(block["until"]))
