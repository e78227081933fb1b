"""What readers do with their tables: leave out blank rows, take off a head, and give one table at least."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.responses import Dialect, Header, RawColumn, RawTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "at_least_one",
    "first_texts",
    "row_texts",
    "texts_by_row",
    "without_blank_rows",
    "without_empty_columns",
    "without_first",
]


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


def first_texts(chunk: RawTable) -> list[str]:
    """Return the cells of the first row, or as many empty ones."""
    return row_texts(chunk, 0)


def row_texts(chunk: RawTable, place: int) -> list[str]:
    """Return the cells of the row at a place, or as many empty ones where there is none."""
    if place >= len(chunk):
        return [""] * len(chunk.headers)
    return ["" if c.codes[place] < 0 else c.values[c.codes[place]] for c in chunk.columns]


def without_first(chunk: RawTable, count: int = 1) -> RawTable:
    """Drop the first rows, and the texts that only they used: what stands in a head is no answer."""
    columns = []
    for column in chunk.columns:
        codes, values = column.codes[count:], list(column.values)
        for dropped in sorted(set(column.codes[:count].tolist()) - {-1}, reverse=True):
            if not (codes == dropped).any():
                del values[dropped]
                codes = np.where(codes > dropped, codes - 1, codes).astype(np.int32)
        columns.append(RawColumn(codes, values))
    return evolve(chunk, columns=tuple(columns), rows=chunk.rows[count:])


def without_empty_columns(table: RawTable) -> RawTable:
    """Leave out the columns that have neither a header nor a cell."""
    kept = [place for place, header in enumerate(table.headers) if header.text or table.columns[place].values]
    headers = tuple(table.headers[place] for place in kept)
    return evolve(table, headers=headers, columns=tuple(table.columns[place] for place in kept))


def texts_by_row(table: RawTable, most: int) -> dict[int, list[str]]:
    """Return the cells of the first rows by their number, from the source's first column on."""
    left = [""] * (table.headers[0].position - 1)
    columns = [RawColumn(column.codes[:most], column.values).texts().tolist() for column in table.columns]
    rows = zip(table.rows[:most].tolist(), zip(*columns, strict=True), strict=True)
    return {number: left + [text or "" for text in texts] for number, texts in rows}
