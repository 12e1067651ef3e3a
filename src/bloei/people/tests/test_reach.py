"""Reach by property: on random trees today's table equals a walk by hand, for everybody.

The walk is written here once more, in plain Python and in another way than the SQL.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bloei.foundation import clock
from bloei.people import actions, leads, queries
from bloei.people.access import SEE_PERSON, my_people
from bloei.people.actions import Terms
from bloei.people.models import Deputy, Lead, Person, Unit
from bloei.people.tests.cast import TODAY, hire

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RANDOM = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class World:
    """A small organisation: places are numbers in the lists."""

    parents: list[int | None]
    units: list[int | None]
    managers: list[int | None]
    leaders: dict[int, int]
    left: set[int] = field(default_factory=set)


@st.composite
def worlds(draw) -> World:
    size = draw(st.integers(1, 6))
    parents = [None, *(draw(st.integers(0, at - 1)) for at in range(1, size))]
    count = draw(st.integers(1, 9))
    somebody = st.integers(0, count - 1)
    return World(
        parents=parents,
        units=draw(st.lists(st.none() | st.integers(0, size - 1), min_size=count, max_size=count)),
        managers=draw(st.lists(st.none() | somebody, min_size=count, max_size=count)),
        leaders=draw(st.dictionaries(st.integers(0, size - 1), somebody, max_size=size)),
        left=draw(st.sets(somebody, max_size=2)),
    )


def steps(world: World, person: int) -> dict[int, int]:
    """Return who is directly or through the tree above somebody, with how many steps."""
    manager = world.managers[person]
    if manager is not None and manager not in world.left and manager != person:
        return {manager: 1}
    found: dict[int, int] = {}
    unit = world.units[person]
    while unit is not None:
        leader = world.leaders.get(unit)
        if leader is not None and leader not in world.left and leader != person:
            found.setdefault(leader, len(found) + 1)
        unit = world.parents[unit]
    return found


def walked(world: World) -> set[tuple[int, int, int]]:
    """Return (leader, person, depth) of everybody who works here."""
    result = set()
    for person in range(len(world.units)):
        if person in world.left:
            continue
        nearest: dict[int, int] = {}
        waiting = list(steps(world, person).items())
        while waiting:
            waiting.sort(key=lambda item: item[1])
            leader, depth = waiting.pop(0)
            if leader in nearest or leader == person:
                continue
            nearest[leader] = depth
            waiting += [(above, depth + more) for above, more in steps(world, leader).items()]
        result |= {(leader, person, depth) for leader, depth in nearest.items()}
    return result


def build(world: World) -> tuple[list[Person], list[Unit]]:
    since = date(2024, 1, 1)
    units: list[Unit] = []
    for at, parent in enumerate(world.parents):
        above = None if parent is None else units[parent]
        told = {"code": f"u{at}", "name": f"u{at}", "parent": above, "from_on": since}
        units.append(actions.create_unit(**told, today=TODAY, key=f"u{at}", by=None))
    people = [
        hire(number=f"p{at}", unit=None if unit is None else units[unit], since=since)
        for at, unit in enumerate(world.units)
    ]
    for at, manager in enumerate(world.managers):
        if manager is not None:
            set_manager(people[at], people[manager])
    for unit, leader in world.leaders.items():
        told = {"unit": units[unit], "person": people[leader], "from_on": since}
        actions.appoint_leader(**told, today=TODAY, key=f"l{unit}", by=None)
    for at in world.left:
        actions.end_employment(
            people[at].employments.get(), last_on=TODAY - timedelta(days=1), today=TODAY, by=None
        )
    return people, units


def set_manager(person: Person, manager: Person) -> None:
    employment = person.employments.get()
    old = employment.terms.get()
    terms = Terms(hours_per_week=Decimal(36), unit=old.unit, manager=manager)
    actions.change_employment_term(
        employment, from_on=old.during.lower, terms=terms, today=TODAY, by=None
    )


def told(people: list[Person]) -> set[tuple[int, int, int]]:
    place = {person.pk: at for at, person in enumerate(people)}
    rows = Lead.objects.values_list("leader", "person", "depth")
    return {(place[leader], place[person], depth) for leader, person, depth in rows}


@RANDOM
@given(world=worlds())
def test_today_s_table_equals_a_walk_by_hand_after_any_changes(db, world):
    with clock.fixed(TODAY), transaction.atomic():
        people, _units = build(world)
        expected = walked(world)
        assert told(people) == expected  # built change by change
        actions.rebuild_today(TODAY)
        assert told(people) == expected  # and in one go
        history = leads.leads_on(TODAY)
        assert len(history) == len(expected)
        transaction.set_rollback(True)


@RANDOM
@given(world=worlds(), mover=st.integers(0, 8), to=st.integers(0, 8))
def test_another_manager_ends_the_reach_of_the_old_one_at_once(db, world, mover, to):
    with clock.fixed(TODAY), transaction.atomic():
        people, _units = build(world)
        mover, to = mover % len(people), to % len(people)
        if mover not in world.left and mover != to:
            set_manager(people[mover], people[to])
            world.managers[mover] = to
        assert told(people) == walked(world)
        for at, person in enumerate(people):
            viewer = Person.objects.get(pk=person.pk)
            seen = set(SEE_PERSON.narrow(Person.objects, viewer).values_list("pk", flat=True))
            led = {people[who].pk for above, who, _depth in walked(world) if above == at}
            assert seen == led | {person.pk}
        transaction.set_rollback(True)


@RANDOM
@given(world=worlds(), stand_in=st.integers(0, 8))
def test_an_approver_works_here_is_another_and_so_are_the_deputies(db, world, stand_in):
    with clock.fixed(TODAY), transaction.atomic():
        people, _units = build(world)
        deputy = people[stand_in % len(people)]
        for leader in people:
            if leader != deputy:
                actions.appoint_deputy(
                    leader=leader, deputy=deputy, from_on=TODAY, key=f"d{leader.pk}", by=None
                )
        for person in people:
            found = queries.approver_for(person, TODAY)
            for one in found.everybody if found else ():
                assert one.is_working
                assert one != person
        viewer = Person.objects.get(pk=deputy.pk)
        assert deputy.pk not in my_people(viewer, "manager").ids()
        assert Deputy.objects.exists() or len(people) == 1
        transaction.set_rollback(True)


def test_the_comparison_would_notice_a_leaver_who_still_leads(db, monkeypatch):
    """The negative control: with the condition on leaving taken out, the walk differs."""
    broken = leads.LEADS.replace(
        "and e.during @> %(day)s::date\n        )\n        or (", ")\n or ("
    )
    assert broken != leads.LEADS
    monkeypatch.setattr(leads, "LEADS", broken)
    world = World(parents=[None], units=[0, 0], managers=[None, 0], leaders={}, left={0})
    with clock.fixed(TODAY):
        people, _units = build(world)
        assert told(people) != walked(world)
