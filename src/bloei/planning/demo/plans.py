"""What the planner found at De Linde, and the moments that come back there.

The demo does not wait for the solver: who has a place is chosen day by day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, time, timedelta

from bloei.foundation import clock
from bloei.people.models import Person, Unit
from bloei.planning import actions, queries, rules, spans
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.models import Plan
from bloei.planning.plans.planner import PlannerAnswer
from bloei.planning.rosters import at_work
from bloei.planning.spans import DAY, Span
from bloei.planning.staffing import pinches
from bloei.planning.staffing.together import Places

EVA, MO, TOM = "1003", "1002", "1013"
WEEK, WORKING_DAYS = timedelta(days=7), 5
EACH, BLOCK = 240, 60  # minutes
STARTS = (9, 10, 11, 13, 14, 15, 16)  # o'clock
# The moments that the planner proposes to Eva: day from Monday, from when until when, in minutes.
PROPOSED = ((0, 930, 960), (3, 660, 720), (4, 690, 720), (7, 600, 660), (10, 660, 720))


def build(*, today: date) -> None:
    """Let Mo and Eva ask the planner, and give the desk and Tom a moment that comes back."""
    _of_the_desk(today)
    _of_eva(today)
    _come_back(today)


def _of_the_desk(today: date) -> None:
    """Mo asked for three hours for everybody; half of the desk accepted, some fell short."""
    mo, desk = Person.objects.get(number=MO), Unit.objects.get(code="KC")
    asked_on = today - 3 * DAY
    with clock.fixed(asked_on, time(16, 41)):
        plan = actions.ask_plan(
            unit=desk, first=today + DAY, last=today + WEEK, minutes=EACH,
            key="demo-desk", by=mo,
        )  # fmt: skip
        people = list(queries.people_of(plan).order_by("pk").values_list("pk", flat=True))
        actions.keep_plan(plan, found=_found(plan, people), people=people, by=mo)
    with clock.fixed(today, time(8, 50)):
        proposed = plan.blocks.select_related("person").exclude(person__number=EVA)
        for person in people[::2]:
            if mine := list(proposed.filter(person=person).order_by("pk")):
                actions.accept_proposals(mine, today=today, by=mine[0].person)


def _found(plan: Plan, people: list[int]) -> PlannerAnswer:
    """Give everybody an hour a day, as long as enough people stay."""
    units = [plan.unit_id] if plan.unit_id else []
    roster = at_work.load(units, plan.first_on, plan.last_on)
    places, blocks, got = Places(roster), [], dict.fromkeys(people, 0)
    for day in _days(plan.first_on, plan.last_on):
        for person in sorted(people, key=lambda pk: (got[pk], pk)):
            for span in _hours(day) if got[person] < EACH else ():
                if places.give(person, span):
                    blocks.append((person, span))
                    got[person] += BLOCK
                    break
    short = {
        person: (EACH - minutes, *_because(places, person))
        for person, minutes in got.items()
        if minutes < EACH
    }
    missing = sum(minutes for minutes, _because, _where in short.values())
    figures = {
        "status": "feasible", "minutes_short": missing,
        "minutes_short_bound": max(0, missing - BLOCK), "people": len(people), "without_right": 0,
    }  # fmt: skip
    return PlannerAnswer(tuple(blocks), short, figures)


def _because(places: Places, person: int) -> tuple[str, list[dict]]:
    where = [asdict(pinch) for pinch in pinches.of_person(places, person)]
    return ("staffing" if where else "block_size"), where


def _of_eva(today: date) -> None:
    """Eva asked for herself this morning and chose nothing yet."""
    eva, monday = Person.objects.get(number=EVA), rules.monday(today)
    with clock.fixed(today, time(8, 35)):
        plan = actions.ask_plan(
            person=eva, first=today + DAY, last=today + 3 * WEEK, minutes=EACH, shortest=30,
            longest=60, key="demo-eva", by=eva,
        )  # fmt: skip
        moments = [
            Span(spans.at(monday + day * DAY, start), spans.at(monday + day * DAY, until))
            for day, start, until in PROPOSED
        ]
        blocks = tuple((eva.pk, span) for span in moments if _fits(eva, span, today))
        figures = {"status": "optimal", "minutes_short": 0, "people": 1, "without_right": 0}
        actions.keep_plan(plan, found=PlannerAnswer(blocks, {}, figures), people=[eva.pk], by=eva)


def _fits(person: Person, span: Span, today: date) -> bool:
    return span.start.date() > today and not obstacles.obstacles(Wish(person, span), today)


def _come_back(today: date) -> None:
    """The desk has a learning hour at the end of Wednesday; Tom one of his own."""
    mo, tom = (Person.objects.get(number=number) for number in (MO, TOM))
    monday, last = rules.monday(today) + WEEK, today + 26 * WEEK
    with clock.fixed(today, time(9, 5)):
        series = actions.set_series(
            unit=Unit.objects.get(code="KC"), every=rules.Every.WEEK, first=monday + 2 * DAY,
            last=last, from_minute=16 * 60, minutes=60, title="Leeruur", today=today,
            key="demo-hour", by=mo,
        )  # fmt: skip
        actions.fill_series(series, today=today, by=mo)
        actions.set_series(
            person=tom, every=rules.Every.TWO_WEEKS, first=monday + DAY, last=last,
            from_minute=14 * 60, minutes=60, title="Woonfraude herkennen", today=today,
            key="demo-tom", by=tom,
        )  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    every = (first + number * DAY for number in range((last - first).days + 1))
    return (day for day in every if day.weekday() < WORKING_DAYS)


def _hours(day: date) -> Iterable[Span]:
    return (Span(spans.at(day, hour * 60), spans.at(day, hour * 60 + BLOCK)) for hour in STARTS)
