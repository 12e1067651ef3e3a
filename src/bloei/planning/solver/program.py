"""A program of whole numbers for CP-SAT: variables, sums between bounds, one sum to make small.

The only module that knows OR-Tools; import it only in a process of the solver, for it is large.
It fills the message that CP-SAT reads itself: the usual Python layer above it imports pandas.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model_helper as cp_sat

NO_BOUND = 1 << 60
# These models are made tight by hand: presolve, probing and the search for symmetry cost more
# than they gain (bench/planner.py). One worker and a fixed seed: the same input, the same plan.
SETTINGS = {
    "num_workers": 1,
    "random_seed": 1,
    "cp_model_presolve": False,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
}


class Impossible(Exception):
    """A program without a solution: ours always have one, so it was made wrongly."""


class Answer(NamedTuple):
    """The value of every variable, the least that the sum can be, and whether these values are it.

    Without values nothing was found in time.
    """

    values: list[int] | None
    bound: int
    proven: bool


class Program:
    """All variables are whole numbers; a constraint keeps a sum of them between two bounds."""

    def __init__(self) -> None:
        self._model = cp_sat.CpModelProto()
        self._size = 0
        self._goal: list[tuple[int, int]] = []

    def variable(self, low: int = 0, high: int = 1) -> int:
        self._model.variables.add().domain.extend([low, high])
        self._size += 1
        return self._size - 1

    def at_most_one(self, variables: Sequence[int]) -> None:
        """Of these variables, all 0 or 1, at most one is 1."""
        self._model.constraints.add().at_most_one.literals.extend(variables)

    def keep(
        self,
        variables: Sequence[int],
        factors: Sequence[int] | None = None,
        *,
        low: int = -NO_BOUND,
        high: int = NO_BOUND,
    ) -> None:
        """Keep the sum of these variables, times their factors, between two bounds."""
        row = self._model.constraints.add().linear
        row.vars.extend(variables)
        row.coeffs.extend(factors or [1] * len(variables))
        row.domain.extend([low, high])

    def cost(self, variable: int, factor: int) -> None:
        """Let a variable count in the sum to make small."""
        self._goal.append((variable, factor))

    def solve(self, seconds: float, hint: Sequence[int]) -> Answer:
        """Make the sum of costs small, beginning with a value for every variable."""
        goal = self._model.objective
        goal.vars.extend([variable for variable, _factor in self._goal])
        goal.coeffs.extend([factor for _variable, factor in self._goal])
        self._model.solution_hint.vars.extend(range(self._size))
        self._model.solution_hint.values.extend(hint)
        solver = cp_sat.SolveWrapper()
        solver.set_parameters(_parameters(seconds))
        response = solver.solve(self._model)
        if response.status in (cp_sat.INFEASIBLE, cp_sat.MODEL_INVALID):
            raise Impossible(response.status.name)
        proven = response.status == cp_sat.OPTIMAL
        if not proven and response.status != cp_sat.FEASIBLE:
            return Answer(None, _whole(response.best_objective_bound), proven=False)
        values = list(response.solution)
        reached = sum(factor * values[variable] for variable, factor in self._goal)
        bound = reached if proven else min(reached, _whole(response.best_objective_bound))
        return Answer(values, bound, proven)


def _parameters(seconds: float) -> cp_sat.SatParameters:
    parameters = cp_sat.SatParameters()
    parameters.max_time_in_seconds = seconds
    for name, value in SETTINGS.items():
        setattr(parameters, name, value)
    return parameters


def _whole(bound: float) -> int:
    """A bound as a whole number, never above the true one: large floats are not exact."""
    if not math.isfinite(bound):
        return -NO_BOUND
    return math.floor(bound) - (int(math.ulp(bound)) if abs(bound) >= 1 << 53 else 0)
