"""Dividing a price with bonuses and advances: nothing is lost, nobody owes too much."""

from datetime import date
from fractions import Fraction
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bloei.budgets import cao, rules
from bloei.budgets.rules import Room, Share, Source
from bloei.budgets.tests.rules_for_tests import YEARLY

BONUS = cao.Bonus("training", 0, Fraction(6, 5))
RULE = cao.read_scheme(YEARLY)
IN_WHOLE_EUROS = cao.read_scheme(
    YEARLY.replace('joining = "months_left"', 'rounding = { to = "1", mode = "up" }')
)
with_bonus = partial(cao.own_part, RULE, row=BONUS)
rounded = partial(cao.own_part, IN_WHOLE_EUROS, row=BONUS)

rooms = st.lists(
    st.builds(
        Room,
        account=st.integers(1, 50),
        cents=st.integers(-5000, 50_000),
        lapses_on=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
        ahead=st.just(0) | st.integers(0, 30_000),
        own_part=st.sampled_from([rules.whole, with_bonus, rounded]),
    ),
    max_size=4,
    unique_by=lambda room: room.account,
)
team = st.none() | st.builds(Room, account=st.just(99), cents=st.integers(-100, 5000))
prices = st.integers(0, 200_000)


@given(prices, rooms, team)
def test_what_is_paid_and_what_is_added_make_up_the_price(price, personal, team):
    shares = rules.divide(price, personal, team=team, mandatory=False)
    assert sum(share.pays for share in shares) == price
    assert all(share.amount > 0 for share in shares)


@given(prices, rooms, team)
def test_no_budget_goes_further_below_zero_than_its_scheme_advances(price, personal, team):
    known = {room.account: room for room in personal}
    for share in rules.divide(price, personal, team=team, mandatory=False):
        if share.source == Source.PERSONAL:
            room = known[share.account]
            assert share.amount == room.own_part(share.pays)
            assert room.cents - share.amount >= min(0, -room.ahead)
            assert share.advance == max(0, share.amount - max(0, room.cents))


@given(prices, rooms, team)
def test_nothing_is_advanced_while_another_budget_or_the_team_still_holds_something(
    price, personal, team
):
    plain = [Room(room.account, room.cents, room.lapses_on, room.ahead) for room in personal]
    shares = rules.divide(price, plain, team=team, mandatory=False)
    paid = {share.account: share.amount for share in shares}
    if any(share.advance for share in shares):
        for room in [*plain, *([team] if team else [])]:
            assert paid.get(room.account, 0) >= room.cents


@given(st.integers(1, 200_000))
def test_the_own_part_of_a_bonus_is_that_of_the_engine(price):
    (share,) = rules.divide(
        price, [Room(1, price, own_part=with_bonus)], team=None, mandatory=False
    )
    assert share == Share(Source.PERSONAL, 1, with_bonus(price), price - with_bonus(price))


@given(prices, rooms, team)
def test_what_is_mandatory_takes_no_bonus_and_no_advance(price, personal, team):
    shares = rules.divide(price, personal, team=team, mandatory=True)
    assert all(share.bonus == share.advance == 0 for share in shares)
    assert {share.source for share in shares} <= {Source.TEAM, Source.EMPLOYER}
