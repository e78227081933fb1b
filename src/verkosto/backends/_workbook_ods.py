"""An .ods, read before python-calamine reads it: how many cells and texts it repeats, and what would be lost of it.

The library below unfolds all sheets when it opens a workbook, and one element can stand for thousand million cells.
It waits for ever for the end of a sheet that has none, gives error values as empty cells, and leaves tabs out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NoReturn
from xml.parsers import expat

from attrs import define, field

from verkosto.backends._workbook_places import COLUMNS, ROWS, refuse_sparse
from verkosto.backends._workbook_texts import TEXTS, refuse_texts
from verkosto.backends._zip import Archive
from verkosto.errors import SourceError

__all__ = ["OdsSheets", "look_at_ods"]

_LONGEST = 64 << 20
_ROW = b"</table:table-row>"
_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_NAME = re.compile(rb"""\btable:name\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROWS = re.compile(rb"""<table:table-row\b[^>]*?\btable:number-rows-repeated\s*=\s*["']\s*(-?\d+)""")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_COLUMNS = re.compile(rb"""\btable:number-columns-repeated\s*=\s*["']\s*(-?\d+)""")
_SPACES = re.compile(rb"""<text:s\b[^>]*?\btext:c\s*=\s*["']\s*(-?\d+)""")
_MARKUP = re.compile(rb"<[^>]*>")
_HOLDS = (b"office:", b"table:formula")
_LOST = {
    b'calcext:value-type="error"': "error values such as #N/A",
    b"<text:tab": "tabs inside cells",
    b"<text:line-break": "line breaks inside paragraphs",
}


@define
class OdsSheets:
    """What the sheets of an .ods would be when they are unfolded.

    Attributes:
        archive: The workbook.
        lost: By sheet, what it holds that the library below leaves out.
    """

    archive: Archive
    lost: dict[str, str] = field(factory=dict)
    _sheet: str = ""
    _whole: int = 0
    _written: int = 0
    _held: int = 0
    _rows: int = 0
    _filled: int = 0
    _width: int = 0

    def begin(self, head: bytes) -> None:
        """Begin a sheet."""
        self.end()
        name = _NAME.search(head)
        self._sheet = "" if name is None else html.unescape((name[1] or name[2] or b"").decode("utf-8", "replace"))

    def end(self) -> None:
        """End the sheet, whose cells are now known."""
        self._whole += self._filled * self._width
        self._rows = self._filled = self._width = 0

    def add(self, row: bytes) -> None:
        """Take in the XML of one row.

        Raises:
            SourceError: The sheets are too large.
        """
        for mark, what in _LOST.items():
            if mark in row:
                self.lost[self._sheet] = what
        repeats = _ROWS.search(row)
        times = int(repeats[1]) if repeats else 1
        width, written, held = _cells(row)
        if times < 1 or width < 0 or (width and self._rows + times > ROWS) or width > COLUMNS:
            self._refuse()
        self._rows += times
        if not width:
            return
        self._filled, self._width = self._rows, max(self._width, width)
        self._written += written
        self._held += held * times
        refuse_texts(self.archive.path, self._held, TEXTS * self.archive.limit)
        whole = self._whole + self._filled * self._width
        refuse_sparse(self.archive.path, whole, self._written, f"row {self._filled} and column {self._width}")

    def _refuse(self) -> NoReturn:
        msg = f"{self.archive.path} has cells outside its sheet: it seems damaged. Open it and save it again."
        raise SourceError(msg)

    def refuse_lost(self, sheet: str) -> None:
        """Refuse a sheet of which something would be lost.

        Raises:
            SourceError: It holds error values, tabs or line breaks.
        """
        if sheet in self.lost:
            msg = (
                f"{self.archive.path}: sheet {sheet!r} holds {self.lost[sheet]}, which cannot be read from an .ods. "
                "Correct the cells, or save the workbook as .xlsx."
            )
            raise SourceError(msg)


def look_at_ods(archive: Archive) -> OdsSheets:
    """Look at all sheets of an .ods.

    Raises:
        SourceError: Unfolded, they would take much more memory than what is written in them.
        zipfile.BadZipFile, zlib.error, xml.parsers.expat.ExpatError: The workbook is damaged.
    """
    sheets = OdsSheets(archive)
    for row in _rows(archive):
        for table in _TABLE.finditer(row):
            sheets.begin(table[1])
        sheets.add(row)
    for name in archive.parts.keys() & {"mimetype", "META-INF/manifest.xml"}:
        archive.read(name)
    return sheets


def _rows(archive: Archive) -> Iterator[bytes]:
    """Yield the XML up to the end of each row."""
    left = b""
    whole = expat.ParserCreate()
    for block in archive.blocks("content.xml"):
        whole.Parse(block)
        *rows, left = (left + block).split(_ROW)
        yield from rows
        if len(left) > _LONGEST:
            msg = f"{archive.path} has a row of more than {_LONGEST:,} bytes. Export the answers again."
            raise SourceError(msg)
    whole.Parse(b"", True)  # noqa: FBT003 - the end
    yield left


def _cells(row: bytes) -> tuple[int, int, int]:
    """Return how wide a row is up to its last cell that holds something, how many are written, and their text."""
    if b"-repeated" not in row and b"text:c" not in row:
        cells = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
        return cells, cells, len(row)
    width = place = written = held = 0
    heads = list(_CELL.finditer(row))
    for head, after in zip(heads, [*(h.start() for h in heads[1:]), len(row)], strict=True):
        repeats = _COLUMNS.search(head[1])
        times = int(repeats[1]) if repeats else 1
        if times < 1:
            return -1, 0, 0
        place += times
        body = row[head.end() : after]
        if any(mark in head[1] for mark in _HOLDS) or not head[1].endswith(b"/"):
            width, written = place, written + 1
            spaces = sum(max(0, int(count)) for count in _SPACES.findall(body))
            stated = len(head[1]) if b"string-value" in head[1] else 0
            held += times * (len(_MARKUP.sub(b"", body)) + stated + spaces)
    return width, written, held
