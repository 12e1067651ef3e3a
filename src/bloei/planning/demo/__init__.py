"""The weeks of De Linde: who works when, how many must be there, and who learns when.

The customer desk by hand, so that the story can be told; everybody else works ordinary days.
"""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta

from bloei.foundation import clock
from bloei.people.models import Person, Unit
from bloei.planning import actions, rules, spans
from bloei.planning.actions.rosters import UsualShift, set_pattern
from bloei.planning.actions.staffing import set_staffing
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.demo import plans
from bloei.planning.models import LearningBlock
from bloei.planning.spans import DAY, Span

SINCE = date(2026, 1, 5)
SEED = 20261126
MOST_ROSTERED = 1_000  # a bench of more people brings its own rosters
WEEK = timedelta(days=7)
SATURDAY = 5
DAYS = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4}
# The customer desk: day, from, until, place ("" is work behind the desk).
DESK = {
    "1002": "ma 8-17, di 8-17, wo 8-17, do 8-17, vr 9-11 Teamoverleg, vr 11-13",
    "1003": "ma 8-9 Balie, ma 9-13, ma 13-15 Balie, di 9-12 Balie, di 12-16, wo 8-12 Balie,"
    " wo 13-16 Balie, do 8-10 Balie, do 10-14, do 14-17 Balie, vr 9-11 Teamoverleg, vr 11-13",
    "1011": "ma 8-12 Balie, ma 13-17, di 8-17 Balie, do 8-17 Balie, vr 9-11 Teamoverleg, vr 11-17",
    "1012": "ma 9-15 Balie, wo 9-13 Balie, wo 13-17, do 9-15 Balie",
    "1013": "ma 8-17 Balie, di 8-13 Balie, di 13-17, wo 8-17 Balie, do 9-17, vr 9-11 Teamoverleg,"
    " vr 11-17 Balie",
    "1014": "di 9-15 Balie, do 9-15 Balie, vr 9-13",
    "1015": "ma 9-15, di 9-15 Balie, do 9-13 Balie, vr 9-11 Teamoverleg, vr 11-16 Balie",
    "1016": "ma 9-17 Balie, di 9-13 Balie, wo 9-17 Balie, vr 9-11 Teamoverleg, vr 11-16 Balie",
    "1017": "ma 9-17, di 9-17 Balie, wo 13-17 Balie, do 9-17 Balie, vr 9-11 Teamoverleg,"
    " vr 11-17 Balie",
    "1018": "ma 9-17 Balie, di 9-13, wo 9-17 Balie, do 9-17, vr 9-11 Teamoverleg, vr 11-17",
    "1019": "ma 8-17 Balie, di 8-17, wo 8-17, do 12-17 Balie, vr 9-11 Teamoverleg, vr 11-17 Balie",
    "1020": "di 13-17 Balie, wo 9-12 Balie, do 13-17 Balie, vr 9-11 Teamoverleg, vr 11-17",
}
# Where, on which weekdays, from, until, how many; nobody misses the meeting of the team.
NEEDED = (
    ("de balie", range(5), 9, 12, 8),
    ("de balie", range(5), 12, 17, 6),
    ("het teamoverleg", [4], 9, 11, 11),
)
ROTAS = ("ma 8-17, di 8-17, wo 8-17, do 8-17", "ma 9-17, di 9-17, do 9-17, vr 9-17",
         "ma 9-15, di 9-15, do 9-15", "di 8-16, wo 8-16, do 8-16, vr 8-12")  # fmt: skip
# Number, weeks from this one, day, from, until, what for: done when it is over.
LEARNT = (
    ("1003", -9, "do", 10, 13, "Helder schrijven"),
    ("1003", -7, "di", 12, 16, "Lastige gesprekken"),
    ("1003", -5, "do", 10, 14, "Lastige gesprekken"),
    ("1003", -3, "di", 12, 16, "Taal op B1"),
    ("1003", -2, "do", 10, 13, "Taal op B1"),
    ("1003", 0, "ma", 10, 12, "Helder schrijven"),
    ("1018", -4, "do", 9, 12, "Omgaan met verward gedrag"),
    ("1018", 0, "di", 9, 11, "Omgaan met verward gedrag"),
    ("1013", -6, "do", 10, 14, "Woonfraude herkennen"),
    ("1011", -8, "ma", 13, 17, "Coachend communiceren"),
    ("1017", -3, "ma", 9, 13, "Post-hbo woonrecht"),
    ("1019", -2, "wo", 9, 12, "Opleiding teamleider"),
)
# In the weekend Today shows the week that comes: then this stands in it.
COMING = (("1003", 1, "di", 12, 14, "Lastige gesprekken"),)
UNSAID = ("1003", -1, "do", 10, 12, "Taal op B1")  # it is over, and nobody asked how it went yet


def shifts(written: str) -> list[UsualShift]:
    """Read "ma 8-9 Balie, ma 9-13": day, from, until, place."""
    found = []
    for part in written.split(","):
        day, hours, *place = part.split(maxsplit=2)
        first, _dash, last = hours.partition("-")
        found.append(UsualShift(DAYS[day], int(first) * 60, int(last) * 60, "".join(place)))
    return found


def build_cast(*, today: date) -> None:
    """Give the customer desk its weeks, and tell the story of its learning time."""
    mo = Person.objects.get(number="1002")
    with clock.fixed(SINCE):
        for number, written in DESK.items():
            _works(Person.objects.get(number=number), written, mo)
        for at, (name, weekdays, first, last, needed) in enumerate(NEEDED):
            set_staffing(
                name=name, units=[Unit.objects.get(code="KC")], weekdays=weekdays,
                from_minute=first * 60, until_minute=last * 60, minimum=needed, first=SINCE,
                key=f"demo-desk-{at}", by=mo,
            )  # fmt: skip
    coming = COMING if today.weekday() >= SATURDAY else ()
    for story in (*LEARNT, *coming, UNSAID):
        block = _plan(story, today)
        if block and story is not UNSAID:
            _realise(block, today)
    _waits(today)
    plans.build(today=today)


def build_crowd(*, people: int, today: date) -> None:
    """Let everybody else work ordinary days."""
    dice = random.Random(SEED)
    rest = Person.objects.working().filter(patterns=None).order_by("pk")
    with clock.fixed(SINCE):
        for person in rest[:MOST_ROSTERED]:
            _works(person, dice.choice(ROTAS), None)


def _works(person: Person, written: str, by: Person | None) -> None:
    set_pattern(person, shifts=shifts(written), first=SINCE, key=f"demo-{person.number}", by=by)


def _plan(story: tuple, today: date) -> LearningBlock | None:
    """Plan a block a week ahead, where the staffing lets it."""
    number, weeks, day, first, last, title = story
    on = rules.monday(today) + weeks * WEEK + DAYS[day] * DAY
    span = Span(spans.at(on, first * 60), spans.at(on, last * 60))
    person, planned_on = Person.objects.get(number=number), min(on - WEEK, today)
    with clock.fixed(planned_on, time(9, 12)):
        if obstacles.obstacles(Wish(person, span), planned_on):
            return None
        return actions.plan_block(
            person, span=span, title=title, today=planned_on, key=f"demo-{number}-{on}", by=person
        )


def _realise(block: LearningBlock, today: date) -> None:
    on = block.starts_at.date()
    if on < today:
        with clock.fixed(on, time(17, 3)):
            actions.realise_block(block, today=on, by=block.person)


def _waits(today: date) -> None:
    """Ruben asks Mo for an evening outside the roster; Mo asks Sanne for another moment."""
    ruben, mo = (Person.objects.get(number=number) for number in ("1017", "1002"))
    monday = rules.monday(today) + WEEK
    with clock.fixed(today):
        actions.plan_block(
            ruben, span=_first_free(ruben, monday, 18 * 60, today), title="Post-hbo woonrecht",
            why="De les is alleen ’s avonds.", today=today, key="demo-ruben", by=ruben,
        )  # fmt: skip
        for block in LearningBlock.objects.filter(
            person__number="1018", state=rules.State.AGREED, during__startswith__gt=clock.now()
        )[:1]:
            _ask_to_move(block, monday, today, mo)


def _ask_to_move(block: LearningBlock, monday: date, today: date, by: Person) -> None:
    for on in _days(monday):
        span = Span(spans.at(on, 13 * 60), spans.at(on, 15 * 60))
        if not obstacles.obstacles(Wish(block.person, span, besides=block), today):
            actions.ask_to_move(
                block, span=span, because="Dinsdag komt de nieuwe collega kennismaken.",
                today=today, key="demo-sanne", by=by,
            )  # fmt: skip
            return


def _first_free(person: Person, monday: date, minute: int, today: date) -> Span:
    """Return the first evening of a week that only needs a yes."""
    for on in _days(monday):
        span = Span(spans.at(on, minute), spans.at(on, minute + 120))
        found = obstacles.obstacles(Wish(person, span), today)
        if all(one.is_askable for one in found):
            return span
    raise AssertionError("Every evening of a whole week is taken.")


def _days(monday: date) -> Iterator[date]:
    return (monday + number * DAY for number in range(5))
