"""Every sentence of "How it is computed" (docs/formats.md 1): service, grant days, amounts, cap."""

from datetime import date

import pytest

from bloei.budgets.cao import cap as cap_on
from bloei.budgets.cao.person_file import facts_from
from bloei.budgets.tests.cao_try import (
    TODAY,
    based_on,
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

YEARLY = scheme_of()
MONTHLY = scheme_of({"every": "month", "amount": "10.00"})
BLOCK = scheme_of({"every": "block", "block_start": date(2021, 1, 1), "block_years": 5})

# --- service


def test_employments_that_adjoin_to_the_day_are_one_service():
    jobs = job("2020-03-01", "2021-06-30"), job("2021-07-01")
    assert grants_of(YEARLY, person_of(*jobs), "2021-12-31") == [
        ("2020-03-01", "100.00"),
        ("2021-01-01", "100.00"),
    ]


def test_a_gap_of_one_day_is_leaving_and_joining_again():
    jobs = job("2021-01-01", "2021-06-29"), job("2021-07-01")
    assert entries_of(YEARLY, person_of(*jobs), "2021-12-31") == [
        ("2021-01-01", "grant", "100.00"),
        ("2021-06-30", "forfeit", "-100.00"),
        ("2021-07-01", "grant", "100.00"),
    ]


def test_hours_of_parallel_employments_are_added_up():
    scheme = scheme_of({"prorate_hours": True})
    jobs = job("2021-01-01", hours="12"), job("2021-01-01", hours="6")
    assert grants_of(scheme, person_of(*jobs), "2021-12-31") == [("2021-01-01", "50.00")]


def test_an_employment_of_an_excluded_kind_is_no_service():
    scheme = scheme_of({"prorate_hours": True}, eligibility={"excluded_kinds": ["agency"]})
    jobs = job("2020-01-01", "2021-03-31", kind="agency"), job("2021-03-01", hours="18")
    # It neither counts in the hours nor as the beginning of the service.
    assert grants_of(scheme, person_of(*jobs), "2021-12-31") == [("2021-03-01", "50.00")]


def test_service_of_an_excluded_kind_does_not_count_as_months_of_service():
    rule = {"excluded_kinds": ["agency"], "min_months_of_service": 12}
    jobs = job("2019-01-01", "2020-06-30", kind="agency"), job("2020-07-01")
    assert grants_of(scheme_of(eligibility=rule), person_of(*jobs), "2022-12-31") == [
        ("2022-01-01", "100.00")
    ]


# --- grant days


def test_who_is_in_service_on_the_day_gets_it_that_day():
    scheme = scheme_of({"on": "07-01"})
    assert grants_of(scheme, person_of(job("2015-01-01")), "2016-12-31") == [
        ("2015-01-01", "100.00"),
        ("2015-07-01", "100.00"),
        ("2016-07-01", "100.00"),
    ]


def test_nothing_is_granted_outside_the_valid_dates_and_the_other_rules_go_on():
    scheme = scheme_of(
        valid_from=date(2020, 1, 1), valid_until=date(2020, 12, 31), lapse={"after_years": 1}
    )
    assert entries_of(scheme, person_of(job("2015-01-01")), "2022-12-31") == [
        ("2020-01-01", "grant", "100.00"),
        ("2022-01-01", "lapse", "-100.00"),
    ]


def test_service_before_valid_from_is_not_joining_and_valid_from_is_no_grant_day_by_itself():
    scheme = scheme_of(valid_from=date(2020, 5, 1))
    assert grants_of(scheme, person_of(job("2015-01-01")), "2021-12-31") == [
        ("2021-01-01", "100.00")
    ]
    assert grants_of(scheme, person_of(job("2020-04-30")), "2020-12-31") == []
    assert grants_of(scheme, person_of(job("2020-05-01")), "2020-12-31") == [
        ("2020-05-01", "100.00")
    ]


def test_the_last_valid_day_still_grants():
    scheme = scheme_of(valid_until=date(2021, 1, 1))
    assert grants_of(scheme, person_of(job("2020-12-31")), "2022-12-31") == [
        ("2020-12-31", "100.00"),
        ("2021-01-01", "100.00"),
    ]


def test_blocks_follow_each_other_and_nothing_comes_before_the_first():
    assert grants_of(BLOCK, person_of(job("2019-06-01")), "2031-12-31") == [
        ("2021-01-01", "100.00"),
        ("2026-01-01", "100.00"),
        ("2031-01-01", "100.00"),
    ]


def test_who_joins_during_a_block_gets_it_on_the_joining_day():
    assert grants_of(BLOCK, person_of(job("2023-04-05")), "2025-12-31") == [
        ("2023-04-05", "100.00")
    ]


@pytest.mark.parametrize(
    ("rule", "start", "until", "granted"),
    [
        ("any", "2021-01-31", "2021-01-31", ["2021-01-31"]),
        ("any", "2020-12-01", "2021-01-01", ["2020-12-01", "2021-01-01"]),
        ("full", "2021-01-01", "2021-01-31", ["2021-01-01"]),
        ("full", "2021-01-02", "2021-02-27", []),
        ("before_16th", "2021-01-15", "2021-01-16", ["2021-01-15"]),
        ("before_16th", "2021-01-16", "2021-01-31", []),
        ("before_16th", "2021-01-01", "2021-01-15", []),
        ("before_16th", "2021-01-01", "2021-01-16", ["2021-01-01"]),
    ],
)
def test_a_month_counts_by_the_rule_of_the_scheme(rule, start, until, granted):
    scheme = scheme_of({"every": "month", "amount": "10.00", "month_rule": rule})
    found = grants_of(scheme, person_of(job(start, until)), "2021-03-31")
    assert [on for on, _ in found] == granted


def test_there_is_at_most_one_grant_a_month():
    jobs = job("2021-01-01", "2021-01-10"), job("2021-01-20", "2021-01-31")
    assert grants_of(MONTHLY, person_of(*jobs), "2021-12-31") == [("2021-01-01", "10.00")]


def test_two_stretches_in_one_month_count_together_for_before_16th():
    scheme = scheme_of({"every": "month", "amount": "10.00", "month_rule": "before_16th"})
    jobs = job("2021-01-05", "2021-01-10"), job("2021-01-20", "2021-01-25")
    assert grants_of(scheme, person_of(*jobs), "2021-12-31") == [("2021-01-05", "10.00")]


def test_who_was_not_eligible_on_the_first_may_be_so_when_joining_again_in_the_month():
    scheme = {**MONTHLY, "eligibility": {"min_hours_per_week": "20"}}
    jobs = job("2021-01-01", "2021-01-10", hours="12"), job("2021-01-20", hours="36")
    assert grants_of(scheme, person_of(*jobs), "2021-01-31") == [("2021-01-20", "10.00")]


# --- eligibility


@pytest.mark.parametrize(
    ("rule", "hours", "granted"),
    [
        ({"min_hours_per_week": "16"}, "16", True),
        ({"min_hours_per_week": "16"}, "15.99", False),
        ({"more_than_hours_per_week": "15"}, "15", False),
        ({"more_than_hours_per_week": "15"}, "15.01", True),
        ({"min_fte": "0.4"}, "14.4", True),
        ({"min_fte": "0.4"}, "14.39", False),
        ({"min_hours_per_week": "16", "min_age": 60}, "36", False),
    ],
)
def test_all_conditions_must_hold_on_the_day(rule, hours, granted):
    found = grants_of(
        scheme_of(eligibility=rule), person_of(job("2021-01-01", hours=hours)), "2021-12-31"
    )
    assert bool(found) is granted


def test_becoming_eligible_later_is_not_joining():
    scheme = scheme_of(eligibility={"min_hours_per_week": "20"})
    jobs = job("2021-01-01", "2021-02-28", hours="16"), job("2021-03-01", hours="24")
    assert grants_of(scheme, person_of(*jobs), "2022-12-31") == [("2022-01-01", "100.00")]


def test_who_was_eligible_keeps_the_grant_when_that_ends():
    scheme = scheme_of(eligibility={"min_hours_per_week": "20"})
    jobs = job("2021-01-01", "2021-02-28", hours="24"), job("2021-03-01", hours="16")
    assert entries_of(scheme, person_of(*jobs), "2022-12-31") == [("2021-01-01", "grant", "100.00")]


@pytest.mark.parametrize(
    ("start", "months", "on", "granted"),
    [
        ("2020-01-01", 12, "01-01", True),
        ("2020-01-02", 12, "01-01", False),
        ("2020-08-31", 6, "02-28", True),  # the last day of that month
        ("2020-08-29", 6, "02-28", True),
        ("2020-08-28", 6, "02-27", False),
    ],
)
def test_months_of_service_are_complete_on_the_same_day_number(start, months, on, granted):
    scheme = scheme_of({"on": on, "joining": "none"}, eligibility={"min_months_of_service": months})
    found = grants_of(scheme, person_of(job(start)), "2021-12-31")
    assert [day for day, _ in found] == ([f"2021-{on}"] if granted else [])


@pytest.mark.parametrize(
    ("born", "on", "granted"),
    [
        ("1960-03-01", "03-01", True),
        ("1960-03-02", "03-01", False),
        ("1960-02-29", "02-28", False),
        ("1960-02-29", "03-01", True),  # 29 February has its birthday on 1 March
    ],
)
def test_an_age_is_reached_on_the_birthday(born, on, granted):
    scheme = scheme_of({"on": on}, eligibility={"min_age": 61})
    found = grants_of(scheme, person_of(job("2015-01-01"), born=born), "2021-12-31")
    assert bool(found) is granted


@pytest.mark.parametrize(
    ("born", "age", "granted"),
    [
        ("1964-01-01", None, True),
        ("1964-01-02", None, False),
        ("1963-10-01", {"years": 67, "months": 3}, True),
        ("1963-10-02", {"years": 67, "months": 3}, False),
    ],
)
def test_years_before_pension_count_from_the_pension_day_of_the_person(born, age, granted):
    scheme = scheme_of(eligibility={"years_before_pension": 10})
    person = person_of(job("2020-06-01"), born=born)
    if age:
        person["pension_age"] = age
    assert grants_of(scheme, person, "2021-12-31") == (
        [("2021-01-01", "100.00")] if granted else []
    )


# --- amount


def test_the_amount_is_rounded_once_at_the_end():
    scheme = scheme_of({"amount": "0.05", "prorate_hours": True, "joining": "months_left"})
    # 0.05 x 18/36 x 6/12 = 0.0125; rounding in between would give 0.02.
    assert grants_of(scheme, person_of(job("2021-07-01", hours="18")), "2021-12-31") == [
        ("2021-07-01", "0.01")
    ]


@pytest.mark.parametrize(
    ("rounding", "amount"),
    [
        ({"to": "0.01", "mode": "half_up"}, "33.33"),
        ({"to": "0.01", "mode": "up"}, "33.34"),
        ({"to": "5", "mode": "half_up"}, "35.00"),
        ({"to": "5", "mode": "down"}, "30.00"),
    ],
)
def test_rounding_follows_the_scheme(rounding, amount):
    scheme = scheme_of({"prorate_hours": True, "rounding": rounding})
    assert grants_of(scheme, person_of(job("2021-01-01", hours="12")), "2021-12-31") == [
        ("2021-01-01", amount)
    ]


def test_a_half_goes_up():
    scheme = scheme_of({"amount": "0.01", "prorate_hours": True})
    assert grants_of(scheme, person_of(job("2021-01-01", hours="18")), "2021-12-31") == [
        ("2021-01-01", "0.01")
    ]


@pytest.mark.parametrize(("clamp", "amount"), [(True, "100.00"), (False, "111.11")])
def test_more_than_full_time_counts_only_without_clamp(clamp, amount):
    scheme = scheme_of({"prorate_hours": True, "clamp": clamp})
    assert grants_of(scheme, person_of(job("2021-01-01", hours="40")), "2021-12-31") == [
        ("2021-01-01", amount)
    ]


def test_the_minimum_is_not_prorated_and_only_there_when_something_is_granted():
    scheme = scheme_of({"prorate_hours": True, "minimum": "80", "joining": "months_left"})
    assert grants_of(scheme, person_of(job("2021-12-01", hours="4")), "2021-12-31") == [
        ("2021-12-01", "80.00")
    ]
    assert grants_of(scheme, person_of(job("2021-01-01", hours="0")), "2021-12-31") == []


def test_the_cap_comes_after_the_minimum():
    scheme = scheme_of({"minimum": "80"}, cap={"amount": "50"})
    assert grants_of(scheme, person_of(job("2021-01-01")), "2021-12-31") == [
        ("2021-01-01", "50.00")
    ]


def test_rates_hold_by_the_grant_date_and_where_no_row_applies_nothing_is_granted():
    rates = [
        {"from": date(2020, 1, 1), "until": date(2021, 1, 1), "amount": "10"},
        {"from": date(2023, 1, 1), "amount": "20"},
    ]
    scheme = based_on(YEARLY, rates=rates)
    assert grants_of(scheme, person_of(job("2015-01-01")), "2024-12-31") == [
        ("2020-01-01", "10.00"),
        ("2021-01-01", "10.00"),
        ("2023-01-01", "20.00"),
        ("2024-01-01", "20.00"),
    ]


def test_only_the_highest_age_row_that_is_reached_counts():
    scheme = scheme_of({"ages": [{"from_age": 60, "add": "7"}, {"from_age": 50, "add": "5"}]})
    person = person_of(job("2015-01-01"), born="1960-06-01")
    found = dict(grants_of(scheme, person, "2021-12-31"))
    assert (found["2020-01-01"], found["2021-01-01"]) == ("105.00", "107.00")
    assert grants_of(scheme, person_of(job("2021-01-01")), "2021-12-31") == [
        ("2021-01-01", "100.00")
    ]


def test_ages_are_added_before_the_hours_share():
    scheme = scheme_of({"ages": [{"from_age": 30, "add": "10"}], "prorate_hours": True})
    assert grants_of(scheme, person_of(job("2021-01-01", hours="18")), "2021-12-31") == [
        ("2021-01-01", "55.00")
    ]


def test_a_change_of_hours_changes_nothing_until_the_next_grant_day():
    scheme = scheme_of({"prorate_hours": True})
    jobs = job("2021-01-01", "2021-06-30", hours="36"), job("2021-07-01", hours="18")
    assert entries_of(scheme, person_of(*jobs), "2022-12-31") == [
        ("2021-01-01", "grant", "100.00"),
        ("2022-01-01", "grant", "50.00"),
    ]


@pytest.mark.parametrize(
    ("joining", "counts", "start", "amount"),
    [
        ("full", True, "2021-12-31", "120.00"),
        ("months_left", True, "2021-03-15", "100.00"),
        ("months_left", True, "2021-12-31", "10.00"),
        ("months_left", False, "2021-03-15", "90.00"),
        ("months_left", False, "2021-03-01", "100.00"),
        ("months_left", False, "2021-12-02", None),
        ("days_left", True, "2021-12-31", "0.33"),
        ("days_left", True, "2021-12-02", "9.86"),
        ("none", True, "2021-03-15", None),
    ],
)
def test_who_joins_later_gets_the_part_that_the_scheme_says(joining, counts, start, amount):
    grant = {"amount": "120.00", "joining": joining, "joining_month_counts": counts}
    found = grants_of(scheme_of(grant), person_of(job(start)), "2021-12-31")
    assert found == ([(start, amount)] if amount else [])


def test_joining_on_a_grant_day_is_no_joining():
    for joining in ("months_left", "days_left", "none"):
        scheme = scheme_of({"joining": joining, "on": "07-01"})
        assert grants_of(scheme, person_of(job("2021-07-01")), "2021-12-31") == [
            ("2021-07-01", "100.00")
        ]


def test_months_left_count_to_the_month_in_which_the_period_ends():
    scheme = scheme_of({"amount": "120.00", "joining": "months_left", "on": "07-01"})
    assert grants_of(scheme, person_of(job("2021-02-10")), "2021-06-30") == [
        ("2021-02-10", "50.00")
    ]
    block = {**BLOCK, "grant": {**BLOCK["grant"], "amount": "600.00", "joining": "months_left"}}
    assert grants_of(block, person_of(job("2025-12-10")), "2025-12-31") == [("2025-12-10", "10.00")]


def test_a_joiner_never_gets_more_than_the_whole():
    scheme = scheme_of({"joining": "months_left", "on": "07-15"})
    assert grants_of(scheme, person_of(job("2021-07-20")), "2021-12-31") == [
        ("2021-07-20", "100.00")
    ]


# --- percent and hours of pay

PERCENT = based_on(MONTHLY, percent="10", of=["salary", "holiday_pay"])


def pay_row(start, until, **monthly):
    return {"from": start, "until": until, "monthly": monthly}


def test_percent_is_of_the_named_components_and_a_missing_one_is_nothing():
    person = person_of(
        job("2021-01-01"), pay=[pay_row("2021-01-01", None, salary="1000.00", year_end="500.00")]
    )
    assert grants_of(PERCENT, person, "2021-01-31") == [("2021-01-01", "100.00")]


def test_part_of_a_month_counts_by_days_of_service():
    person = person_of(job("2021-06-16"), salary="1000.00")
    assert grants_of(PERCENT, person, "2021-06-30") == [("2021-06-16", "50.00")]


def test_a_pay_row_counts_by_its_days_too():
    rows = [
        pay_row("2021-01-01", "2021-06-15", salary="1000"),
        pay_row("2021-06-16", None, salary="2000"),
    ]
    person = person_of(job("2021-01-01"), pay=rows)
    assert dict(grants_of(PERCENT, person, "2021-06-30"))["2021-06-01"] == "150.00"


def test_pay_and_service_of_the_same_days_are_counted_once():
    rows = [pay_row("2021-06-16", None, salary="1000")]
    person = person_of(job("2021-06-16"), pay=rows)
    assert grants_of(PERCENT, person, "2021-06-30") == [("2021-06-16", "50.00")]


def test_a_year_is_the_sum_of_its_months_also_of_pay_later_in_the_period():
    rows = [
        pay_row("2021-01-01", "2021-06-30", salary="1000"),
        pay_row("2021-07-01", None, salary="2000"),
    ]
    person = person_of(job("2021-01-01"), pay=rows)
    scheme = based_on(YEARLY, percent="1", of=["salary"])
    assert grants_of(scheme, person, "2021-12-31") == [("2021-01-01", "180.00")]


def test_a_year_that_starts_halfway_a_month_takes_its_days_only():
    scheme = based_on(scheme_of({"on": "06-16"}), percent="1", of=["salary"])
    person = person_of(job("2021-06-16", "2021-07-31"), salary="1000.00")
    # 15 of 30 days of June and the whole of July
    assert grants_of(scheme, person, "2021-07-31") == [("2021-06-16", "15.00")]


def test_a_leaver_earns_only_up_to_the_last_day():
    scheme = based_on(YEARLY, percent="1", of=["salary"])
    person = person_of(job("2021-01-01", "2021-02-14"), salary="1000.00")
    assert grants_of(scheme, person, "2021-01-31") == [("2021-01-01", "15.00")]


def test_hours_of_pay_are_rounded_and_then_paid_at_the_exact_hourly_wage():
    scheme = based_on(
        scheme_of({"prorate_hours": True, "rounding": {"to": "1", "mode": "up"}}),
        hours_of_pay="79",
        of=["salary"],
    )
    person = person_of(job("2021-01-01", hours="20"), salary="1234.56")
    # 79 x 20/36 = 43.89 -> 44 hours x 1,234.56 / (20 x 52 / 12) = 14.2449...
    assert grants_of(scheme, person, "2021-12-31") == [("2021-01-01", "626.78")]


def test_without_hours_there_is_no_hourly_wage_and_no_grant():
    scheme = based_on(YEARLY, hours_of_pay="79", of=["salary"])
    person = person_of(job("2021-01-01", hours="0"), salary="1000.00")
    assert grants_of(scheme, person, "2021-12-31") == []


# --- fixed amounts of a span

FIXED = scheme_of(
    {
        "every": "month",
        "amount": "10.00",
        "fixed": [{"from": date(2021, 2, 1), "until": date(2021, 4, 30), "amount": "50.00"}],
    }
)


def test_who_is_there_all_of_the_span_gets_one_amount_and_nothing_else_in_it():
    assert grants_of(FIXED, person_of(job("2021-01-01")), "2021-05-31") == [
        ("2021-01-01", "10.00"),
        ("2021-02-01", "50.00"),
        ("2021-05-01", "10.00"),
    ]


@pytest.mark.parametrize("jobs", [[job("2021-02-02")], [job("2021-01-01", "2021-04-29")]])
def test_everybody_else_gets_the_ordinary_grants_only(jobs):
    amounts = {amount for _, amount in grants_of(FIXED, person_of(*jobs), "2021-05-31")}
    assert amounts == {"10.00"}


def test_the_span_is_judged_on_the_whole_file_also_before_it_is_over():
    stays, leaves = person_of(job("2021-01-01")), person_of(job("2021-01-01", "2021-04-29"))
    assert grants_of(FIXED, stays, "2021-02-01")[-1] == ("2021-02-01", "50.00")
    assert grants_of(FIXED, leaves, "2021-02-01")[-1] == ("2021-02-01", "10.00")


def test_a_span_may_be_worked_in_employments_that_adjoin():
    jobs = job("2021-01-01", "2021-03-15"), job("2021-03-16", hours="12")
    assert ("2021-02-01", "50.00") in grants_of(FIXED, person_of(*jobs), "2021-05-31")


def test_the_one_off_amount_falls_under_eligibility_and_the_cap():
    scheme = {**FIXED, "cap": {"amount": "30"}}
    found = grants_of(scheme, person_of(job("2021-01-01")), "2021-05-31")
    assert found == [("2021-01-01", "10.00"), ("2021-02-01", "20.00")]
    scheme = {**FIXED, "eligibility": {"min_hours_per_week": "20"}}
    assert grants_of(scheme, person_of(job("2021-02-01", hours="8")), "2021-04-30") == []


# --- cap


def test_a_grant_is_cut_to_the_room_and_with_no_room_there_is_no_entry():
    scheme = scheme_of(cap={"amount": "250"})
    _read, progress = progress_of(scheme, person_of(job("2018-01-01")), "2021-12-31")
    assert [entry.amount for entry in progress.entries] == [10_000, 10_000, 5_000]
    assert progress.entries[-1].reason.params["withheld"] == "50.00"


CAPPED = {"amount": "200", "prorate_hours": True}
FEWER = [job("2019-01-01", "2021-03-31"), job("2021-04-01", hours="18")]


def test_trim_is_booked_on_the_day_the_lower_hours_start():
    scheme = scheme_of(cap={**CAPPED, "on_fewer_hours": "trim"})
    assert entries_of(scheme, person_of(*FEWER), "2021-12-31")[-1] == (
        "2021-04-01",
        "trim",
        "-100.00",
    )


def test_keep_books_nothing_and_grants_nothing_until_there_is_room():
    scheme = scheme_of(cap={**CAPPED, "on_fewer_hours": "keep"})
    person = person_of(*FEWER, movements=[spend("2022-05-01", "150.00")])
    assert entries_of(scheme, person, "2023-12-31")[2:] == [
        ("2022-05-01", "spend", "-150.00"),
        ("2023-01-01", "grant", "50.00"),
    ]


def test_higher_hours_later_give_nothing_back():
    scheme = scheme_of(cap={**CAPPED, "on_fewer_hours": "trim"})
    jobs = [*FEWER[:1], job("2021-04-01", "2021-05-31", hours="18"), job("2021-06-01")]
    assert entries_of(scheme, person_of(*jobs), "2021-12-31")[-1] == (
        "2021-04-01",
        "trim",
        "-100.00",
    )


def test_the_end_of_a_parallel_employment_is_fewer_hours():
    scheme = scheme_of(cap={**CAPPED, "on_fewer_hours": "trim"})
    jobs = job("2019-01-01", hours="18"), job("2019-01-01", "2021-03-31", hours="18")
    assert entries_of(scheme, person_of(*jobs), "2021-12-31")[-1] == (
        "2021-04-01",
        "trim",
        "-100.00",
    )


def test_who_comes_back_with_fewer_hours_is_trimmed_on_that_day():
    scheme = scheme_of(cap={**CAPPED, "on_fewer_hours": "trim"}, leaving={"balance": "keep"})
    jobs = job("2019-01-01", "2020-12-31"), job("2021-04-01", hours="18")
    assert entries_of(scheme, person_of(*jobs), "2021-12-31")[-1] == (
        "2021-04-01",
        "trim",
        "-100.00",
    )


def test_the_cap_counts_more_than_full_time_as_full_time():
    scheme = scheme_of({"prorate_hours": True, "clamp": False, "amount": "500"}, cap=CAPPED)
    assert grants_of(scheme, person_of(job("2021-01-01", hours="40")), "2021-12-31") == [
        ("2021-01-01", "200.00")
    ]


@pytest.mark.parametrize(
    ("grant", "cap"),
    [
        ({}, 300_00),
        ({"every": "month", "amount": "10.00"}, 360_00),
        ({"every": "block", "block_start": date(2021, 1, 1), "block_years": 2}, 150_00),
        ({"minimum": "150"}, 300_00),
        ({"prorate_hours": True}, 200_01),  # three grants of 66.67
    ],
)
def test_a_cap_in_grants_is_so_many_times_the_full_year_grant(grant, cap):
    read, _ = progress_of(scheme_of(grant, cap={"grants": 3}), person_of(), "2021-01-01")
    facts = facts_from(person_of(job("2021-05-05", hours="24")), read, TODAY)
    assert cap_on(read, facts, date(2021, 6, 1)) == cap


# --- advance


def test_the_balance_may_go_down_to_so_many_full_year_grants():
    scheme = scheme_of(advance={"years": 2})
    moves = [
        spend("2021-02-01", "300.01"),
        spend("2021-03-01", "300.00"),
        spend("2021-04-01", "0.01"),
    ]
    person = person_of(job("2021-01-01"), movements=moves)
    assert refusals_of(scheme, person, "2021-12-31") == [
        ("2021-02-01", "too_much"),
        ("2021-04-01", "too_much"),
    ]


def test_later_grants_fill_the_advance_first_and_the_lot_is_what_remains():
    scheme = scheme_of(advance={"years": 2}, lapse={"after_years": 3})
    person = person_of(job("2021-01-01"), movements=[spend("2021-02-01", "250.00")])
    _, progress = progress_of(scheme, person, "2023-12-31")
    assert [entry.balance for entry in progress.entries] == [10_000, -15_000, -5_000, 5_000]
    assert [(str(lot.granted_on), lot.remaining) for lot in progress.state.lots] == [
        ("2023-01-01", 5_000)
    ]


@pytest.mark.parametrize("on_leaving", ["reclaim", "waive"])
def test_an_advance_is_settled_on_leaving(on_leaving):
    scheme = scheme_of(advance={"years": 2, "on_leaving": on_leaving}, leaving={"balance": "keep"})
    person = person_of(job("2021-01-01", "2021-06-30"), movements=[spend("2021-02-01", "250.00")])
    _read, progress = progress_of(scheme, person, "2021-12-31")
    last = progress.entries[-1]
    assert (str(last.on), last.what, last.amount, last.balance) == (
        "2021-07-01",
        on_leaving,
        15_000,
        0,
    )


def test_the_advance_of_a_part_timer_follows_the_hours_of_the_day():
    scheme = scheme_of({"prorate_hours": True}, advance={"years": 1})
    jobs = job("2021-01-01", "2021-05-31"), job("2021-06-01", hours="18")
    early = person_of(*jobs, movements=[spend("2021-05-31", "200.00")])
    late = person_of(*jobs, movements=[spend("2021-06-01", "150.01")])
    assert refusals_of(scheme, early, "2021-12-31") == []
    assert refusals_of(scheme, late, "2021-12-31") == [("2021-06-01", "too_much")]


# --- lapse


@pytest.mark.parametrize(
    ("lapse", "granted_on", "lapses_on"),
    [
        ({"after_months": 36}, "2015-07-20", "2018-07-01"),
        ({"after_months": 36, "lapses": "at_end_of_month"}, "2021-12-05", "2025-01-01"),
        ({"after_months": 0, "lapses": "at_end_of_month"}, "2021-12-05", "2022-01-01"),
        ({"after_years": 3}, "2021-05-05", "2025-01-01"),
        ({"after_years": 0}, "2021-05-05", "2022-01-01"),
        ({}, "2021-05-05", None),
    ],
)
def test_lapses_on_is_the_first_day_on_which_it_is_gone(lapse, granted_on, lapses_on):
    assert lapses_of(scheme_of(lapse=lapse), person_of(job(granted_on)), granted_on) == [
        (granted_on, lapses_on)
    ]


def test_at_block_end_is_the_next_block_day():
    scheme = {**BLOCK, "lapse": {"at_block_end": True}}
    assert lapses_of(scheme, person_of(job("2025-12-31")), "2026-01-01") == [
        ("2025-12-31", "2026-01-01"),
        ("2026-01-01", "2031-01-01"),
    ]


def test_lots_of_before_a_transition_get_exactly_its_day():
    rows = [
        {"granted_before": date(2017, 1, 1), "lapses_on": date(2020, 1, 1)},
        {"granted_before": date(2016, 1, 1), "lapses_on": date(2021, 6, 1)},
    ]
    scheme = scheme_of(lapse={"after_years": 0, "transitional": rows})
    assert lapses_of(scheme, person_of(job("2015-01-01")), "2018-12-31") == [
        ("2015-01-01", "2021-06-01"),
        ("2016-01-01", "2020-01-01"),
        ("2017-01-01", "2018-01-01"),
        ("2018-01-01", "2019-01-01"),
    ]


def test_every_lot_has_its_own_lapse_entry_and_an_empty_one_has_none():
    rows = [{"granted_before": date(2018, 1, 1), "lapses_on": date(2019, 1, 1)}]
    scheme = scheme_of(lapse={"transitional": rows})
    person = person_of(job("2015-01-01"), movements=[spend("2018-05-01", "150.00")])
    found = entries_of(scheme, person, "2019-12-31")
    assert [one for one in found if one[1] == "lapse"] == [
        ("2019-01-01", "lapse", "-50.00"),
        ("2019-01-01", "lapse", "-100.00"),
    ]


def test_what_goes_out_takes_the_lot_granted_first_even_when_a_later_one_lapses_sooner():
    rows = [{"granted_before": date(2017, 1, 1), "lapses_on": date(2030, 1, 1)}]
    scheme = scheme_of(lapse={"after_years": 2, "transitional": rows})
    person = person_of(job("2016-01-01"), movements=[spend("2017-05-01", "100.00")])
    _, progress = progress_of(scheme, person, "2017-12-31")
    assert [str(lot.granted_on) for lot in progress.state.lots] == ["2017-01-01"]


def test_a_spend_on_the_day_it_lapses_comes_too_late():
    scheme = scheme_of({"on": "06-01"}, lapse={"after_months": 6}, valid_until=date(2021, 12, 1))
    for day, code in (("2021-11-30", []), ("2021-12-01", [("2021-12-01", "too_much")])):
        person = person_of(job("2021-06-01"), movements=[spend(day, "100.00")])
        assert refusals_of(scheme, person, "2021-12-31") == code
