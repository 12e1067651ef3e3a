"""How a participation moves: by property."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bloei.learning import rules
from bloei.learning.rules import State

DAY = date(2026, 11, 23)
states = st.sampled_from(list(State))


def walk(choices: list[State]) -> tuple[State, dict]:
    """Take every step that is allowed, one per day; return where it ends, with its days."""
    state, days = State.WISHED, {"wished_on": DAY}
    for at, to in enumerate(choices):
        if rules.may_move(state, to):
            changed = rules.days_after(state, to, DAY + timedelta(days=at))
            days |= changed
            state = to
    return state, days


@given(st.lists(states, max_size=30))
def test_whatever_somebody_tries_what_was_applied_for_never_starts_before_it_was_agreed(choices):
    state, days = walk(choices)
    if days.get("started_on") and days.get("applied_on"):
        assert days.get("agreed_on"), (state, days)


@given(st.lists(states, max_size=30))
def test_the_day_of_a_state_is_known_exactly_while_it_has_been_reached(choices):
    state, days = walk(choices)
    if column := rules.DAY_OF.get(state):
        assert days[column]
    assert bool(days.get("ended_on")) == (state in rules.ENDED)
    if days.get("agreed_on"):
        assert days.get("applied_on")


@given(states, states)
def test_nothing_moves_on_from_what_was_cancelled_and_no_state_moves_to_itself(now, to):
    assert not rules.may_move(State.CANCELLED, to)
    assert not rules.may_move(now, now)


def test_no_step_goes_from_applied_to_booked_or_begun_without_an_agreement():
    for to in (State.BOOKED, State.UNDER_WAY, State.DONE):
        assert not rules.may_move(State.APPLIED, to)
