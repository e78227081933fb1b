"""Linear and integer programs: one way to put them to HiGHS, and to tell what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.disclosure._clock import OutOfTimeError
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from verkosto.disclosure._system import Floats, Mask

__all__ = ["Program", "Solution"]

_STOPPED, _INFEASIBLE = 1, 2  # what scipy calls the end of a program


@frozen(eq=False)
class Solution:
    """What makes a program least.

    Attributes:
        x: The numbers, shape (N,).
        multipliers: What each condition weighs, shape (M,); of a linear program with equations only.
        proven: Whether nothing is less.
    """

    x: Floats
    multipliers: Floats
    proven: bool = True


@frozen(eq=False)
class Program:
    """Numbers whose cost is to be least, under conditions.

    Attributes:
        cost: What one of each number costs, shape (N,).
        matrix: The conditions, sparse, shape (M, N).
        right: What each comes to, shape (M,).
        low: The least of each number, shape (N,).
        high: The most.
        exact: Whether conditions are equations; otherwise they come to at least that.
    """

    cost: Floats
    matrix: Any
    right: Floats
    low: Floats
    high: Floats
    exact: bool = True

    def linear(self) -> Solution | None:
        """Solve it; None where nothing satisfies the conditions.

        Raises:
            DisclosureError: The solver gave up.
        """
        from scipy.optimize import linprog

        solve: Any = linprog
        names = {"A_eq": self.matrix, "b_eq": self.right} if self.exact else {"A_ub": -self.matrix, "b_ub": -self.right}
        bounds = np.column_stack([self.low, self.high])
        result = _told(solve(self.cost, **names, bounds=bounds, method="highs-ds"))
        if result is None:
            return None
        return Solution(result.x, result.eqlin.marginals)

    def integer(self, whole: Mask, *, seconds: float = np.inf, nodes: int | None = None) -> Solution | None:
        """Solve it in whole numbers; None where nothing satisfies the conditions.

        Args:
            whole: Which numbers are whole, shape (N,).
            seconds: When to stop: what was found until then is not proven.
            nodes: After how many branches to stop; counted, so that every machine finds the same.

        Raises:
            OutOfTimeError: It was stopped before anything was found.
            DisclosureError: The solver gave up.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        solve: Any = milp
        options: dict[str, float] = {"mip_rel_gap": 1e-6}
        if np.isfinite(seconds):
            options["time_limit"] = max(seconds, 1e-3)
        if nodes is not None:
            options["node_limit"] = nodes
        result = _told(
            solve(
                self.cost,
                integrality=whole.astype(np.int64),
                bounds=Bounds(self.low, self.high),
                constraints=LinearConstraint(self.matrix, self.right, self.right if self.exact else np.inf),
                options=options,
            )
        )
        if result is None:
            return None
        return Solution(np.where(whole, np.round(result.x), result.x), self.right, proven=result.status != _STOPPED)


def _told(result: Any) -> Any:
    """Return the result of a program that has one, None where it has none."""
    if result.status == _INFEASIBLE:
        return None
    if result.status == _STOPPED and result.x is None:
        raise OutOfTimeError
    if result.x is None:
        raise DisclosureError(
            f"the solver gave up: {result.message} Put groups or categories together, for a smaller table."
        )
    return result
