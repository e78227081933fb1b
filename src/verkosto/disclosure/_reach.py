"""How far a reader must hold it possible that hidden numbers lie from their values, and what stands in the way.

Of a pattern of hidden numbers only the differences from the true values matter. They add up to zero in every sum, a
shown number has none, and a hidden one at most its room up and down. The multipliers of sums that prove that a
difference cannot be reached name the numbers of which some more must be hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.disclosure._clock import OutOfTimeError
from verkosto.disclosure._programs import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csc_array

    from verkosto.disclosure._clock import Clock
    from verkosto.disclosure._system import Floats, Mask, Problem, System

    Labels = NDArray[np.int32]
    Places = NDArray[np.integer]

__all__ = [
    "NODES",
    "NOISE",
    "TOLERANCE",
    "Reach",
    "Requirement",
    "Shortfall",
    "connected",
    "matrix_of",
    "requirements",
]

TOLERANCE = 1e-6
"""Part of a need that may be lacking, for the solver's arithmetic: far below any whole number."""

NODES = 2000
"""Branches of a search for whole numbers, counted and not timed so that every machine finds the same: most take one.
What is not found then counts as impossible, which is safe."""

NOISE = 1e-9
"""Multipliers below this come from the solver's arithmetic."""


@frozen
class Requirement:
    """A reader must hold it possible that a number lies this far up (1) or down (-1) from its value."""

    place: int
    sign: int
    need: float


@frozen(eq=False)
class Shortfall:
    """A requirement that a pattern does not meet, and what every pattern that meets it has in common.

    Attributes:
        requirement: What is not met.
        weights: How much hiding each number adds at most, shape (numbers,): they must come to the need.
    """

    requirement: Requirement
    weights: Floats


def requirements(problem: Problem) -> tuple[Requirement, ...]:
    """Return how far the primary numbers of a problem must reach, those first that need most."""
    values = problem.system.values
    sides = (1, problem.need_high - values), (-1, values - problem.need_low)
    found = [
        Requirement(
            int(place), sign, float(np.ceil(needs[place] - TOLERANCE) if problem.system.whole else needs[place])
        )
        for sign, needs in sides
        for place in np.flatnonzero(problem.primary & (needs > TOLERANCE))  # a side without a need is NaN
    ]
    return tuple(sorted(found, key=lambda one: (-one.need, one.place, one.sign)))


def connected(matrix: Any) -> tuple[Labels, Labels]:
    """Return to which connected part of a sparse matrix each row belongs, and each column."""
    from scipy.sparse import block_array
    from scipy.sparse.csgraph import connected_components

    labels = connected_components(block_array([[None, matrix], [matrix.T, None]]), directed=False)[1]
    return labels[: matrix.shape[0]], labels[matrix.shape[0] :]


def matrix_of(system: System) -> csc_array:
    """Return the sums of a system: a row for each, 1 at its whole and -1 at its parts, shape (sums, numbers)."""
    from scipy.sparse import csc_array

    lengths = [1 + len(one.parts) for one in system.sums]
    columns = [place for one in system.sums for place in (one.whole, *one.parts)]
    entries = [entry for one in system.sums for entry in (1.0, *[-1.0] * len(one.parts))]
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return csc_array((entries, (rows, columns)), shape=(len(lengths), len(system)))


@frozen(eq=False)
class Reach:
    """The sums of a system, as what differences from its values must satisfy.

    Attributes:
        matrix: A row for each sum: 1 at its whole and -1 at its parts, shape (sums, numbers).
        up: How much each number can be more than its value.
        down: How much less.
        whole: Whether differences are whole numbers.
    """

    matrix: csc_array
    up: Floats
    down: Floats
    whole: bool

    @classmethod
    def of(cls, system: System) -> Reach:
        """Return the differences that the sums and limits of a system allow."""
        up, down = system.high - system.values, system.values - system.low
        if system.whole:
            up, down = np.floor(up + TOLERANCE), np.floor(down + TOLERANCE)
        return cls(matrix_of(system), up, down, system.whole)

    def unmet(self, wanted: Iterable[Requirement], degree: Floats, clock: Clock) -> list[Shortfall]:
        """Return the requirements that a pattern does not meet.

        Args:
            wanted: Requirements of numbers that are hidden.
            degree: How far each number is hidden: 0 shown, 1 hidden, between while a pattern is looked for.
            clock: When to give up, by OutOfTimeError.
        """
        places = np.flatnonzero(degree > NOISE)
        _, parts = connected(self.matrix[:, places])
        found: list[Shortfall] = []
        for one in self._left_over(list(wanted), places, degree, clock):
            clock.check()
            own = places[parts == parts[np.searchsorted(places, one.place)]]
            reached, multipliers = self._together([one], own, degree)
            if not _met(one, reached):
                found.append(Shortfall(one, self._weights(one, own, multipliers)))
        return found

    def witness(self, one: Requirement, hidden: Mask) -> Floats | None:
        """Return differences of hidden numbers that meet a requirement, 0 for what need not move; None if none do."""
        reached, _ = self._together([one], np.flatnonzero(hidden), hidden.astype(float))
        return reached if _met(one, reached) else None

    def lines(self, one: Requirement) -> Iterable[Shortfall]:
        """Yield what each sum alone says of a requirement: its other numbers must take up the difference."""
        start, end = self.matrix.indptr[one.place : one.place + 2]
        for row, entry in zip(self.matrix.indices[start:end], self.matrix.data[start:end], strict=True):
            multipliers = np.zeros(self.matrix.shape[0])
            multipliers[row] = -one.sign / entry
            yield Shortfall(one, self._weights(one, np.array([one.place]), multipliers))

    def _left_over(self, wanted: list[Requirement], places: Places, degree: Floats, clock: Clock) -> list[Requirement]:
        """Return the requirements that are not met by the way: one solution serves as many as it can."""
        left: list[Requirement] = []
        while wanted:
            clock.check()
            like = [one for one in wanted if one.need * 2 >= wanted[0].need]
            once = list({one.place: one for one in like}.values())
            reached, _ = self._together(once, places, degree)
            met = {one for one in like if _met(one, reached)}
            if len(met) * 8 < len(once):
                left += [one for one in like if one not in met]
                met.update(like)
            wanted = [one for one in wanted if one not in met]
        return left

    def _together(self, wanted: Sequence[Requirement], places: Places, degree: Floats) -> tuple[Floats, Floats | None]:
        """Return differences that reach as much of some requirements as possible.

        With them come the multipliers of the sums that prove it; None where only whole numbers cannot do more.
        """
        unit, program, used = self._program(wanted, places, degree)
        found = program.linear()
        if found is None:  # pragma: no cover - to move nothing is always a solution
            raise OutOfTimeError
        reached = np.zeros(self.matrix.shape[1])
        reached[places] = np.where(abs(found.x) > NOISE, found.x, 0.0) * unit
        multipliers = np.zeros(self.matrix.shape[0])
        multipliers[used] = found.multipliers
        proof: Floats | None = multipliers
        if self.whole and (degree[places] == 1).all() and any(_met(one, reached) for one in wanted):
            if (abs(reached - np.round(reached)) > TOLERANCE).any():
                proof = None
                found = program.integer(np.ones(len(places), dtype=bool), nodes=NODES // min(len(wanted), 10))
                reached[places] = 0.0 if found is None else found.x
            # What is whole is proof by itself: it adds up, whatever the solver's tolerance.
            reached = np.round(reached)
            reached *= not (self.matrix @ reached).any()
        return reached, proof

    def _program(self, wanted: Sequence[Requirement], places: Places, degree: Floats) -> tuple[float, Program, Places]:
        """Return the program of differences that reach most, its unit, and which sums are its conditions.

        Amounts are measured in the largest need, so that the solver's tolerance means the same for all.
        """
        most = max(one.need for one in wanted)
        unit = 1.0 if self.whole else most
        # Half hidden numbers get the room that they can need, for half of an endless room would be endless.
        room = np.where(degree[places] < 1, most / unit, np.inf)
        up = np.minimum(self.up[places] / unit, room) * degree[places]
        down = np.minimum(self.down[places] / unit, room) * degree[places]
        goal = np.zeros(len(places))
        for one in wanted:
            at = np.searchsorted(places, one.place)
            goal[at] = -one.sign
            side = up if one.sign > 0 else down
            side[at] = min(side[at], one.need / unit)
        matrix = self.matrix[:, places]
        used = np.unique(matrix.indices)
        return unit, Program(goal, matrix[used], np.zeros(len(used)), -down, up), used

    def _weights(self, one: Requirement, part: Places, multipliers: Floats | None) -> Floats:
        """Return how much hiding each number adds at most to what a requirement reaches, shape (numbers,).

        For any multipliers m of the sums, the difference wanted plus m times sums that are zero is a sum of factors
        times differences, and each difference is at most its room. None counts for more than the need. Without
        multipliers, where whole numbers fall short, one more must be hidden of those that stand beside the part.
        """
        if multipliers is None:
            weights = np.where(self.beside(part), one.need, 0.0)
            weights[part] = 0.0
            return weights
        factor = self.matrix.T @ multipliers
        factor[one.place] += one.sign
        room = np.where(factor > NOISE, self.up, np.where(factor < -NOISE, self.down, 0.0))
        return np.asarray(np.minimum(abs(factor) * room, one.need))

    def beside(self, places: Places) -> Mask:
        """Return which numbers stand in a sum with some others, shape (numbers,)."""
        rows = np.unique(self.matrix[:, places].indices)
        beside = np.zeros(self.matrix.shape[1], dtype=bool)
        beside[self.matrix[rows].nonzero()[1]] = True
        return beside


def _met(one: Requirement, differences: Floats) -> bool:
    return bool(differences[one.place] * one.sign >= one.need * (1 - TOLERANCE))
