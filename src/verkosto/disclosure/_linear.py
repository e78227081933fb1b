"""Exact bounds where the sums form no network, as in linked tables and tables of three dimensions: by HiGHS.

The bounds of a linear program are bounds of real numbers. Counts are whole, so a solution that is not whole is followed
by a mixed-integer program: the bounds of counts are exact too. Most solutions are whole at once.
"""

from __future__ import annotations

from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from verkosto.disclosure._flow import granted
from verkosto.disclosure._reduced import contradiction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from verkosto.disclosure._components import Component
    from verkosto.disclosure._flow import Wish
    from verkosto.disclosure._limits import Limit
    from verkosto.disclosure._reduced import Line
    from verkosto.disclosure._system import Floats

__all__ = ["LinearSpace"]

_NEAR = 1e-6
"""How near a whole number HiGHS has to come for it to be one: ten times the tolerance of its constraints."""

_NODES = 2000
"""Branches of a search, counted and not timed so that every machine finds the same. Where they run out, the bound is
that of real numbers, rounded inwards: never too narrow."""

_OPTIMAL, _INFEASIBLE = 0, 2


class LinearSpace:
    """All that the numbers of a component can be. `point` is one possibility, and every question moves it."""

    __slots__ = ("high", "least", "low", "matrix", "most", "point", "slip", "whole")

    def __init__(self, component: Component) -> None:
        """Find values that satisfy all sums and limits.

        Raises:
            DisclosureError: There are none.
        """
        from scipy.sparse import csr_array

        self.whole, self.slip = component.whole, component.slip
        self.low, self.high = np.array(component.low), np.array(component.high)
        lines: list[Line | Limit] = [*component.lines, *component.limits]
        ends = np.cumsum([0, *(len(line.terms) for line in lines)])
        factors = np.array([by for line in lines for by in line.terms.values()], dtype=np.float64)
        numbers = np.array([number for line in lines for number in line.terms], dtype=np.int64)
        self.matrix = csr_array((factors, numbers, ends), shape=(len(lines), len(self.low)))
        right = [line.right for line in component.lines]
        self.least, self.most = (
            np.array([*right, *(getattr(limit, end) for limit in component.limits)]) for end in ("least", "most")
        )
        if component.point is not None:
            self.point = [*component.point]
        elif not self.settle():
            raise contradiction(lines[self._worst()].key)

    def farthest(self, number: int, *, up: bool) -> float:
        """Return the most (or the least) that a number can be, and move the point there; infinity leaves it."""
        cost = np.zeros(len(self.low))
        cost[number] = -1.0 if up else 1.0
        found = self.solve(cost, whole=False)
        if found.x is None:
            return inf if up else -inf
        if not self.whole:
            self.point = found.x.tolist()
        elif not self.taken(found.x):
            relaxed = float(found.x[number])
            found = self.solve(cost, whole=True)
            if found.status != _OPTIMAL or not self.taken(found.x):
                return floor(relaxed + _NEAR) if up else ceil(relaxed - _NEAR)
        return self.point[number]

    def within(self, number: int, low: float, high: float) -> Self | None:
        """Return what is possible if a number lies between two ends; None if it cannot."""
        other = self.copy()
        other.low[number], other.high[number] = max(low, self.low[number]), min(high, self.high[number])
        if other.low[number] > other.high[number] + self.slip:
            return None
        other.draw_in(number)
        if low - self.slip <= self.point[number] <= high + self.slip or other.settle():
            return other
        return None

    def scan(self, asked: Iterable[int]) -> list[list[float]]:  # noqa: ARG002
        """Return possibilities to begin with: none, for most questions are quickly answered."""
        return []

    def shows(self, wishes: Iterable[Wish]) -> list[list[float]]:
        """Return possibilities that show which wishes can come true. The point moves."""
        left, found = [wish for wish in wishes if not granted(wish, self.point)], []
        while left and self._grant(left):
            found.append([*self.point])
            left = [wish for wish in left if not granted(wish, self.point)]
        return found

    def _grant(self, wishes: Sequence[Wish]) -> bool:
        """Move the point to where as many wishes as possible come true, as far as that is found; return if any does."""
        from scipy.sparse import block_array, csr_array, eye_array

        count, size = len(wishes), len(self.low)
        # An extra number for each of them: at most 1, and 1 only if the wish comes true; as large as possible in all.
        numbers, signs = [number for number, _, _ in wishes], np.array([-1.0 if up else 1.0 for _, up, _ in wishes])
        pick = csr_array((signs, (np.arange(count), numbers)), shape=(count, size))
        matrix = block_array([[self.matrix, None], [pick, eye_array(count)]], format="csr")
        most = np.concatenate([self.most, 1 + signs * [end for _, _, end in wishes]])
        least = np.concatenate([self.least, np.full(count, -inf)])
        low, high = np.concatenate([self.low, np.zeros(count)]), np.concatenate([self.high, np.ones(count)])
        cost = np.repeat([0.0, -1.0], [size, count])
        for whole in (0, 1):
            found = _solved(cost, matrix, (least, most), (low, high), np.repeat([whole, 0], [size, count]))
            if found.x is None or found.fun > -_NEAR:
                return False
            if self.taken(found.x[:size]):
                break
        return any(granted(wish, self.point) for wish in wishes)

    def draw_in(self, number: int) -> None:
        """Make other numbers narrower after a number became so, where that is quickly done."""

    def copy(self) -> Self:
        """Return the same space with ends and a point of its own."""
        other = object.__new__(type(self))
        other.matrix, other.least, other.most = self.matrix, self.least, self.most
        other.slip, other.whole = self.slip, self.whole
        other.low, other.high, other.point = self.low.copy(), self.high.copy(), [*self.point]
        return other

    def solve(self, cost: Floats, *, whole: bool) -> Any:
        """Return what scipy's milp finds where the cost is least."""
        return _solved(
            cost, self.matrix, (self.least, self.most), (self.low, self.high), np.full(len(cost), int(whole))
        )

    def settle(self) -> bool:
        """Move the point to where all sums and limits hold; return whether there is such a point."""
        nothing = np.zeros(len(self.low))
        found = self.solve(nothing, whole=self.whole)
        if found.x is None and found.status != _INFEASIBLE:
            found = self.solve(nothing, whole=False)
        if found.x is None:
            return False
        if not self.whole or not self.taken(found.x):
            self.point = found.x.tolist()
        return True

    def taken(self, solution: Floats) -> bool:
        """Move the point to a solution if it is whole, and return whether it was."""
        near = np.round(solution)
        sums = self.matrix @ near
        holds = np.all(np.abs(near - solution) <= _NEAR) and np.all((self.least <= sums) & (sums <= self.most))
        whole = bool(holds)
        if whole:
            self.point = near.tolist()
        return whole

    def _worst(self) -> int:
        """Return the line that has to be broken most for all others to hold as well as they can."""
        from scipy.sparse import eye_array, hstack

        lines, numbers = self.matrix.shape
        broken = np.repeat([0.0, 1.0], [numbers, 2 * lines])
        low, high = (
            np.concatenate([ends, np.full(2 * lines, end)]) for ends, end in ((self.low, 0.0), (self.high, inf))
        )
        matrix = hstack([self.matrix, eye_array(lines), -eye_array(lines)], format="csr")
        found = _solved(broken, matrix, (self.least, self.most), (low, high), np.zeros(len(broken), dtype=np.int_))
        return int(np.argmax(found.x[numbers : numbers + lines] + found.x[numbers + lines :]))


def _solved(
    cost: Floats, matrix: Any, sums: tuple[Floats, Floats], ends: tuple[Floats, Floats], whole: NDArray[np.int_]
) -> Any:
    """Return what scipy's milp finds; its `x` is None where nothing is possible, or where nothing bounds the cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    return milp(
        cost,
        integrality=whole,
        bounds=Bounds(*ends),
        constraints=LinearConstraint(matrix, *sums),
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
