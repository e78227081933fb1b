"""Cells that python-calamine gives as empty though they are not.

It does so with error values (`#N/A`) and with formulas that no program has calculated. In an .xlsx both are found in
the sheet's XML, so that such a cell is read as `#N/A` or as the formula's text instead of being lost. An .ods with
error values is refused. The old binary .xls does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from verkosto.backends._workbook_places import cell_starts, column_number
from verkosto.backends._workbook_sheet import part_of, pieces_of
from verkosto.backends._zip import Archive
from verkosto.errors import SourceError

__all__ = ["Gaps", "find_gaps"]

Gaps = dict[int, dict[int, str]]
"""Texts by row and column, both from 1."""

_CELL_BEGINS = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(.*)", re.DOTALL)
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c\s*>")
_SUSPECT = re.compile(rb"""t="e"|t='e'|<f|:f""")
_PLACE = re.compile(rb"""\br=["']\$?([A-Z]{1,3})\$?(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_HIDDEN_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]*<!")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)<)")


def find_gaps(archive: Archive, sheet: str) -> Gaps:
    """Find the cells of an .xlsx sheet that hold an error value or a formula without a result.

    Args:
        archive: The workbook.
        sheet: Name of the sheet.

    Raises:
        SourceError: Such cells do not tell their places, or a value is written as the library below does not see it.
        zipfile.BadZipFile, zlib.error, xml.etree.ElementTree.ParseError: The workbook is damaged.
    """
    gaps: Gaps = {}
    for piece in pieces_of(archive, part_of(archive, sheet)):
        suspect, special = _glance(piece)
        if special and _HIDDEN_VALUE.search(piece):
            msg = f"{archive.path} has a value in a form that would be lost. Open it in a spreadsheet, save it again."
            raise SourceError(msg)
        if suspect:
            for row, column, text in _gaps_in(archive.path, piece):
                gaps.setdefault(row, {})[column] = text
    return gaps


def _glance(piece: bytes) -> tuple[bool, bool]:
    """Tell whether there may be formulas or errors, and whether comments or CDATA, faster than patterns would."""
    octets = np.frombuffer(piece, dtype=np.uint8)
    first, second, third = octets[:-2], octets[1:-1], octets[2:]
    begins = first == ord("<")
    special = bool((begins & (second == ord("!"))).any())
    begins |= first == ord(":")
    begins &= second == ord("f")
    quoted = second == ord("e")
    quoted &= first == third
    return bool(begins.any() or quoted.any()), special


def _gaps_in(path: Path, piece: bytes) -> Iterator[tuple[int, int, str]]:
    starts = cell_starts(piece)
    if any(piece[at : at + 1] == b":" for at in starts.tolist()):
        # A text may look like a cell with a prefix.
        starts = np.array([cell.start() for cell in _CELL_BEGINS.finditer(piece)], dtype=np.intp)
    suspects = np.array([found.start() for found in _SUSPECT.finditer(piece)], dtype=np.intp)
    ends = [*starts[1:].tolist(), len(piece)]
    for number in np.unique(np.searchsorted(starts, suspects, side="right") - 1).tolist():
        cell = _CELL.match(piece, starts[number], ends[number]) if number >= 0 else None
        if cell is None or cell[1].endswith(b"/"):
            continue
        text = _lost_text(cell[1], _CELL_ENDS.split(cell[2], 1)[0])
        if not text:
            continue
        place = _PLACE.search(cell[1])
        if place is None:
            msg = (
                f"{path} holds error values or formulas without a result, and its cells do not tell their places. "
                "Open it in a spreadsheet and save it again."
            )
            raise SourceError(msg)
        yield int(place[2]), column_number(place[1]), text


def _lost_text(head: bytes, body: bytes) -> str:
    kind = _TYPE.search(head)
    value = _VALUE.search(body)
    held = value[1].strip() if value else b""
    if kind and kind[1] == b"e":
        return _unescaped(held) or "#ERROR"
    formula = _FORMULA.search(body)
    # A result of kind "str" may be the empty text.
    if formula and not held and not (kind and kind[1] == b"str"):
        return f"={_unescaped(formula[1] or b'')}"
    return ""


def _unescaped(text: bytes) -> str:
    return ET.fromstring(b"<t>" + text + b"</t>").text or ""  # noqa: S314 - text without markup
