"""Rows of a sheet by their headings, for lists that are no survey: members, contacts, councils."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from verkosto.backends._magic import Kind, identify
from verkosto.backends._read import existing, open_raw
from verkosto.errors import EmptySourceError, OptionError
from verkosto.responses import Header, RawTable

__all__ = ["SheetRow", "rows"]


class SheetRow(dict[str, str | None]):
    """The cells of one row by heading.

    Attributes:
        number: Number of the row in the sheet, from 1.

    Its `repr` counts the cells and does not show them, as they may hold persons' data.
    """

    __slots__ = ("number",)

    def __init__(self, cells: dict[str, str | None], number: int) -> None:
        """Keep the cells and the number."""
        super().__init__(cells)
        self.number = number

    def __repr__(self) -> str:
        return f"<SheetRow {self.number}: {sum(cell is not None for cell in self.values())} cells>"

    def __reduce__(self) -> tuple[type[SheetRow], tuple[dict[str, str | None], int]]:
        return SheetRow, (dict(self), self.number)


def rows(
    source: str | os.PathLike[str], *, sheet: str | int | None = None, header: int | None = None, **options: Any
) -> list[SheetRow]:
    r"""Read a sheet as rows of text by heading.

    A workbook is read by the backend `excel` and any other file by `csv`, with their rules: whole numbers
    have no decimals, dates are ISO 8601, and what cannot be read is an error that says why.

    Args:
        source: Path of a workbook or a text file of cells.
        sheet: Name or number (from 1) of a workbook's sheet; None where only one has cells.
        header: Number of the row with the headings, where something else stands above them. None: the first row
            with text.
        **options: What the backend is told, such as `encoding="windows-1252"`.

    Returns:
        One mapping for each row with text below the headings; its `number` is the sheet's. A cell without
        text is None. A heading that repeats, or is missing, is told apart by its column: "Puhelin (column 7)".

    Raises:
        SourceError: The file cannot be read as asked; its children say why.
        EmptySourceError: There is no text, or none in the row `header`.
        OptionError: An option that the backend does not take, or a `header` that is no row's number.

    Example:
        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "jasenet.csv")
        ...     _ = path.write_text("Nimi;Kotikunta\nHyte ry;Vantaa\n\nToimi ry;\n", encoding="utf-8")
        ...     found = rows(path)
        >>> found, found[0]["Kotikunta"], found[1]["Kotikunta"]
        ([<SheetRow 2: 2 cells>, <SheetRow 4: 1 cells>], 'Vantaa', None)
    """
    if header is not None and (isinstance(header, bool) or not isinstance(header, int) or header < 1):
        raise OptionError(f"header={header!r} is no row's number. Count as the spreadsheet does, from 1.")
    path = existing(source)
    if identify(path) is Kind.WORKBOOK:
        backend, asked = "excel", {"sheet": sheet, **options}
    else:
        backend, asked = "csv", dict(options)
        if sheet is not None:
            asked["sheet"] = sheet
        if header is not None:
            # A title above the headings is shorter than they are.
            asked.setdefault("ragged", "pad")
    tables, _ = open_raw(path, backend=backend, options=asked)
    headers, numbered = _cells(tables)
    titles: _Cells = [found.title for found in headers]
    # Whatever stands above the first row of cells is what the backend took for the headings.
    if header is not None and numbered and header >= numbered[0][0]:
        below = next((place for place, (number, _) in enumerate(numbered) if number == header), None)
        if below is None:
            raise EmptySourceError(
                f"{path.name} has no text in row {header}. Give the row of the headings as `header`."
            )
        titles, numbered = numbered[below][1], numbered[below + 1 :]
    names = _headings(titles, headers)
    return [SheetRow(dict(zip(names, cells, strict=True)), number) for number, cells in numbered]


_Cells = Sequence[str | None]


def _cells(tables: Iterator[RawTable]) -> tuple[tuple[Header, ...], list[tuple[int, _Cells]]]:
    """Return the heads of the columns, and each row's number with its cells."""
    headers: tuple[Header, ...] = ()
    numbered: list[tuple[int, _Cells]] = []
    for table in tables:
        headers = table.headers
        columns = [column.texts().tolist() for column in table.columns]
        numbered.extend(zip(table.rows.tolist(), zip(*columns, strict=True), strict=True))
    return headers, numbered


def _headings(titles: _Cells, headers: Sequence[Header]) -> list[str]:
    names: list[str] = []
    for title, header in zip(titles, headers, strict=True):
        name = (title or "").strip()
        while not name or name in names:
            name = f"{name} (column {header.position})".strip()
        names.append(name)
    return names
