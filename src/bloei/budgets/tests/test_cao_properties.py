"""What must hold for every scheme and every person, tried on random ones."""

import copy
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bloei.budgets.cao import State, advance, next_date, simulate
from bloei.budgets.cao.case import Case
from bloei.budgets.cao.command import result
from bloei.budgets.cao.grants import advance_on
from bloei.budgets.cao.person_file import facts_from
from bloei.budgets.cao.scheme_file import scheme_from
from bloei.budgets.tests.cao_oracle import Oracle
from bloei.budgets.tests.cao_random import cases, days

UNTIL = date(2025, 1, 1)
# Most runs go to the end; some stop on a day in between.
ends = st.one_of(st.just(UNTIL), st.just(date(2024, 2, 29)), days)
some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(case):
    scheme = scheme_from(copy.deepcopy(case[0]), minutes=False)
    return scheme, facts_from(case[1], scheme.per_unit)


def simulated(case, until):
    scheme, facts = read(case)
    found = result(scheme, facts, until, simulate(scheme, facts, until))
    return {
        "entries": [
            (e["on"], e["what"], e["amount"], e["balance"], e["lapses_on"])
            for e in found["entries"]
        ],
        "refused": [(one["on"], one["what"], one["amount"]) for one in found["refused"]],
        "lots": [(one["granted_on"], one["remaining"], one["lapses_on"]) for one in found["lots"]],
        "balance": found["balance"],
        "cap": found["cap"],
    }


@some
@given(cases(), ends)
def test_the_engine_agrees_with_a_slow_one_that_walks_through_every_day(case, until):
    assert simulated(case, until) == Oracle(*copy.deepcopy(case)).result(until)
