"""What a plan does and does not do, by example; every result passes the independent checker."""

import pytest

from bloei.planning.solver.checking import broken_rules
from bloei.planning.tests.solver_try import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    blocks,
    goals,
    instance,
    line,
    person,
    solved,
    span,
)

NIGHTS = [span(MONDAY, "22:00", "06:00", TUESDAY), span(TUESDAY, "22:00", "06:00", WEDNESDAY)]


def plan(*people, staffing=(), slot=30):
    data = instance(*people, staffing=staffing, slot=slot)
    found = solved(data)
    assert broken_rules(data, found) == []
    assert found["status"] == "optimal"
    return found


def short(found):
    return [(one["person"], one["minutes"], one["because"], one["where"]) for one in found["short"]]


def under(found):
    return [
        (one["from"][11:], one["until"][11:], one["minimum"], one["present"])
        for one in found["under_minimum"]
    ]


def test_a_result_looks_as_the_formats_say():
    found = solved(instance(person(fixed=[span(TUESDAY, "09:00", "09:30")]), staffing=[line(0)]))
    assert found == {
        "status": "optimal",
        "minutes_short": 30,
        "minutes_short_bound": 30,
        "largest_shortfall": 30,
        "preferred_minutes": 0,
        "blocks": [
            {
                "person": "eva",
                "from": "2026-11-24T09:00",
                "until": "2026-11-24T09:30",
                "fixed": True,
            }
        ],
        "short": [{"person": "eva", "minutes": 30, "because": "block_size", "where": []}],
        "under_minimum": [],
        "seconds": 0,
    }


def test_without_people_there_is_nothing_to_plan():
    assert goals(plan()) == (0, 0, 0, 0)
    assert under(plan(staffing=[line(1)])) == [("09:00", "13:00", 1, 0)]


def test_who_wants_nothing_gets_nothing():
    assert plan(person(minutes=0))["blocks"] == []


def test_no_more_people_learn_at_once_than_can_be_missed():
    found = plan(person("eva"), person("mo"), person("stan"), staffing=[line(2)])
    assert goals(found) == (0, 0, 0, 3)
    assert len({one["from"] for one in found["blocks"]}) == 3


def test_a_minimum_holds_for_its_units_together():
    people = [person("eva"), person("mo", unit="care"), person("stan", unit="care")]
    found = plan(*people, staffing=[line(2, "desk", "care")])
    assert goals(found)[0] == 0
    found = plan(*people, staffing=[line(1, "desk", "care"), line(2, "care")])
    assert short(found) == [("mo", 60, "staffing", ["care"]), ("stan", 60, "staffing", ["care"])]


def test_of_two_lines_of_the_same_units_the_stricter_counts():
    found = plan(person("eva"), person("mo"), staffing=[line(0), line(2)])
    assert goals(found)[0] == 120


def test_a_unit_without_a_line_may_learn_all_at_once():
    everybody = [
        person(str(n), max_block=60, works=[span(MONDAY, "09:00", "10:00")]) for n in "abc"
    ]
    assert goals(plan(*everybody)) == (0, 0, 0, 3)


def test_a_line_may_name_a_unit_in_which_nobody_is():
    assert goals(plan(person("eva"), person("mo"), staffing=[line(1, "desk", "empty")]))[0] == 0


def test_a_meeting_cannot_become_learning_time_but_counts_as_present():
    busy = [span(MONDAY, "09:00", "12:00")]
    found = plan(person("eva", busy=busy), person("mo"), staffing=[line(1)])
    assert blocks(found, "eva") == ["23 12:00-13:00"]
    assert goals(found)[0] == 0


def test_shifts_that_overlap_are_one_shift():
    works = [span(MONDAY, "09:00", "10:00"), span(MONDAY, "09:30", "11:00")]
    assert blocks(plan(person(works=works, minutes=120, min_block=120))) == ["23 09:00-11:00"]


def test_a_block_passes_midnight_and_counts_for_the_day_on_which_it_begins():
    found = plan(person(works=NIGHTS, minutes=480, min_block=180, max_block=240))
    assert goals(found) == (0, 0, 0, 2)
    starts = sorted(one["from"][8:10] for one in found["blocks"])
    assert len(set(starts)) == 2
    found = plan(
        person(works=NIGHTS[:1], minutes=480, min_block=180, max_block=240, max_blocks_per_day=1)
    )
    # One begins on Monday evening and one on Tuesday morning, with a break of a slot between.
    assert goals(found) == (30, 30, 0, 2)


def test_two_blocks_never_touch():
    works = [span(MONDAY, "09:00", "13:00")]
    found = plan(person(works=works, minutes=240, min_block=60, max_block=60, max_blocks_per_day=9))
    assert blocks(found) == ["23 09:00-10:00", "23 10:30-11:30", "23 12:00-13:00"]
    assert short(found) == [("eva", 60, "block_size", [])]


def test_a_new_block_does_not_touch_a_fixed_one():
    fixed = [span(MONDAY, "10:30", "12:00")]
    found = plan(person(minutes=210, fixed=fixed, max_blocks_per_day=3))
    assert blocks(found) == ["23 09:00-10:00"]
    assert short(found) == [("eva", 60, "block_size", [])]


def test_fixed_blocks_count_for_the_minutes_and_for_the_day():
    found = plan(person(minutes=120, fixed=[span(MONDAY, "09:00", "10:00")]))
    assert (blocks(found), goals(found)[0]) == ([], 60)
    found = plan(person(minutes=120, fixed=[span(TUESDAY, "09:00", "10:00")]))
    assert (len(blocks(found)), goals(found)[0]) == (1, 0)


def test_fixed_blocks_stay_whatever_they_break():
    everything = {"busy": [span(MONDAY, "09:00", "13:00")], "max_blocks_per_day": 1}
    fixed = [
        span(MONDAY, "09:00", "09:30"),
        span(MONDAY, "09:30", "13:00"),
        span(MONDAY, "20:00", "21:00"),
    ]
    found = plan(person(minutes=60, fixed=fixed, **everything), staffing=[line(1)])
    assert len(blocks(found, fixed=True)) == 3
    assert goals(found) == (0, 0, 0, 0)


def test_a_roster_under_its_minimum_gives_nobody_a_new_block_and_is_listed():
    works = [span(MONDAY, "09:00", "10:00"), span(MONDAY, "11:00", "13:00")]
    found = plan(person("eva", minutes=240), person("mo", works=works), staffing=[line(2)])
    assert under(found) == [("10:00", "11:00", 2, 1)]
    assert goals(found)[0] == 300


def test_the_roster_is_judged_with_the_fixed_blocks_taken_out():
    fixed = [span(MONDAY, "09:00", "10:00")]
    found = plan(person("eva", fixed=fixed), person("mo"), staffing=[line(2)])
    assert under(found) == [("09:00", "10:00", 2, 1)]
    found = plan(
        person("eva", fixed=fixed), person("mo", minutes=240, max_block=240), staffing=[line(1)]
    )
    assert (len(blocks(found, "mo")), under(found)) == (1, [])


def test_equal_neighbours_under_the_minimum_are_joined_and_others_are_not():
    works = [span(MONDAY, "09:00", "11:00")]
    halves = [line(3, **span(MONDAY, "09:00", "10:00")), line(3, **span(MONDAY, "10:00", "13:00"))]
    found = plan(person("eva"), person("mo", works=works), staffing=halves)
    assert under(found) == [("09:00", "11:00", 3, 2), ("11:00", "13:00", 3, 1)]


def test_a_shortage_is_shared_rather_than_borne_by_one():
    half = [span(MONDAY, "09:00", "11:00")]
    everybody = [person(name, minutes=120, works=half) for name in ("eva", "mo")]
    found = plan(*everybody, staffing=[line(1, **span(MONDAY, "09:00", "11:00"))])
    assert goals(found) == (120, 60, 0, 2)
    assert [one[:2] for one in short(found)] == [("eva", 60), ("mo", 60)]


def test_the_fewest_minutes_short_come_before_equal_shares():
    half = [span(MONDAY, "09:00", "11:00")]
    everybody = [
        person("eva", minutes=120, min_block=120, works=half),
        person("mo", minutes=120, max_block=60, works=half),
    ]
    found = plan(*everybody, staffing=[line(1, **span(MONDAY, "09:00", "11:00"))])
    assert goals(found) == (120, 120, 0, 1)


def test_a_cluster_is_never_worse_off_for_the_sake_of_another():
    """Both are as good as they would be on their own; the largest shortfall is no common goal."""
    alone_short = person("zoe", unit="care", minutes=480)
    half = [span(MONDAY, "09:00", "11:00")]
    pair = [person(name, minutes=120, works=half) for name in ("eva", "mo")]
    found = plan(alone_short, *pair, staffing=[line(1, **span(MONDAY, "09:00", "11:00"))])
    assert [one[:2] for one in short(found)] == [("zoe", 360), ("eva", 60), ("mo", 60)]


def test_preferred_hours_are_chosen_when_that_costs_nobody_time():
    prefers = [span(MONDAY, "11:30", "13:00")]
    assert blocks(plan(person(prefers=prefers))) in (["23 11:30-12:30"], ["23 12:00-13:00"])
    everybody = [person(name, prefers=prefers) for name in ("eva", "mo")]
    assert goals(plan(*everybody, staffing=[line(1)])) == (0, 0, 60 + 30, 2)


def test_preferences_outside_the_roster_and_fixed_blocks_are_not_counted():
    prefers = [span(MONDAY, "18:00", "22:00"), span(TUESDAY, "09:00", "10:00")]
    fixed = [span(TUESDAY, "09:00", "10:00")]
    assert goals(plan(person(minutes=120, prefers=prefers, fixed=fixed))) == (0, 0, 0, 1)


def test_one_long_block_rather_than_two_short_ones():
    days = [span(MONDAY, "09:00", "13:00"), span(TUESDAY, "09:00", "13:00")]
    assert goals(plan(person(minutes=120, works=days))) == (0, 0, 0, 1)
    prefers = [span(MONDAY, "09:00", "10:00"), span(TUESDAY, "09:00", "10:00")]
    assert goals(plan(person(minutes=120, works=days, prefers=prefers))) == (0, 0, 120, 2)


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"minutes": 300}, "roster"),
        ({"minutes": 240, "busy": [span(MONDAY, "09:00", "09:30")]}, "busy"),
        ({"minutes": 240}, "block_size"),
        ({"minutes": 120, "max_blocks_per_day": 0}, "block_size"),
        ({"minutes": 120}, "staffing"),
    ],
)
def test_who_is_short_reads_the_first_reason_that_holds(more, because):
    found = plan(person(**more), staffing=[line(1)])
    where = ["desk"] if because == "staffing" else []
    assert short(found) == [("eva", more["minutes"], because, where)]


def test_only_lines_that_bind_are_named():
    lines = [line(1), line(0, "desk", "care"), line(1, "care")]
    found = plan(person("eva"), person("mo", unit="care"), staffing=lines)
    assert [one[0::3] for one in short(found)] == [("eva", ["desk"]), ("mo", ["care"])]


def test_a_night_on_which_the_clock_changes_is_a_night_as_any_other():
    for evening, morning in (("2027-03-27", "2027-03-28"), ("2026-10-24", "2026-10-25")):
        works = [span(evening, "22:00", "06:00", morning)]
        found = plan(person(works=works, minutes=480, min_block=480, max_block=480))
        assert goals(found) == (0, 0, 0, 1)
