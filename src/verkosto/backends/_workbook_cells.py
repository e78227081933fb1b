"""Cells of a workbook as text, column by column, dictionary-encoded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.responses import RawColumn, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["encode_columns", "text_of"]

_BATCH = 200  # rows: what is taken apart stays in the processor's cache
_EXACT = 1e15


def text_of(cell: Any) -> str:
    """Return the text of a cell.

    Whole numbers have no decimals, dates are ISO 8601, a time of day at midnight is left out, and durations
    are hours, minutes and seconds. Text stays as it is.

    Example:
        >>> [text_of(cell) for cell in ("049", 49.0, 3.5, True, dt.date(2020, 3, 5))]
        ['049', '49', '3.5', 'TRUE', '2020-03-05']
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return _hours(cell)
    return "" if cell is None else str(cell)


def _hours(length: dt.timedelta) -> str:
    minutes, rest = divmod(abs(length), dt.timedelta(minutes=1))
    fraction = f".{rest.microseconds:06}" if rest.microseconds else ""
    sign = "-" if length < dt.timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest.seconds:02}{fraction}"


class _Column:
    """Numbers the distinct cells of one column as they come."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}
        self.parts: list[NDArray[np.int32]] = []

    def add(self, cells: Sequence[Any]) -> None:
        if bool in set(map(type, cells)):
            # True equals 1 and hashes alike, but is another text.
            cells = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
        places = self.places
        codes = [places.setdefault(cell, len(places)) for cell in cells]
        self.parts.append(np.array(codes, dtype=np.int32))

    def column(self) -> RawColumn:
        # Different cells may be one text: 49 and "49".
        texts = encode(map(text_of, self.places))
        return RawColumn(texts.codes[np.concatenate(self.parts)], texts.values)


def encode_columns(rows: Iterable[Sequence[Any]], width: int) -> tuple[RawColumn, ...]:
    """Dictionary-encode rows of cells, each of the same width."""
    columns = [_Column() for _ in range(width)]
    for cells in _batches(iter(rows), width):
        for column, part in zip(columns, cells, strict=True):
            column.add(part)
    return tuple(column.column() for column in columns)


def _batches(rows: Iterator[Sequence[Any]], width: int) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the columns of some rows at a time, at least once."""
    batch = list(islice(rows, _BATCH))
    yield list(zip(*batch, strict=True)) or [()] * width
    while batch := list(islice(rows, _BATCH)):
        yield list(zip(*batch, strict=True))
