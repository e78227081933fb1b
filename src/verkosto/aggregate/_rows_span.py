"""Influences as products, and the covariance that follows without an array of rows and results.

A row touches few totals, whatever the number of results: its influence is a short sparse row times the slopes of
results by totals. Sums of squares then need the products of columns only, of which there are hundreds where rows are a
million. What known totals explain of calibrated weights is one more block of columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._rows_products import indicators, products, times
from verkosto.aggregate._stage import Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Span", "covariance_of", "variance_of"]

_BLOCK_NUMBERS = 4_000_000
_DIGITS = 1e-5
"""Where less than this share is left of what goes into a variance, its digits are lost, and rows are looked at."""


@frozen(eq=False)
class Span:
    """The influence of rows on results: `hstack(columns) @ slopes`.

    Attributes:
        columns: Arrays of shape (rows, their columns), sparse and compressed by rows, or dense.
        slopes: Sparse, shape (columns of all, results).
    """

    columns: tuple[Any, ...]
    slopes: Any

    @classmethod
    def dense(cls, influence: Floats) -> Span:
        """Take an influence of shape (rows, results) as it is."""
        from scipy.sparse import eye_array

        return cls((influence,), eye_array(influence.shape[1], format="csr"))

    @classmethod
    def of(cls, w: Floats, blocks: Sequence[Any], slopes: Any) -> Span:
        """Weigh the scores of rows, and leave out blocks that no result depends on."""
        slopes = slopes.tocsr()
        columns, kept = [], []
        start = 0
        for block in blocks:
            own = slopes[start : start + block.shape[1]]
            start += block.shape[1]
            if own.nnz:
                columns.append(times(block, w))
                kept.append(own)
        return cls(tuple(columns), _stacked(kept) if kept else slopes[:0])

    @property
    def results(self) -> int:
        """The number of results."""
        return int(self.slopes.shape[1])

    def sums(self, one: Any, factors: Floats | None = None) -> Floats:
        """Return `one.T @ diag(factors) @ influence`, for a sparse array of as many rows."""
        found = np.zeros((one.shape[1], self.results))
        for column, slopes in self.apart():
            found += (products(one, column, factors) @ slopes).toarray()
        return found

    def less(self, columns: Any, slopes: Floats) -> Span:
        """Return the influence less `columns @ slopes`."""
        from scipy.sparse import csr_array

        return Span((*self.columns, columns), _stacked([self.slopes, csr_array(-slopes)]))

    def apart(self) -> list[tuple[Any, Any]]:
        """Return each block of columns with its slopes."""
        ends = np.cumsum([0, *(column.shape[1] for column in self.columns)])
        slopes = self.slopes.tocsr()
        return [(c, slopes[i:j]) for c, i, j in zip(self.columns, ends[:-1], ends[1:], strict=True)]


def _stacked(parts: Sequence[Any]) -> Any:
    from scipy.sparse import vstack

    return vstack(parts, format="csr")


def _beside(parts: Sequence[Any]) -> Any:
    from scipy.sparse import hstack

    return hstack(parts, format="csr")


def variance_of(stages: Sequence[Stage], span: Span, present: NDArray[np.bool_] | None = None) -> Floats:
    """Return the variances of results.

    Args:
        stages: The stages of the design.
        span: The influence, less what calibration explains.
        present: As in `Stage.roots`, for the first stage.
    """
    found = np.zeros(span.results)
    for place, stage in enumerate(stages if span.columns else ()):
        met = _Met(stage, span, present if place == 0 else None)
        step = max(1, _BLOCK_NUMBERS // len(stage.sizes))
        for start in range(0, len(found), step):
            found[start : start + step] += met.variance(slice(start, start + step))
    return found


def covariance_of(stages: Sequence[Stage], span: Span, present: NDArray[np.bool_] | None = None) -> Floats:
    """Return the covariance of results, shape (results, results), likewise."""
    found = np.zeros((span.results,) * 2)
    for place, stage in enumerate(stages if span.columns else ()):
        found += _Met(stage, span, present if place == 0 else None).covariance()
    return found


@frozen(eq=False, slots=False)
class _Met:
    """An influence met with one stage.

    Attributes:
        stage: The stage.
        span: The influence of rows.
        present: As in `Stage.roots`.
    """

    stage: Stage
    span: Span
    present: NDArray[np.bool_] | None

    def variance(self, results: slice) -> Floats:
        """Return the stage's part of the variances of some results."""
        slopes = self.span.slopes[:, results]
        if not self._summed:
            return self._by_units(slopes, results, np.zeros(slopes.shape[1]))
        totals = np.asarray((self._strata @ slopes).toarray())
        found: Floats = _diagonal(self._squares @ slopes, slopes) - self._taken @ np.square(totals)
        lost = self._lost(found, slopes)
        if lost.any():
            found[lost] = self._by_units(slopes[:, lost], results, np.zeros(np.count_nonzero(lost)))
        return found

    def covariance(self) -> Floats:
        """Return the stage's part of the covariance of all results."""
        slopes, every = self.span.slopes, slice(None)
        shape = (slopes.shape[1],) * 2
        if not self._summed:
            return self._by_units(slopes, every, np.zeros(shape))
        totals = np.asarray((self._strata @ slopes).toarray())
        found = np.asarray((slopes.T @ (self._squares @ slopes)).toarray())
        found -= (totals * self._taken[:, np.newaxis]).T @ totals
        if self._lost(np.diag(found), slopes).any():
            return self._by_units(slopes, every, np.zeros(shape))
        return found

    @property
    def _summed(self) -> bool:
        """Whether sums of products tell the variance: units are rows, and all strata have their own."""
        return self.stage.units is None and self.stage.averaged is None

    @cached_property
    def _squares(self) -> Any:
        """Sums over rows of the stage's factor times the products of columns, shape (columns, columns)."""
        factors, columns = self.stage.scale[self.stage.strata], self.span.columns
        rows: list[list[Any]] = []
        for place, one in enumerate(columns):
            before = [row[place].T for row in rows]
            rows.append([*before, *(products(one, other, factors) for other in columns[place:])])
        return _stacked([_beside(row) for row in rows])

    @cached_property
    def _strata(self) -> Any:
        """The sums of columns over strata, shape (strata, columns)."""
        strata = indicators(self.stage.of_rows, len(self.stage.sizes))
        return _beside([products(strata, column) for column in self.span.columns])

    @cached_property
    def _units(self) -> Any:
        """The sums of columns over units, shape (units, columns)."""
        from scipy.sparse import csr_array

        if self.stage.units is None:
            return _beside([csr_array(column) for column in self.span.columns])
        units = indicators(self.stage.units, self.stage.count)
        return _beside([products(units, column) for column in self.span.columns])

    @property
    def _taken(self) -> Floats:
        """What the square of a stratum's sum takes off, for each stratum."""
        return np.where(self.stage.centred, self.stage.scale / np.maximum(self.stage.sizes, 1), 0.0)

    def _lost(self, found: Floats, slopes: Any) -> NDArray[np.bool_]:
        """Return whose sums of products, large beside their difference, lost their digits."""
        most = _diagonal(abs(self._squares) @ abs(slopes), abs(slopes))
        return ~(found >= _DIGITS * most)

    def _by_units(self, slopes: Any, results: Any, found: Floats) -> Floats:
        """Add up the squares of units around the means of their strata, or their products, block by block."""
        stage, dense = self.stage, slopes.toarray()
        means = stage.means(self._strata @ dense)
        roots = stage.roots(None if self.present is None else self.present[:, results])
        step = max(1, _BLOCK_NUMBERS // dense.shape[1])
        for start in range(0, stage.count, step):
            strata = stage.strata[start : start + step]
            away = (self._units[start : start + step] @ dense - means[strata]) * roots[strata]
            found += away.T @ away if found.ndim > 1 else np.einsum("ij,ij->j", away, away)
        return found


def _diagonal(one: Any, other: Any) -> Floats:
    return np.asarray(one.multiply(other).sum(axis=0)).reshape(-1)
