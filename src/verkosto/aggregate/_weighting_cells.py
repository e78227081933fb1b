"""Joint cells: the combinations of several margins that rows have, which fitting works on instead of rows.

A million rows with three margins have a few hundred combinations, and rows of one combination get one factor. So the
base weights of rows are summed by cell, cells are fitted, and at the end each row is given the factor of its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Cells", "joint_cells"]

_MOST = 1 << 20
"""Beyond this many possible combinations only those that occur are kept, which takes a sort of the rows."""


@frozen(eq=False)
class Cells:
    """Rows put together by cell.

    Attributes:
        key: The cell of each row; None: each row is a cell of its own.
        count: Number of cells, also of those that no row has.
        places: For each cell its place in each margin, shape (count, margins).
    """

    key: NDArray[np.signedinteger[Any]] | None
    count: int
    places: NDArray[np.intp]

    @classmethod
    def of_rows(cls, codes: Sequence[NDArray[np.signedinteger[Any]]], rows: int) -> Cells:
        """Make each row a cell, with its places in some margins."""
        places = np.stack(codes, axis=1).astype(np.intp) if codes else np.zeros((rows, 0), dtype=np.intp)
        return cls(None, rows, places)

    def sums(self, values: Floats) -> Floats:
        """Return the sum of each cell, of values of shape (rows,)."""
        if self.key is None:
            return values
        return np.bincount(self.key, values, minlength=self.count).astype(np.float64, copy=False)

    def counts(self, used: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """Return the number of rows of each cell that are used (None: all)."""
        if self.key is None:
            return np.ones(self.count, dtype=np.intp) if used is None else used.astype(np.intp)
        return np.bincount(self.key if used is None else self.key[used], minlength=self.count)

    def spread(self, values: Floats) -> Floats:
        """Return for each row the value of its cell."""
        return values if self.key is None else values.take(self.key, axis=0)


def joint_cells(codes: Sequence[NDArray[np.signedinteger[Any]]], sizes: Sequence[int]) -> Cells:
    """Put rows together by their places in several margins.

    Args:
        codes: For each margin the place of each row, from 0 up to, but not including, its size.
        sizes: How many places each margin has.
    """
    key: NDArray[np.signedinteger[Any]] = codes[0]
    places = np.arange(sizes[0])[:, np.newaxis]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        count = len(places) * size
        # A narrow key is quicker to make.
        key = key.astype(np.min_scalar_type(-count - 1))
        key *= key.dtype.type(size)
        np.add(key, code, out=key, casting="unsafe")
        found = np.arange(count)
        if count > _MOST:
            found, inverse = np.unique(key, return_inverse=True)
            key = inverse
        places = np.column_stack([places[found // size], found % size])
    # Counting and spreading take places of this type; others would be widened at each use.
    return Cells(key.astype(np.intp), len(places), places)
