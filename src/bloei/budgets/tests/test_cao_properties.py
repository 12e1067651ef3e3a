"""What must hold for every scheme and person, tried on random ones, with negative controls."""

import copy
import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from bloei.budgets.cao import (
    Lot,
    State,
    advance,
    case,
    explain,
    grants,
    lots,
    next_date,
    run,
    simulate,
)
from bloei.budgets.cao.case import Case
from bloei.budgets.cao.command import result
from bloei.budgets.cao.grants import advance_on
from bloei.budgets.cao.person_file import facts_from
from bloei.budgets.cao.scheme_file import scheme_from
from bloei.budgets.tests.cao_oracle import Oracle
from bloei.budgets.tests.cao_random import cases, days
from bloei.budgets.tests.cao_try import TODAY, job, person_of, scheme_of, spend

pytestmark = pytest.mark.slow

UNTIL = date(2025, 1, 1)
# Most runs go to the end; some stop on a day in between.
ends = st.one_of(st.just(UNTIL), st.just(date(2024, 2, 29)), days)
some = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def read(tables):
    scheme = scheme_from(copy.deepcopy(tables[0]), minutes=False)
    return scheme, facts_from(tables[1], scheme, TODAY)


def simulated(tables, until):
    """The figures of a result, without the sentences."""
    scheme, facts = read(tables)
    found = result(scheme, facts, until, simulate(scheme, facts, until))
    names = ("on", "what", "amount", "balance", "lapses_on")
    return {
        "entries": [tuple(one[name] for name in names) for one in found["entries"]],
        "refused": [tuple(one[name] for name in names[:3]) for one in found["refused"]],
        "lots": [tuple(one.values()) for one in found["lots"]],
        "balance": found["balance"],
        "cap": found["cap"],
    }


def agrees(tables, until=UNTIL):
    return simulated(tables, until) == Oracle(*copy.deepcopy(tables)).result(until)


def is_prefix(tables, until):
    scheme, facts = read(tables)
    short, long = simulate(scheme, facts, until), simulate(scheme, facts, UNTIL)
    return (
        long.entries[: len(short.entries)] == short.entries
        and long.refused[: len(short.refused)] == short.refused
    )


def in_steps(tables, stops):
    """The entries and the state of a run that is taken up again at every stop."""
    scheme, facts = read(tables)
    state, entries, refused = State(), [], []
    for stop in [*sorted(stops), UNTIL]:
        progress = advance(scheme, facts, state, stop)
        state = progress.state
        entries += progress.entries
        refused += progress.refused
    return state, entries, refused


def months():
    return [date(year, month, 1) for year in range(2018, 2025) for month in range(1, 13)]


@some
@given(cases(), ends)
def test_the_engine_agrees_with_a_slow_one_that_walks_through_every_day(tables, until):
    assert agrees(tables, until)


@pytest.mark.deep
@settings(some, max_examples=2000, phases=[Phase.generate])
@given(st.one_of(cases(), cases(in_advance=True)), ends)
def test_the_two_engines_agree_on_thousands(tables, until):
    assert agrees(tables, until)


@some
@given(cases(), st.lists(days, max_size=12))
def test_in_any_number_of_steps_equals_in_one_go(tables, stops):
    scheme, facts = read(tables)
    assert in_steps(tables, stops) == tuple(simulate(scheme, facts, UNTIL))


@some
@given(cases())
def test_month_by_month_equals_in_one_go(tables):
    scheme, facts = read(tables)
    assert in_steps(tables, months()) == tuple(simulate(scheme, facts, UNTIL))


@some
@given(cases(), days)
def test_an_earlier_until_gives_the_first_entries_of_a_later_one(tables, until):
    assert is_prefix(tables, until)


@some
@given(cases(), days)
def test_a_run_that_is_repeated_books_nothing(tables, until):
    scheme, facts = read(tables)
    state = simulate(scheme, facts, until).state
    assert advance(scheme, facts, state, until) == (state, [], [])


@some
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_in_the_file_does_not_matter(tables, random):
    person = copy.deepcopy(tables[1])
    for rows in ("movements", "employments", "pay"):
        random.shuffle(person[rows])
    assert simulated(tables, UNTIL) == simulated((tables[0], person), UNTIL)


@some
@given(st.one_of(cases(), cases(in_advance=True)))
def test_the_balance_is_never_negative_beyond_the_advance(tables):
    scheme, facts = read(tables)
    held = Case(scheme, facts)
    before = 0
    for entry in simulate(scheme, facts, UNTIL).entries:
        # What was allowed stays allowed when the hours go down later; a movement may not add to it.
        if entry.amount < 0 and entry.balance < 0:
            assert entry.what == "spend"
            assert entry.balance >= -advance_on(held, entry.on)
        assert entry.balance == before + entry.amount
        before = entry.balance


@some
@given(cases())
def test_entries_parts_and_lots_add_up(tables):
    scheme, facts = read(tables)
    progress = simulate(scheme, facts, UNTIL)
    held = {}
    for entry in progress.entries:
        assert entry.amount
        for part in entry.parts:
            assert (part.amount > 0) == (entry.amount > 0)
            held[part.granted_on] = held.get(part.granted_on, 0) + part.amount
            assert held[part.granted_on] >= 0
    left = {}
    for lot in progress.state.lots:
        assert lot.remaining > 0
        assert lot.lapses_on is None or lot.lapses_on > UNTIL
        left[lot.granted_on] = left.get(lot.granted_on, 0) + lot.remaining
    assert {day: amount for day, amount in held.items() if amount} == left
    assert progress.state.balance == sum(entry.amount for entry in progress.entries)


@some
@given(cases(), days)
def test_the_next_date_is_never_too_late(tables, until):
    scheme, facts = read(tables)
    state = simulate(scheme, facts, until).state
    coming = next_date(scheme, facts, state)
    later = advance(scheme, facts, state, UNTIL)
    booked = [entry.on for entry in later.entries] + [refusal.on for refusal in later.refused]
    if booked:
        assert coming is not None
        assert until < coming <= min(booked)


@some
@given(cases())
def test_waking_up_on_the_next_date_only_books_everything(tables):
    scheme, facts = read(tables)
    state, entries = State(), []
    for _ in range(2000):
        day = next_date(scheme, facts, state)
        if day is None or day > UNTIL:
            break
        progress = advance(scheme, facts, state, day)
        state = progress.state
        entries += progress.entries
    else:
        pytest.fail("the next date does not move on")
    assert entries == simulate(scheme, facts, UNTIL).entries


@some
@given(cases(["HOURS"]))
def test_minutes_and_hundredths_of_an_hour_tell_the_same(tables):
    assume("hours_of_pay" not in tables[0]["grant"])
    scheme, facts = read(tables)
    in_minutes = scheme_from(copy.deepcopy(tables[0]), minutes=True)
    # A minute and a hundredth of an hour meet every three minutes: all of the file must lie there.
    written = [scheme.grant.minimum, *(row.amount for row in scheme.grant.fixed)]
    written.append((scheme.cap.amount or 0) if scheme.cap else 0)
    assume(all(amount % 5 == 0 for amount in written))
    moves = [one._replace(amount=-(-one.amount // 5) * 5) for one in facts.movements]
    first = simulate(scheme, replace(facts, movements=tuple(moves)), UNTIL)
    moves = [one._replace(amount=one.amount * 60 // 100) for one in moves]
    second = simulate(in_minutes, replace(facts, movements=tuple(moves)), UNTIL)
    assert [one.amount * 60 for one in first.entries] == [
        one.amount * 100 for one in second.entries
    ]


@some
@given(cases())
def test_every_reason_can_be_told_in_both_languages_and_kept_as_json(tables):
    scheme, facts = read(tables)
    progress = simulate(scheme, facts, UNTIL)
    for one in [*progress.entries, *progress.refused]:
        assert json.loads(json.dumps(one.reason.params)) == one.reason.params
        for language in ("nl", "en"):
            sentence = explain(one.reason, language)
            assert sentence
            assert "{" not in sentence


# --- the identity of Sociaal Werk


def sociaal_werk():
    return {
        **scheme_of(lapse={"after_months": 36}),
        "grant": {"every": "month", "percent": "1.5", "of": ["salary"]},
    }


def window(grants, spends, months_kept):
    """The rule as the cao has it: never more than was granted in the last so many months.

    Month by month: first what is above the window lapses, then the month is granted, then
    people spend from what there is.
    """
    balance, found = Fraction(0), []
    for number, granted in enumerate(grants):
        recent = sum(grants[max(0, number - months_kept + 1) : number])
        balance = min(balance, Fraction(recent)) + granted
        for amount in spends[number]:
            if amount <= balance:
                balance -= amount
        found.append(balance)
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 5000), min_size=72, max_size=72),
    st.lists(st.lists(st.integers(1, 150_000), max_size=2), min_size=72, max_size=72),
)
def test_first_in_first_out_over_36_months_equals_the_window_of_the_cao(salaries, spends):
    firsts = [date(2018 + number // 12, number % 12 + 1, 1) for number in range(72)]
    pay = [
        {
            "from": str(day),
            "until": str(following - timedelta(days=1)),
            "monthly": {"salary": str(salary)},
        }
        for day, following, salary in zip(
            firsts, [*firsts[1:], date(2024, 1, 1)], salaries, strict=True
        )
    ]
    moves = [
        spend(str(day), f"{amount / 100:.2f}")
        for day, amounts in zip(firsts, spends, strict=True)
        for amount in amounts
    ]
    tables = sociaal_werk(), person_of(job("2018-01-01"), pay=pay, movements=moves)
    scheme, facts = read(tables)
    entries = simulate(scheme, facts, date(2023, 12, 31)).entries
    granted = {entry.on: entry.amount for entry in entries if entry.what == "grant"}
    balances, balance = [], 0
    for day in firsts:
        balance = next((one.balance for one in reversed(entries) if one.on <= day), balance)
        balances.append(balance)
    ordered = [sorted(amounts) for amounts in spends]
    assert balances == window([granted.get(day, 0) for day in firsts], ordered, 36)


# --- negative controls: an engine with a mistake must be caught


def last_in_first_out(patch):
    def take(self, amount, *, first=None):
        self.items.reverse()
        parts = ORIGINAL_TAKE(self, amount)
        self.items.reverse()
        return parts

    patch.setattr(lots.Lots, "take", take)


def a_day_late(patch):
    original = lots.Lots.due
    patch.setattr(lots.Lots, "due", lambda self, until: original(self, until - timedelta(days=1)))


def a_month_longer(patch):
    original = lots.first_of_month
    patch.setattr(lots, "first_of_month", lambda day, months=0: original(day, months + 1))


def cap_forgotten(patch):
    patch.setattr(run, "cap_on", lambda case, on: None)


def joining_forgotten(patch):
    patch.setattr(grants, "_period_share", lambda scheme, occasion: (1, 1))


def eligibility_forgotten(patch):
    patch.setattr(case.Case, "is_eligible", lambda self, on, span: True)


def minimum_before_the_check_for_nothing(patch):
    original = grants._work_out

    def work_out(scheme, terms):
        amount, figures = original(scheme, terms)
        return max(amount, scheme.grant.minimum), figures

    patch.setattr(grants, "_work_out", work_out)


def advance_not_filled(patch):
    def add(self, lot):
        self.balance += lot.remaining
        self.items.append(lot)
        self._look_ahead()
        return ()

    patch.setattr(lots.Lots, "add", add)


ORIGINAL_TAKE = lots.Lots.take
MISTAKES = [
    last_in_first_out,
    a_day_late,
    a_month_longer,
    cap_forgotten,
    joining_forgotten,
    eligibility_forgotten,
    minimum_before_the_check_for_nothing,
    advance_not_filled,
]


class Caught(Exception):
    """A random case on which the property does not hold."""


def caught(holds, examples=1000):
    """Does some random case break the property?"""

    @seed(20261123)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(cases(), cases(in_advance=True)))
    def search(tables):
        if not holds(tables):
            raise Caught

    try:
        search()
    except Caught:
        return True
    return False


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_the_slow_engine_catches_an_engine_that(mistake, monkeypatch):
    mistake(monkeypatch)
    assert caught(agrees)


def test_steps_catch_a_state_that_forgets_the_last_grant():
    """Negative control: who leaves and comes back within a month would be granted twice."""
    tables = (
        scheme_of({"every": "month", "amount": "10.00"}, leaving={"balance": "keep"}),
        person_of(job("2021-01-01", "2021-01-10"), job("2021-01-20")),
    )
    scheme, facts = read(tables)
    state = simulate(scheme, facts, date(2021, 1, 15)).state
    whole = simulate(scheme, facts, date(2021, 1, 31)).entries
    assert len(whole) == 1
    assert advance(scheme, facts, state, date(2021, 1, 31)).entries == []
    forgetful = state._replace(last_grant_on=None)
    assert len(advance(scheme, facts, forgetful, date(2021, 1, 31)).entries) == 1


def test_the_next_date_property_catches_a_lapse_that_is_overlooked():
    """Negative control: a state without its lapse dates would sleep through a lapse."""
    tables = scheme_of(lapse={"after_months": 3}), person_of(job("2021-01-01"))
    scheme, facts = read(tables)
    state = simulate(scheme, facts, date(2021, 1, 1)).state
    assert next_date(scheme, facts, state) == date(2021, 4, 1)
    blind = state._replace(lots=(Lot(date(2021, 1, 1), 10_000),))
    assert next_date(scheme, facts, blind) == date(2022, 1, 1)
