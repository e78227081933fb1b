"""LimeSurvey's csv: a reader that keeps `""` (seen and left empty) apart from nothing between two delimiters.

The csv module of Python gives an empty text for both. This one reads the same files, cell by cell, and says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen

from verkosto.backends._magic import open_binary
from verkosto.backends._text import LONGEST, CsvFormat, sniff
from verkosto.errors import EmptySourceError, EncodingError, RaggedRowsError, SourceError
from verkosto.responses import RawColumn

__all__ = ["Grid", "column_of", "read_csv"]

Cell = str | None
"""None stands for nothing between two delimiters."""


@frozen(eq=False)
class Grid:
    """The cells of an export.

    Attributes:
        headings: As they stand.
        columns: As many; `not_shown` marks the cells that are null.
        rows: The number of each row in the source; the first header row is 1.
        nulls: Whether the source keeps null apart from an empty text.
        blank_rows: Rows without any text that were left out already.
    """

    headings: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    rows: Sequence[int]
    nulls: bool
    blank_rows: int = 0


def column_of(cells: Sequence[Cell]) -> RawColumn:
    """Dictionary-encode a column; its `not_shown` marks the cells that are None."""
    places: dict[Cell, int] = {"": -1, None: -1}
    codes = [places.setdefault(cell, len(places) - 2) for cell in cells]
    values = [text for text in places if text]
    nulls = np.array([cell is None for cell in cells], dtype=bool)
    return RawColumn(np.array(codes, dtype=np.int32), values, nulls)


def read_csv(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Grid:
    """Read a csv file with its quotes.

    Raises:
        SourceError: It cannot be opened, holds null bytes, or text beside a quoted cell.
        EmptySourceError: There is no text in it.
        EncodingError: It is not in the stated encoding, or not UTF-8 where none is stated.
        RaggedRowsError: Rows of unequal length, or a file that was cut off.
        OptionError: No such encoding, or no such delimiter.
    """
    form = sniff(path, encoding=encoding, delimiter=delimiter)
    text = _text(path, form)
    records = _records(text, form.delimiter, path)
    heading = next((cells for _, cells in records if any(cells)), None)
    if heading is None:
        msg = f"{path.name} holds no text. Export the answers again."
        raise EmptySourceError(msg)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    for number, cells in records:
        if len(cells) == 1 and not cells[0] and len(heading) > 1:
            continue  # a blank line, as LimeSurvey writes after the last row
        if len(cells) != len(heading):
            raise _ragged(path, number, len(cells), len(heading))
        rows.append(cells)
        numbers.append(number)
    _check_end(text, form, path)
    columns = [column_of(cells) for cells in zip(*rows, strict=True)] or [column_of(())] * len(heading)
    return Grid(tuple(title or "" for title in heading), tuple(columns), numbers, _tells(rows))


def _check_end(text: str, form: CsvFormat, path: Path) -> None:
    """Refuse a file as LimeSurvey wrote it (a byte order mark, titles in quotes) without the blank line at its end.

    By it alone a file can be told from one that was cut off between two rows, or before the null that ends a row.
    """
    if form.mark and text.startswith('"') and not text.endswith(("\n\n", "\r\n\r\n", "\r\r")):
        msg = (
            f"{path.name}: LimeSurvey writes a blank line after the last row, and there is none: the file looks cut "
            "off. Export it again; if you saved it yourself and it is whole, put a blank line at its end."
        )
        raise RaggedRowsError(msg)


def _tells(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether both kinds of empty cells occur; a file with one kind was written or saved by something else."""
    kinds = {cell for row in rows for cell in row if not cell}
    return kinds == {"", None}


def _ragged(path: Path, number: int, cells: int, wanted: int) -> RaggedRowsError:
    cut = "; if it is the last one, the file was cut off" if cells < wanted else ""
    msg = (
        f"{path.name}: row {number} has {cells} cells, but the header has {wanted}{cut}. Export it again, or state the "
        "delimiter."
    )
    return RaggedRowsError(msg)


def _text(path: Path, form: CsvFormat) -> str:
    with open_binary(path) as file:
        content = file.read()
    try:
        text = content[form.mark :].decode(form.encoding)
    except UnicodeError as error:
        msg = (
            f"{path.name} is not {form.encoding.upper()} text. State how it was saved, such as encoding='windows-1252'."
        )
        raise EncodingError(msg) from error
    if "\0" in text:
        msg = f"{path.name} holds a null byte: it is no text file. Export it again as csv."
        raise SourceError(msg)
    return text


def _records(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each record with its number."""
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<bare>[^"{mark}\r\n]*+))(?P<end>{mark}|\r\n|\r|\n|\Z)'
    )
    number, at, record = 1, 0, []
    while at < len(text):
        match = cell.match(text, at)
        if match is None or (match.end() - at) > LONGEST:
            raise _broken(text, at, number, path)
        quoted, bare, end = match.groups()
        record.append(quoted.replace('""', '"') if quoted is not None else bare or None)
        at = match.end()
        if end != delimiter:
            yield number, record
            number, record = number + 1, []
    if record:
        # The file ends after a delimiter, so its last cell is null.
        yield number, [*record, None]


def _broken(text: str, at: int, number: int, path: Path) -> SourceError:
    if text.startswith('"', at) and not re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, at):
        return RaggedRowsError(
            f"{path.name}: row {number} begins a quoted cell that never ends: the file looks cut off. Export it again."
        )
    if text.startswith('"', at):
        return SourceError(
            f"{path.name}: row {number} has text after the quote that ends a cell, or a cell of more than {LONGEST:,} "
            "characters. Export the file again."
        )
    return SourceError(
        f"{path.name}: row {number} has a quote inside a cell that is not quoted. Export the file again, or state the "
        "delimiter."
    )
