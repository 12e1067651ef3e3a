"""What a person types becomes whole cents and minutes; what could be misread is refused."""

import pytest

from bloei.foundation.money import NotAnAmount, cents_of, minutes_of


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("300", 30000), ("12.50", 1250), ("12,5", 1250), ("€ 1.180,50", 118050),
        ("1,180.50", 118050), ("1.180", 118000), ("1,180", 118000), ("1.180.000", 118000000),
        ("45,-", 4500), ("-5", -500), ("-1.180", -118000), ("0", 0), ("0.25", 25),
        ("1234.567,89", 123456789),
    ],
)  # fmt: skip
def test_amounts_are_read_however_they_are_written(typed, cents):
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "x", "0.333", "0,005", "1.2345", "1.18.000", "1e3", "NaN", "1_000", "--5", "."]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotAnAmount):
        cents_of(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("3,5", 210), ("3.5", 210), ("3:30", 210), ("3.500", 210), ("36.000", 2160),
        ("36,000", 2160), ("0.250", 15), ("1.234,5", 74070), ("12 uur", 720), ("0", 0),
    ],
)  # fmt: skip
def test_a_mark_in_hours_is_the_decimal_one(typed, minutes):
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["0.333", "12.33", "1.180.000", "x", "3:75", ""])
def test_hours_that_are_no_whole_minutes_are_refused(typed):
    with pytest.raises(NotAnAmount):
        minutes_of(typed)


def test_hours_of_another_system_are_rounded_to_the_minute():
    assert [minutes_of(one, rounded=True) for one in ("12.33", "12,34", "3:30")] == [740, 740, 210]
    with pytest.raises(NotAnAmount):
        minutes_of("0.333", rounded=True)
