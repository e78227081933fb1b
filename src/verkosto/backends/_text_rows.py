"""Text files by the csv module: records with their numbers, and the check for ragged and cut-off rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NoReturn

import numpy as np
from attrs import frozen

from verkosto.backends._encode import BATCH, encode_columns
from verkosto.backends._tables import without_blank_rows
from verkosto.backends._text import LONGEST, CsvFormat, Lines
from verkosto.errors import EmptySourceError, RaggedRowsError, SourceError
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["COLUMNS", "Layout", "Records", "tables", "widest"]

COLUMNS = 16_384
"""Columns that a table has at most, as a sheet of a workbook."""

_CELLS = 2_000_000
_LISTED = 5


class Records:
    """Records of a text file in order.

    Attributes:
        number: Records read so far, blank lines and the header counted, as a spreadsheet counts rows.
    """

    def __init__(self, path: Path, form: CsvFormat, *, offset: int | None = None, number: int = 0) -> None:
        """Start at a byte of the file, where record `number + 1` begins."""
        # The limit is the csv module's own state; it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
        self.path = path
        self.number = number
        self._lines = Lines(path, form, offset)
        # An error waits until the rows before it are given, so that the first fault of a file is told first.
        self._error: csv.Error | SourceError | None = None
        self._reader = csv.reader(self._lines, delimiter=form.delimiter, strict=True)

    @property
    def offset(self) -> int:
        """Byte of the file where the next record begins."""
        return self._lines.offset

    def take(self, most: int, until: int | None = None) -> list[list[str]]:
        """Return the next records, fewer at the end of the file.

        Args:
            most: How many at most.
            until: Byte of the file: none is taken after the first record that ends there or later.

        Raises:
            RaggedRowsError: The file ends inside a quoted cell.
            SourceError: A record that breaks the rules of quoting, or what `Lines` raises.
        """
        rows: list[list[str]] = []
        try:
            if until is None:
                rows.extend(islice(self._reader, 0 if self._error else most))
            else:
                self._extend(rows, most, until)
        except (csv.Error, SourceError) as error:
            self._error = error
        if self._error is not None and not rows:
            self._give_up(self._error)
        self.number += len(rows)
        return rows

    def _extend(self, rows: list[list[str]], most: int, until: int) -> None:
        while self._error is None and len(rows) < most and self.offset < until:
            row = next(self._reader, None)
            if row is None:
                return
            rows.append(row)

    def _give_up(self, error: csv.Error | SourceError) -> NoReturn:
        if isinstance(error, SourceError):
            raise error
        raise self._broken(error) from error

    def _broken(self, error: csv.Error) -> SourceError:
        number = self.number + 1
        if "unexpected end" in str(error):
            return RaggedRowsError(
                f"{self.path}: row {number} begins a quoted cell that never ends: the file looks cut off. "
                "Export it again."
            )
        if "field limit" in str(error):
            return SourceError(
                f"{self.path}: row {number} has a cell of more than {LONGEST:,} characters: a quote is opened "
                "and never closed. Export the file again, or correct the row."
            )
        return SourceError(
            f"{self.path}: row {number} has text after the quote that ends a cell. A quote inside a cell is "
            'written twice (""); correct the row, or export the file again.'
        )

    def header(self) -> list[str]:
        """Return the first record that holds text.

        Raises:
            EmptySourceError: There is none.
            SourceError: It has more cells than a table of answers has columns.
        """
        while rows := self.take(1):
            if _has_text(rows[0]):
                _refuse_columns(self.path, self.number, len(rows[0]))
                return rows[0]
        msg = f"{self.path} holds no text. Export the answers again."
        raise EmptySourceError(msg)


def _refuse_columns(path: Path, row: int, cells: int) -> None:
    if cells > COLUMNS:
        msg = (
            f"{path}: row {row} has {cells:,} cells, and a table of answers has at most {COLUMNS:,} columns. Check the "
            "delimiter, or export the answers again."
        )
        raise SourceError(msg)


@frozen
class Layout:
    """What a file's rows must look like, and what becomes of them.

    Attributes:
        headers: One for each column of the tables.
        dialect: What the reader says of the cells.
        least: Cells that a row has at least: as many as the header.
        pad: Whether shorter rows are filled with empty cells.
    """

    headers: tuple[Header, ...]
    dialect: Dialect
    least: int
    pad: bool = False

    @property
    def batch(self) -> int:
        """Rows for one table: enough to be quick, few enough for memory."""
        return max(1, _CELLS // len(self.headers))


def _has_text(row: Sequence[str]) -> bool:
    return any(map(str.strip, row))


def _fitted(row: list[str], layout: Layout) -> list[str] | None:
    """Return a row in the table's width, or None where that would lose or invent a cell."""
    width = len(layout.headers)
    if not _has_text(row):
        return [""] * width
    if len(row) > width:
        # Spreadsheets leave delimiters after the last cell.
        return None if any(row[width:]) else row[:width]
    if len(row) < layout.least and not layout.pad:
        return None
    return row + [""] * (width - len(row))


def tables(records: Records, layout: Layout, *, until: int | None = None) -> Iterator[RawTable]:
    """Yield the next records as tables.

    Args:
        records: Where they come from.
        layout: How they must look.
        until: Byte of the file: stop after the first record that ends there or later. None is the end of the file.

    Raises:
        RaggedRowsError: A row has fewer or more cells than the layout has.
        SourceError: What `Records.take` raises.
    """
    first = records.number + 1
    rows = _rows(records, layout, until)
    while True:
        columns = encode_columns(islice(rows, layout.batch), len(layout.headers))
        if not len(columns[0]):
            return
        numbers = np.arange(first, first + len(columns[0]), dtype=np.int64)
        first += len(numbers)
        yield without_blank_rows(RawTable(layout.headers, columns, numbers, dialect=layout.dialect))


def _rows(records: Records, layout: Layout, until: int | None) -> Iterator[list[str]]:
    width = len(layout.headers)
    first = records.number + 1
    while rows := records.take(BATCH, until):
        if any(len(row) != width for row in rows):
            fitted = [_fitted(row, layout) for row in rows]
            if None in fitted:
                raise _ragged(records, rows, first, layout)
            rows = [row for row in fitted if row is not None]
        yield from rows
        first = records.number + 1


def _ragged(records: Records, rows: list[list[str]], first: int, layout: Layout) -> RaggedRowsError:
    """Look on until enough bad rows are found, so that the message does not depend on where batches end."""
    found: list[tuple[int, int]] = []
    last = first
    broken: SourceError | None = None
    while rows and len(found) < _LISTED:
        for number, row in enumerate(rows, start=first):
            last = number if _has_text(row) else last
            if _fitted(row, layout) is None:
                found.append((number, len(row)))
        first += len(rows)
        try:
            rows = records.take(BATCH) if len(found) < _LISTED else []
        except SourceError as error:
            rows, broken = [], error
    found = found[:_LISTED]
    listed = ", ".join(f"row {number} has {cells}" for number, cells in found)
    # A single bad row means that the whole file was read.
    cut = isinstance(broken, RaggedRowsError) or (found == [(last, found[0][1])] and found[0][1] < layout.least)
    advice = (
        "The last row is incomplete, so the file looks cut off: export it again"
        if cut
        else "Correct the rows, or check the delimiter"
    )
    msg = (
        f"{records.path}: the header has {layout.least} cells, but {listed}. {advice}; "
        'ragged="pad" fills short rows with empty cells and keeps further cells in columns of their own.'
    )
    return RaggedRowsError(msg)


def widest(path: Path, form: CsvFormat) -> int:
    """Return how many columns the header has or any row fills, reading the whole file once.

    Raises:
        SourceError: What `Records.header` and `Records.take` raise.
    """
    records = Records(path, form)
    records.take(form.skipped)
    width = len(records.header())
    while rows := records.take(10_000):
        for row in rows:
            if len(row) > width:
                width = max(width, max((place for place, cell in enumerate(row, start=1) if cell), default=0))
        _refuse_columns(path, records.number, width)
    return width
