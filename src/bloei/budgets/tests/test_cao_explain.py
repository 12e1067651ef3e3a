"""The sentences: every reason in Dutch and English, with the figures of the person."""

from datetime import date

import pytest

from bloei.budgets.cao import Reason, explain
from bloei.budgets.cao.amounts import two_decimals
from bloei.budgets.cao.explain import _GRANT, _SENTENCES, _WORDS, long_date, number
from bloei.budgets.tests.cao_try import (
    based_on,
    convert,
    job,
    person_of,
    progress_of,
    scheme_of,
    spend,
)


def sentences(scheme, person, until, language="nl"):
    progress = progress_of(scheme, person, until)[1]
    return [explain(entry.reason, language) for entry in progress.entries]


def test_both_languages_have_the_same_sentences():
    assert _SENTENCES["nl"].keys() == _SENTENCES["en"].keys()
    assert _GRANT["nl"].keys() == _GRANT["en"].keys()


@pytest.mark.parametrize(
    ("text", "decimals", "dutch", "english"),
    [
        ("900", 2, "900,00", "900.00"),
        ("4500.00", 0, "4.500,00", "4,500.00"),
        ("36", 0, "36", "36"),
        ("7.6", 0, "7,6", "7.6"),
        ("14.5833", 2, "14,5833", "14.5833"),
    ],
)
def test_numbers_are_written_as_in_the_language(text, decimals, dutch, english):
    assert number(text, "nl", decimals=decimals) == dutch
    assert number(text, "en", decimals=decimals) == english


def test_dates_are_written_in_full():
    assert long_date("2021-03-01", "nl") == "1 maart 2021"
    assert long_date("2021-03-01", "en") == "1 March 2021"


def test_an_unknown_language_is_english():
    assert explain(Reason("spend", {"purpose": ""}), "fr") == "spent"


def test_grants_of_every_kind_tell_how_they_came_about():
    yearly = scheme_of(
        {"amount": "1200.00", "prorate_hours": True, "joining": "months_left", "minimum": "700"}
    )
    assert sentences(yearly, person_of(job("2021-03-15", hours="24")), "2022-01-01") == [
        (
            "toekenning bij de start van het dienstverband op 15 maart 2021: "
            "1.200,00 x 24/36 x 10/12; het minimum is 700,00"
        ),
        "jaarlijkse toekenning 2022: 1.200,00 x 24/36",
    ]
    monthly = based_on(scheme_of({"every": "month"}), percent="1.5", of=["salary"])
    person = person_of(job("2021-06-01"), salary="2000.00")
    assert sentences(monthly, person, "2021-06-30") == [
        "maandelijkse toekenning juni 2021: 1,5% van 2.000,00"
    ]
    block = scheme_of({"every": "block", "block_start": date(2021, 1, 1), "block_years": 5})
    assert sentences(block, person_of(job("2020-01-01")), "2021-12-31") == [
        "toekenning voor de periode vanaf 1 januari 2021: 100,00"
    ]


def test_hours_are_named_as_hours():
    scheme = scheme_of({"amount": "16", "prorate_hours": True}, unit="HOURS")
    assert sentences(scheme, person_of(job("2021-01-01", hours="24")), "2021-12-31") == [
        "jaarlijkse toekenning 2021: 16 uur x 24/36"
    ]


def test_hours_of_pay_show_the_hours_and_the_wage():
    grant = {"prorate_hours": True, "rounding": {"to": "1", "mode": "up"}}
    scheme = based_on(scheme_of(grant), hours_of_pay="79", of=["salary"])
    person = person_of(job("2021-01-01", hours="24"), salary="2080.00")
    assert sentences(scheme, person, "2021-12-31") == [
        "jaarlijkse toekenning 2021: 53 uur x uurloon 20,00 (79 x 24/36 uur, afgerond)"
    ]


def test_what_was_not_granted_and_what_filled_an_advance_is_said():
    scheme = scheme_of(cap={"amount": "150"}, advance={"years": 2})
    person = person_of(job("2021-01-01"), movements=[spend("2021-06-01", "120.00", "book")])
    found = sentences(scheme, person, "2024-12-31")
    assert found[1] == "besteed: boek"
    assert found[2] == "jaarlijkse toekenning 2022: 100,00; 20,00 daarvan vult het voorschot aan"
    assert found[3] == (
        "jaarlijkse toekenning 2023: 100,00; 30,00 daarvan is niet toegekend, "
        "want het tegoed is hoogstens 150,00"
    )


def test_ages_and_one_off_amounts_are_told():
    ages = scheme_of({"ages": [{"from_age": 40, "add": "50"}]})
    assert sentences(ages, person_of(job("2021-01-01")), "2021-12-31") == [
        "jaarlijkse toekenning 2021: (100,00 + 50,00 vanaf 40 jaar)"
    ]
    row = {"from": date(2021, 1, 1), "until": date(2021, 12, 31), "amount": "300"}
    fixed = scheme_of({"fixed": [row]})
    assert sentences(fixed, person_of(job("2021-01-01")), "2021-12-31") == [
        "eenmalige toekenning voor 1 januari 2021 tot en met 31 december 2021"
    ]


def test_what_goes_out_is_told():
    scheme = scheme_of(
        lapse={"after_years": 0},
        conversion=[{"to": "vitality"}],
        bonus=[{"purpose": "training", "factor": "1.2"}],
    )
    moves = [spend("2021-02-01", "60.00"), convert("2021-03-01", "10.00")]
    person = person_of(job("2021-01-01", "2022-03-31"), movements=moves)
    assert sentences(scheme, person, "2022-12-31")[1:] == [
        "20% extra, omdat het naar opleiding gaat; het eigen deel is 50,00",
        "besteed: opleiding",
        "omgezet in vitaliteit",
        "vervallen: dit was over van de toekenning van 1 januari 2021",
        "jaarlijkse toekenning 2022: 100,00",
        "vervallen, omdat het dienstverband op 31 maart 2022 eindigde",
    ]
    assert sentences(scheme, person, "2022-12-31", "en")[4] == (
        "lapsed: this was left of the grant of 1 January 2021"
    )


def test_a_trim_names_the_new_maximum_and_the_hours():
    scheme = scheme_of(cap={"amount": "100", "prorate_hours": True, "on_fewer_hours": "trim"})
    jobs = job("2021-01-01", "2021-03-31"), job("2021-04-01", hours="18")
    assert sentences(scheme, person_of(*jobs), "2021-12-31")[1] == (
        "verlaagd naar het maximum van 50,00, dat hoort bij 18 uur per week"
    )


def test_amounts_never_show_minus_zero():
    assert two_decimals(0, 100) == "0.00"
    assert two_decimals(-0, 60) == "0.00"
    assert two_decimals(-5, 100) == "-0.05"
    assert two_decimals(20, 60) == "0.33"
    assert two_decimals(378, 60) == "6.30"
    assert two_decimals(-450_00, 100) == "-450.00"


def test_words_for_purposes_are_dutch_in_dutch():
    assert explain(Reason("spend", {"purpose": "driving_licence_b"})) == "besteed: rijbewijs B"
    assert explain(Reason("spend", {"purpose": "my_own_thing"})) == "besteed: my own thing"
    assert set(_WORDS) == {"nl", "en"}
