"""Write Responses as csv or xlsx for people's spreadsheets, so that no answer runs as a formula."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.files import path_of
from verkosto.responses._spreadsheet import neutralise, runs
from verkosto.responses._spreadsheet_cells import Cell, cell_text, columns_of

if TYPE_CHECKING:
    import datetime as dt

    from verkosto.responses._responses import Responses

__all__ = ["write_csv", "write_xlsx"]

_DELIMITERS = (";", ",", "\t", "|")
_DECIMALS = (",", ".")
_LONGEST, _ROWS, _COLUMNS = 32_767, 1_048_575, 16_384
_FORBIDDEN = frozenset("\0\ufffe\uffff")


def write_csv(
    responses: Responses, path: str | os.PathLike[str], *, lang: str | None, delimiter: str, decimal: str
) -> None:
    """Do what `Responses.to_csv` says."""
    place = path_of(path)
    for name, value, known in (("delimiter", delimiter, _DELIMITERS), ("decimal", decimal, _DECIMALS)):
        if value not in known:
            raise OptionError(f"{name} must be one of {', '.join(map(repr, known))}, not {value!r}.")
    if delimiter == decimal:
        raise OptionError("delimiter and decimal are both ','. State delimiter=';' or decimal='.'.")
    columns = _columns(responses, lang, place)
    texts = [[neutralise(title), *_texts(cells, decimal)] for title, cells in columns.items()]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(zip(*texts, strict=True))
    if "\0" in file.getvalue():
        msg = f"{place.name}: the answers hold a null character, which readers of csv refuse. Write them as Parquet."
        raise SourceError(msg)
    # The mark tells spreadsheets that it is UTF-8.
    content = file.getvalue().encode("utf-8-sig")
    with _errors_of_writing(place):
        place.write_bytes(content)


def _texts(cells: Sequence[Cell], decimal: str) -> Iterator[str]:
    known: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, str):
            if cell not in known:
                known[cell] = neutralise(cell)
            yield known[cell]
        else:
            yield cell_text(cell, decimal)


def write_xlsx(responses: Responses, path: str | os.PathLike[str], *, lang: str | None) -> None:
    """Do what `Responses.to_xlsx` says."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError.of("spreadsheet", "Writing .xlsx") from error
    place = path_of(path)
    columns = _columns(responses, lang, place)
    _check(place, columns)
    file = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        _write_sheet(book, columns)
    with _errors_of_writing(place):
        place.write_bytes(file.getvalue())


def _write_sheet(book: Any, columns: Mapping[str, Sequence[Cell]]) -> None:
    sheet = book.add_worksheet("Vastaukset")
    sheet.freeze_panes(1, 0)
    # What a person sees as text stays text when they open the cell and leave it again.
    quoted, time = book.add_format({"quote_prefix": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for number, row in enumerate(zip(*([title, *cells] for title, cells in columns.items()), strict=True)):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, quoted if runs(cell) else None)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_datetime(number, column, cell, _form(cell, time))


def _form(cell: dt.datetime, time: Any) -> Any:
    return time if cell.hour or cell.minute or cell.second else None


def _check(place: Path, columns: Mapping[str, Sequence[Cell]]) -> None:
    """Refuse what a sheet cannot hold, for writing would cut it off.

    Raises:
        SourceError: Too many rows or columns, a text too long, or a character that no .xlsx can hold.
    """
    rows = max(map(len, columns.values()), default=0)
    if rows > _ROWS or len(columns) > _COLUMNS:
        msg = (
            f"{place.name}: a sheet holds {_ROWS:,} answers in {_COLUMNS:,} columns, and these are {rows:,} in "
            f"{len(columns):,}. Write them as csv or Parquet."
        )
        raise SourceError(msg)
    for title, cells in columns.items():
        for number, cell in enumerate((title, *cells), start=1):
            if isinstance(cell, str):
                _check_text(place, number, title, cell)


def _check_text(place: Path, row: int, title: str, text: str) -> None:
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * _LONGEST:
        msg = (
            f"{place.name}: row {row} of the column {title[:80]!r} has a text of more than {_LONGEST:,} characters, "
            "which no cell of .xlsx holds. Write the answers as csv or Parquet."
        )
        raise SourceError(msg)
    if not (text.isprintable() or _FORBIDDEN.isdisjoint(text)):
        msg = (
            f"{place.name}: row {row} of the column {title[:80]!r} has a character that no .xlsx can hold. Write the "
            "answers as csv or Parquet."
        )
        raise SourceError(msg)


def _columns(responses: Responses, lang: str | None, place: Path) -> dict[str, Sequence[Cell]]:
    try:
        columns = columns_of(responses, lang)
        for title, cells in columns.items():
            for text in {title, *(cell for cell in cells if isinstance(cell, str))}:
                text.encode()
    except UnicodeEncodeError:
        pass  # it holds the text, which may be an answer
    else:
        return columns
    msg = (
        f"{place.name}: the answers hold half of a surrogate pair, which no file can hold. Write that character again "
        "in the source."
    )
    raise SourceError(msg)


@contextlib.contextmanager
def _errors_of_writing(place: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        msg = f"{place}: the file cannot be written: {why}. Check the folder and your rights to it."
        raise SourceError(msg) from error
