"""What known totals explain of an influence, so that standard errors know that weights were fitted.

An estimate varies less when weights are fitted to totals that go with it: from sample to sample only what the totals do
not explain varies. Each class takes out the rest as `svyrecvar` of R's survey does for one kind of fit. `psw` are the
weights that the fit gave; trimming them afterwards does not change them here, as it does not in R.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._plan import Calibration
from verkosto.aggregate._rows_products import indicators, products, times
from verkosto.aggregate._rows_span import Span
from verkosto.aggregate._weighting_cells import Cells
from verkosto.aggregate._weighting_fit import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Composed", "PostStratified", "Raked", "Regressed", "composed"]

_SWEEPS = 10
_FEW_CELLS = 1 << 12


@frozen(eq=False, slots=False)
class _Fitted(ABC):
    """Weights fitted to known totals: deviations from what coefficients of the totals give to each cell.

    Attributes:
        cells: Rows put together.
        psw: Weights after the fit.
    """

    cells: Cells
    psw: Floats

    def residuals(self, influence: Floats) -> Floats:
        """Return the influence, of shape (rows, results), less what is explained."""
        by_cell, of_cells = self._parts
        sums = by_cell.T @ (influence if self.factors is None else influence * self.factors[:, np.newaxis])
        found: Floats = by_cell @ (of_cells @ self.coefficients(np.asarray(of_cells.T @ sums)))
        # One more array of this size is enough.
        found *= self.psw[:, np.newaxis]
        return np.subtract(influence, found, out=found)

    def remainder(self, span: Span) -> Span:
        """Return the influence less what is explained, with one more block of columns."""
        by_cell, of_cells = self._parts
        sums = np.asarray(of_cells.T @ span.sums(by_cell, self.factors))
        return span.less(times(by_cell, self.psw), np.asarray(of_cells @ self.coefficients(sums)))

    @property
    def factors(self) -> Floats | None:
        """What rows are multiplied by before they are summed; None: nothing."""
        return None

    @property
    @abstractmethod
    def design(self) -> Any:
        """What one of each cell adds to each total, sparse, shape (cells, totals)."""

    @abstractmethod
    def coefficients(self, sums: Floats) -> Floats:
        """Return the coefficients of totals from sums over rows times what they add to each, both (totals, results)."""

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        """Two sparse arrays, whose product says what each row adds to each total."""
        from scipy.sparse import csr_array, eye_array

        if self.cells.key is None:
            return csr_array(self.design), eye_array(self.design.shape[1])
        by_cell = indicators(self.cells.key, self.cells.count)
        if self.cells.count <= _FEW_CELLS:
            return by_cell, self.design
        return csr_array(by_cell @ self.design), eye_array(self.design.shape[1])


@frozen(eq=False, slots=False)
class PostStratified(_Fitted):
    """Weights fitted to one table: deviations from the weighted means of its cells."""

    @property
    def design(self) -> Any:
        """Each cell has a total."""
        from scipy.sparse import eye_array

        return eye_array(self.cells.count, format="csr")

    def coefficients(self, sums: Floats) -> Floats:
        """Return the weighted means."""
        weight = self.cells.sums(self.psw)[:, np.newaxis]
        return sums / np.where(weight == 0, 1.0, weight)


@frozen(eq=False, slots=False)
class Raked(_Fitted):
    """Weights fitted to several margins in turn: deviations from the means of each, in ten sweeps.

    The means are of rows and not of weights, as those of R's survey are. Rows with a weight of 0 are in none.
    """

    sizes: tuple[int, ...]

    @cached_property
    def factors(self) -> Floats:
        """One by the weight."""
        return np.divide(1.0, self.psw, out=np.zeros_like(self.psw), where=self.psw > 0)

    @cached_property
    def design(self) -> Any:
        """Each margin has a total for each of its places."""
        from scipy.sparse import csr_array

        cells, margins = self.cells.places.shape
        places = self.cells.places + np.cumsum([0, *self.sizes[:-1]])
        starts = np.arange(cells + 1) * margins
        return csr_array((np.ones(places.size), places.reshape(-1), starts), shape=(cells, sum(self.sizes)))

    def coefficients(self, sums: Floats) -> Floats:
        """Return the means: those of a margin are of what the others leave."""
        found = np.zeros_like(sums)
        ends = np.cumsum([0, *self.sizes])
        margins = [slice(start, end) for start, end in pairwise(ends)]
        counts = np.maximum(np.diag(self._rows), 1.0)[:, np.newaxis]
        for _ in range(_SWEEPS):
            for margin in margins:
                found[margin] += (sums[margin] - self._rows[margin] @ found) / counts[margin]
        return found

    @cached_property
    def _rows(self) -> Floats:
        """How many rows two places have in common, shape (totals, totals)."""
        rows = self.cells.counts(self.psw > 0).astype(np.float64)
        found: Floats = (self.design.T @ times(self.design, rows)).toarray()
        return found


@frozen(eq=False, slots=False)
class Regressed(_Fitted):
    """Weights fitted by calibration: deviations from the regression on what the totals are of.

    Attributes:
        matrix: What one of each cell adds to each total, sparse, shape (cells, totals).
        base: Weights of rows before the fit.
        scale: The variance of the regression, for each cell.
    """

    matrix: Any
    base: Floats
    scale: Floats

    @property
    def design(self) -> Any:
        """The matrix."""
        return self.matrix

    @cached_property
    def factors(self) -> Floats:
        """Base weight by fitted weight, by the variance; 0 where the fit gave 0, and no influence is left."""
        ratio = np.divide(self.base, self.psw, out=np.zeros_like(self.psw), where=self.psw != 0)
        return ratio / self.cells.spread(self.scale)

    def coefficients(self, sums: Floats) -> Floats:
        """Return the coefficients of the regression."""
        return solve(self._products, sums)

    @cached_property
    def _products(self) -> Floats:
        matrix = self.matrix.tocsr()
        found: Floats = products(matrix, matrix, self.cells.sums(self.base) / self.scale).toarray()
        return found


@frozen(eq=False)
class Composed:
    """Several fits one after another."""

    parts: tuple[Calibration, ...]

    def residuals(self, influence: Floats) -> Floats:
        """Take out what each fit explains, the first one first."""
        for part in self.parts:
            influence = part.residuals(influence)
        return influence

    def remainder(self, span: Span) -> Span:
        """Take it out of an influence that is made of a few columns."""
        for part in self.parts:
            span = part.remainder(span)
        return span


def composed(parts: Sequence[Calibration | None]) -> Calibration | None:
    """Put fits together that follow one another; None where there is none."""
    known = tuple(part for part in parts if part is not None)
    return known[0] if len(known) == 1 else Composed(known) if known else None
