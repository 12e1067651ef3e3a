"""What must hold for every instance, tried on random ones, against all plans that there are."""

import time
from operator import add

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from bloei.planning.solver import model
from bloei.planning.solver.checking import broken_rules
from bloei.planning.solver.clusters import clusters_of
from bloei.planning.solver.draft import Draft
from bloei.planning.solver.goals import Goals
from bloei.planning.solver.greedy import alone
from bloei.planning.solver.instance_file import instance_from
from bloei.planning.solver.roster import roster_of
from bloei.planning.tests import solver_brute
from bloei.planning.tests.solver_random import crowded, instances
from bloei.planning.tests.solver_try import goals, solved

pytestmark = pytest.mark.slow
many = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@seed(1)
@many
@given(st.one_of(instances(), crowded()))
def test_a_plan_is_as_good_as_the_best_of_all_plans(data):
    found = solved(data)
    assert broken_rules(data, found) == []
    assert (found["status"], goals(found)) == ("optimal", solver_brute.best(data))


@seed(2)
@many
@given(crowded())
def test_cp_sat_finds_the_best_plan_from_nothing(data):
    """Also where the first draft would have been enough, so that the model is tried well."""
    roster = roster_of(instance_from(data))
    reached = Goals(0, 0, 0, 0)
    for _who, cluster in clusters_of(roster):
        draft = Draft(cluster)
        solved = model.solve(draft, alone(cluster), time.monotonic() + 30)
        for member, blocks in enumerate(solved.plans):
            draft.give(member, blocks)
        assert solved.proven
        assert solved.bound == draft.goals
        largest = max(reached.largest, draft.goals.largest)
        reached = Goals(*map(add, reached, draft.goals))._replace(largest=largest)
    slot = data["slot_minutes"]
    short, largest, minus_preferred, blocks = reached
    assert solver_brute.best(data) == (
        short * slot, largest * slot, -minus_preferred * slot, blocks,
    )  # fmt: skip


@seed(3)
@many
@given(st.one_of(instances(), crowded()))
def test_a_first_draft_breaks_no_rule_and_its_bound_is_true(data):
    found = solved(data, enough=True)
    assert broken_rules(data, found) == []
    best = solver_brute.best(data)
    assert found["minutes_short_bound"] <= best[0] <= found["minutes_short"]
    if found["status"] == "optimal":
        assert goals(found) == best


@seed(4)
@many
@given(st.one_of(instances(), crowded()))
def test_who_is_short_for_lack_of_people_reads_where(data):
    for one in solved(data)["short"]:
        assert bool(one["where"]) == (one["because"] == "staffing")


@seed(5)
@many
@given(crowded())
def test_the_same_instance_gives_the_same_plan(data):
    assert solved(data) == solved(data)


@seed(6)
@many
@given(instances())
def test_the_order_of_people_and_lines_does_not_matter_for_the_goals(data):
    turned = {
        **data, "people": data["people"][::-1], "staffing": data["staffing"][::-1],
    }  # fmt: skip
    assert goals(solved(turned)) == goals(solved(data))
