"""Parts of a variance: what one stage of sampling adds to it, from totals of its units or of its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._plan import Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["RowPart", "UnitPart"]

_DIGITS = 1e-6
"""A variance that is less than this part of the two sums whose difference it is has lost too many digits."""


def _flat(sums: Floats) -> Floats:
    return sums.reshape(len(sums), int(np.prod(sums.shape[1:])))


@frozen(eq=False)
class UnitPart:
    """Totals of the units of one stage. K numbers the totals of cells: group by group, level by level, by measure.

    Attributes:
        stage: The stage; its rows are not looked at.
        cells: Which of the K totals are not 0 for all units, each once.
        width: Number of measures.
        sums: Makes those totals of units, shape (len(cells), units), units as in `Stage.order`.
    """

    stage: Stage
    cells: NDArray[np.intp]
    width: int
    sums: Callable[[], Floats]

    @classmethod
    def of(cls, stage: Stage, totals: Floats) -> UnitPart:
        """Make the part from totals of shape (units, groups, levels, measures)."""
        flat = _flat(totals)
        return cls(stage, np.arange(flat.shape[1]), totals.shape[-1], lambda: np.ascontiguousarray(flat[stage.order].T))

    def moved(self, into: NDArray[np.intp], levels: int) -> UnitPart:
        """Move totals to other levels: those of level l, of as many as `into` has, become those of `into[l]`."""
        rest, measure = np.divmod(self.cells, self.width)
        group, level = np.divmod(rest, len(into))
        cells = (group * levels + into[level]) * self.width + measure
        found, place = np.unique(cells, return_inverse=True)
        if len(found) == len(cells):
            return UnitPart(self.stage, cells, self.width, self.sums)

        def sums() -> Floats:
            joined = np.zeros((len(found), self.stage.count))
            np.add.at(joined, place.reshape(-1), self.sums())
            return joined

        return UnitPart(self.stage, found, self.width, sums)

    def linearised(self, gradient: Any, base: Any) -> tuple[Floats, NDArray[np.intp]]:
        """Return this stage's part of the variances of results, and the units less strata that each base lies in.

        Args:
            gradient: Sparse, shape (K, results).
            base: Sparse marks of the cells of each base, shape (K / measures, bases).
        """
        sums = self.sums()
        variance = self.stage.spread(_rows_of(gradient, self.cells) @ sums)
        rows = np.flatnonzero(self.cells % self.width == 0)
        inside = _rows_of(base, self.cells[rows] // self.width) @ (sums if self.width == 1 else sums[rows]) > 0
        return variance, np.count_nonzero(inside, axis=1) - self.stage.strata_of(inside)


def _rows_of(matrix: Any, rows: NDArray[np.intp]) -> Any:
    """Return some rows of a sparse matrix, transposed."""
    from scipy.sparse import csr_array

    entries = matrix.tocsc()
    place = np.full(entries.shape[0], -1)
    place[rows] = np.arange(len(rows))
    column = place[entries.indices]
    # Entries of other rows become zeros.
    values = np.where(column < 0, 0, entries.data)
    return csr_array((values, np.maximum(column, 0), entries.indptr), shape=(entries.shape[1], len(rows)))


@frozen(eq=False)
class RowPart:
    """Sums of a stage whose units are the rows.

    Attributes:
        squares: Sums over rows of the stage's factor times the squared weight times two measures, shape (groups,
            levels, measures, measures).
        sums: Totals of strata, shape (strata, groups, levels, measures).
        factor: For each stratum what the square of its sum is multiplied by: the stage's factor divided by the
            number of rows; 0 where squares are not around the mean.
    """

    squares: Floats
    sums: Floats
    factor: Floats

    def variance(self, gradient: Any) -> tuple[Floats, bool]:
        """Return this stage's part of the variances of results, and whether they kept their digits.

        Args:
            gradient: Sparse, shape (K, R).
        """
        slopes = gradient.tocsc()
        found, most = self._alone(slopes) if self.squares.shape[-1] == 1 else self._full(slopes)
        if self.factor.any():
            found = found - self.factor @ np.square(np.asarray(_flat(self.sums) @ slopes))
        return np.maximum(found, 0), bool((found >= _DIGITS * most).all())

    def _alone(self, slopes: Any) -> tuple[Floats, Floats]:
        """Return sums of squares of slopes times rows, and what they were before anything was taken off."""
        column = np.repeat(np.arange(slopes.shape[1]), np.diff(slopes.indptr))
        squares = np.square(slopes.data) * self.squares.reshape(-1)[slopes.indices]
        found = np.asarray(np.bincount(column, squares, minlength=slopes.shape[1]), dtype=np.float64)
        return found, found

    def _full(self, slopes: Any) -> tuple[Floats, Floats]:
        from scipy.sparse import csr_array

        # One block for each cell, along the diagonal.
        width, total = self.squares.shape[-1], slopes.shape[0]
        cell = np.arange(total) // width * width
        places = (cell[:, np.newaxis] + np.arange(width)).reshape(-1)
        starts = np.arange(0, total * width + 1, width)
        found = []
        for values, ends in ((self.squares, slopes), (np.abs(self.squares), abs(slopes))):
            blocks = csr_array((values.reshape(-1), places, starts), shape=(total, total))
            found.append(np.asarray((blocks @ ends).multiply(ends).sum(axis=0)).reshape(-1))
        return found[0], found[1]

    def present(self, base: Any) -> NDArray[np.intp]:
        """Return how many strata have rows in each base, from sparse marks of shape (K, bases)."""
        inside = (_flat(self.sums[..., 0]) > 0).astype(np.float32)
        return np.asarray((np.asarray(inside @ base) > 0).sum(axis=0))
