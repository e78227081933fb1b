"""The XML of an .xlsx sheet: where it is, its pieces, and whether python-calamine may read it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

from verkosto.backends._workbook_places import Box, cell_starts, refuse_sparse
from verkosto.backends._workbook_texts import Texts
from verkosto.backends._zip import Archive
from verkosto.errors import SourceError

__all__ = ["look_at_sheet", "part_of", "pieces_of"]

_LONGEST = 8 << 20
_NEAR = 1 << 16
_BEGINNINGS = (b"<c ", b"<row", b"<c>", b":c ", b":c>", b":row")
_DATA_ENDS = re.compile(rb"</(?:\w+:)?sheetData\s*>")


def look_at_sheet(archive: Archive, sheet: str, texts: Texts) -> None:
    """See that the library below may read an .xlsx sheet.

    Args:
        archive: The workbook.
        sheet: Name of the sheet.
        texts: The texts that its cells share.

    Raises:
        SourceError: The sheet would take much more memory than what is written in it, or its cells are out of order.
        zipfile.BadZipFile, zlib.error, xml.etree.ElementTree.ParseError: The workbook is damaged.
    """
    part = part_of(archive, sheet)
    box = Box(archive.path)
    for piece in pieces_of(archive, part):
        before = box.cells
        box.add(piece, cell_starts(piece))
        texts.add(piece, box.cells - before)
    _refuse_sparse(archive, part, box)


def _refuse_sparse(archive: Archive, part: str, box: Box) -> None:
    try:
        refuse_sparse(archive.path, box.size, box.cells, _cell_name(box))
    except SourceError:
        # Spreadsheets keep the form of cells that hold nothing, and those take no room.
        filled = Box(archive.path, filled=True)
        for piece in pieces_of(archive, part):
            filled.add(piece)
        refuse_sparse(archive.path, filled.size, filled.cells, _cell_name(filled))


def _cell_name(box: Box) -> str:
    letters, left = "", box.right
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"cell {letters}{box.bottom}"


def part_of(archive: Archive, sheet: str) -> str:
    """Return the name of the archive's part that holds a sheet.

    Raises:
        SourceError: The workbook does not tell, or tells it in two ways.
        xml.etree.ElementTree.ParseError: It is damaged.
    """
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - it declares no entities
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    ids = [
        value
        for element in workbook.iterfind(".//{*}sheet")
        if element.get("name") == sheet
        for key, value in element.items()
        if key.endswith("}id")
    ]
    targets = [element.get("Target", "") for element in relations if [element.get("Id")] == ids]
    names = {name.casefold(): name for name in archive.parts}
    places = [posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lstrip("/") for target in targets]
    parts = [names[place.casefold()] for place in places if place.casefold() in names]
    if len(parts) != 1:
        msg = (
            f"{archive.path} does not tell where its sheet {sheet!r} is: it seems damaged. Open it in a spreadsheet "
            "and save it again."
        )
        raise SourceError(msg)
    return parts[0]


def pieces_of(archive: Archive, part: str) -> Iterator[bytes]:
    """Yield the XML of a sheet in pieces that end between two cells.

    Raises:
        SourceError: A cell is too long.
        zipfile.BadZipFile, zlib.error: The workbook is damaged.
    """
    left, below = b"", False
    for block in _ahead(archive.blocks(part)):
        left += block
        at = _last_beginning(left)
        if at <= 0 and len(left) > _LONGEST:
            # What stands below the cells, such as links, may be long.
            below = below or _DATA_ENDS.search(left) is not None
            at = left.rfind(b"<") if below else 0
            if at <= 0:
                msg = (
                    f"{archive.path} has a cell of more than {_LONGEST:,} bytes, so this is no table of answers. "
                    "Export the answers again."
                )
                raise SourceError(msg)
        if at > 0:
            yield left[:at]
            left = left[at:]
    yield left


def _ahead(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack the next block while one is being looked at."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, blocks, b"")
        while block := coming.result():
            coming = beside.submit(next, blocks, b"")
            yield block


def _last_beginning(xml: bytes) -> int:
    """Return where the last cell or row begins, -1 where none does."""
    for begin in (max(0, len(xml) - _NEAR), 0):
        found = max(xml.rfind(text, begin) for text in _BEGINNINGS)
        if found >= 0:
            return xml.rfind(b"<", 0, found + 1)
    return -1
