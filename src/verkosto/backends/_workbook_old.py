"""An old binary .xls, looked at before python-calamine reads it: the library believes what the file says of sizes.

In it lies a stream of records. A sheet that states more cells than a sheet has, or more texts than there are, would
take all memory that there is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import define, field

from verkosto.backends._workbook_sectors import Container, damaged
from verkosto.backends._workbook_texts import TEXTS, refuse_texts

__all__ = ["look_at_old"]

_ROWS, _COLUMNS = 65_536, 256
_DIMENSIONS, _SHEET, _STRINGS, _SHARED, _ENDS, _CONTINUES = 0x0200, 0x0085, 0x00FC, 0x00FD, 0x000A, 0x003C
_CELLS = frozenset((0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
_SHORTEST_CELL, _SHORTEST_SHARED = 4, 10
_RICH, _EXTENDED = 8, 4
_WIDEST = 3


def look_at_old(path: Path, content: bytes, limit: int) -> None:
    """Look at an .xls.

    Args:
        path: The file, for messages.
        content: Its bytes.
        limit: Bytes that an archive of its size may have unpacked.

    Raises:
        SourceError: It is damaged, states more than it can hold, or its cells repeat long texts.
    """
    try:
        _Book(path, Container.of(path, content).stream(), TEXTS * limit).look()
    except (struct.error, IndexError) as error:
        raise damaged(path) from error


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records up to the end of a part of the stream."""
    at = begin
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        at += 4
        yield kind, at, length
        if kind == _ENDS:
            return
        at += length


@define
class _Book:
    """The records of a workbook.

    Attributes:
        path: The file, for messages.
        stream: All records.
        limit: Bytes of text that its cells may hold.
        sheets: Where each sheet begins.
        texts: Characters of each text that cells share.
        held: Bytes of text that cells were found to hold.
    """

    path: Path
    stream: bytes
    limit: int
    sheets: list[int] = field(factory=list)
    texts: list[int] = field(factory=list)
    held: int = 0

    def look(self) -> None:
        """Look at the whole workbook, then at each sheet."""
        parts: list[bytes] = []
        previous = 0
        for kind, at, length in _records(self.stream, 0):
            if kind == _SHEET:
                self.sheets.append(*struct.unpack_from("<I", self.stream, at))
            if kind == _STRINGS or (kind == _CONTINUES and previous == _STRINGS):
                parts.append(self.stream[at : at + length])
            previous = previous if kind == _CONTINUES else kind
        if parts:
            self.texts = list(_lengths(parts))
        # The library reads a sheet as often as it is listed.
        if len(set(self.sheets)) < len(self.sheets):
            raise damaged(self.path)
        for begin in self.sheets:
            self._look_at_sheet(begin)

    def _look_at_sheet(self, begin: int) -> None:
        stream = self.stream
        for kind, at, length in _records(stream, begin):
            if kind == _DIMENSIONS:
                self._look_at_dimensions(stream[at : at + length])
            elif kind in _CELLS and length >= _SHORTEST_CELL and stream[at + 3]:
                raise damaged(self.path)
            elif kind == _SHARED and length >= _SHORTEST_SHARED:
                number = struct.unpack_from("<I", stream, at + 6)[0]
                self.held += _WIDEST * self.texts[number] if number < len(self.texts) else 0
        refuse_texts(self.path, self.held, self.limit)

    def _look_at_dimensions(self, held: bytes) -> None:
        form = {10: "<4H", 14: "<2I2H"}.get(len(held))
        if form is None:
            raise damaged(self.path)
        top, bottom, left, right = struct.unpack_from(form, held)
        if bottom > _ROWS or right > _COLUMNS or (bottom and right and (top >= bottom or left >= right)):
            raise damaged(self.path)


def _lengths(parts: Sequence[bytes]) -> Iterator[int]:
    """Yield the lengths of the shared texts, which run on from one record to the next.

    Raises:
        struct.error, IndexError: There are fewer than was said.
    """
    part, at = 0, 8
    for _ in range(*struct.unpack_from("<I", parts[0], 4)):
        if at >= len(parts[part]):
            part, at = part + 1, 0
        length, flags = struct.unpack_from("<HB", parts[part], at)
        at += 3
        behind = 0
        if flags & _RICH:
            behind += 4 * struct.unpack_from("<H", parts[part], at)[0]
            at += 2
        if flags & _EXTENDED:
            behind += struct.unpack_from("<I", parts[part], at)[0]
            at += 4
        left, width = length, 1 + (flags & 1)
        while left > (len(parts[part]) - at) // width:
            left -= (len(parts[part]) - at) // width
            # Each further record says anew how wide its characters are.
            part, at, width = part + 1, 1, 1 + (parts[part + 1][0] & 1)
        at += left * width
        while behind > len(parts[part]) - at:
            behind -= len(parts[part]) - at
            part, at = part + 1, 0
        at += behind
        yield length
