"""Where things stand in a picture of numbers."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.foundation import plots

amounts = st.floats(min_value=-1e7, max_value=1e7, allow_nan=False).map(lambda x: round(x, 2))


@given(amounts, amounts)
def test_ticks_span_the_values_and_are_few(one, other):
    low, high = sorted((one, other))
    found = plots.ticks(low, high)
    assert 2 <= len(found) <= 6
    assert found[0] <= low + 1e-6
    assert found[-1] >= high - 1e-6
    assert found == sorted(found)


@given(st.lists(amounts, min_size=1, max_size=12))
def test_bars_always_start_from_zero(values):
    scale, found = plots.axis_from_zero(values)
    assert scale.low <= 0 <= scale.high
    assert any(abs(tick) < 1e-9 for tick in found)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_the_parts_of_a_sum_fill_the_bar_and_never_overlap(values):
    parts = plots.whole(values)
    assert len(parts) == len(values)
    for before, after in pairwise(parts):
        assert before.x + before.width <= after.x + 0.02
    if sum(values):
        last = max(n for n, value in enumerate(values) if value)
        assert parts[last].x + parts[last].width == pytest.approx(100, abs=0.05)
    else:
        assert all(part.width == 0 for part in parts)


def test_a_part_of_nothing_is_not_drawn():
    assert [part.width for part in plots.whole([0, 100, 0])] == [0, 100, 0]


def test_a_value_outside_the_scale_stays_inside_the_plot():
    scale = plots.Scale(0, 40)
    assert scale.at(50) == 100
    assert scale.at(-1) == 0
    assert scale.down(40, 20, 180) == 20
    assert scale.down(0, 20, 180) == 180


def test_taken_lies_in_front_of_planned():
    scale = plots.Scale(0, 40)
    assert plots.layers([30, 4], scale) == [plots.BarPart(0, 75), plots.BarPart(0, 85)]


def test_a_balance_stays_level_until_it_jumps():
    assert plots.steps([(0, 10), (50, 20)]) == [(0, 10), (50, 10), (50, 20)]


def test_a_band_is_a_closed_path():
    path = plots.band([(0, 1), (10, 2)], [(0, 3), (10, 4)])
    assert path == "M0.00 1.0L10.00 2.0L10.00 4.0L0.00 3.0Z"


def test_the_last_day_of_a_period_is_part_of_it():
    scale = plots.days(date(2026, 1, 1), date(2026, 12, 31))
    assert scale.at(date(2026, 1, 1).toordinal()) == 0
    assert 99 < scale.at(date(2026, 12, 31).toordinal()) < 100


def test_columns_lie_beside_each_other_inside_the_plot():
    found = plots.columns(12)
    assert len(found) == 12
    assert found[-1].x + found[-1].width <= 100
    assert all(a.x + a.width < b.x for a, b in pairwise(found))
