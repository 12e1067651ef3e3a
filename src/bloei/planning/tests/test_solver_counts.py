"""Numbers per slot in binary, against plain dictionaries."""

from hypothesis import given
from hypothesis import strategies as st

from bloei.planning.solver.counts import Counts, count, everywhere
from bloei.planning.solver.slots import between, each, runs, with_neighbours

SLOTS = range(12)
sets = st.integers(0, (1 << len(SLOTS)) - 1)
lists = st.lists(sets, max_size=9)


def plain(counts):
    return [counts.at(slot) for slot in SLOTS]


def of(number):
    return [number >> slot & 1 for slot in SLOTS]


@given(lists)
def test_counting(found):
    assert plain(count(found)) == [sum(one >> slot & 1 for one in found) for slot in SLOTS]


@given(lists, sets)
def test_one_more_and_one_less(found, more):
    counts = count(found)
    expected = [had + one for had, one in zip(plain(counts), of(more), strict=True)]
    assert plain(counts.plus(more)) == expected
    assert plain(counts.plus(more).minus(more)) == plain(counts)


@given(lists, lists, sets)
def test_comparing_and_taking_off(mine, theirs, slots):
    one, other = count(mine), count(theirs)
    pairs = list(zip(plain(one), plain(other), strict=True))
    within = between(0, len(SLOTS))
    assert of(one.at_least(other) & within) == [int(a >= b) for a, b in pairs]
    assert plain(one.less(other)) == [max(0, a - b) for a, b in pairs]
    picked = [a if slots >> slot & 1 else b for slot, (a, b) in enumerate(pairs)]
    assert plain(one.where(slots, other)) == picked


@given(lists, sets)
def test_every_number_has_its_slots(found, slots):
    counts = count(found)
    apart = dict(counts.apart(slots))
    assert sorted(apart) == sorted({counts.at(slot) for slot in each(slots)})
    for number, part in apart.items():
        assert all(counts.at(slot) == number for slot in each(part))
    assert sum(apart.values()) == slots


@given(st.integers(0, 200))
def test_the_same_number_everywhere(number):
    assert set(plain(everywhere(number))) == {number}
    assert everywhere(0) == Counts()


@given(sets)
def test_runs_and_neighbours(slots):
    inside = [slot for slot in SLOTS if slots >> slot & 1]
    assert [slot for start, until in runs(slots) for slot in range(start, until)] == inside
    around = {slot + step for slot in inside for step in (-1, 0, 1)}
    assert set(each(with_neighbours(slots))) == {slot for slot in around if slot >= 0}
