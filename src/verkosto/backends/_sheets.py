"""Every sheet of a workbook as cells, and the notes on them: for workbooks that people fill in and hand back."""

from __future__ import annotations

import os

import numpy as np

from verkosto.backends._csv import CsvBackend
from verkosto.backends._magic import Kind, identify
from verkosto.backends._read import existing
from verkosto.backends._workbook import read_sheets, worksheets
from verkosto.backends._workbook_notes import Notes, notes_of_ods, notes_of_xlsx
from verkosto.backends._workbook_open import errors_of_calamine, open_book
from verkosto.responses import Header, RawTable, encode

__all__ = ["notes", "sheets"]


def sheets(
    source: str | os.PathLike[str], *, max_unpacked: int | None = None, encoding: str | None = None
) -> dict[str, RawTable]:
    r"""Read every sheet of a workbook as cells from its first row on, hidden sheets too.

    Cells become text as the backend `excel` says. Columns have no titles and know their positions; rows bear the
    sheet's numbers, and blank ones are left out.

    Args:
        source: Path of a workbook, or of a text file of cells, which is one sheet with the name `""`.
        max_unpacked: Bytes that a workbook may have unpacked; None is the usual limit.
        encoding: How a text file was saved, such as "windows-1252"; None is UTF-8, or what its mark says.

    Returns:
        The sheets with cells, in the workbook's order.

    Raises:
        SourceError: The file cannot be read; its children say why.
        OptionError: No such encoding.

    Example:
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "a.csv")
        ...     _ = path.write_text("Nimi;Maa\nHyte ry;FI\n", encoding="utf-8")
        ...     found = sheets(path)
        >>> found, found[""].columns[1].texts().tolist()
        ({'': <RawTable: 2 rows, 2 columns>}, ['Maa', 'FI'])
    """
    path = existing(source)
    if identify(path) is Kind.WORKBOOK:
        return read_sheets(path, max_unpacked=max_unpacked)
    backend = CsvBackend()
    options = {name: default for name, (default, _) in backend.options.items()}
    options |= {"ragged": "pad", "encoding": encoding}
    return {"": _whole(list(backend.open(path, options)))}


def _whole(chunks: list[RawTable]) -> RawTable:
    """Put chunks together, their header as the first row."""
    columns = []
    for place, header in enumerate(chunks[0].headers):
        texts = [header.text]
        for chunk in chunks:
            texts += [text or "" for text in chunk.columns[place].texts().tolist()]
        columns.append(encode(texts))
    rows = np.concatenate([[1], *(chunk.rows for chunk in chunks)]).astype(np.int64)
    headers = tuple(Header("", place) for place in range(1, len(columns) + 1))
    return RawTable(headers, tuple(columns), rows)


def notes(source: str | os.PathLike[str], *, max_unpacked: int | None = None) -> dict[str, Notes]:
    """Return what was written on cells as notes and threads of comments, by sheet, row and column (from 1).

    They are read from .xlsx, .xlsm and .ods. A text file has none, and those of the old binary .xls are not read.

    Args:
        source: Path of a workbook.
        max_unpacked: As for `sheets`.

    Raises:
        SourceError: The file cannot be read.
    """
    path = existing(source)
    if identify(path) is not Kind.WORKBOOK:
        return {}
    book = open_book(path, max_unpacked)
    with errors_of_calamine(path):
        if book.ods is not None:
            found = notes_of_ods(book.ods.archive)
        elif book.archive is not None:
            found = {name: notes_of_xlsx(book.archive, name) for name in worksheets(book)}
        else:
            found = {}
    return {name: texts for name, texts in found.items() if texts}
