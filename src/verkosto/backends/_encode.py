"""Rows of cells taken apart into dictionary-encoded columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.responses import RawColumn, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BATCH", "Encoder", "encode_columns"]

BATCH = 200
"""Rows that are taken apart at a time: few enough to stay in the processor's cache, which halves the time."""


class _Column:
    """Numbers the distinct cells of one column as they come."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}
        self.parts: list[NDArray[np.int32]] = []

    def add(self, cells: Sequence[Any]) -> None:
        places = self.places
        codes = [places.setdefault(cell, len(places)) for cell in cells]
        self.parts.append(np.array(codes, dtype=np.int32))

    def column(self, text_of: Callable[[Any], str] | None) -> RawColumn:
        # Different cells may be one text: 49 and "49".
        texts = encode(map(text_of, self.places) if text_of else self.places)
        return RawColumn(texts.codes[np.concatenate(self.parts)], texts.values)


class Encoder:
    """Dictionary-encodes rows of cells as they come."""

    def __init__(self, width: int, *, text_of: Callable[[Any], str] | None = None) -> None:
        """Take how many cells a row has, and what makes a cell text; None where all are."""
        self._columns = [_Column() for _ in range(width)]
        self._text_of = text_of

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take further rows, all of one width."""
        text_of = self._text_of
        for batch in _batches(iter(rows), len(self._columns)):
            for column, cells in zip(self._columns, batch, strict=True):
                if text_of and bool in set(map(type, cells)):
                    # True equals 1 and hashes alike, but is another text.
                    cells = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
                column.add(cells)

    def columns(self) -> tuple[RawColumn, ...]:
        """Return the columns, once something was added."""
        return tuple(column.column(self._text_of) for column in self._columns)


def encode_columns(
    rows: Iterable[Sequence[Any]], width: int, *, text_of: Callable[[Any], str] | None = None
) -> tuple[RawColumn, ...]:
    """Dictionary-encode rows of cells.

    Args:
        rows: All of one width.
        width: Cells of each.
        text_of: What makes a cell text; None where all are.
    """
    encoder = Encoder(width, text_of=text_of)
    encoder.add(rows)
    return encoder.columns()


def _batches(rows: Iterator[Sequence[Any]], width: int) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the columns of some rows at a time, at least once."""
    batch = list(islice(rows, BATCH))
    yield list(zip(*batch, strict=True)) or [()] * width
    while batch := list(islice(rows, BATCH)):
        yield list(zip(*batch, strict=True))
