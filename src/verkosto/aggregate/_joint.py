"""Counting small codes in NumPy: several columns at once, then summed out.

`np.bincount` takes a millisecond or two for a million rows, whatever the number of cells, as long as the cells stay
in the processor's nearest memory. So columns are not counted one by one: as many as fit are multiplied into one key
and their joint table is counted; the table of each column is a sum over the others. The key is made a stretch of
rows at a time, so that it never leaves the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Column", "joint_sums"]

_JOINT_CELLS = 1 << 15
_STRETCH = 1 << 16


@frozen(eq=False)
class Column:
    """Codes from `low` up to, but not including, `low + size`."""

    codes: NDArray[np.signedinteger[Any]]
    low: int
    size: int


def joint_sums(
    groups: NDArray[np.unsignedinteger[Any]],
    group_count: int,
    columns: Sequence[Column],
    measures: Sequence[NDArray[np.float64] | None],
) -> list[list[NDArray[Any]]]:
    """Return, for each column and measure, the sums of shape (group_count, column.size).

    Args:
        groups: The group of each row, from 0 up to `group_count`; that last one is not returned.
        group_count: Number of groups returned.
        columns: Each with a code for each row.
        measures: What to sum: an array with a value for each row, or None to count rows.
    """
    found: list[list[NDArray[Any]]] = []
    for block in _blocks(columns, group_count + 1, len(groups)):
        shape = (group_count + 1, *(column.size for column in block))
        tables = [table.reshape(shape)[:-1] for table in _count(groups, shape, block, measures)]
        for place in range(1, len(shape)):
            others = tuple(axis for axis in range(1, len(shape)) if axis != place)
            found.append([table.sum(axis=others) for table in tables])
    return found


def _blocks(columns: Sequence[Column], groups: int, rows: int) -> Iterator[list[Column]]:
    """Put neighbouring columns together while their joint table stays small, and smaller than the data."""
    most = min(_JOINT_CELLS, rows)
    block: list[Column] = []
    cells = groups
    for column in columns:
        if block and cells * column.size > most:
            yield block
            block, cells = [], groups
        block.append(column)
        cells *= column.size
    if block:
        yield block


def _count(
    groups: NDArray[np.unsignedinteger[Any]],
    shape: tuple[int, ...],
    block: Sequence[Column],
    measures: Sequence[NDArray[np.float64] | None],
) -> list[NDArray[Any]]:
    cells = int(np.prod(shape, dtype=np.int64))
    tables = [np.zeros(cells, dtype=np.int64 if m is None else np.float64) for m in measures]
    # A narrow key is quicker to make; bincount widens it once.
    narrow = np.min_scalar_type(-cells)
    # Every stretch adds a whole table, so a stretch must not be shorter than the table.
    stretch = max(_STRETCH, 4 * cells)
    for start in range(0, len(groups), stretch):
        rows = slice(start, start + stretch)
        key = _key(groups[rows].astype(narrow), block, rows).astype(np.intp)
        for table, measure in zip(tables, measures, strict=True):
            weights = None if measure is None else measure[rows]
            table += np.bincount(key, weights, minlength=cells)
    return tables


def _key(key: NDArray[np.signedinteger[Any]], block: Sequence[Column], rows: slice) -> NDArray[np.signedinteger[Any]]:
    for column in block:
        np.multiply(key, key.dtype.type(column.size), out=key)
        np.add(key, column.codes[rows], out=key, casting="unsafe")
        if column.low:
            np.subtract(key, key.dtype.type(column.low), out=key)
    return key
