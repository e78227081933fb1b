"""What every reader does with its tables: blank rows are left out and counted, and there is always one table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.responses import Dialect, Header, RawColumn, RawTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["at_least_one", "without_blank_rows"]


def without_blank_rows(table: RawTable) -> RawTable:
    """Leave out the rows that hold white space at most, and count them."""
    unseen = np.arange(len(table))
    # Columns of few texts settle most rows, and only the rest is looked up in the others.
    for column in sorted(table.columns, key=lambda column: len(column.values)):
        if not len(unseen):
            return table
        blank = np.array([not text.strip() for text in column.values] + [True])
        unseen = unseen[blank[column.codes[unseen]]]
    if not len(unseen):
        return table
    keep = np.ones(len(table), dtype=bool)
    keep[unseen] = False
    columns = tuple(_taken(column, keep) for column in table.columns)
    return evolve(table, columns=columns, rows=table.rows[keep], blank_rows=table.blank_rows + len(unseen))


def _taken(column: RawColumn, keep: NDArray[np.bool_]) -> RawColumn:
    """Keep some rows, and of the texts those that they use."""
    used, codes = np.unique(column.codes[keep], return_inverse=True)
    empty = int(len(used) > 0 and used[0] < 0)
    values = [column.values[code] for code in used[empty:].tolist()]
    return RawColumn((codes - empty).astype(np.int32), values)


def at_least_one(tables: Iterator[RawTable], headers: tuple[Header, ...], dialect: Dialect) -> Iterator[RawTable]:
    """Yield the tables, or one without rows where there is none, so that the headers are told."""
    table = None
    for table in tables:
        yield table
    if table is None:
        yield RawTable.from_rows(headers, [], dialect=dialect)
