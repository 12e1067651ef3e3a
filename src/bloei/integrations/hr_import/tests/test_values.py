from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloei.foundation.tables import days
from bloei.integrations.hr_import import values
from bloei.integrations.hr_import.problems import Wrong
from bloei.integrations.hr_import.sensitive import is_bsn, is_iban
from bloei.integrations.hr_import.sentences import SENTENCES


@pytest.mark.parametrize(
    "written",
    [
        "01-07-2015", "1-7-2015", "1/7/2015", "1.7.2015", "1-7-15", "2015-07-01", "2015/07/01",
        "20150701", "2015-07-01T00:00:00", "2015-07-01 00:00:00.000", "01-07-2015 00:00",
        "1 juli 2015", "1-jul-15", "01 JUL. 2015", "42186", "42186,0", " 01-07-2015 ",
        42186, 42186.0, date(2015, 7, 1), datetime(2015, 7, 1, 12),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written):
    assert values.day_of(written) == date(2015, 7, 1)


def test_the_1904_system_counts_from_its_own_beginning():
    assert values.day_of(40724, system=1904) == date(2015, 7, 1)
    assert values.day_of("40724", system=1904) == date(2015, 7, 1)
    assert days.excel_day(0, 1904) == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("serial", "day"), [(1, (1900, 1, 1)), (59, (1900, 2, 28)), (61, (1900, 3, 1))]
)
def test_the_1900_system_has_a_day_that_never_was(serial, day):
    assert days.excel_day(serial) == date(*day)
    with pytest.raises(days.NotADay):
        days.excel_day(60)


@pytest.mark.parametrize("written", ["", None, "00-00-0000", "0000-00-00", 0, "0"])
def test_no_day_is_none(written):
    assert values.day_of(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31-02-2015", "no_such_day"), ("13-13-2015", "no_such_day"), ("gisteren", "no_date"),
        ("1-2", "no_date"), (True, "no_date"), (-3, "no_date"), ("01-01-0015", "strange_date"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(written, code):
    with pytest.raises(Wrong) as wrong:
        values.day_of(written)
    assert wrong.value.code == code


def test_a_short_year_is_in_the_past_for_a_birth_and_near_for_a_contract():
    assert values.day_of("1-5-80", born=True) == date(1980, 5, 1)
    assert values.day_of("1-5-27", born=True) == date(1927, 5, 1)
    assert values.day_of("1-5-27") == date(2027, 5, 1)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("36", "36"), ("36,00", "36"), ("22.8", "22.8"), ("22,8 uur", "22.8"), ("36.000", "36"),
        ("36:30", "36.5"), (28.8, "28.8"), (36, "36"), ("0", "0"), ("24u", "24"),
    ],
)  # fmt: skip
def test_hours_are_read_with_comma_or_point(written, hours):
    assert values.hours_of(written) == Decimal(hours)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("3.250,00", 325000), ("3250", 325000), ("3,250.50", 325050), ("€ 3.250,-", 325000),
        ("3.250", 325000), ("3250.5", 325050), (3250.5, 325050), ("EUR 1 234,56", 123456),
    ],
)  # fmt: skip
def test_money_is_read_with_or_without_thousands(written, cents):
    assert values.cents_of(written) == cents


@pytest.mark.parametrize("written", ["veel", "36-40", "3,5,6.1", "1e5", "nan", "36 a 40", "∞"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(Wrong):
        values.hours_of(written)


def test_more_than_a_week_of_hours_is_refused():
    with pytest.raises(Wrong) as wrong:
        values.hours_of("360")
    assert wrong.value.code == "strange_hours"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_problem(text):
    readers = (
        values.day_of, values.hours_of, values.cents_of, values.email_of, values.number_of,
        lambda cell: values.kind_of(cell, {}), lambda cell: values.words(cell, 20),
    )  # fmt: skip
    codes = []
    for reader in readers:
        try:
            reader(text)
        except Wrong as wrong:
            codes.append(wrong.code)
    assert set(codes) <= SENTENCES.keys()


@settings(deadline=None)
@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes()))
def test_any_cell_of_a_spreadsheet_is_a_value_or_a_problem(cell):
    codes = []
    for reader in (values.day_of, values.hours_of, values.cents_of, values.number_of):
        try:
            reader(cell)
        except Wrong as wrong:
            codes.append(wrong.code)
    assert set(codes) <= SENTENCES.keys()


@pytest.mark.parametrize("address", ["eva@delinde.nl", "e.de-vries+leren@sub.delinde.nl"])
def test_an_address_is_kept_as_written(address):
    assert values.email_of(f" {address} ") == address


@pytest.mark.parametrize("address", ["eva", "eva@", "@delinde.nl", "eva@delinde", "a b@c.nl"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Wrong):
        values.email_of(address)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Onbepaalde tijd", "permanent"), ("Vast", "permanent"), ("Uitzendkracht", "agency"),
        ("Vakantiekracht", "holiday_worker"), ("bepaalde tijd", "temporary"), ("", ""),
        ("Weekendhulp", "weekend_help"), ("onzin", None),
    ],
)  # fmt: skip
def test_kinds_of_contract_are_known_by_their_dutch_names(written, kind):
    assert values.kind_of(written, {}) == kind


def test_bsn_and_iban_are_known_by_their_check_digits():
    assert is_bsn("123456782")
    assert is_bsn("1234.56.782")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")
    # What passes the 11-test, and is a day.
    assert is_bsn("01022015")
    assert not is_bsn("01-02-2015")
    assert is_bsn("20100206")
    assert not is_bsn("2010-02-06")
    assert is_iban("NL91 ABNA 0417 1643 00")
    assert not is_iban("NL91 ABNA 0417 1643 01")
