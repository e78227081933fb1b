"""Text files by polars, block by block; a block that polars might read otherwise goes to the csv module.

polars fills short rows in silence, so its result is taken only when every byte of the block is accounted for:

    bytes = cells + quotes that are no text + delimiters + line ends

with as many delimiters and line ends as a table without gaps has. A row that lacks a cell or is blank, or a
line end of another kind, makes the right side too large and nothing makes it smaller, so equality means that the
table is what the bytes say.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from attrs import define, evolve

from verkosto.backends._magic import open_binary
from verkosto.backends._tables import without_blank_rows
from verkosto.backends._text import CsvFormat
from verkosto.backends._text_rows import Layout, Records, tables
from verkosto.responses import RawColumn, RawTable

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["BLOCK", "fast_tables", "fits", "quotes_in", "read_block"]

BLOCK = 96 << 20
"""Bytes that are read at a time."""

_SMALL = _STEP = 1 << 20
_WORKERS, _AHEAD = 2, 3
_VARIOUS = 500
_QUOTE, _LF, _CR = b'"\n\r'
_EMPTY = 0xFFFF_FFFF


def fits(form: CsvFormat) -> bool:
    """Tell whether polars is here and reads files of this form: UTF-8, with a delimiter of one byte."""
    if form.encoding != "utf-8" or not form.delimiter.isascii():
        return False
    try:
        import polars as pl
    except ImportError:
        return False
    return hasattr(pl, "Categories")  # since 1.32


@define
class _Place:
    """How far a file has been read."""

    offset: int
    number: int

    def passed(self, table: RawTable, length: int) -> RawTable:
        """Give a table, whose rows count from 1, its place in the file, and move on."""
        placed = evolve(table, rows=table.rows + self.number)
        self.offset += length
        self.number += len(table) + table.blank_rows
        return placed


def fast_tables(
    path: Path, form: CsvFormat, layout: Layout, *, offset: int, number: int, block: int = BLOCK
) -> Iterator[RawTable]:
    """Yield the records of a file as tables: the same cells and row numbers as `tables` gives.

    Args:
        path: The file.
        form: Its form, for which `fits` is true.
        layout: How the rows must look.
        offset: Byte where the first record begins.
        number: Records before it.
        block: Bytes to read at a time.

    Raises:
        RaggedRowsError: A row has fewer or more cells than the layout has.
        SourceError: What `Records.take` raises.
    """
    place = _Place(offset, number)
    with open_binary(path) as file, ThreadPoolExecutor(_WORKERS) as pool:
        end = file.seek(0, os.SEEK_END)
        while place.offset < end:
            for table, length in _blocks(file, place.offset, block, form, layout, pool):
                if table is None:
                    break
                yield place.passed(table, length)
            # One odd row must not send a whole block the slow way.
            until = min(place.offset + block, end)
            while place.offset < until:
                yield from _piece(path, file, place, min(block, _SMALL), form, layout)


def _blocks(
    file: BinaryIO, offset: int, size: int, form: CsvFormat, layout: Layout, pool: ThreadPoolExecutor
) -> Iterator[tuple[RawTable | None, int]]:
    """Yield the tables of block after block and their lengths, while the next ones are being read."""
    buffer = bytearray(size)
    ahead: deque[tuple[Future[RawTable | None], int]] = deque()
    content, depth = b"?", 1
    various: frozenset[int] = frozenset()
    while ahead or content:
        while content and len(ahead) < depth:
            content, quotes = _whole_records(file, offset, buffer)
            if content:
                ahead.append((pool.submit(read_block, content, quotes, form, layout, various), len(content)))
                offset += len(content)
        if ahead:
            future, length = ahead.popleft()
            table = future.result()
            yield table, length
            # The first block tells what to expect of the others.
            depth = _AHEAD
            columns = table.columns if table is not None else ()
            various |= {place for place, column in enumerate(columns) if len(column.values) > _VARIOUS}


def _piece(path: Path, file: BinaryIO, place: _Place, size: int, form: CsvFormat, layout: Layout) -> Iterator[RawTable]:
    """Yield a small block, by the csv module if it must be."""
    content, quotes = _whole_records(file, place.offset, bytearray(size))
    table = read_block(content, quotes, form, layout) if content else None
    if table is not None:
        yield place.passed(table, len(content))
        return
    records = Records(path, form, offset=place.offset, number=place.number)
    yield from tables(records, layout, until=place.offset + size)
    place.offset, place.number = records.offset, records.number


def _whole_records(file: BinaryIO, offset: int, buffer: bytearray) -> tuple[bytes, NDArray[np.intp]]:
    """Read a block and cut it after its last line break outside quotes; return it with the places of its quotes."""
    file.seek(offset)
    read = file.readinto(buffer)  # type: ignore[attr-defined]
    octets = np.frombuffer(buffer, dtype=np.uint8, count=read)
    quotes = quotes_in(octets)
    if read < len(buffer):
        return octets.tobytes(), quotes
    for end in _line_breaks_backwards(octets):
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return octets[: end + 1].tobytes(), quotes[:before]
    return b"", quotes


def _line_breaks_backwards(octets: NDArray[np.uint8]) -> Iterator[int]:
    for start in range(len(octets) - 1, -1, -_STEP):
        piece = octets[max(0, start + 1 - _STEP) : start + 1]
        yield from (np.flatnonzero(piece == _LF)[::-1] + (start + 1 - len(piece))).tolist()


def quotes_in(octets: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return the places of the quotes."""
    # In steps, so that what is compared stays in the processor's cache.
    steps = range(0, len(octets), _STEP)
    found = [np.flatnonzero(octets[at : at + _STEP] == _QUOTE) + at for at in steps]
    return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


def read_block(
    content: bytes,
    quotes: NDArray[np.intp],
    form: CsvFormat,
    layout: Layout,
    various: frozenset[int] = frozenset(),
) -> RawTable | None:
    """Read whole records by polars, counting from 1; None where the csv module might read them otherwise.

    Args:
        content: Bytes of whole records.
        quotes: Places of the quotes in them.
        form: The file's form.
        layout: How the rows must look.
        various: Places of columns that are likely to hold many different texts. It only matters for speed.
    """
    if not content.endswith(b"\n"):
        content += b"\r\n" if b"\r\n" in content and not content.endswith(b"\r") else b"\n"
    surplus = _surplus_quotes(np.frombuffer(content, dtype=np.uint8), quotes, ord(form.delimiter))
    width = _cells_of_first(content, form)
    if surplus is None or width < layout.least or b"\0" in content or content.startswith(codecs.BOM_UTF8):
        return None
    columns = _columns(content, form, width, various)
    if columns is None or not _accounted(content, columns, surplus):
        return None
    columns = [_emptied(column) for column in columns]
    rows, wanted = len(columns[0]), len(layout.headers)
    if any(column.values for column in columns[wanted:]):
        return None
    blank = RawColumn(np.full(rows, -1, dtype=np.int32), ())
    columns = [*columns[:wanted], *[blank] * (wanted - width)]
    numbers = np.arange(1, 1 + rows, dtype=np.int64)
    return without_blank_rows(RawTable(layout.headers, tuple(columns), numbers, dialect=layout.dialect))


def _surplus_quotes(octets: NDArray[np.uint8], quotes: NDArray[np.intp], delimiter: int) -> int | None:
    """Count the quotes that are no text; None where quotes stand otherwise than RFC 4180 has them."""
    if len(quotes) % 2:
        return None
    # The first record's predecessor, at place -1, is the line break that ends the block.
    before, after = octets[quotes[0::2] - 1], octets[quotes[1::2] + 1]
    doubled = before == _QUOTE
    opened = (before == delimiter) | (before == _LF) | doubled
    closed = (after == delimiter) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    return len(quotes) - int(doubled.sum()) if opened.all() and closed.all() else None


def _cells_of_first(content: bytes, form: CsvFormat) -> int:
    """Count the cells of the first record; 0 where it cannot be read."""
    lines = io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")
    with contextlib.suppress(csv.Error, UnicodeError, StopIteration):
        return len(next(csv.reader(lines, delimiter=form.delimiter, strict=True)))
    return 0


def _columns(content: bytes, form: CsvFormat, width: int, various: frozenset[int]) -> list[RawColumn] | None:
    """Let polars divide a block and number the distinct texts of each column; cells without anything are -1."""
    import polars as pl

    # Categories of a column's own are numbered from 0; shared ones would count the texts of all columns together.
    own = {f"{place}": pl.Categorical(pl.Categories.random()) for place in range(width)}
    # polars numbers few texts fastest while it parses, and many texts fastest afterwards.
    later = [name for name in own if int(name) in various]
    schema = own | dict.fromkeys(later, pl.String())
    try:
        frame = pl.read_csv(content, has_header=False, schema=schema, separator=form.delimiter, quote_char='"')
    except pl.exceptions.PolarsError:
        return None
    frame = frame.with_columns(pl.col(name).cast(own[name]) for name in later)
    numbered = frame.select(pl.all().to_physical().fill_null(pl.lit(_EMPTY, dtype=pl.UInt32)))
    # All ones are -1 when signed.
    codes = [series.to_numpy().view(np.int32) for series in numbered.get_columns()]
    counts = [int(column.max(initial=-1)) + 1 for column in codes]
    return [RawColumn(*pair) for pair in zip(codes, _distinct(frame, counts), strict=True)]


def _distinct(frame: pl.DataFrame, counts: Sequence[int]) -> list[list[str]]:
    """Return the texts that each column's numbers stand for."""
    import polars as pl

    columns = frame.get_columns()
    if not hasattr(columns[0].cat, "to"):  # versions before it have this instead
        return [list(column.cat.get_categories()) for column in columns]  # type: ignore[attr-defined, unused-ignore]
    # One query for all columns: it costs as much as a query for one.
    texts = [
        pl.lit(pl.Series(column.name, np.arange(count, dtype=np.uint32))).cat.to(column.dtype).cast(pl.String).implode()
        for column, count in zip(columns, counts, strict=True)
    ]
    return list(pl.select(texts).row(0))


def _accounted(content: bytes, columns: Sequence[RawColumn], surplus: int) -> bool:
    """Tell whether cells, surplus quotes, delimiters and line ends are all the bytes that there are."""
    cells = returns = 0
    for column in columns:
        texts, joined = column.values, "".join(column.values)
        cells += _total(column, map(len, texts if joined.isascii() else map(str.encode, texts)))
        if "\r" in joined:
            if any(text.count("\r") != text.count("\r\n") for text in texts):
                return False  # a lone CR ends a record unless it is quoted, and polars knows no such line end
            returns += _total(column, (text.count("\r") for text in texts))
    rows, crlf = len(columns[0]), content.endswith(b"\r\n")
    if not crlf and content.count(b"\r") != returns:
        return False
    return len(content) == cells + surplus + rows * (len(columns) - 1) + rows * (2 if crlf else 1)


def _total(column: RawColumn, numbers: Iterable[int]) -> int:
    """Return the sum over the rows of a number that belongs to each text."""
    of_codes = np.zeros(len(column.values) + 1, dtype=np.int32)
    of_codes[:-1] = np.fromiter(numbers, dtype=np.int32, count=len(column.values))
    return int(of_codes[column.codes].sum(dtype=np.int64))


def _emptied(column: RawColumn) -> RawColumn:
    """Take `""` in quotes for an empty cell like any other."""
    values = column.values
    if "" not in values:
        return column
    empty = values.index("")
    lut = np.arange(len(values) + 1, dtype=np.int32)
    lut[empty + 1 :] -= 1
    lut[[empty, -1]] = -1
    return RawColumn(lut[column.codes], [*values[:empty], *values[empty + 1 :]])
