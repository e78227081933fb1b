"""What a reader of bands and rounded shares can compute: an integer program with a row for each fact.

A published share of k steps of t percentage points says that `(2k − 1)·t ≤ 200·n/b < (2k + 1)·t`. That is linear in the
count n and its base b together, so nothing has to be approximated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.disclosure._system import System

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

__all__ = ["BANDS", "Reader", "band_of", "counts_within", "steps_of"]

BANDS = (1, 5, 10, 20, 50, 100, 200, 500)
"""Where the bands of bases begin; the last has no end."""

_FAR = 10
_RINGS = 2
_SECONDS = 1.0
"""How long one question to the solver may take."""


def band_of(base: float) -> tuple[float, float]:
    """Return the first and the last number of the band of a base; 0 is a band of its own.

    Example:
        >>> band_of(7), band_of(600), band_of(0)
        ((5.0, 9.0), (500.0, inf), (0.0, 0.0))
    """
    if base < 1:
        return 0.0, 0.0
    place = int(np.searchsorted(BANDS, base, side="right"))
    return float(BANDS[place - 1]), float(BANDS[place] - 1) if place < len(BANDS) else np.inf


def steps_of(count: float, base: float, step: int) -> int:
    """Return how many steps of percentage points a share is, halves upwards.

    Example:
        >>> steps_of(1, 8, 5), steps_of(1, 7, 10)
        (3, 1)
    """
    return int((200 * count + step * base) // (2 * step * base))


def counts_within(steps: int, step: int, bases: Floats) -> tuple[Floats, Floats]:
    """Return the least and the most that a count can be whose share is that many steps, for each base."""
    least = np.ceil((2 * steps - 1) * step * bases / 200)
    most = np.ceil((2 * steps + 1) * step * bases / 200) - 1
    return np.maximum(least, 0), np.minimum(most, bases)


@frozen(eq=False)
class Reader:
    """The integer program of what is published.

    Attributes:
        values: The true numbers, shape (N,); NaN where one is not known.
        low: The least of each number by what is shown of it alone, shape (N,).
        high: The most; `far` where nothing bounds it, so that no answer is infinite.
        far: More than any number of the table.
        steps: How many steps each published share is, shape (N,); -1 where none is shown.
        matrix: One row for each fact that ties numbers.
        least: What each row is at least.
        most: What it is at most.
    """

    values: Floats
    low: Floats
    high: Floats
    far: float
    steps: Places
    matrix: csr_array
    least: Floats
    most: Floats

    @classmethod
    def of(cls, system: System, base_of: Places, shown: Mask, step: int) -> Reader:
        """Return the reader of what is shown.

        Args:
            system: The numbers with their values.
            base_of: The place of the base of each share; -1 for others.
            shown: Which shares, and which bands of bases, are published.
            step: What shares are rounded to, in percentage points.
        """
        from scipy.sparse import csr_array

        rows: list[tuple[dict[int, float], float, float]] = [
            ({total.whole: -1.0} | dict.fromkeys(total.parts, 1.0), 0.0, 0.0) for total in system.sums
        ]
        steps = np.full(len(system), -1, dtype=np.intp)
        low, high = system.low.copy(), system.high.copy()
        far = _FAR * (1 + float(np.nanmax(system.values, initial=0)))
        for place in np.flatnonzero(shown).tolist():
            base = int(base_of[place])
            if base < 0:
                band = band_of(system.values[place])
                low[place], high[place] = max(low[place], band[0]), min(high[place], band[1])
                continue
            steps[place] = k = steps_of(system.values[place], system.values[base], step)
            rows.append(({place: 200.0, base: -step * (2.0 * k - 1)}, 0.0, np.inf))
            rows.append(({place: 200.0, base: -step * (2.0 * k + 1)}, -np.inf, -1.0))
        entries = [(row, place, by) for row, (terms, _, _) in enumerate(rows) for place, by in terms.items()]
        at, of, by = np.array(entries).reshape(-1, 3).T
        matrix = csr_array((by, (at.astype(np.intp), of.astype(np.intp))), shape=(len(rows), len(system)))
        least, most = np.array([row[1:] for row in rows]).reshape(-1, 2).T
        return cls(system.values, low, np.minimum(high, far), far, steps, matrix, least, most)

    def near(self, place: int) -> Mask:
        """Return the numbers around a number: what is added up with it, and what is with those."""
        ties = abs(self.matrix)
        found = np.zeros(len(self.low))
        found[place] = 1
        for _ in range(_RINGS):
            found = np.minimum(found + ties.T @ (ties @ found), 1)
        near: Mask = (found > 0) | np.isnan(self.values)
        return near

    def solution(
        self, objective: Floats, place: int, ends: tuple[float, float] = (0.0, np.inf), free: Mask | None = None
    ) -> Floats | None:
        """Return numbers that the reader must hold possible and whose objective is least; None where none were found.

        Args:
            objective: What each number counts for, shape (N,).
            place: A number that is supposed to lie within ends.
            ends: The ends.
            free: Which numbers may differ from what they are; None: all. What is possible with few is possible.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        low, high = self.low.copy(), self.high.copy()
        low[place], high[place] = max(ends[0], low[place]), min(ends[1], high[place])
        if low[place] > high[place]:
            return None
        places = np.arange(len(low)) if free is None else np.flatnonzero(free)
        fixed = np.zeros(len(low)) if free is None else np.where(free, 0.0, self.values)
        matrix = self.matrix[:, places]
        rows = np.flatnonzero(np.diff(matrix.indptr))
        given = self.matrix[rows] @ fixed
        found = milp(
            objective[places],
            integrality=np.ones(len(places), dtype=np.intp),
            bounds=Bounds(low[places], high[places]),
            constraints=LinearConstraint(matrix[rows], self.least[rows] - given, self.most[rows] - given),
            options={"time_limit": _SECONDS},
        )
        if found.x is None:
            return None
        fixed[places] = np.rint(found.x)
        return fixed

    def least_of(self, place: int) -> float:
        """Return the least that a number can be; what its own figure says where the solver gave no answer in time."""
        found = self.solution(self._only(place), place)
        return float(self.low[place] if found is None else found[place])

    def most_of(self, place: int) -> float:
        """Return the most that a number can be; infinity where nothing bounds it."""
        found = self.solution(-self._only(place), place)
        if found is None:
            return float(self.high[place])
        return np.inf if (found >= self.far).any() else float(found[place])

    def _only(self, place: int) -> Floats:
        objective = np.zeros(len(self.low))
        objective[place] = 1
        return objective
