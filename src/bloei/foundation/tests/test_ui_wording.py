"""Numbers, dates and names as people read them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from bloei.foundation import wording


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1180, None, "1.180", "1,180"),
        (22.4, None, "22,4", "22.4"),
        (-3, 1, "\u22123,0", "\u22123.0"),
        (0, None, "0", "0"),
        (1_000_000, None, "1.000.000", "1,000,000"),
        (Decimal("-0.001"), None, "0", "0"),
    ],
)
def test_a_number_is_written_in_the_language_of_the_reader(value, decimals, dutch, english):
    assert wording.number(value, "nl", decimals) == dutch
    assert wording.number(value, "en", decimals) == english


def test_a_difference_has_its_sign_and_nothing_has_none():
    assert wording.signed(13.5, "nl", 1) == "+13,5"
    assert wording.signed(-3, "nl", 1) == "\u22123,0"
    assert wording.signed(0, "nl") == "0"


def test_a_share_becomes_a_percentage_with_a_space_that_does_not_break_in_dutch():
    assert wording.percent(0.224, "nl", 1) == "22,4\u00a0%"
    assert wording.percent(0.224, "en", 1) == "22.4%"


def test_dates_are_written_out():
    day = date(2026, 11, 23)
    assert wording.long_date(day, "nl") == "23 november 2026"
    assert wording.long_date(day, "en") == "23 November 2026"
    assert wording.weekday(day, "nl") == "maandag 23 november"
    assert wording.month(day, "nl") == "november 2026"


def test_a_short_weekday_is_a_day_of_this_week_or_next():
    today = date(2026, 11, 23)
    assert wording.short_weekday(date(2026, 11, 27), "nl", today) == "vr\u00a027\u00a0nov"
    assert wording.short_weekday(date(2027, 1, 14), "en", today) == "Thu\u00a014\u00a0Jan\u00a02027"


def test_a_short_date_names_the_year_only_when_it_is_another():
    today = date(2026, 11, 23)
    assert wording.short_date(date(2026, 3, 3), "nl", today) == "3\u00a0mrt"
    assert wording.short_date(date(2027, 1, 14), "nl", today) == "14\u00a0jan\u00a02027"


def test_a_time_has_a_point_in_dutch():
    when = datetime(2026, 11, 23, 11, 0)
    assert wording.clock_time(when, "nl") == "11.00\u00a0uur"
    assert wording.moment(when, "nl") == "23 november 2026 om 11.00\u00a0uur"
    assert wording.moment(when, "en") == "23 November 2026 at 11:00"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Eva de Vries", "EV"),
        ("Hanan el Amrani", "HA"),
        ("Ria", "R"),
        ("Mulder-Bos", "MB"),
        ("", "?"),
        ("van der berg", "VB"),
    ],
)
def test_an_avatar_shows_the_first_and_the_last_name(name, letters):
    assert wording.initials(name) == letters
