"""Counting distinct protection units in cells: six persons of one association are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.errors import AnalysisError
from verkosto.responses import Coded, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Units", "distinct_units"]

_MARKS = 1 << 26
_BLOCK = 255


@frozen(eq=False)
class Units:
    """The protection unit of each row.

    Attributes:
        codes: From 0 up to, but not including, `count`. All rows whose unit is not known share one code,
            since they may be a single association.
        count: Number of units.
    """

    codes: NDArray[np.intp]
    count: int

    @classmethod
    def of(cls, variable: Variable | None, rows: int) -> Units:
        """Read units from a decoded column; None stands for a column whose values are not at hand."""
        if variable is None:
            return cls(np.zeros(rows, dtype=np.intp), 1)
        if isinstance(variable, Coded):
            count = len(variable.categories)
            return cls(np.where(variable.codes < 0, count, variable.codes).astype(np.intp), count + 1)
        if isinstance(variable, Numeric):
            known = variable.absent == 0
            values, codes = np.unique(variable.values[known], return_inverse=True)
            units = np.full(rows, len(values), dtype=np.intp)
            units[known] = codes
            return cls(units, len(values) + 1)
        msg = "unit_id names a date. Name the column that holds the association or respondent."
        raise AnalysisError(msg)


def distinct_units(units: NDArray[np.intp], unit_count: int, cells: NDArray[Any], cell_count: int) -> NDArray[np.int64]:
    """Return the number of distinct units in each cell.

    Args:
        units: The unit of each row.
        unit_count: Codes of units lie below it.
        cells: The cell of each row, below `cell_count`.
        cell_count: Length of the answer.
    """
    key = units * np.intp(cell_count) + cells
    # A mark for each pair is quickest where there is room for one; otherwise the pairs are sorted.
    if unit_count * cell_count <= _MARKS:
        marks = np.zeros(unit_count * cell_count, dtype=np.uint8)
        marks[key] = 1
        return _sum_of_marks(marks.reshape(unit_count, cell_count))
    # Sorted by hand, because np.unique of NumPy 2.3 and later hashes, which is ten times slower here.
    key.sort()
    first = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=first[1:])
    return np.bincount(key[first] % cell_count, minlength=cell_count).astype(np.int64)


def _sum_of_marks(marks: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Sum columns of zeros and ones: 255 rows at a time in bytes, which is three times faster than all in int64."""
    blocks = len(marks) // _BLOCK
    head, tail = marks[: blocks * _BLOCK], marks[blocks * _BLOCK :]
    partial = head.reshape(blocks, _BLOCK, marks.shape[1]).sum(axis=1, dtype=np.uint8)
    total: NDArray[np.int64] = partial.sum(axis=0, dtype=np.int64) + tail.sum(axis=0, dtype=np.int64)
    return total
