"""The independent checker sees every kind of mistake in a result; a right one passes."""

import copy

import pytest

from bloei.planning.solver.checking import broken_rules
from bloei.planning.tests.solver_try import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    instance,
    line,
    person,
    solved,
    span,
)

WORKS = [span(MONDAY, "09:00", "13:00"), span(TUESDAY, "09:00", "13:00")]
DATA = instance(
    person("eva", minutes=180, works=WORKS, fixed=[span(WEDNESDAY, "09:00", "10:00")],
           prefers=[span(MONDAY, "11:00", "13:00")], busy=[span(TUESDAY, "09:00", "09:30")]),
    person("mo", minutes=60, works=WORKS),
    person("stan", minutes=600, works=WORKS),
    person("ria", minutes=240, works=[*WORKS, span(WEDNESDAY, "09:00", "12:00")], unit="care",
           max_blocks_per_day=2),
    staffing=[
        line(2), line(2, **span(TUESDAY, "09:00", "13:00")), line(1, "care"),
        line(2, "care", **span(WEDNESDAY, "09:00", "12:00")),
    ],
)  # fmt: skip


@pytest.fixture
def right():
    found = solved(DATA)
    assert broken_rules(DATA, found) == []
    assert found["under_minimum"]
    assert found["short"]
    return found


def seen(result, data=DATA):
    return " ".join(broken_rules(data, result))


def block_of(result, name):
    return next(one for one in result["blocks"] if one["person"] == name and not one["fixed"])


def move(block, day, start, until):
    block.update(span(day, start, until))


def test_a_missing_or_an_extra_key_is_seen(right):
    assert "keys" in seen({key: value for key, value in right.items() if key != "seconds"})
    assert "keys" in seen({**right, "more": 1})


@pytest.mark.parametrize("key", ["blocks", "short"])
def test_a_stranger_is_seen(right, key):
    right[key][0]["person"] = "nobody"
    assert "Nobody is called" in seen(right)


def test_a_fixed_block_that_moved_or_went_is_seen(right):
    fixed = next(one for one in right["blocks"] if one["fixed"])
    moved = copy.deepcopy(right)
    next(one for one in moved["blocks"] if one["fixed"])["until"] = f"{WEDNESDAY}T11:00"
    right["blocks"].remove(fixed)
    assert "fixed blocks are not those" in seen(right)
    assert "fixed blocks are not those" in seen(moved)


def test_a_new_block_that_says_it_is_fixed_is_seen(right):
    block_of(right, "mo")["fixed"] = True
    assert "fixed blocks are not those" in seen(right)


@pytest.mark.parametrize(
    ("day", "start", "until", "sentence"),
    [
        (MONDAY, "09:10", "10:10", "borders of slots"),
        (MONDAY, "09:00", "09:30", "takes 30 minutes"),
        (MONDAY, "09:00", "12:00", "takes 180 minutes"),
        (MONDAY, "12:30", "13:30", "not lie in working time"),
        (TUESDAY, "09:00", "10:00", "lies in a meeting"),
        (WEDNESDAY, "10:00", "11:00", "touches a fixed block"),
        (WEDNESDAY, "09:30", "10:30", "touches a fixed block"),
    ],
)
def test_a_block_where_it_cannot_be_is_seen(right, day, start, until, sentence):
    move(block_of(right, "eva"), day, start, until)
    assert sentence in seen(right)


def test_two_blocks_that_touch_and_too_many_on_a_day_are_seen(right):
    move(block_of(right, "stan"), MONDAY, "09:00", "10:00")
    right["blocks"].append({"person": "stan", **span(MONDAY, "10:00", "11:00"), "fixed": False})
    told = seen(right)
    assert "touches another block" in told
    assert "blocks begin on" in told


def test_more_minutes_than_wanted_are_seen(right):
    block = block_of(right, "mo")
    move(block, block["from"][:10], "09:00", "11:00")
    assert "more minutes than wanted" in seen(right)


def test_a_broken_minimum_is_seen(right):
    for name in ("eva", "mo"):
        move(block_of(right, name), MONDAY, "09:00", "10:00")
    assert "the minimum is 2" in seen(right)


def test_learning_where_the_roster_is_under_its_minimum_is_seen(right):
    new = {"person": "ria", **span(WEDNESDAY, "09:00", "10:00"), "fixed": False}
    right["blocks"].append(new)
    assert "the minimum is 2" in seen(right)


@pytest.mark.parametrize("key", ["minutes_short", "largest_shortfall", "preferred_minutes"])
@pytest.mark.parametrize("more", [-30, 30])
def test_a_wrong_sum_is_seen(right, key, more):
    right[key] += more
    assert f"{key} is" in seen(right)


def test_a_bound_that_cannot_be_is_seen(right):
    assert "minutes_short_bound" in seen({**right, "minutes_short_bound": -30})
    above = right["minutes_short"] + 30
    assert "minutes_short_bound" in seen({**right, "minutes_short_bound": above})
    below = right["minutes_short"] - 30
    assert "could be better" in seen({**right, "minutes_short_bound": below})
    assert seen({**right, "minutes_short_bound": below, "status": "feasible"}) == ""


def test_an_unknown_status_and_negative_seconds_are_seen(right):
    assert "status is" in seen({**right, "status": "fine"})
    assert "seconds" in seen({**right, "seconds": -1})


def test_a_wrong_list_of_who_is_short_is_seen(right):
    first = right["short"][0]
    assert "does not say" in seen({**right, "short": right["short"][1:]})
    assert "twice" in seen({**right, "short": [first, *right["short"]]})
    more = {**first, "minutes": first["minutes"] + 30}
    assert "does not say" in seen({**right, "short": [more, *right["short"][1:]]})


@pytest.mark.parametrize("name", ["stan", "ria"])
@pytest.mark.parametrize("because", ["roster", "busy", "block_size", "staffing"])
def test_a_wrong_reason_is_seen(right, name, because):
    one = next(one for one in right["short"] if one["person"] == name)
    if one["because"] != because:
        one["because"] = because
        assert "short because of" in seen(right)


def test_a_place_that_does_not_bind_is_seen(right):
    ria = next(one for one in right["short"] if one["person"] == "ria")
    assert (ria["because"], ria["where"]) == ("staffing", ["care"])
    ria["where"] = ["desk"]
    assert "no line binds" in seen(right)


def test_a_place_without_lack_of_people_is_seen(right):
    stan = next(one for one in right["short"] if one["person"] == "stan")
    stan["where"] = ["desk"]
    assert "no line binds" in seen(right)


def test_a_wrong_list_of_where_the_roster_is_thin_is_seen(right):
    assert "is not where" in seen({**right, "under_minimum": []})
    one = right["under_minimum"][0]
    assert "is not where" in seen({**right, "under_minimum": [{**one, "present": 0}]})
    assert "is not where" in seen(
        {**right, "under_minimum": [{**one, "until": f"{WEDNESDAY}T12:30"}]}
    )
    assert "same slot twice" in seen({**right, "under_minimum": [one, one]})
    halves = [{**one, "until": f"{WEDNESDAY}T10:00"}, {**one, "from": f"{WEDNESDAY}T10:00"}]
    assert "should be joined" in seen({**right, "under_minimum": halves})
