"""The engine as the ledger uses it: live movements, reservations, corrections, opening balances."""

import time
from datetime import date
from decimal import Decimal

import pytest

from bloei.budgets.cao import (
    Correction,
    Employment,
    Facts,
    Lot,
    Movement,
    Pay,
    Release,
    State,
    advance,
    begin,
    book,
    cap,
    explain,
    grant_amount,
    lapse_date,
    next_date,
    room,
    scheme_from,
    simulate,
)
from bloei.budgets.tests.cao_try import based_on, scheme_of

JANUARY = date(2021, 1, 1)


def eva(*jobs, **facts):
    """Eva works 36 hours from 2021 on, unless said otherwise."""
    employments = tuple(Employment(*one) for one in jobs) or (
        Employment(JANUARY, None, Decimal(36), "permanent"),
    )
    return Facts(date(1980, 5, 1), employments, **facts)


def live(**tables):
    return scheme_from(scheme_of(**tables))


def kinds(progress):
    return [(str(entry.on), entry.what, entry.amount) for entry in progress.entries]


def test_a_live_spend_books_what_was_due_first():
    found = book(live(), eva(), State(), Movement(date(2022, 3, 1), "spend", 15_000, "training"))
    assert kinds(found) == [
        ("2021-01-01", "grant", 10_000),
        ("2022-01-01", "grant", 10_000),
        ("2022-03-01", "spend", -15_000),
    ]
    assert found.state.done == date(2022, 3, 1)
    assert found.state.balance == 5_000


def test_a_live_spend_on_a_day_that_is_done_is_booked_after_it():
    scheme, state = live(), simulate(live(), eva(), date(2021, 6, 1)).state
    found = book(scheme, eva(), state, Movement(date(2021, 6, 1), "spend", 4_000, "training"))
    assert kinds(found) == [("2021-06-01", "spend", -4_000)]


def test_a_spend_over_two_lots_names_both_with_the_reference_of_the_ledger():
    lots = Lot(date(2021, 1, 1), 3_000, None, ref=7), Lot(date(2022, 1, 1), 10_000, None, ref=8)
    state = State(done=date(2022, 5, 1), lots=lots)
    found = book(live(), eva(), state, Movement(date(2022, 5, 1), "spend", 4_000))
    assert [(part.ref, part.amount) for part in found.entries[0].parts] == [
        (7, -3_000),
        (8, -1_000),
    ]
    assert found.state.lots == (Lot(date(2022, 1, 1), 9_000, None, ref=8),)


def test_a_live_spend_that_is_too_large_is_refused_and_changes_nothing():
    state = simulate(live(), eva(), date(2021, 6, 1)).state
    found = book(live(), eva(), state, Movement(date(2021, 6, 1), "spend", 10_001))
    assert (found.state, found.entries) == (state, [])
    assert explain(found.refused[0].reason) == "gevraagd is 100,01, er is 100,00 beschikbaar"


def test_mandatory_training_is_refused_live_too():
    state = simulate(live(), eva(), date(2021, 6, 1)).state
    found = book(live(), eva(), state, Movement(date(2021, 6, 1), "spend", 1, "mandatory_training"))
    assert found.refused[0].reason.code == "mandatory"


def test_what_is_booked_is_not_reopened():
    state = simulate(live(), eva(), date(2021, 6, 1)).state
    with pytest.raises(ValueError, match="too late"):
        book(live(), eva(), state, Movement(date(2021, 5, 31), "spend", 1))


# --- a reservation comes back


def reserved(scheme, amount, on=date(2021, 6, 1)):
    found = book(scheme, eva(), State(), Movement(on, "spend", amount, "training"))
    return found.state, found.entries[-1]


def test_a_release_puts_everything_back_into_its_lots():
    before = simulate(live(), eva(), date(2022, 6, 1)).state
    found = book(live(), eva(), before, Movement(date(2022, 6, 1), "spend", 15_000, "training"))
    back = Release(date(2022, 6, 1), found.entries[-1].parts)
    again = book(live(), eva(), found.state, back)
    assert kinds(again) == [("2022-06-01", "release", 15_000)]
    assert again.state == before


def test_a_release_of_a_part_puts_back_a_part():
    state, entry = reserved(live(), 6_000)
    part = entry.parts[0]._replace(amount=-2_500)
    again = book(
        live(), eva(), state, Release(date(2021, 7, 1), (part,), note="goedkoper geworden")
    )
    assert again.state.balance == 6_500
    assert explain(again.entries[0].reason) == "teruggezet: goedkoper geworden"


def test_a_release_after_the_day_of_the_lot_lapses_at_once():
    scheme = live(lapse={"after_years": 0})
    state, entry = reserved(scheme, 6_000)
    again = book(scheme, eva(), state, Release(date(2022, 2, 1), entry.parts))
    assert kinds(again) == [
        ("2022-01-01", "lapse", -4_000),
        ("2022-01-01", "grant", 10_000),
        ("2022-02-01", "release", 6_000),
        ("2022-02-01", "lapse", -6_000),
    ]


def test_a_release_of_an_advance_undoes_the_advance():
    scheme = live(advance={"years": 2})
    state, entry = reserved(scheme, 25_000)
    advanced = 25_000 + sum(part.amount for part in entry.parts)
    assert (state.advanced, advanced) == (15_000, 15_000)
    again = book(scheme, eva(), state, Release(date(2021, 6, 2), entry.parts, advanced))
    assert (again.state.advanced, again.state.balance) == (0, 10_000)
    # After a grant has filled part of the advance, that part comes back as budget.
    later = book(scheme, eva(), state, Release(date(2022, 6, 2), entry.parts, advanced))
    assert (later.state.advanced, later.state.balance) == (0, 20_000)
    assert sum(lot.remaining for lot in later.state.lots) == 20_000


# --- corrections


def test_a_correction_upwards_is_a_lot_of_the_grant_it_belongs_to():
    scheme = live(lapse={"after_years": 1})
    state = simulate(scheme, eva(), date(2022, 6, 1)).state
    more = Correction(date(2022, 6, 1), 2_500, "meer uren sinds maart", granted_on=date(2021, 1, 1))
    found = book(scheme, eva(), state, more)
    assert kinds(found) == [("2022-06-01", "correction", 2_500)]
    assert found.entries[0].lapses_on == date(2023, 1, 1)
    assert [lot.granted_on for lot in found.state.lots] == sorted(
        lot.granted_on for lot in found.state.lots
    )
    assert explain(found.entries[0].reason) == "correctie: meer uren sinds maart"


def test_a_correction_downwards_takes_the_lot_it_belongs_to_first():
    state = simulate(live(), eva(), date(2022, 6, 1)).state
    less = Correction(date(2022, 6, 1), -2_500, "minder uren", granted_on=date(2022, 1, 1))
    found = book(live(), eva(), state, less)
    assert [lot.remaining for lot in found.state.lots] == [10_000, 7_500]


def test_a_correction_never_takes_what_was_spent():
    state, _ = reserved(live(), 9_000)
    found = book(live(), eva(), state, Correction(date(2021, 7, 1), -2_500, "minder uren"))
    assert kinds(found) == [("2021-07-01", "correction", -1_000)]
    assert found.entries[0].reason.params["short"] == "15.00"
    again = book(live(), eva(), found.state, Correction(date(2021, 7, 1), -1, "nog minder"))
    assert again.entries == []
    assert again.refused[0].reason.code == "correction"


# --- opening balances


def test_opening_lots_stand_oldest_first_and_the_engine_goes_on_from_there():
    scheme = live(lapse={"after_years": 1})
    old = Lot(date(2024, 1, 1), 4_000, date(2026, 1, 1))
    older = Lot(date(2023, 1, 1), 500, lapse_date(scheme, date(2023, 1, 1)))
    opening = begin(scheme, date(2024, 11, 1), (old, older))
    assert kinds(opening) == [("2024-11-01", "opening", 500), ("2024-11-01", "opening", 4_000)]
    after = advance(scheme, eva(), opening.state, date(2026, 1, 1))
    assert kinds(after) == [
        ("2025-01-01", "lapse", -500),
        ("2025-01-01", "grant", 10_000),
        ("2026-01-01", "lapse", -4_000),
        ("2026-01-01", "grant", 10_000),
    ]


def test_lots_counted_before_the_grant_of_the_day_leave_that_day_to_the_engine():
    opening = begin(live(), date(2025, 1, 1), (), done=date(2024, 12, 31))
    after = advance(live(), eva(), opening.state, date(2025, 1, 1))
    assert kinds(after) == [("2025-01-01", "grant", 10_000)]


def test_an_opening_lot_with_keep_counts_as_the_grant_of_its_period():
    scheme = live(leaving={"balance": "keep"})
    opening = begin(scheme, date(2024, 3, 1), (Lot(date(2024, 1, 1), 100),))
    facts = eva((JANUARY, date(2024, 5, 31), Decimal(36)), (date(2024, 9, 1), None, Decimal(36)))
    assert kinds(advance(scheme, facts, opening.state, date(2024, 12, 31))) == []


# --- questions


def test_room_counts_the_advance():
    scheme = live(advance={"years": 2})
    state = simulate(scheme, eva(), date(2021, 6, 1)).state
    assert room(scheme, eva(), state, date(2021, 6, 1)) == 30_000


def test_cap_of_a_day():
    scheme = live(cap={"amount": "450", "prorate_hours": True})
    facts = eva((JANUARY, None, Decimal(24)))
    assert cap(scheme, facts, date(2021, 6, 1)) == 30_000
    assert cap(live(), facts, date(2021, 6, 1)) is None


def test_the_grant_of_a_day_as_known_later_gives_the_difference():
    scheme = scheme_from(based_on(scheme_of(), percent="1", of=["salary"]))
    rows = [Pay(JANUARY, None, {"salary": Decimal(1000)})]
    then = eva(pay=tuple(rows))
    booked = simulate(scheme, then, JANUARY).entries[0].amount
    now = eva(
        pay=(
            rows[0]._replace(until=date(2021, 6, 30)),
            Pay(date(2021, 7, 1), None, {"salary": Decimal(1200)}),
        )
    )
    assert grant_amount(scheme, now, JANUARY) - booked == 1_200
    assert grant_amount(scheme, now, date(2021, 2, 1)) == 0


@pytest.mark.parametrize(
    ("tables", "jobs", "done", "coming"),
    [
        ({}, [(JANUARY, None)], date(2021, 1, 1), date(2022, 1, 1)),
        ({}, [(JANUARY, date(2021, 6, 30))], date(2021, 1, 1), date(2021, 7, 1)),
        ({}, [(JANUARY, date(2021, 6, 30))], date(2021, 7, 1), None),
        ({}, [(date(2030, 5, 5), None)], date(2021, 7, 1), date(2030, 5, 5)),
        ({"valid_until": date(2021, 12, 31)}, [(JANUARY, None)], date(2021, 7, 1), None),
        ({"lapse": {"after_months": 6}}, [(JANUARY, None)], date(2021, 1, 1), date(2021, 7, 1)),
        (
            {"eligibility": {"min_months_of_service": 30}},
            [(JANUARY, None)],
            date(2021, 1, 1),
            date(2024, 1, 1),
        ),
        ({"eligibility": {"excluded_kinds": [""]}}, [(JANUARY, None)], None, None),
    ],
)
def test_the_next_date_says_when_to_look_again(tables, jobs, done, coming):
    scheme = live(**tables)
    facts = eva(*[(start, until, Decimal(36)) for start, until in jobs])
    state = simulate(scheme, facts, done).state if done else State()
    assert next_date(scheme, facts, state) == coming


def test_fewer_hours_are_a_next_date_when_the_cap_trims():
    scheme = live(cap={"amount": "100", "prorate_hours": True, "on_fewer_hours": "trim"})
    facts = eva((JANUARY, date(2021, 3, 31), Decimal(36)), (date(2021, 4, 1), None, Decimal(18)))
    state = simulate(scheme, facts, JANUARY).state
    assert next_date(scheme, facts, state) == date(2021, 4, 1)


def test_many_people_share_a_scheme_without_its_memory_growing_for_ever(monkeypatch):
    from bloei.budgets.cao import scheme as module

    monkeypatch.setattr(module, "_MOST", 10)
    scheme = scheme_from(based_on(scheme_of(), percent="1", of=["salary"]))
    for salary in range(100):
        facts = eva(pay=(Pay(JANUARY, None, {"salary": Decimal(salary)}),))
        assert grant_amount(scheme, facts, JANUARY) == salary * 12
    assert len(scheme.memory) <= 10


@pytest.mark.slow
def test_five_years_of_months_take_milliseconds_at_most():
    """A guard against work that grows with the square of the lots; normal is under half of one."""
    scheme = scheme_from(
        {
            **based_on(scheme_of({"every": "month"}), percent="1.5", of=["salary"]),
            "lapse": {"after_months": 36},
        }
    )
    facts = eva(pay=(Pay(JANUARY, None, {"salary": Decimal(2000)}),))
    before = time.process_time()
    for _ in range(20):
        assert len(simulate(scheme, facts, date(2025, 12, 31)).entries) == 84
    assert time.process_time() - before < 20 * 0.005
