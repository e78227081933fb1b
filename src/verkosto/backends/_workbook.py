"""Workbooks: the file by its content, one sheet of it, and that sheet as a table of text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._encode import encode_columns
from verkosto.backends._tables import without_blank_rows
from verkosto.backends._workbook_cells import text_of
from verkosto.backends._workbook_gaps import Gaps
from verkosto.backends._workbook_open import Book, errors_of_calamine, open_book
from verkosto.errors import (
    AmbiguousSourceError,
    EmptySourceError,
    OptionError,
    SourceError,
    did_you_mean,
)
from verkosto.responses import Dialect, Header, RawTable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["read_cells", "read_sheet", "read_sheets", "worksheets"]


@frozen(eq=False)
class _Sheet:
    """Rows of cells, `first` empty columns to their left left out."""

    rows: Iterator[list[Any]]
    first: int
    width: int


def read_sheet(path: Path, sheet: str | int | None, dialect: Dialect, *, max_unpacked: int | None = None) -> RawTable:
    """Read one sheet of a workbook: the first row with text is the header.

    Args:
        path: An .xlsx, .xlsm, .xls or .ods file, whatever its name.
        sheet: Name of the sheet, or its number from 1; None where only one sheet has cells.
        dialect: What the reader says of the cells.
        max_unpacked: Bytes that the workbook may have unpacked; None is the usual limit.

    Raises:
        SourceError: It is no workbook, is damaged or locked, has no such sheet, or would take too much memory.
        EmptySourceError: There is no text in it.
        AmbiguousSourceError: Several sheets have cells and none is stated.
    """
    book = open_book(path, max_unpacked)
    with errors_of_calamine(path):
        found = _choose(path, book, sheet)
        number, header = _header(path, found)
        columns = encode_columns(found.rows, found.width, text_of=text_of)
    kept = [place for place, title in enumerate(header) if title or columns[place].values]
    headers = tuple(Header(header[place], found.first + place + 1) for place in kept)
    rows = np.arange(number + 1, number + 1 + len(columns[0]), dtype=np.int64)
    return without_blank_rows(RawTable(headers, tuple(columns[place] for place in kept), rows, dialect=dialect))


def read_cells(path: Path, sheet: str | int | None, *, max_unpacked: int | None = None) -> RawTable:
    """Read one sheet as cells from its first row on, in columns without titles; rows bear the sheet's numbers.

    Args:
        path: As for `read_sheet`.
        sheet: As for `read_sheet`.
        max_unpacked: As for `read_sheet`.

    Raises:
        SourceError: As for `read_sheet`.
    """
    book = open_book(path, max_unpacked)
    with errors_of_calamine(path):
        return _cells(_choose(path, book, sheet))


def read_sheets(path: Path, *, most: int | None = None, max_unpacked: int | None = None) -> dict[str, RawTable]:
    """Read every sheet that has cells, hidden ones too, as `read_cells` does.

    Args:
        path: As for `read_sheet`.
        most: Rows of each sheet, for a look at their heads; None is all.
        max_unpacked: As for `read_sheet`.

    Raises:
        SourceError: It is no workbook, or is damaged or locked.
    """
    book = open_book(path, max_unpacked)
    with errors_of_calamine(path):
        sheets = ((name, _with_cells(_opened(book, name))) for name in worksheets(book))
        return {name: _cells(sheet, most) for name, sheet in sheets if sheet is not None}


def _cells(sheet: _Sheet, most: int | None = None) -> RawTable:
    columns = encode_columns(islice(sheet.rows, most), sheet.width, text_of=text_of)
    headers = tuple(Header("", sheet.first + place) for place in range(1, sheet.width + 1))
    return without_blank_rows(RawTable(headers, columns, np.arange(1, len(columns[0]) + 1, dtype=np.int64)))


def _header(path: Path, sheet: _Sheet) -> tuple[int, list[str]]:
    """Return the first row with text and its number; the rows below it stay in the sheet."""
    for number, row in enumerate(sheet.rows, start=1):
        header = [text_of(cell) for cell in row]
        if any(map(str.strip, header)):
            return number, header
    msg = f"{path} holds no text. Export the answers again."
    raise EmptySourceError(msg)


def _choose(path: Path, book: Book, wanted: str | int | None) -> _Sheet:
    """Return the sheet that is wanted, or the only one with cells."""
    names = worksheets(book)
    if wanted is not None:
        return _opened(book, _named(path, list(names), wanted))
    found: dict[str, _Sheet] = {}
    for name in names:
        sheet = _with_cells(_opened(book, name))
        if sheet is not None:
            # Further sheets are only counted: they are not kept in memory.
            found[name] = sheet if not found else evolve(sheet, rows=iter(()))
    if len(found) > 1:
        listed = ", ".join(f"{name!r}{' (hidden)' if names[name] else ''}" for name in found)
        msg = f"{path} has several sheets with cells: {listed}. State one of them: sheet={next(iter(found))!r}."
        raise AmbiguousSourceError(msg)
    if not found:
        msg = f"{path} has no sheet with cells. Export the answers again."
        raise EmptySourceError(msg)
    return next(iter(found.values()))


def worksheets(book: Book) -> dict[str, bool]:
    """Return the names of the sheets that may hold cells, and whether each is hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return {
        sheet.name: sheet.visible != SheetVisibleEnum.Visible
        for sheet in book.workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    }


def _named(path: Path, names: list[str], wanted: str | int) -> str:
    if isinstance(wanted, str) and wanted in names:
        return wanted
    # A command line can only give text.
    number = int(wanted) if isinstance(wanted, str) and wanted.isascii() and wanted.isdigit() else wanted
    if isinstance(number, int) and not isinstance(number, bool):
        if 1 <= number <= len(names):
            return names[number - 1]
    elif not isinstance(number, str):
        msg = f"sheet is a name, or a number from 1, not {type(wanted).__name__}. State sheet={names[0]!r}."
        raise OptionError(msg)
    listed = ", ".join(map(repr, names))
    msg = f"{path} has no sheet {wanted!r}.{did_you_mean(str(wanted), names)} It has: {listed}."
    raise SourceError(msg)


def _opened(book: Book, name: str) -> _Sheet:
    sheet, gaps = book.sheet(name)
    whole = _whole(sheet)
    return _patched(whole, gaps) if gaps else whole


def _whole(sheet: CalamineSheet) -> _Sheet:
    if sheet.start is None or sheet.end is None:
        return _Sheet(iter(()), 0, 0)
    first = sheet.start[1]
    return _Sheet(sheet.iter_rows(), first, sheet.end[1] - first + 1)


def _patched(sheet: _Sheet, gaps: Gaps) -> _Sheet:
    """Write the cells that calamine left out into a sheet that begins at its first column."""
    width = max(sheet.first + sheet.width, *(max(cells) for cells in gaps.values()))
    return _Sheet(_patched_rows(sheet, gaps, width), 0, width)


def _patched_rows(sheet: _Sheet, gaps: Gaps, width: int) -> Iterator[list[Any]]:
    left, right = [""] * sheet.first, [""] * (width - sheet.first - sheet.width)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        yield _with_gaps([*left, *row, *right], gaps.get(number, {}))
    # Gaps may lie below the last row that calamine knows.
    for below in range(number + 1, max(gaps) + 1):
        yield _with_gaps([""] * width, gaps.get(below, {}))


def _with_gaps(row: list[Any], gaps: dict[int, str]) -> list[Any]:
    for column, text in gaps.items():
        row[column - 1] = text
    return row


def _with_cells(sheet: _Sheet) -> _Sheet | None:
    """Return the sheet, its rows still whole, if any cell holds something."""
    seen = []
    for row in sheet.rows:
        seen.append(row)
        if any(cell != "" for cell in row):
            return evolve(sheet, rows=chain(seen, sheet.rows))
    return None
