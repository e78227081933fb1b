"""Where the cells of an .xlsx sheet are, found before python-calamine makes room for all that lies between them.

Two cells at opposite corners of a sheet are a file of some kilobytes and a table of 17 thousand million cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import numpy as np
from attrs import define, field

from verkosto.errors import SourceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["COLUMNS", "FREE_CELLS", "ROWS", "SPARSE", "Box", "cell_starts", "column_number", "refuse_sparse"]

ROWS, COLUMNS = 1_048_576, 16_384
"""Rows and columns that a sheet has at most."""
FREE_CELLS = 8_000_000
"""Cells that the table of a sheet may have, however few are written."""
SPARSE = 20
"""Cells that it may have for each that is written, above `FREE_CELLS`."""

_LONGEST = 11
_BEFORE = len(b'<c r="')
_SHIFT = 15
# XML has no < inside a tag; a pattern that went on behind it could take the square of the time.
_TAG = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^<>]*)?/?)>")
_LONGEST_TAG = 2_000
_ATTRIBUTE = re.compile(rb"""\s+([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_REFERENCE = re.compile(rb"([A-Za-z]{0,4})([0-9]{1,10})")


@define
class Box:
    """The smallest table that holds some cells.

    Attributes:
        path: The workbook, for messages.
        filled: Whether only cells with content count, which takes longer to find out.
        cells: How many there are.
        top, bottom: First and last row, from 1.
        left, right: First and last column, from 1.
    """

    path: Path
    filled: bool = False
    cells: int = 0
    top: int = ROWS
    bottom: int = 0
    left: int = COLUMNS
    right: int = 0
    _last: int = 0
    _row: int = 0
    _next: tuple[int, int] = field(default=(1, 1))

    @property
    def size(self) -> int:
        """Cells of the table."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.cells else 0

    def add(self, piece: bytes, starts: NDArray[np.intp] | None = None) -> None:
        """Take in the cells of a piece of a sheet's XML.

        Args:
            piece: Of XML; it ends between two cells.
            starts: Where its cells begin, as `cell_starts` has them; None where that is to be found out.

        Raises:
            SourceError: A cell lies outside any sheet, stands twice, or before one that stands above or left of it.
        """
        places = None if starts is None or not len(starts) else _plain_places(piece, starts)
        if places is None or starts is None or self._fault(*places):
            pairs = np.array(list(self._one_by_one(piece)), dtype=np.int64).reshape(-1, 2)
            places = pairs[:, 0], pairs[:, 1]
            if fault := self._fault(*places):
                self._refuse(fault)
            self._take(*places)
        else:
            self._take(*places)
            self._row, self._next = self.bottom, (self.bottom, int(places[1][-1]) + 1)
            # A row that begins behind the last cell may be that of a cell that does not tell its place.
            list(self._one_by_one(piece, int(starts[-1]) + 1))

    def _fault(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> str:
        if not len(rows):
            return ""
        if rows.min() < 1 or columns.min() < 1 or rows.max() > ROWS or columns.max() > COLUMNS:
            return "has cells outside its sheet"
        order = (rows << _SHIFT) + columns
        return (
            "holds cells twice, or not in their order" if order[0] <= self._last or (np.diff(order) <= 0).any() else ""
        )

    def _take(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
        if len(rows):
            self._last = (int(rows[-1]) << _SHIFT) + int(columns[-1])
            self.cells += len(rows)
            self.top, self.bottom = min(self.top, int(rows[0])), int(rows[-1])
            self.left, self.right = min(self.left, int(columns.min())), max(self.right, int(columns.max()))

    def _refuse(self, why: str) -> NoReturn:
        msg = f"{self.path} {why}: it seems damaged. Open it in a spreadsheet and save it again."
        raise SourceError(msg)

    def _one_by_one(self, piece: bytes, begin: int = 0) -> Iterator[tuple[int, int]]:
        """Find cells however they are written: they may leave out where they are, and then follow one another."""
        row, column = self._next
        for tag in _TAG.finditer(piece, begin):
            letters, number = self._place(tag[2])
            if tag[1] == b"row":
                self._row = number or self._row + 1
                row, column = self._row, 1
                continue
            if letters:
                row, column = number, column_number(letters.upper())
            if not (self.filled and tag[2].endswith(b"/")):
                yield row, column
            column += 1
        self._next = row, column

    def _place(self, head: bytes) -> tuple[bytes, int]:
        """Return column and row that a tag states, b"" and 0 where it states none."""
        if len(head) > _LONGEST_TAG:
            self._refuse("has cells that are not written as cells")
        stated = [double or single for name, double, single in _ATTRIBUTE.findall(head) if name == b"r"]
        if not stated and not _ATTRIBUTE.sub(b"", head).strip(b" \t\r\n/"):
            return b"", 0
        found = _REFERENCE.fullmatch(stated[0]) if len(stated) == 1 else None
        # What is no attribute may be half of a text in which another place is stated.
        if found is None or _ATTRIBUTE.sub(b"", head).strip(b" \t\r\n/"):
            self._refuse("has cells that do not tell their places")
        return found[1], int(found[2])


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 1, of its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def cell_starts(piece: bytes) -> NDArray[np.intp]:
    """Return where `<c` or `:c` begins a cell in a piece of XML; text may look like the second."""
    octets = np.frombuffer(piece, dtype=np.uint8)
    found = octets[:-2] == ord("<")
    found |= octets[:-2] == ord(":")
    found &= octets[1:-1] == ord("c")
    starts = np.flatnonzero(found)
    after = octets[starts + 2]
    begins: NDArray[np.intp] = starts[(after <= ord(" ")) | (after == ord(">")) | (after == ord("/"))]
    return begins


def _plain_places(piece: bytes, starts: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return rows and columns of cells that all begin with `c r="A1"`; None where one does not."""
    octets = np.frombuffer(piece + b" " * (_BEFORE + _LONGEST), dtype=np.uint8)
    for place, letter in enumerate(b' r="', start=2):
        if (octets[starts + place] != letter).any():
            return None
    rows, columns = np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    inside = np.ones(len(starts), dtype=bool)
    for place in range(_BEFORE, _BEFORE + _LONGEST):
        octet = octets[starts + place]
        inside &= octet != ord('"')
        if not inside.any():
            return rows, columns
        digits, letters = octet - np.uint8(ord("0")), octet - np.uint8(ord("A") - 1)
        is_digit = inside & (digits < 10)
        is_letter = inside & (letters > 0) & (letters <= 26) & (rows == 0)
        if ((is_digit | is_letter) != inside).any():
            return None
        np.multiply(rows, 10, out=rows, where=is_digit)
        np.add(rows, digits, out=rows, where=is_digit)
        np.multiply(columns, 26, out=columns, where=is_letter)
        np.add(columns, letters, out=columns, where=is_letter)
    return None


def refuse_sparse(path: Path, cells: int, written: int, place: str) -> None:
    """Refuse tables that would be many times larger than what is written in them.

    Raises:
        SourceError: They are.
    """
    if cells > FREE_CELLS + SPARSE * written:
        msg = (
            f"{path} would be a table of {cells:,} cells, of which only {written:,} are written, for it reaches to "
            f"{place}. Delete what stands far from the answers, or save the sheet as csv and read that."
        )
        raise SourceError(msg)
