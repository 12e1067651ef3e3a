"""Did it help: the arithmetic, and that by chance alone it says "yes" in one of twenty."""

import random
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.notifications import evidence
from bloei.notifications.evidence import Counted, Effect, EffectVerdict
from bloei.notifications.rules import is_held_out


def effect(did, size, held_did, held_size):
    return Effect(Counted(did, size), Counted(held_did, held_size))


@st.composite
def counted(draw, smallest=0):
    size = draw(st.integers(smallest, 5000))
    return Counted(draw(st.integers(0, size)), size)


@given(counted(smallest=1))
def test_interval_of_a_share_holds_the_share_and_stays_between_none_and_all(group):
    interval = group.interval
    assert 0 <= interval.low <= group.share <= interval.high <= 1


@given(counted(smallest=1), counted(smallest=1))
def test_interval_of_the_difference_holds_it_and_turns_around_with_the_groups(one, two):
    interval = evidence.newcombe(one, two)
    turned = evidence.newcombe(two, one)
    assert -1 - 1e-9 <= interval.low <= one.share - two.share <= interval.high <= 1 + 1e-9
    assert (interval.low, interval.high) == pytest.approx((-turned.high, -turned.low))


@given(counted(smallest=1))
def test_ten_times_as_many_people_narrow_the_interval(group):
    larger = Counted(group.did * 10, group.size * 10)
    width = group.interval.high - group.interval.low
    assert larger.interval.high - larger.interval.low < width


def test_wilson_gives_the_figures_of_newcombe_1998():
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81 of 263 and 15 of 148.
    assert _rounded(evidence.wilson(81, 263)) == (0.2553, 0.3662)
    assert _rounded(evidence.wilson(15, 148)) == (0.0624, 0.1605)
    assert _rounded(evidence.wilson(0, 20)) == (0.0, 0.1611)


def test_difference_gives_the_figures_of_newcombe_1998():
    # Statistics in Medicine 17 (1998) 873-890, table II: 56/70 - 48/80 and 9/10 - 3/10.
    assert _rounded(evidence.newcombe(Counted(56, 70), Counted(48, 80))) == (0.0524, 0.3339)
    assert _rounded(evidence.newcombe(Counted(9, 10), Counted(3, 10))) == (0.1705, 0.8090)


def test_an_effect_is_found_when_the_interval_misses_zero():
    found = effect(47, 210, 8, 90)
    assert _rounded(found.interval, 3) == (0.043, 0.21)
    assert evidence.verdict(found, least=0.01) == EffectVerdict.HELPS


def test_a_small_group_is_never_enough_to_stop():
    assert evidence.verdict(effect(61, 243, 24, 98), least=0.01) == EffectVerdict.UNKNOWN
    assert not evidence.must_stop(effect(0, 499, 5, 499), least=0.01)


def test_it_stops_when_the_upper_end_lies_under_the_least_effect_on_500_people_each():
    nothing = effect(200, 40_000, 200, 40_000)
    assert evidence.must_stop(nothing, least=0.01)
    assert evidence.verdict(nothing, least=0.01) == EffectVerdict.NO_DIFFERENCE
    assert not evidence.must_stop(effect(25, 500, 25, 500), least=0.01)


def test_a_sure_but_too_small_effect_is_called_that():
    assert (
        evidence.verdict(effect(20_400, 90_000, 20_000, 90_000), 0.01) == EffectVerdict.HELPS_LITTLE
    )


def test_a_nudge_that_keeps_people_away_is_called_that():
    assert evidence.verdict(effect(20, 1000, 80, 1000), least=0.01) == EffectVerdict.FEWER


@given(counted(), counted(), st.floats(0.001, 0.2))
def test_who_must_stop_never_helps(treated, held, least):
    both = Effect(treated, held)
    if evidence.must_stop(both, least):
        assert evidence.verdict(both, least) != EffectVerdict.HELPS


@given(counted(), counted(), counted(), counted())
def test_pooling_loses_nobody_and_the_order_does_not_matter(one, two, three, four):
    first, second = Effect(one, two), Effect(three, four)
    assert first + second == second + first
    assert (first + second).held.size == two.size + four.size
    assert first + evidence.NOTHING == first


@given(st.floats(0.01, 0.5), st.floats(0.005, 0.1), st.floats(1, 20))
def test_the_people_needed_do_show_the_effect(share, least, ratio):
    held = evidence.people_needed(share, least, ratio)
    visible = evidence.smallest_visible(share, int(held * ratio), held)
    assert visible <= least * 1.1


def test_months_needed_follow_from_the_pace():
    gathered = effect(90, 900, 10, 100)
    months = evidence.months_needed(gathered, least=0.05, days_gathered=60)
    assert months == 8  # 500 held out are needed, 100 came in two months
    assert evidence.months_needed(evidence.NOTHING, 0.01, 30) is None


def test_outcomes_are_added_up_group_by_group():
    pooled = evidence.pool([effect(47, 210, 8, 90), effect(61, 243, 24, 98)])
    assert pooled == effect(108, 453, 32, 188)
    assert pooled.interval.high - pooled.interval.low < 0.2
    assert evidence.pool([]) == evidence.NOTHING


def test_a_group_that_is_hidden_is_not_given_away_by_the_sum():
    shown, hidden = effect(47, 210, 8, 90), effect(40, 200, 1, 4)
    assert not hidden.may_be_shown
    assert evidence.pool([shown, hidden]) == shown


def test_months_needed_is_blind_to_the_outcome():
    one, other = effect(100, 900, 0, 100), effect(10, 900, 90, 100)
    assert evidence.months_needed(one, 0.02, 60) == evidence.months_needed(other, 0.02, 60)


def _campaign(luck, people, percent, share, seed):
    """Return per person (held out, did it): the nudge does nothing at all."""
    for person in range(people):
        yield is_held_out(seed, person, percent), luck.random() < share


def _found(treated, held):
    return not Effect(Counted(*treated), Counted(*held)).interval.holds(0)


def _false_effects(looks, campaigns=1000, people=1200):
    """Run campaigns without any effect; return how often one is found, looking `looks` times."""
    luck = random.Random(26)
    found = 0
    for number in range(campaigns):
        groups = {False: [0, 0], True: [0, 0]}
        stops = {people * (look + 1) // looks for look in range(looks)}
        seen = False
        drawn = _campaign(luck, people, 20, 0.15, f"round {number}")
        for count, (held, did) in enumerate(drawn, start=1):
            groups[held][0] += did
            groups[held][1] += 1
            if count in stops:
                seen = seen or _found(groups[False], groups[True])
        found += seen
    return found / campaigns


@pytest.mark.slow
def test_without_any_effect_one_look_finds_one_in_five_percent_of_the_campaigns():
    assert 0.035 <= _false_effects(looks=1) <= 0.065


@pytest.mark.slow
def test_negative_control_a_monthly_look_finds_far_too_many():
    assert _false_effects(looks=12, campaigns=400) > 0.12


@pytest.mark.slow
def test_negative_control_the_textbook_interval_finds_too_many_in_a_small_hold_out():
    luck = random.Random(7)
    naive = ours = 0
    for _number in range(4000):
        treated = Counted(sum(luck.random() < 0.04 for _ in range(180)), 180)
        held = Counted(sum(luck.random() < 0.04 for _ in range(20)), 20)
        both = Effect(treated, held)
        spread = [g.share * (1 - g.share) / g.size for g in (treated, held)]
        naive += abs(both.difference) > evidence.Z * sqrt(sum(spread))
        ours += not both.interval.holds(0)
    assert naive / 4000 > 0.2
    assert ours / 4000 < 0.065


def _rounded(interval, digits=4):
    return round(interval.low, digits), round(interval.high, digits)
