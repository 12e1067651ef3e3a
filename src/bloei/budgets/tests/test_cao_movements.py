"""Every sentence of "How it is computed" about movements, leaving and the order within a day."""

from datetime import date
from itertools import permutations

import pytest

from bloei.budgets.tests.cao_try import (
    convert,
    entries_of,
    grants_of,
    job,
    person_of,
    progress_of,
    refusals_of,
    scheme_of,
    spend,
)

YEARLY = scheme_of()
HERE = job("2021-01-01")


def tried(scheme, *moves, jobs=(HERE,), until="2022-12-31", **person):
    return refusals_of(scheme, person_of(*jobs, movements=list(moves), **person), until)


# --- spending


def test_a_spend_is_all_or_nothing():
    assert tried(YEARLY, spend("2021-02-01", "100.01")) == [("2021-02-01", "too_much")]
    assert tried(YEARLY, spend("2021-02-01", "100.00")) == []


def test_a_refused_movement_changes_nothing():
    moves = [spend("2021-02-01", "100.01"), spend("2021-03-01", "100.00")]
    found = entries_of(YEARLY, person_of(HERE, movements=moves), "2021-12-31")
    assert found == [("2021-01-01", "grant", "100.00"), ("2021-03-01", "spend", "-100.00")]


def test_a_movement_after_until_is_ignored():
    assert tried(YEARLY, spend("2021-12-31", "900.00"), until="2021-12-30") == []


@pytest.mark.parametrize(
    ("rule", "purpose", "code"),
    [
        ({}, "", None),
        ({}, "anything", None),
        ({}, "mandatory_training", "mandatory"),
        ({"allowed": ["mandatory_training"]}, "mandatory_training", "mandatory"),
        ({"excluded": ["hobby"]}, "hobby", "purpose_excluded"),
        ({"excluded": ["hobby"]}, "", None),
        ({"allowed": ["training"]}, "training", None),
        ({"allowed": ["training"]}, "book", "purpose_not_allowed"),
        ({"allowed": ["training"]}, "", "purpose_missing"),
        ({"allowed": ["hobby"], "excluded": ["hobby"]}, "hobby", "purpose_excluded"),
    ],
)
def test_the_purpose_must_be_allowed(rule, purpose, code):
    scheme = scheme_of(purposes=rule)
    found = tried(scheme, spend("2021-02-01", "10.00", purpose))
    assert found == ([("2021-02-01", code)] if code else [])


def test_a_spend_without_purpose_may_leave_the_key_out():
    move = {"on": "2021-02-01", "what": "spend", "amount": "10.00"}
    assert tried(YEARLY, move) == []
    assert tried(scheme_of(purposes={"allowed": ["training"]}), move) == [
        ("2021-02-01", "purpose_missing")
    ]


def test_outside_service_nothing_can_be_spent():
    jobs = job("2021-02-01", "2021-06-30"), job("2021-09-01")
    moves = [spend(day, "1.00") for day in ("2021-01-31", "2021-06-30", "2021-07-01", "2021-09-01")]
    assert tried(YEARLY, *moves, jobs=jobs) == [
        ("2021-01-31", "not_yet_in_service"),
        ("2021-07-01", "not_in_service"),
    ]


def test_with_keep_who_has_left_may_go_on_spending_but_not_in_advance():
    scheme = scheme_of(leaving={"balance": "keep"}, advance={"years": 2})
    jobs = [job("2021-02-01", "2021-06-30")]
    moves = [
        spend("2021-01-31", "1.00"),
        spend("2021-08-01", "100.00"),
        spend("2021-09-01", "0.01"),
    ]
    assert tried(scheme, *moves, jobs=jobs) == [
        ("2021-01-31", "not_yet_in_service"),
        ("2021-09-01", "too_much"),
    ]


# --- conversion

CONVERTING = scheme_of(conversion=[{"to": "vitality", "max_share_of_grant": "0.5", "min_age": 40}])


def test_conversions_of_a_period_are_together_at_most_the_share_of_its_grant():
    moves = [
        convert("2021-02-01", "30.00"),
        convert("2021-03-01", "20.01"),
        convert("2021-04-01", "20.00"),
        convert("2022-01-01", "50.01"),
        convert("2022-01-02", "50.00"),
    ]
    assert tried(CONVERTING, *moves) == [("2021-03-01", "over_share"), ("2022-01-01", "over_share")]


def test_the_share_is_of_the_grant_as_booked_not_of_what_is_left():
    moves = [spend("2021-02-01", "50.00"), convert("2021-03-01", "50.00")]
    assert tried(CONVERTING, *moves) == []
    capped = {**CONVERTING, "cap": {"amount": "40"}}
    assert tried(capped, convert("2021-03-01", "20.01")) == [("2021-03-01", "over_share")]


def test_for_a_monthly_scheme_the_share_is_of_the_grants_of_the_calendar_year_so_far():
    scheme = scheme_of(
        {"every": "month", "amount": "10.00"},
        conversion=[{"to": "vitality", "max_share_of_grant": "0.5"}],
    )
    moves = [
        convert("2021-03-15", "15.01"),
        convert("2021-03-16", "15.00"),
        convert("2022-01-31", "5.01"),
        convert("2022-02-28", "10.00"),
    ]
    assert tried(scheme, *moves) == [("2021-03-15", "over_share"), ("2022-01-31", "over_share")]


def test_each_name_has_its_own_share():
    rows = [{"to": name, "max_share_of_grant": "0.5"} for name in ("vitality", "leave")]
    moves = [convert("2021-02-01", "50.00"), convert("2021-02-01", "50.00", "leave")]
    assert tried(scheme_of(conversion=rows), *moves) == []


def test_a_conversion_asks_age_a_known_name_and_balance_without_advance():
    scheme = {**CONVERTING, "advance": {"years": 3}}
    assert tried(scheme, convert("2021-02-01", "10"), born="1981-02-01") == []
    assert tried(scheme, convert("2021-02-01", "10"), born="1981-02-02") == [
        ("2021-02-01", "too_young")
    ]
    assert tried(scheme, convert("2021-02-01", "10", "leave")) == [
        ("2021-02-01", "unknown_conversion")
    ]
    moves = [spend("2021-02-01", "95.00"), convert("2021-03-01", "5.01")]
    assert tried(scheme, *moves) == [("2021-03-01", "too_much")]


def test_a_conversion_leaves_the_account():
    person = person_of(HERE, movements=[convert("2021-02-01", "50.00")])
    assert entries_of(CONVERTING, person, "2021-12-31")[1:] == [("2021-02-01", "convert", "-50.00")]


# --- bonus

BONUS = scheme_of(
    bonus=[
        {"purpose": "training", "factor": "1.2"},
        {"purpose": "training", "min_hours_added": "20", "factor": "1.4"},
    ]
)


@pytest.mark.parametrize(
    ("hours_added", "bonus"), [("0", "10.00"), ("19.9", "10.00"), ("20", "17.14")]
)
def test_the_highest_factor_whose_conditions_hold_gives_the_bonus(hours_added, bonus):
    person = person_of(HERE, movements=[spend("2021-02-01", "60.00", hours_added=hours_added)])
    assert entries_of(BONUS, person, "2021-12-31")[1:] == [
        ("2021-02-01", "bonus", bonus),
        ("2021-02-01", "spend", "-60.00"),
    ]


def test_the_own_part_must_be_covered():
    assert tried(BONUS, spend("2021-02-01", "120.00")) == []
    # 120.01 / 1.2 is 100.0083, rounded 100.01: a cent more than there is.
    assert tried(BONUS, spend("2021-02-01", "120.01")) == [("2021-02-01", "too_much")]


def test_another_purpose_has_no_bonus():
    person = person_of(HERE, movements=[spend("2021-02-01", "60.00", "book")])
    assert entries_of(BONUS, person, "2021-12-31")[1:] == [("2021-02-01", "spend", "-60.00")]


def test_the_bonus_stands_in_the_balance_between_its_two_entries_and_in_no_lot():
    person = person_of(HERE, movements=[spend("2021-02-01", "60.00")])
    _, progress = progress_of(BONUS, person, "2021-12-31")
    assert [entry.balance for entry in progress.entries] == [10_000, 11_000, 5_000]
    assert [lot.remaining for lot in progress.state.lots] == [5_000]


# --- leaving and coming back


@pytest.mark.parametrize(
    ("balance", "entry"),
    [
        ("lapse", [("2021-07-01", "forfeit", "-100.00")]),
        ("pay_out", [("2021-07-01", "pay_out", "-100.00")]),
        ("keep", []),
    ],
)
def test_the_balance_on_the_day_after_the_last_day(balance, entry):
    scheme = scheme_of(leaving={"balance": balance})
    person = person_of(job("2021-01-01", "2021-06-30"))
    assert entries_of(scheme, person, "2021-12-31")[1:] == entry


def test_without_a_table_the_balance_lapses_on_leaving():
    person = person_of(job("2021-01-01", "2021-06-30"))
    assert entries_of(YEARLY, person, "2021-06-30") == [("2021-01-01", "grant", "100.00")]
    assert entries_of(YEARLY, person, "2021-07-01")[1:] == [("2021-07-01", "forfeit", "-100.00")]


def test_several_lots_leave_in_one_entry():
    person = person_of(job("2020-01-01", "2021-06-30"))
    assert entries_of(YEARLY, person, "2021-12-31")[2:] == [("2021-07-01", "forfeit", "-200.00")]


def test_what_is_kept_still_lapses_by_date():
    scheme = scheme_of(leaving={"balance": "keep"}, lapse={"after_years": 1})
    person = person_of(job("2021-01-01", "2021-06-30"))
    assert entries_of(scheme, person, "2023-12-31")[1:] == [("2023-01-01", "lapse", "-100.00")]


def test_with_keep_coming_back_in_the_same_period_gives_no_second_grant():
    scheme = scheme_of(leaving={"balance": "keep"})
    jobs = job("2021-01-01", "2021-06-29"), job("2021-07-01")
    assert grants_of(scheme, person_of(*jobs), "2022-12-31") == [
        ("2021-01-01", "100.00"),
        ("2022-01-01", "100.00"),
    ]


def test_with_keep_coming_back_in_a_later_period_is_joining():
    scheme = scheme_of({"joining": "months_left"}, leaving={"balance": "keep"})
    jobs = job("2020-03-01", "2020-06-29"), job("2021-07-01")
    assert grants_of(scheme, person_of(*jobs), "2021-12-31") == [
        ("2020-03-01", "83.33"),
        ("2021-07-01", "50.00"),
    ]


def test_with_keep_who_had_no_grant_in_the_period_still_joins():
    scheme = scheme_of(leaving={"balance": "keep"}, eligibility={"min_hours_per_week": "20"})
    jobs = job("2021-01-01", "2021-06-29", hours="12"), job("2021-07-01")
    assert grants_of(scheme, person_of(*jobs), "2021-12-31") == [("2021-07-01", "100.00")]


# --- order on one day


def test_a_lapse_and_a_trim_come_before_the_grant_and_the_grant_before_a_spend():
    scheme = scheme_of(
        {"prorate_hours": True},
        cap={"amount": "200", "prorate_hours": True, "on_fewer_hours": "trim"},
        lapse={"after_years": 1},
        conversion=[{"to": "vitality"}],
    )
    jobs = job("2020-01-01", "2021-12-31"), job("2022-01-01", hours="18")
    moves = [spend("2022-01-01", "1.00"), convert("2022-01-01", "2.00")]
    person = person_of(*jobs, movements=[*moves, spend("2020-05-01", "30.00")])
    found = entries_of(scheme, person, "2022-01-01")
    assert [one for one in found if one[0] == "2022-01-01"] == [
        ("2022-01-01", "lapse", "-70.00"),
        ("2022-01-01", "convert", "-2.00"),
        ("2022-01-01", "spend", "-1.00"),
    ]
    # 100 of 2021 is left: exactly the new cap, so nothing is trimmed and nothing granted.


def test_leaving_comes_before_a_lapse_of_the_same_day():
    scheme = scheme_of(lapse={"after_years": 0}, leaving={"balance": "pay_out"})
    person = person_of(job("2021-01-01", "2021-12-31"))
    assert entries_of(scheme, person, "2022-12-31")[1:] == [("2022-01-01", "pay_out", "-100.00")]


def test_trim_comes_after_a_lapse_of_the_same_day():
    scheme = scheme_of(
        cap={"amount": "200", "prorate_hours": True, "on_fewer_hours": "trim"},
        lapse={"after_years": 1},
    )
    jobs = job("2020-01-01", "2021-12-31"), job("2022-01-01", hours="9")
    found = entries_of(scheme, person_of(*jobs), "2022-01-01")
    assert found[2:] == [("2022-01-01", "lapse", "-100.00"), ("2022-01-01", "trim", "-50.00")]


def test_movements_of_one_day_go_smallest_first_then_by_purpose_whatever_the_order_in_the_file():
    moves = [
        spend("2021-02-01", "60.00", "b"),
        spend("2021-02-01", "60.00", "a"),
        spend("2021-02-01", "30.00", "c"),
        convert("2021-02-01", "10.00"),
    ]
    scheme = scheme_of(conversion=[{"to": "vitality"}])
    found = []
    for order in permutations(moves):
        _, progress = progress_of(scheme, person_of(HERE, movements=list(order)), "2021-12-31")
        found.append(
            (
                [(e.what, e.amount, e.reason.params.get("purpose")) for e in progress.entries[1:]],
                [refusal.amount for refusal in progress.refused],
            )
        )
    assert all(one == found[0] for one in found)
    assert found[0] == (
        [("convert", -1_000, None), ("spend", -3_000, "c"), ("spend", -6_000, "a")],
        [6_000],
    )


def test_the_facts_of_a_later_day_do_not_reach_back():
    scheme = scheme_of({"every": "block", "block_start": date(2020, 1, 1), "block_years": 2})
    person = person_of(HERE, movements=[spend("2021-02-01", "10.00")])
    short, long = (entries_of(scheme, person, until) for until in ("2021-06-01", "2024-01-01"))
    assert long[: len(short)] == short
