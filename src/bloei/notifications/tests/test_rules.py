"""The lottery, the quiet hours, the digest and the week."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.notifications import rules
from bloei.notifications.rules import Pace

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MONDAY = date(2026, 11, 23)


@given(st.text(max_size=20), st.integers(1, 10**9), st.integers(0, 50))
def test_the_lottery_gives_the_same_person_the_same_ticket(seed, person, percent):
    drawn = rules.is_held_out(seed, person, percent)
    assert drawn == rules.is_held_out(seed, person, percent)
    assert 0 <= rules.ticket(seed, person) < 1


@given(st.integers(1, 10**9), st.integers(0, 49))
def test_a_larger_hold_out_keeps_who_was_in_it(person, percent):
    if rules.is_held_out("seed", person, percent):
        assert rules.is_held_out("seed", person, percent + 1)


def test_the_lottery_holds_out_the_share_that_was_asked():
    held = sum(rules.is_held_out("november", person, 10) for person in range(20_000))
    assert 1_880 <= held <= 2_120


def test_another_seed_is_another_lottery():
    both = sum(
        rules.is_held_out("one", person, 10) and rules.is_held_out("two", person, 10)
        for person in range(20_000)
    )
    assert 150 <= both <= 250  # one in a hundred, not one in ten


def test_more_than_half_cannot_be_held_out():
    with pytest.raises(ValueError):
        rules.is_held_out("seed", 1, 51)


@pytest.mark.parametrize(
    ("at", "quiet"), [("23:00", True), ("07:59", True), ("08:00", False), ("17:59", False)]
)
def test_quiet_hours_run_over_midnight(at, quiet):
    assert rules.is_quiet(time.fromisoformat(at), time(18), time(8)) is quiet


@given(st.times(), st.times(), st.times())
def test_quiet_hours_and_their_opposite_fill_the_day(at, start, end):
    if start != end:
        assert rules.is_quiet(at, start, end) != rules.is_quiet(at, end, start)


def test_weekends_are_quiet_unless_asked():
    saturday = MONDAY + timedelta(days=5)
    assert rules.is_quiet_day(saturday, weekends=False)
    assert not rules.is_quiet_day(saturday, weekends=True)
    assert not rules.is_quiet_day(MONDAY, weekends=False)


@given(days, st.sets(days))
def test_a_daily_digest_never_goes_out_twice_on_one_day(today, sent_on):
    assert not rules.digest_is_due(Pace.DAILY, today, sent_on | {today})


def test_a_weekly_digest_goes_out_on_monday_and_catches_up_later_in_the_week():
    last = {MONDAY - timedelta(days=7)}
    assert rules.digest_is_due(Pace.WEEKLY, MONDAY, last)
    assert rules.digest_is_due(Pace.WEEKLY, MONDAY + timedelta(days=2), last)
    assert not rules.digest_is_due(Pace.WEEKLY, MONDAY + timedelta(days=2), {MONDAY})
    assert not rules.digest_is_due(Pace.WEEKLY, MONDAY + timedelta(days=2), set())


@given(days, st.sets(days), st.integers(0, 7))
def test_the_week_never_holds_more_than_was_asked(today, sent_on, most):
    room = rules.room_this_week(today, sent_on, most)
    in_week = sum(today - timedelta(days=7) < day <= today for day in sent_on)
    assert 0 <= room <= most
    assert room == 0 or room + in_week <= most


def test_a_clock_that_went_back_gives_no_extra_mail():
    tomorrow = MONDAY + timedelta(days=1)
    assert not rules.digest_is_due(Pace.DAILY, MONDAY, {tomorrow})
    assert rules.room_this_week(MONDAY, {tomorrow}, 1) == 0


@given(days, st.integers(-800, 800))
def test_a_talk_is_noted_for_the_past_year_only(today, offset):
    on = today + timedelta(days=offset)
    assert rules.may_note_talk(on, today) == (-365 <= offset <= 0)
