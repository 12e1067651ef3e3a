"""The examples of the caos themselves, and that of docs/formats.md, on shipped schemes."""

import json
from decimal import Decimal

import pytest

from bloei.budgets.cao import shipped_scheme
from bloei.budgets.tests.cao_try import (
    command,
    convert,
    entries_of,
    grants_of,
    job,
    lapses_of,
    person_of,
    progress_of,
    refusals_of,
    scheme_of,
    spend,
)


def shipped(name):
    return shipped_scheme(name, minutes=False)


def test_the_example_of_the_format_comes_out_to_the_letter(tmp_path, capsys):
    person = {
        "born_on": "1980-05-01",
        "employments": [job("2015-07-01")],
        "pay": [{"from": "2015-07-01", "until": None, "monthly": {"salary": "2000.00"}}],
        "pension_age": {"years": 67, "months": 0},
        "movements": [spend("2021-03-10", "450.00")],
    }
    path = tmp_path / "person.json"
    path.write_text(json.dumps(person))
    found = command(capsys, "simulate", "woondiensten", path, "--until", "2021-12-31")
    assert found == (
        0,
        {
            "scheme": "woondiensten",
            "unit": "EUR",
            "until": "2021-12-31",
            "balance": "450.00",
            "cap": "4500.00",
            "entries": [
                {
                    "on": "2021-01-01",
                    "what": "grant",
                    "amount": "900.00",
                    "balance": "900.00",
                    "lapses_on": None,
                    "because": "jaarlijkse toekenning 2021: 900,00 x 36/36",
                },
                {
                    "on": "2021-03-10",
                    "what": "spend",
                    "amount": "-450.00",
                    "balance": "450.00",
                    "lapses_on": None,
                    "because": "besteed: opleiding",
                },
            ],
            "lots": [{"granted_on": "2021-01-01", "remaining": "450.00", "lapses_on": None}],
            "next_lapse": None,
            "refused": [],
        },
        "",
    )


def test_woondiensten_never_saves_more_than_4500():
    _scheme, progress = progress_of(
        shipped("woondiensten"), person_of(job("2015-07-01")), "2030-12-31"
    )
    assert [entry.amount for entry in progress.entries] == [90_000] * 5
    assert max(entry.balance for entry in progress.entries) == 450_000


def test_woondiensten_lets_people_spend_three_years_in_advance():
    person = person_of(job("2021-01-01"), movements=[spend("2021-06-01", "3600.00")])
    assert refusals_of(shipped("woondiensten"), person, "2021-12-31") == []
    person = person_of(job("2021-01-01"), movements=[spend("2021-06-01", "3600.01")])
    assert refusals_of(shipped("woondiensten"), person, "2021-12-31") == [
        ("2021-06-01", "too_much")
    ]


@pytest.mark.parametrize("purpose", ["hobby", "driving_licence_b", "mandatory_training"])
def test_woondiensten_pays_no_hobby_no_driving_licence_and_no_mandatory_training(purpose):
    person = person_of(job("2021-01-01"), movements=[spend("2021-06-01", "1.00", purpose)])
    assert len(refusals_of(shipped("woondiensten"), person, "2021-12-31")) == 1


def test_sociaal_werk_grants_30_euro_on_2000():
    person = person_of(job("2020-01-01"), salary="2000.00")
    assert grants_of(shipped("sociaal-werk"), person, "2020-01-31") == [("2020-01-01", "30.00")]


def test_sociaal_werk_lapses_the_first_month_when_the_37th_accrues_and_then_the_second():
    person = person_of(job("2015-07-01"), salary="2000.00")
    found = entries_of(shipped("sociaal-werk"), person, "2018-08-31")
    assert [what for _, what, _ in found] == ["grant"] * 36 + ["lapse", "grant"] * 2
    assert found[-4:] == [
        ("2018-07-01", "lapse", "-30.00"),
        ("2018-07-01", "grant", "30.00"),
        ("2018-08-01", "lapse", "-30.00"),
        ("2018-08-01", "grant", "30.00"),
    ]


def test_elektro_grants_12_50_a_month_and_14_58_from_2024():
    found = dict(
        grants_of(shipped("elektro-detailhandel"), person_of(job("2021-01-01")), "2024-02-01")
    )
    assert found["2021-01-01"] == "12.50"
    assert found["2023-12-01"] == "12.50"
    person = person_of(job("2023-12-15"))
    assert grants_of(shipped("elektro-detailhandel"), person, "2024-02-01") == [
        ("2023-12-15", "12.50"),
        ("2024-01-01", "14.58"),
        ("2024-02-01", "14.58"),
    ]


def test_elektro_december_2021_is_usable_up_to_and_including_december_2024():
    scheme = shipped("elektro-detailhandel")
    jobs = job("2021-12-01", "2021-12-31"), job("2022-01-01", hours="10")
    assert lapses_of(scheme, person_of(*jobs), "2022-12-31") == [("2021-12-01", "2025-01-01")]
    in_time = person_of(*jobs, movements=[spend("2024-12-31", "12.50")])
    assert refusals_of(scheme, in_time, "2025-01-01") == []
    too_late = person_of(*jobs, movements=[spend("2025-01-01", "12.50")])
    assert refusals_of(scheme, too_late, "2025-01-01") == [("2025-01-01", "too_much")]


def test_elektro_who_joined_later_gets_months_to_2019_nothing_in_2020_and_again_from_2021():
    found = grants_of(shipped("elektro-detailhandel"), person_of(job("2019-11-01")), "2021-02-28")
    assert found == [
        ("2019-11-01", "12.50"),
        ("2019-12-01", "12.50"),
        ("2021-01-01", "12.50"),
        ("2021-02-01", "12.50"),
    ]


def test_elektro_who_was_there_all_along_gets_300_at_once_and_450_at_most():
    _scheme, progress = progress_of(
        shipped("elektro-detailhandel"), person_of(job("2010-01-01")), "2022-12-31"
    )
    grants = [entry for entry in progress.entries if entry.what == "grant"]
    assert (str(grants[0].on), grants[0].amount) == ("2018-07-01", 30_000)
    assert str(grants[1].on) == "2021-01-01"
    assert max(entry.balance for entry in progress.entries) <= 45_000


@pytest.mark.parametrize(("hours", "amount"), [("15", None), ("15.5", "12.50")])
def test_elektro_asks_more_than_15_hours_a_week(hours, amount):
    found = grants_of(
        shipped("elektro-detailhandel"), person_of(job("2021-05-01", hours=hours)), "2021-05-31"
    )
    assert found == ([("2021-05-01", amount)] if amount else [])


@pytest.mark.parametrize("hours", ["36", "18", "8"])
def test_provincies_grants_a_part_timer_the_same_as_a_full_timer(hours):
    person = person_of(job("2015-01-01", hours=hours))
    assert grants_of(shipped("provincies"), person, "2025-12-31") == [("2021-01-01", "5000.00")]


def test_provincies_lets_who_is_60_convert_at_most_half_of_the_whole_grant():
    person = person_of(
        job("2015-01-01"),
        born="1961-01-01",
        movements=[
            spend("2021-02-01", "2000.00"),
            convert("2021-03-01", "2500.01"),
            convert("2021-04-01", "2000.00"),
            convert("2025-12-31", "500.00"),
            convert("2025-12-31", "500.01"),
        ],
    )
    assert refusals_of(shipped("provincies"), person, "2025-12-31") == [
        ("2021-03-01", "over_share"),
        ("2025-12-31", "over_share"),
    ]
    younger = {**person, "born_on": "1961-03-02"}
    assert refusals_of(shipped("provincies"), younger, "2021-03-31") == [
        ("2021-03-01", "too_young")
    ]


def test_provincies_the_rest_lapses_when_a_new_block_starts():
    found = entries_of(shipped("provincies"), person_of(job("2015-01-01")), "2026-12-31")
    assert found[1:] == [("2026-01-01", "lapse", "-5000.00"), ("2026-01-01", "grant", "5000.00")]


def test_ggz_balans_makes_500_into_600_for_training():
    person = person_of(job("2021-01-01"), movements=[spend("2021-05-01", "600.00")])
    assert entries_of(shipped("ggz-balans"), person, "2021-12-31")[1:] == [
        ("2021-05-01", "bonus", "100.00"),
        ("2021-05-01", "spend", "-600.00"),
    ]


def test_ggz_balans_makes_500_into_700_when_20_hours_are_added():
    person = person_of(
        job("2021-01-01"), movements=[spend("2021-05-01", "700.00", hours_added="20")]
    )
    assert entries_of(shipped("ggz-balans"), person, "2021-12-31")[1:] == [
        ("2021-05-01", "bonus", "200.00"),
        ("2021-05-01", "spend", "-700.00"),
    ]


def test_huisartsenzorg_rounds_24_of_38_hours_to_6_3():
    person = person_of(job("2020-01-01", hours="24"))
    assert grants_of(shipped("huisartsenzorg"), person, "2024-12-31") == [("2024-01-01", "6.30")]


def test_hours_become_minutes_after_they_are_rounded():
    scheme = shipped_scheme("huisartsenzorg")
    _, progress = progress_of(scheme, person_of(job("2020-01-01", hours="24")), "2024-12-31")
    assert [entry.amount for entry in progress.entries] == [378]


@pytest.mark.parametrize(("hours", "amount"), [("38", "16.00"), ("24", "10.10"), ("4", "8.00")])
def test_bloemisten_leave_is_16_hours_and_never_under_8(hours, amount):
    person = person_of(job("2020-06-01", hours=hours))
    assert grants_of(shipped("bloemisten-verlof"), person, "2021-12-31")[-1] == (
        "2021-01-01",
        amount,
    )


def test_bloemisten_leave_cannot_be_saved():
    assert lapses_of(shipped("bloemisten-verlof"), person_of(job("2020-01-01")), "2020-12-31") == [
        ("2020-01-01", "2021-01-01")
    ]


def test_bloemisten_budget_is_half_a_percent_of_a_year_of_pay():
    pay = {"salary": "2400.00", "holiday_pay": "192.00", "year_end": "100.00"}
    person = person_of(
        job("2015-01-01"), pay=[{"from": "2015-01-01", "until": None, "monthly": pay}]
    )
    # 12 x 2,592.00 x 0.5 %
    assert grants_of(shipped("bloemisten-budget"), person, "2021-12-31") == [
        ("2021-01-01", "155.52")
    ]
    assert lapses_of(shipped("bloemisten-budget"), person, "2021-12-31") == [
        ("2021-01-01", "2024-01-01")
    ]


def test_gehandicaptenzorg_seven_days_are_50_4_hours():
    days = Decimal("7.2") * 7
    scheme = scheme_of({"amount": str(days)}, unit="HOURS", hours_per_day="7.2")
    assert grants_of(scheme, person_of(job("2021-01-01")), "2021-12-31") == [
        ("2021-01-01", "50.40")
    ]


def test_retail_non_food_looks_at_31_december_only():
    scheme = shipped("retail-non-food")
    grants = grants_of(scheme, person_of(job("2019-12-31", hours="16")), "2020-12-31")
    assert grants == [("2020-12-31", "150.00")]
    assert grants_of(scheme, person_of(job("2020-01-01", hours="16")), "2020-12-31") == []
    assert grants_of(scheme, person_of(job("2015-01-01", hours="15.9")), "2020-12-31") == []
    assert grants_of(scheme, person_of(job("2015-01-01", kind="weekend_help")), "2020-12-31") == []
    assert lapses_of(scheme, person_of(job("2015-01-01")), "2020-12-31") == [
        ("2020-12-31", "2026-01-01")
    ]


def test_hbo_adds_50_hours_from_57_and_saves_200_at_most():
    person = person_of(job("2014-01-01", hours="40"), born="1962-01-01")
    found = grants_of(shipped("hbo"), person, "2020-12-31")
    # 45 + 50 = 95 is cut to what fits under 200.
    assert found == [(f"{year}-01-01", "40.00") for year in range(2014, 2019)]
    person["movements"] = [spend("2018-06-01", "200.00"), spend("2019-06-01", "50.00")]
    found = dict(grants_of(shipped("hbo"), person, "2020-12-31"))
    assert found["2019-01-01"] == "90.00"
    assert found["2020-01-01"] == "95.00"


@pytest.mark.parametrize(("hours", "amount"), [("16", "18.00"), ("15.9", None)])
def test_hbo_asks_0_4_fte(hours, amount):
    found = grants_of(shipped("hbo"), person_of(job("2021-01-01", hours=hours)), "2021-12-31")
    assert found == ([("2021-01-01", amount)] if amount else [])


def test_jeugdzorg_rounds_the_hours_up_and_pays_them_at_the_hourly_wage():
    person = person_of(job("2015-01-01", hours="24"), born="1960-05-01", salary="2080.00")
    # 79 x 24/36 = 52.67 -> 53 hours of 2,080 / (24 x 52 / 12) = 20.00
    assert grants_of(shipped("jeugdzorg"), person, "2024-12-31") == [("2024-01-01", "1060.00")]
    young = {**person, "born_on": "1967-01-02"}
    assert grants_of(shipped("jeugdzorg"), young, "2024-12-31") == []


def test_ziekenhuizen_grants_57_hours_that_never_lapse():
    assert lapses_of(shipped("ziekenhuizen"), person_of(job("2021-01-01")), "2022-12-31") == [
        ("2021-01-01", None),
        ("2022-01-01", None),
    ]


def test_architecten_gives_35_hours_of_which_8_may_go_to_social_goals():
    moves = [
        convert("2021-02-01", "8.00", "social_goals"),
        convert("2021-03-01", "0.01", "social_goals"),
    ]
    person = person_of(job("2020-01-01", hours="40"), movements=moves)
    assert refusals_of(shipped("architecten"), person, "2021-12-31") == [
        ("2021-03-01", "over_share")
    ]


def test_primair_onderwijs_had_100_euro_extra_in_2020_and_2021():
    person = person_of(job("2019-01-01", hours="20"))
    found = dict(grants_of(shipped("primair-onderwijs-eur"), person, "2022-12-31"))
    assert [found[f"{year}-01-01"] for year in range(2019, 2023)] == [
        "250.00",
        "300.00",
        "300.00",
        "250.00",
    ]


def test_graan_grants_1250_every_two_years():
    found = entries_of(shipped("graan"), person_of(job("2014-01-01")), "2016-12-31")
    assert [one for one in found if one[1] == "grant"] == [
        ("2014-01-01", "grant", "1250.00"),
        ("2016-01-01", "grant", "1250.00"),
    ]
