from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.budgets import rules
from bloei.budgets.rules import Decider, DecisionTerms, Room, Share, Source, State

rooms = st.lists(
    st.builds(
        Room,
        account=st.integers(1, 50),
        cents=st.integers(-500, 5000),
        lapses_on=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    ),
    max_size=4,
    unique_by=lambda room: room.account,
)
team = st.none() | st.builds(Room, account=st.just(99), cents=st.integers(-100, 5000))


@given(st.integers(0, 10_000), rooms, team, st.booleans())
def test_the_shares_always_add_up_to_the_price_and_never_take_more_than_there_is(
    price, personal, team, mandatory
):
    shares = rules.divide(price, personal, team=team, mandatory=mandatory)
    assert sum(share.amount for share in shares) == price
    held = {room.account: room.cents for room in [*personal, *([team] if team else [])]}
    assert all(share.amount > 0 for share in shares)
    assert all(share.amount <= held[share.account] for share in shares if share.account)


@given(st.integers(0, 10_000), rooms, team)
def test_what_is_mandatory_costs_the_employee_nothing(price, personal, team):
    shares = rules.divide(price, personal, team=team, mandatory=True)
    assert {share.source for share in shares} <= {Source.TEAM, Source.EMPLOYER}


def test_the_budget_that_lapses_soonest_pays_first():
    shares = rules.divide(
        300,
        [Room(1, 250, None), Room(2, 200, date(2026, 12, 31))],
        team=None,
        mandatory=False,
    )
    assert shares == [Share(Source.PERSONAL, 2, 200), Share(Source.PERSONAL, 1, 100)]


@pytest.mark.parametrize(
    ("shares", "by", "more", "expected"),
    [
        ([Source.PERSONAL], "employee", {}, Decider.EMPLOYEE),
        ([Source.PERSONAL], "employee", {"employer_pays": True}, Decider.EMPLOYEE),
        ([Source.PERSONAL, Source.OWN], "employee", {}, Decider.EMPLOYEE),
        ([Source.PERSONAL, Source.OWN], "employee", {"employer_pays": True}, Decider.MANAGER),
        ([Source.OWN], "employee", {"employer_pays": True}, Decider.MANAGER),
        ([Source.PERSONAL], "together", {}, Decider.MANAGER),
        ([Source.PERSONAL], "employer", {}, Decider.MANAGER),
        ([Source.PERSONAL, Source.TEAM], "employee", {}, Decider.MANAGER),
        ([Source.PERSONAL], "employee", {"filed_by_other": True}, Decider.MANAGER),
        ([Source.EMPLOYER], "employee", {"mandatory": True}, Decider.MANAGER),
    ],
)
def test_the_scheme_and_the_sources_say_who_decides(shares, by, more, expected):
    asked = [Share(source, 1, 100) for source in shares]
    plain = {"mandatory": False, "filed_by_other": False, "employer_pays": False}
    assert rules.decider(asked, [DecisionTerms(by)], **(plain | more)) == expected


def test_the_shortest_term_holds_and_reminders_end_on_the_last_day():
    until = rules.decide_by(
        date(2026, 11, 2), [DecisionTerms("together", 30), DecisionTerms("employer", 20)]
    )
    assert until == date(2026, 11, 22)
    assert rules.reminder_days(date(2026, 11, 2), until) == (
        date(2026, 11, 12),
        date(2026, 11, 20),
        date(2026, 11, 22),
    )


def test_only_grounds_that_every_scheme_allows_are_allowed():
    terms = [
        DecisionTerms("employer", None, ("a", "b")),
        DecisionTerms("employer", None, ("b", "c")),
    ]
    assert rules.allowed_grounds(terms) == ("b",)


def test_no_state_is_skipped_and_the_end_is_the_end():
    assert not rules.may_move(State.DRAFT, State.AGREED)
    assert not rules.may_move(State.ASKED, State.PAID)
    assert not any(rules.may_move(State.PAID, state) for state in State)
