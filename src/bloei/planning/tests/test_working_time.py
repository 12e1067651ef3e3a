"""The limits of the Arbeidstijdenwet, tried on both sides of each border."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.planning.rosters import working_time
from bloei.planning.spans import Span


def work(day: int, start: float, until: float) -> Span:
    """From so many hours until so many hours after midnight of a day of November 2026."""
    midnight = datetime(2026, 11, day)
    return Span(midnight + timedelta(hours=start), midnight + timedelta(hours=until))


def limits(block: Span, *works: Span) -> list[str]:
    return [one.limit for one in working_time.broken_by(block, works)]


def test_a_block_inside_the_roster_breaks_nothing():
    assert limits(work(24, 10, 12), work(24, 9, 17)) == []


@pytest.mark.parametrize(("begins", "found"), [(28, []), (27.5, ["daily_rest"])])
def test_eleven_hours_lie_between_two_shifts(begins, found):
    # Works until 17.00; the next day from 4.00 (28 hours after midnight) is eleven hours later.
    assert limits(work(24, begins, begins + 1), work(24, 9, 17)) == found


@pytest.mark.parametrize(("until", "found"), [(21.75, []), (22, ["shift"])])
def test_nobody_works_longer_than_twelve_hours(until, found):
    roster = (work(24, 9, 13), work(24, 13.5, 17.75), work(24, 18, 20))
    assert limits(work(24, 20, until), *roster) == found


@pytest.mark.parametrize(("gap", "found"), [(0.5, []), (0.25, ["break"])])
def test_a_break_of_half_an_hour_stays_over_five_and_a_half_hours(gap, found):
    assert limits(work(24, 13 + gap, 15 + gap), work(24, 9, 13)) == found


def test_thirty_six_hours_of_rest_stay_in_every_week():
    days = [work(day, 9, 17) for day in range(23, 29)]  # Monday to Saturday
    assert limits(work(29, 10, 11), *days) == ["weekly_rest"]
    assert limits(work(29, 10, 11), *days[:5]) == []


def test_what_the_roster_breaks_by_itself_is_not_held_against_the_block():
    tired = (work(24, 6, 23), work(25, 7, 15))
    assert limits(work(25, 9, 11), *tired) == []


@given(st.integers(0, 23), st.integers(1, 4))
def test_a_block_in_the_roster_is_never_refused(start, length):
    roster = [work(day, start, start + 8) for day in (23, 24, 26, 27)]
    assert limits(work(24, start, start + length), *roster) == []
