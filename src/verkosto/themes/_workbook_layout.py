"""Where everything stands in a sheet that came back: by the hidden keys, or by the headings where those are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.responses import RawTable, fold
from verkosto.themes._workbook_findings import Findings
from verkosto.themes._workbook_key import DONE_KEY, ID, LANGUAGE, NOTE, SHOW, TEXT, THEME, SheetKey
from verkosto.themes._workbook_plan import titles_of
from verkosto.themes._workbook_words import headings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._codebook import Codebook
    from verkosto.themes._coding import Coding

__all__ = ["Layout", "layout_of", "row_number", "where"]

_PLAIN = (ID, DONE_KEY, TEXT, LANGUAGE, NOTE)
_HEADINGS = {fold(text): key for key in _PLAIN for text in headings(key.removeprefix("verkosto:"))}
_FAR = 200


@frozen(eq=False, repr=False)
class Layout:
    """One coder's sheet.

    Attributes:
        name: Name of the sheet.
        table: Its cells.
        key: What the sheet says of itself, or None.
        columns: By the key of a column its place in the table.
        keyed: Place of the column with the keys of rows, or None.
        heads: Rows of the table (counted from 0) that are no answers: the hidden keys and the headings.
    """

    name: str
    table: RawTable
    key: SheetKey | None
    columns: Mapping[str, int]
    keyed: int | None
    heads: tuple[int, ...]
    _texts: dict[int, NDArray[np.object_]] = field(factory=dict)

    def text(self, place: int, row: int) -> str:
        """Return the text of a cell by its places in the table."""
        if place not in self._texts:
            self._texts[place] = self.table.columns[place].texts()
        return self._texts[place][row] or ""

    def cell(self, key: str, row: int) -> str:
        """Return the text of a row in the column with a key, "" where there is no such column."""
        return self.text(self.columns[key], row) if key in self.columns else ""

    @property
    def body(self) -> NDArray[np.intp]:
        """Rows of the table that are no heads."""
        rows = np.arange(len(self.table))
        return rows[~np.isin(rows, self.heads)]

    @property
    def themes(self) -> dict[str, int]:
        """By the id of a theme its column's place in the table."""
        return {key.removeprefix(THEME): place for key, place in self.columns.items() if key.startswith(THEME)}

    @property
    def beside(self) -> tuple[int, ...]:
        """Places of the columns that somebody added."""
        ours = {*self.columns.values(), self.keyed}
        return tuple(place for place in range(len(self.table.headers)) if place not in ours)


def layout_of(name: str, table: RawTable, coding: Coding) -> Layout | None:
    """Return where everything stands in a sheet, None where it is no coder's sheet."""
    found, codebook = _keys(table), coding.codebook
    if found is None:
        return _by_headings(name, table, coding)
    row, columns, keyed, key = found
    heading = _heading_row(table, codebook, besides=row)
    if heading is not None:
        # A theme that lost its column gets it back from one with its name.
        for place, theme in _named(table, heading, codebook).items():
            if place not in (*columns.values(), keyed):
                columns.setdefault(theme, place)
    return Layout(name, table, key, columns, keyed, tuple(r for r in (row, heading) if r is not None))


def _keys(table: RawTable) -> tuple[int, dict[str, int], int | None, SheetKey | None] | None:
    """Return the row of the keys, the columns by key, the column of the rows' keys, and the sheet's own key."""
    places: Counter[int] = Counter()
    cells: dict[int, dict[int, str]] = {}
    for place, column in enumerate(table.columns):
        for code, text in enumerate(column.values):
            if text in _PLAIN or text.startswith((THEME, SHOW)) or SheetKey.of(text) is not None:
                for row in np.flatnonzero(column.codes == code).tolist():
                    places[row] += 1
                    cells.setdefault(row, {})[place] = text
    if not places:
        return None
    row, count = places.most_common(1)[0]
    if count < 2:
        return None
    columns: dict[str, int] = {}
    keyed = key = None
    for place, text in cells[row].items():
        found = SheetKey.of(text)
        if found is None:
            columns.setdefault(text, place)
        elif key is None:
            keyed, key = place, found
    return row, columns, keyed, key


def _cells(table: RawTable, row: int) -> Iterator[tuple[int, str]]:
    for place, column in enumerate(table.columns):
        if column.codes[row] >= 0:
            yield place, column.values[column.codes[row]]


def _named(table: RawTable, row: int, codebook: Codebook) -> dict[int, str]:
    """Return the columns of a row of headings by place: the key of each that has a heading of ours."""
    found: dict[int, str] = {}
    for place, text in _cells(table, row):
        key = _HEADINGS.get(fold(text))
        if key is None:
            theme = codebook.meant(text)
            if theme is None:
                continue
            key = THEME + theme.id
        if key not in found.values():
            found[place] = key
    return found


def _heading_row(table: RawTable, codebook: Codebook, *, besides: int | None = None) -> int | None:
    """Return the row with most headings of ours, if it has two."""
    best, most = None, 1
    for row in range(min(len(table), _FAR)):
        count = len(_named(table, row, codebook)) if row != besides else 0
        if count > most:
            best, most = row, count
    return best


def _by_headings(name: str, table: RawTable, coding: Coding) -> Layout | None:
    row = _heading_row(table, coding.codebook)
    if row is None:
        return None
    columns = {key: place for place, key in _named(table, row, coding.codebook).items()}
    if ID not in columns or not any(key.startswith(THEME) for key in columns):
        return None
    shown = titles_of(coding)
    for place, text in _cells(table, row):
        if place not in columns.values() and text in shown:
            columns.setdefault(shown[text], place)
    return Layout(name, table, None, columns, None, (row,))


def row_number(layout: Layout, row: int) -> int:
    """Return the number that a row of the table has in its sheet."""
    return int(layout.table.rows[row])


def where(layout: Layout, row: int, column: int, found: Findings) -> str:
    """Return the place of a cell, given by its places in the table."""
    return found.cell(layout.name, row_number(layout, row), layout.table.headers[column].position)
