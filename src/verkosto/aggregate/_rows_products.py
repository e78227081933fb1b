"""Sums of products over rows: what two sparse arrays have in common, in one pass where they are regular.

The arrays of this room have as many entries in each row as there are blocks and measures: one, two or three. The places
of two such entries make one number, and a million of those are counted ten times as fast as a general product of sparse
arrays is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["indicators", "products", "times"]

_MOST_SUMS = 1 << 22
_MOST_PAIRS = 16


def indicators(places: NDArray[np.signedinteger[Any]], count: int, values: Floats | None = None) -> Any:
    """Return a sparse array of shape (rows, count) with one entry in each row: its value, or 1, at its place."""
    from scipy.sparse import csr_array

    rows = len(places)
    entries = np.ones(rows) if values is None else values
    return csr_array((entries, places, np.arange(rows + 1)), shape=(rows, count))


def times(matrix: Any, factors: Floats) -> Any:
    """Return a sparse array, compressed by rows, with each row multiplied by a factor."""
    from scipy.sparse import csr_array

    each = factors if matrix.nnz == len(factors) and _lengths(matrix) == 1 else factors.repeat(np.diff(matrix.indptr))
    return csr_array((matrix.data * each, matrix.indices, matrix.indptr), shape=matrix.shape)


def products(one: Any, other: Any, factors: Floats | None = None) -> Any:
    """Return `one.T @ diag(factors) @ other`, a sparse array of shape (columns of one, columns of other).

    Args:
        one: Sparse, compressed by rows, or dense.
        other: Likewise, of as many rows.
        factors: What each row is multiplied by; None: nothing.
    """
    from scipy.sparse import csr_array

    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        dense, rest = (one, other) if isinstance(one, np.ndarray) else (other, one)
        found = csr_array(rest.T @ (dense if factors is None else dense * factors[:, np.newaxis]))
        return found.T.tocsr() if dense is one else found
    left = _regular(one) if one.shape[1] * other.shape[1] <= _MOST_SUMS else None
    right = None if left is None else _regular(other)
    if left is None or right is None or left[0].shape[1] * right[0].shape[1] > _MOST_PAIRS:
        return csr_array(one.T @ (other if factors is None else times(other, factors)))
    sums = np.zeros(one.shape[1] * other.shape[1])
    for place, values in zip(*(part.T for part in left), strict=True):
        begins = place.astype(np.intp) * other.shape[1]
        weighted = values if factors is None else values * factors
        for column, entries in zip(*(part.T for part in right), strict=True):
            sums += np.bincount(begins + column, weighted * entries, minlength=len(sums))
    return csr_array(sums.reshape(one.shape[1], other.shape[1]))


def _lengths(matrix: Any) -> int:
    """Return the number of entries of a row, where all rows that have some have as many; otherwise 0."""
    lengths = np.diff(matrix.indptr)
    most = int(lengths.max(initial=0))
    return most if ((lengths == most) | (lengths == 0)).all() else 0


def _regular(matrix: Any) -> tuple[NDArray[Any], Floats] | None:
    """Return the places and values of the entries of each row, shape (rows, entries): 0 at 0 in rows without any."""
    rows, entries = matrix.shape[0], _lengths(matrix)
    if not entries:
        return None
    if matrix.nnz == rows * entries:
        return matrix.indices.reshape(rows, entries), matrix.data.reshape(rows, entries)
    inside = np.diff(matrix.indptr) > 0
    places, values = np.zeros((rows, entries), dtype=matrix.indices.dtype), np.zeros((rows, entries))
    places[inside] = matrix.indices.reshape(-1, entries)
    values[inside] = matrix.data.reshape(-1, entries)
    return places, values
