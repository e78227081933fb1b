"""The integer program of cell suppression: the cheapest numbers to hide, under conditions that grow as needed.

To say at once what every primary number needs would take two sets of flows for each of them. Instead the program starts
with what each sum alone demands, and learns the rest from patterns that turn out unsafe (Benders' decomposition;
Fischetti and Salazar 2001). The conditions are first learnt without asking for whole numbers, which is fast and leaves
little to do for the integer program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import Factory, field, mutable

from verkosto.disclosure._choice import impossible
from verkosto.disclosure._clock import OutOfTimeError
from verkosto.disclosure._programs import Program
from verkosto.disclosure._reach import NOISE, TOLERANCE, connected

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from verkosto.disclosure._choice import Choice
    from verkosto.disclosure._clock import Clock
    from verkosto.disclosure._programs import Solution
    from verkosto.disclosure._reach import Reach, Shortfall
    from verkosto.disclosure._system import Floats, Problem

    Places = NDArray[np.integer]
    Row = tuple[Places, Floats, float]

__all__ = ["Master"]


@mutable(eq=False)
class Master:
    """Conditions that the cheapest safe pattern satisfies, and the cheapest patterns that satisfy them.

    Every condition is a row of weights of free numbers and what they must come to.

    Attributes:
        problem: What has to be hidden.
        reach: Its sums.
        choice: What can be chosen.
        last: The last solution, shape (numbers,).
    """

    problem: Problem
    reach: Reach
    choice: Choice
    last: Floats = field(init=False, default=Factory(lambda self: self.choice.always.astype(float), takes_self=True))
    _lines: csr_array = field(init=False, default=Factory(lambda self: self._free_lines(), takes_self=True))
    _rows: dict[bytes, Row] = field(init=False, factory=dict)
    _known: dict[tuple[int, ...], Floats] = field(init=False, factory=dict)

    def learn(self, shortfall: Shortfall) -> None:
        """Add what a requirement demands of every pattern.

        Raises:
            DisclosureError: No pattern can meet it.
        """
        weights, need = shortfall.weights.copy(), shortfall.requirement.need
        left = need - float(weights[self.choice.always].sum())
        if left <= NOISE * need:
            return
        weights[self.choice.always | self.choice.never] = 0.0
        places = np.flatnonzero(weights > NOISE * left)
        shares = np.minimum(weights[places] / left, 1.0)
        if shares.sum() < 1 - NOISE:
            raise impossible(self.problem)
        self._add(places, shares, 1.0)

    def learn_lines(self, degree: Floats) -> None:
        """Add that nothing is hidden alone in a sum, for it could be computed from the others and hide nothing.

        Only what some degrees of hiding break is added. What is tied to others may be hidden for their sake.
        """
        matrix = self._lines
        hidden = matrix @ degree
        alone = self.choice.free.copy()
        alone[self.choice.ties[:, 1]] = False
        for row in range(matrix.shape[0]):
            places = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            for place in places[alone[places] & (2 * degree[places] > hidden[row] + TOLERANCE)]:
                self._add(places, np.where(places == place, -1.0, 1.0), 0.0)

    def _add(self, places: Places, weights: Floats, right: float) -> None:
        # Rounded, so that what the solver finds twice stands once.
        self._rows[places.tobytes() + np.round(weights, 9).tobytes()] = (places, weights, right)

    def __len__(self) -> int:
        """Return the number of conditions."""
        return len(self._rows)

    def relaxed(self, clock: Clock) -> Floats:
        """Return the cheapest degrees of hiding, between 0 and 1, shape (numbers,).

        Raises:
            OutOfTimeError: The time is over.
            DisclosureError: There are none.
        """
        clock.check()
        degree = self.last = self.choice.always.astype(float)
        if self._rows:
            program, places = self._program(list(self._rows.values()))
            degree[places] = np.clip(self._solved(program.linear()).x, 0.0, 1.0)
        return degree

    def cheapest(self, clock: Clock) -> Floats:
        """Return the cheapest pattern, 0 or 1 each, shape (numbers,).

        Conditions that share no number are solved apart, and solved again only when one was added.

        Raises:
            OutOfTimeError: It was not found, or not proven cheapest, in time.
            DisclosureError: There is none.
        """
        pattern = self.choice.always.astype(float)
        for key, rows in self._blocks():
            clock.check()
            program, places = self._program(rows)
            if key not in self._known:
                found = self._solved(program.integer(np.ones(len(places), dtype=bool), seconds=clock.left))
                if not found.proven:
                    raise OutOfTimeError
                self._known[key] = found.x
            pattern[places] = self._known[key]
        self.last = pattern
        return pattern

    def _solved(self, found: Solution | None) -> Solution:
        if found is None:
            raise impossible(self.problem)
        return found

    def _program(self, rows: list[Row]) -> tuple[Program, Places]:
        """Return conditions and ties as a program, and which numbers it chooses from."""
        from scipy.sparse import csr_array

        named = np.zeros(len(self.choice.cost), dtype=bool)
        for found, _, _ in rows:
            named[found] = True
        places = np.flatnonzero(self.choice.hide(named))
        column = np.full(len(named), -1)
        column[places] = np.arange(len(places))
        ties = self.choice.ties[column[self.choice.ties[:, 0]] >= 0]
        ends = np.cumsum([0, *(len(found) for found, _, _ in rows), *[2] * len(ties)])
        columns = np.concatenate([*(column[found] for found, _, _ in rows), column[ties].ravel()])
        entries = np.concatenate([*(weights for _, weights, _ in rows), np.tile([-1.0, 1.0], len(ties))])
        right = np.array([*(right for _, _, right in rows), *[0.0] * len(ties)])
        matrix = csr_array((entries, columns, ends), shape=(len(right), len(places)))
        free = np.ones(len(places))
        return Program(self.choice.cost[places], matrix, right, 0 * free, free, exact=False), places

    def _blocks(self) -> list[tuple[tuple[int, ...], list[Row]]]:
        """Return the conditions by what they share, each set under the numbers of its conditions."""
        rows = list(self._rows.values())
        if not rows:
            return []
        labels, _ = connected(self._program(rows)[0].matrix)
        blocks: dict[int, list[int]] = {}
        for at, label in enumerate(labels[: len(rows)].tolist()):
            blocks.setdefault(label, []).append(at)
        return [(tuple(members), [rows[at] for at in members]) for members in blocks.values()]

    def _free_lines(self) -> csr_array:
        """Return the free numbers of each sum of which nothing is hidden anyway, as a matrix of ones."""
        from scipy.sparse import csr_array

        matrix = abs(csr_array(self.reach.matrix))
        open_sums = np.flatnonzero(matrix @ self.choice.always.astype(float) == 0)
        matrix = csr_array(matrix[open_sums] * self.choice.free[np.newaxis, :])
        matrix.eliminate_zeros()
        return matrix
