"""A block of a text file by polars: cells as numbers of texts, where every byte of it is accounted for.

polars fills short rows in silence, so what it read is taken only when

    bytes = cells + quotes that are no text + delimiters + line ends

with as many delimiters and line ends as a table without gaps has. A row that lacks a cell or is blank, or a line end of
another kind, makes the right side too large and nothing makes it smaller, so equality means that the table is what the
bytes say.

The blocks of a group share their numbers, so that a text is stored once for all of them.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.backends._tables import without_blank_rows
from verkosto.backends._text import CsvFormat
from verkosto.backends._text_rows import COLUMNS, Layout
from verkosto.responses import RawColumn, RawTable

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

__all__ = ["Block", "Group", "cells_of_first", "quotes_in"]

_QUOTE, _LF, _CR = b'"\n\r'
_NONE = 0xFFFF_FFFF
_VARIOUS = 500
_STEP = 1 << 20
_SOON = 2000


@frozen(eq=False, repr=False)
class Block:
    """Whole records of a file.

    Attributes:
        codes: For each column the numbers of its cells' texts; -1 is a cell without anything.
        orders: For each column the numbers that occur, by first appearance.
    """

    codes: Sequence[Codes]
    orders: Sequence[Codes]

    def __len__(self) -> int:
        return len(self.codes[0])

    @property
    def various(self) -> frozenset[int]:
        """Places of the columns that hold many different texts."""
        return frozenset(place for place, order in enumerate(self.orders) if len(order) > _VARIOUS)


class Group:
    """Blocks whose texts are numbered together. Several threads may read at a time."""

    def __init__(self, form: CsvFormat, layout: Layout, width: int) -> None:
        """Take the file's form, how its rows must look, and how many cells they have (see `cells_of_first`)."""
        import polars as pl

        self._form = form
        self._layout = layout
        # Categories of a column's own are numbered from 0; shared ones would count the texts of all columns together.
        self._types = {f"{place}": pl.Categorical(pl.Categories.random()) for place in range(width)}
        # polars forgets the numbers once no series has them.
        self._held = [pl.Series(dtype=kind) for kind in self._types.values()]

    def read(self, content: bytes, various: frozenset[int] = frozenset()) -> Block | None:
        """Read whole records; None where the csv module might read them otherwise.

        Args:
            content: Bytes of whole records.
            various: Places of columns that are likely to hold many different texts. It only matters for speed.
        """
        if not content.endswith(b"\n"):
            content += b"\r\n" if b"\r\n" in content and not content.endswith(b"\r") else b"\n"
        fits = self._layout.least <= cells_of_first(content, self._form) == len(self._types)
        if not fits or b"\0" in content or content.startswith(codecs.BOM_UTF8):
            return None
        # A lone CR ends a record unless it is quoted, and polars knows no such line end.
        if b"\r" in content and content.count(b"\r") != content.count(b"\r\n"):
            return None
        surplus = _surplus_quotes(content, ord(self._form.delimiter))
        frame = None if surplus is None else self._parsed(content, various)
        return None if frame is None or surplus is None else self._accounted(frame, content, surplus)

    def _parsed(self, content: bytes, various: frozenset[int]) -> pl.DataFrame | None:
        """Let polars divide a block into cells; those of `various` columns stay text."""
        import polars as pl

        # polars numbers few texts fastest while it parses, and many texts fastest afterwards.
        schema = {name: pl.String() if int(name) in various else kind for name, kind in self._types.items()}
        try:
            return pl.read_csv(content, has_header=False, schema=schema, separator=self._form.delimiter, quote_char='"')
        except pl.exceptions.PolarsError:
            return None

    def _accounted(self, frame: pl.DataFrame, content: bytes, surplus: int) -> Block | None:
        """Number the texts, and tell whether the cells and what divides them are all the bytes that there are."""
        import polars as pl

        rows, width = frame.shape
        later = [name for name, kind in frame.schema.items() if kind == pl.String]
        as_codes = frame.with_columns(pl.col(name).cast(self._types[name]) for name in later)
        numbered = as_codes.select(pl.all().to_physical().fill_null(pl.lit(_NONE, dtype=pl.UInt32)))
        # All ones are -1 when signed.
        codes = [series.to_numpy().view(np.int32) for series in numbered.get_columns()]
        block = Block(codes, list(map(_first_seen, codes)))
        octets = self._totals(frame, block, lambda text: text.str.len_bytes())
        crlf = content.endswith(b"\r\n")
        divided = surplus + rows * (width - 1) + rows * (2 if crlf else 1)
        if len(content) != sum(octets) + divided or any(octets[len(self._layout.headers) :]):
            return None
        returns = content.count(b"\r") if b"\r" in content else 0
        return block if self._returns_are_text(frame, block, returns - rows * crlf) else None

    def _returns_are_text(self, frame: pl.DataFrame, block: Block, found: int) -> bool:
        """Tell whether the line ends in the cells have as many CR as there are beside those that end rows."""
        if not found:
            return True
        return found == sum(self._totals(frame, block, lambda text: text.str.count_matches("\r\n", literal=True)))

    def _totals(self, frame: pl.DataFrame, block: Block, measure: Callable[[pl.Expr], pl.Expr]) -> list[int]:
        """Return for each column the sum over its cells of what is measured of a text."""
        import polars as pl

        # What is still text is measured cell by cell, what is numbered by its texts; one query is enough for all.
        as_text = [kind == pl.String for kind in frame.dtypes]
        measured = frame.select(
            (measure(pl.col(name)).sum() if text else measure(self._texts_of(name, order))).implode()
            for name, order, text in zip(self._types, block.orders, as_text, strict=True)
        ).row(0)
        return [
            found[0] if text else _total(codes, order, found)
            for codes, order, found, text in zip(block.codes, block.orders, measured, as_text, strict=True)
        ]

    def _texts_of(self, name: str, numbers: Codes) -> pl.Expr:
        """Return the texts that numbers of a column stand for, under its name."""
        import polars as pl

        return pl.lit(pl.Series(name, numbers.view(np.uint32))).cat.to(self._types[name]).cast(pl.String)

    def table(self, blocks: Sequence[Block]) -> RawTable:
        """Put blocks of the group after one another, and number their texts by first appearance; rows count from 1."""
        import polars as pl

        wanted, width = self._layout.headers, len(self._types)
        orders = [_first_of([block.orders[place] for block in blocks]) for place in range(width)]
        texts = pl.select(self._texts_of(*pair).implode() for pair in zip(self._types, orders, strict=True)).row(0)
        columns = [
            _column([block.codes[place] for block in blocks], orders[place], texts[place])
            for place in range(min(width, len(wanted)))
        ]
        rows = sum(map(len, blocks))
        blank = RawColumn(np.full(rows, -1, dtype=np.int32), ())
        columns += [blank] * (len(wanted) - width)
        numbers = np.arange(1, 1 + rows, dtype=np.int64)
        return without_blank_rows(RawTable(wanted, tuple(columns), numbers, dialect=self._layout.dialect))


def cells_of_first(content: bytes, form: CsvFormat) -> int:
    """Count the cells of the first record; 0 where it cannot be read, or has more than any table."""
    lines = io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")
    with contextlib.suppress(csv.Error, UnicodeError, StopIteration):
        cells = len(next(csv.reader(lines, delimiter=form.delimiter, strict=True)))
        return cells if cells <= COLUMNS else 0
    return 0


def quotes_in(content: bytes) -> int:
    """Count the quotes."""
    if b'"' not in content:
        return 0
    octets = np.frombuffer(content, dtype=np.uint8)
    # In steps, so that what is compared stays in the processor's cache.
    return sum(int(np.count_nonzero(octets[at : at + _STEP] == _QUOTE)) for at in range(0, len(octets), _STEP))


def _surplus_quotes(content: bytes, delimiter: int) -> int | None:
    """Count the quotes that are no text; None where quotes stand otherwise than RFC 4180 has them."""
    if b'"' not in content:
        return 0
    octets = np.frombuffer(content, dtype=np.uint8)
    quotes = np.flatnonzero(octets == _QUOTE)
    if len(quotes) % 2:
        return None
    # The first record's predecessor, at place -1, is the line break that ends the block.
    before, after = octets[quotes[0::2] - 1], octets[quotes[1::2] + 1]
    doubled = before == _QUOTE
    opened = (before == delimiter) | (before == _LF) | doubled
    closed = (after == delimiter) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    return len(quotes) - int(doubled.sum()) if opened.all() and closed.all() else None


def _first_seen(codes: Codes) -> Codes:
    """Return the numbers in a column, without -1, by first appearance."""
    count = int(codes.max(initial=-1)) + 1
    # Where there are few texts, all of them occur soon.
    for part in (codes[:_SOON], codes):
        first = np.full(count + 1, len(part), dtype=np.int32)
        # Of several values for one place the last counts, and -1 has the last place.
        first[part[::-1]] = np.arange(len(part) - 1, -1, -1, dtype=np.int32)
        used = np.flatnonzero(first[:-1] < len(part))
        if len(used) == count:
            break
    return used[np.argsort(first[used])].astype(np.int32)


def _first_of(orders: Sequence[Codes]) -> Codes:
    return orders[0] if len(orders) == 1 else _first_seen(np.concatenate(orders))


def _total(codes: Codes, order: Codes, numbers: Iterable[int]) -> int:
    """Return the sum over the rows of a number that belongs to each text, of which `order` has the codes."""
    of_codes = np.zeros(int(order.max(initial=-1)) + 2, dtype=np.int32)
    of_codes[order] = np.fromiter(numbers, dtype=np.int32, count=len(order))
    return int(of_codes[codes].sum(dtype=np.int64))


def _column(parts: Sequence[Codes], order: Codes, texts: list[str]) -> RawColumn:
    """Number the texts by their order; `""` in quotes is an empty cell like any other."""
    lut = np.full(int(order.max(initial=-1)) + 2, -1, dtype=np.int32)
    if "" in texts:
        empty = texts.index("")
        order, texts = np.delete(order, empty), [*texts[:empty], *texts[empty + 1 :]]
    lut[order] = np.arange(len(order), dtype=np.int32)
    codes = np.empty(sum(map(len, parts)), dtype=np.int32)
    start = 0
    for part in parts:
        codes[start : start + len(part)] = lut[part]
        start += len(part)
    return RawColumn(codes, texts)
