"""Statistics as functions of totals: what is estimated, and how it moves when a total moves.

A statistic takes K totals and gives R results. Because it is written once for any leading axis, the same code gives
the estimate from one vector of totals and the estimates from the totals of each set of replicate weights; its
gradient gives the linearised standard error. Shares, means, ratios, nets and their contrasts are all quotients of
sums of totals.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Contrast", "Linear", "Ratio", "Smooth", "Statistic", "pick", "weighed"]


class Statistic(Protocol):
    """R results of K totals."""

    @property
    def results(self) -> int:
        """How many results there are."""

    def value(self, totals: Floats) -> Floats:
        """Return the results, shape (..., R), of totals of shape (..., K); NaN where there is none."""

    def gradient(self, totals: Floats, /) -> Any:
        """Return the derivatives at totals of shape (K,): a sparse array of shape (K, R)."""

    def touches(self) -> Any:
        """Return which totals each result depends on: a sparse array of int8, shape (K, R)."""


def pick(places: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int], values: Any = 1.0) -> Any:
    """Return a sparse array with values at (place, column); those that meet are added up."""
    from scipy.sparse import coo_array

    filled = np.broadcast_to(np.asarray(values, dtype=np.float64), np.shape(places))
    return coo_array((filled, (places, columns)), shape=shape).tocsc()


def weighed(values: Floats, factors: Floats) -> Floats:
    """Return values @ factors, of shape (..., R); NaN where one of the values that count is none."""
    known = np.isnan(values) @ (factors != 0).astype(np.float64) == 0
    return np.where(known, np.nan_to_num(values) @ factors, np.nan)


def _times(totals: Floats, matrix: Any) -> Floats:
    """Return totals @ matrix, for a sparse matrix and any leading axes."""
    if totals.ndim == 1:
        # Most products are of a few hundred entries, for which a sparse product is mostly preparation.
        entries = matrix.tocsc()
        column = np.repeat(np.arange(matrix.shape[1]), np.diff(entries.indptr))
        found = np.bincount(column, entries.data * totals[entries.indices], minlength=matrix.shape[1])
        return np.asarray(found, dtype=np.float64)
    leading = totals.shape[:-1]
    flat = totals.reshape(int(np.prod(leading)), totals.shape[-1])
    return np.asarray((matrix.T @ flat.T).T).reshape(*leading, matrix.shape[1])


def _marks(matrix: Any) -> Any:
    marked = matrix.copy().astype(np.int8)
    marked.data = np.ones(len(marked.data), dtype=np.int8)
    return marked


@frozen(eq=False)
class Linear:
    """Sums of totals: `totals @ numerator`.

    Attributes:
        numerator: Sparse, shape (K, R).
        base: Entries where the rows of a total count for a result although they add nothing to it, likewise; None:
            only those that add count.
    """

    numerator: Any
    base: Any = None

    @property
    def below(self) -> Any:
        """Entries of the totals whose rows count for a result."""
        return self.numerator if self.base is None else self.base

    @property
    def results(self) -> int:
        """How many results there are."""
        return int(self.numerator.shape[1])

    def value(self, totals: Floats) -> Floats:
        """Return the sums."""
        return _times(totals, self.numerator)

    def gradient(self, _: Floats, /) -> Any:
        """Return the numerator, which is its own derivative."""
        return self.numerator

    def touches(self) -> Any:
        """Return where numerator or base have entries."""
        return _marks(_marks(self.numerator) + _marks(self.below))


@frozen(eq=False, slots=False)
class Ratio:
    """Quotients of sums of totals: `totals @ numerator / totals @ denominator`, NaN where the latter is 0.

    Attributes:
        numerator: Sparse, shape (K, R).
        denominator: Sparse, shape (K, R).
    """

    numerator: Any
    denominator: Any

    @property
    def below(self) -> Any:
        """The denominator."""
        return self.denominator

    @property
    def results(self) -> int:
        """How many results there are."""
        return int(self.numerator.shape[1])

    def value(self, totals: Floats) -> Floats:
        """Return the quotients."""
        below = _times(totals, self.denominator)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(below != 0, _times(totals, self.numerator) / below, np.nan))

    def gradient(self, totals: Floats) -> Any:
        """Return the derivatives of the quotients; 0 where there is none."""
        from scipy.sparse import csc_array

        both, column, above, below = self._entries
        whole = _times(totals, self.denominator)
        with np.errstate(divide="ignore", invalid="ignore"):
            one_over = np.where(whole != 0, 1 / whole, 0.0)
            value = np.where(whole != 0, _times(totals, self.numerator) / whole, 0.0)
        slopes = (above - below * value[column]) * one_over[column]
        return csc_array((slopes, both.indices, both.indptr), shape=both.shape)

    @cached_property
    def _entries(self) -> tuple[Any, NDArray[np.intp], Floats, Floats]:
        """Where numerator or denominator have entries, the column of each entry, and the entries of both."""
        both = self.touches().tocsc()
        both.sort_indices()
        column = np.repeat(np.arange(self.results), np.diff(both.indptr))
        places = column * both.shape[0] + both.indices
        found = []
        for matrix in (self.numerator.tocoo(), self.denominator.tocoo()):
            row, own = matrix.coords
            values = np.zeros(len(places))
            np.add.at(values, np.searchsorted(places, own.astype(np.intp) * both.shape[0] + row), matrix.data)
            found.append(values)
        return both, column, found[0], found[1]

    def touches(self) -> Any:
        """Return where numerator or denominator have entries."""
        return _marks(_marks(self.numerator) + _marks(self.denominator))


@frozen(eq=False)
class Contrast:
    """Sums of the results of another statistic: differences, averages, or any others.

    Attributes:
        inner: The other statistic.
        factors: Shape (results of the other, R).
    """

    inner: Statistic
    factors: Floats

    @property
    def results(self) -> int:
        """How many results there are."""
        return int(self.factors.shape[1])

    def value(self, totals: Floats) -> Floats:
        """Return the sums; NaN where one of the parts that count has no value."""
        return weighed(self.inner.value(totals), self.factors)

    def gradient(self, totals: Floats) -> Any:
        """Return the derivatives of the sums."""
        from scipy.sparse import csc_array

        return (self.inner.gradient(totals) @ csc_array(self.factors)).tocsc()

    def touches(self) -> Any:
        """Return the totals of the parts that count."""
        from scipy.sparse import csc_array

        return _marks((self.inner.touches().astype(np.int32) @ csc_array((self.factors != 0).astype(np.int32))).tocsc())


@frozen(eq=False)
class Smooth:
    """Any smooth function of totals.

    Attributes:
        function: Gives results of shape (..., R) from totals of shape (..., K).
        derivatives: Gives an array (K, R), dense or sparse, from totals of shape (K,).
        results: How many results there are.
        totals: How many totals there are; each result is taken to depend on all.
    """

    function: Callable[[Floats], Floats]
    derivatives: Callable[[Floats], Any]
    results: int
    totals: int

    def value(self, totals: Floats) -> Floats:
        """Return the results."""
        return self.function(totals)

    def gradient(self, totals: Floats) -> Any:
        """Return the derivatives."""
        from scipy.sparse import csc_array

        return csc_array(self.derivatives(totals))

    def touches(self) -> Any:
        """Return ones."""
        from scipy.sparse import csc_array

        return csc_array(np.ones((self.totals, self.results), dtype=np.int8))
