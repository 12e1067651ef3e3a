"""Sixteen people reach for the same hour at once: exactly as many get it as can be missed.

Sixteen connections and a database in which things really commit.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from bloei.foundation import clock
from bloei.people.models import Person
from bloei.planning import actions
from bloei.planning.actions.rosters import set_pattern
from bloei.planning.actions.staffing import set_staffing
from bloei.planning.blocks import steps
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.staffing import enough
from bloei.planning.tests.desk import SINCE, TODAY, WEEK, span

pytestmark = pytest.mark.slow
PEOPLE, NEEDED = 16, 13
FIT = PEOPLE - NEEDED
WANTED = span(24, 10, 12)
PATIENCE = 60  # seconds


@pytest.fixture
def crowd(cloned_database, cast) -> list[Person]:
    """Sixteen people of one team, of whom thirteen must be there."""
    unit = cast.klantcontact
    people = [cast.eva] + [
        cast.hire(number=str(2000 + at), given=f"Collega{at}", family="Visser", unit=unit)
        for at in range(PEOPLE - 1)
    ]
    with clock.fixed(TODAY):
        for person in people:
            set_pattern(person, shifts=WEEK, first=SINCE, key=f"p{person.pk}", by=cast.mo)
        set_staffing(
            name="de balie", units=[unit], weekdays=range(5), from_minute=9 * 60,
            until_minute=17 * 60, minimum=NEEDED, first=SINCE, key="desk", by=cast.mo,
        )  # fmt: skip
    return people


def all_at_once(people: list[Person]) -> int:
    """Let everybody plan the same hours at the same moment; return how many were let in."""
    ready = Barrier(len(people))

    def reach(person: Person) -> bool:
        try:
            with clock.fixed(TODAY):
                ready.wait(PATIENCE)
                actions.plan_block(person, span=WANTED, today=TODAY, key=f"b{person.pk}", by=person)
        except actions.InTheWay:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        return sum(pool.map(reach, people))


def still_there(person: Person) -> int:
    """Return how many people of the team are at work in the tightest half hour."""
    on: date = WANTED.start.date()
    roster = at_work.sharing(person, on, on)
    found = enough.tightest(enough.spare(roster, person.unit_id or 0), WANTED)
    assert found
    return found.present


def test_as_many_as_can_be_missed_get_the_hour_and_the_minimum_holds(crowd):
    assert all_at_once(crowd) == FIT
    assert LearningBlock.objects.count() == FIT
    assert still_there(crowd[0]) == NEEDED


def test_without_the_lock_far_too_many_would_get_it(crowd, monkeypatch):
    looked, look = Barrier(len(crowd)), steps.look

    def look_before_anybody_stands(wish, today):
        found = look(wish, today)
        looked.wait(PATIENCE)
        return found

    monkeypatch.setattr(steps, "hold", lambda person, span: None)
    monkeypatch.setattr(steps, "look", look_before_anybody_stands)
    assert all_at_once(crowd) == PEOPLE
    assert still_there(crowd[0]) == 0
