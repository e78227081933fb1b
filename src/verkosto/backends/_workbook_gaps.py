"""Cells that python-calamine gives as empty though they are not.

It does so with error values (`#N/A`) and with formulas that no program has calculated. In an .xlsx both are found in
the sheet's XML, so that such a cell is read as `#N/A` or as the formula's text instead of being lost. An .ods with
error values is refused. The old binary .xls does not tell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from verkosto.errors import SourceError

__all__ = ["Gaps", "find_gaps"]

Gaps = dict[int, dict[int, str]]
"""Texts by row and column, both from 1."""

_PIECE = 1 << 20
_PREFIX = re.compile(rb"<(\w+:)?worksheet[\s>]")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_CELL_BEGINS = re.compile(rb"<(?:\w+:)?c[\s>]")
_PLACE = re.compile(rb"""\br=["']\$?([A-Z]{1,3})\$?(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_ODS_MARK = re.compile(rb'<table:table\s[^>]*?table:name="([^"]*)"|calcext:value-type="error"')


def find_gaps(path: Path, content: bytes, sheet: str) -> Gaps:
    """Find the cells of a sheet that hold an error value or a formula without a result.

    Args:
        path: The workbook, for messages.
        content: Its bytes.
        sheet: Name of the sheet.

    Raises:
        SourceError: The sheet is in an .ods and holds error values.
        zipfile.BadZipFile, zlib.error, xml.etree.ElementTree.ParseError: The workbook is damaged.
    """
    gaps: Gaps = {}
    if not content.startswith(b"PK"):
        return gaps
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _part(archive, sheet)
        if part is None:
            if "content.xml" in archive.namelist() and _has_errors(archive, sheet):
                msg = (
                    f"{path}: sheet {sheet!r} holds error values such as #N/A, which cannot be read from an .ods. "
                    "Correct the cells, or save the workbook as .xlsx."
                )
                raise SourceError(msg)
            return gaps
        suspects: list[re.Pattern[bytes]] = []
        for piece in _pieces(archive, part):
            suspects = suspects or _suspects(piece)
            if any(suspect.search(piece) for suspect in suspects):
                for row, column, text in _gaps_in(path, piece):
                    gaps.setdefault(row, {})[column] = text
    return gaps


def _suspects(first: bytes) -> list[re.Pattern[bytes]]:
    """Return what to look for, given the start of the XML: plain texts, which are found faster than patterns."""
    prefix = _PREFIX.search(first)
    formula = b"<" + ((prefix and prefix[1]) or b"") + b"f"
    return [re.compile(re.escape(text)) for text in (b't="e"', b"t='e'", formula)]


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the archive's part that holds a sheet."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    relation = ""
    for element in ET.fromstring(archive.read("xl/workbook.xml")).iterfind(".//{*}sheet"):  # noqa: S314
        if element.get("name") == sheet:
            relation = next((v for key, v in element.items() if key.endswith("}id")), "")
    for element in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if element.get("Id") == relation:
            part = posixpath.normpath(posixpath.join("/xl", element.get("Target", ""))).lstrip("/")
            return part if part in names else None
    return None


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the XML in pieces that end between two cells."""
    left = b""
    with archive.open(part) as file:
        while block := file.read(_PIECE):
            left += block
            at = left.rfind(b"<")
            while at > 0 and not _CELL_BEGINS.match(left, at):
                at = left.rfind(b"<", 0, at)
            if at > 0:
                yield left[:at]
                left = left[at:]
    yield left


def _has_errors(archive: zipfile.ZipFile, sheet: str) -> bool:
    """Tell whether a sheet of an .ods holds an error value."""
    name, left = "", b""
    with archive.open("content.xml") as file:
        while block := file.read(_PIECE):
            left += block
            # What follows the last < may be half a tag.
            whole = left.rfind(b"<")
            for match in _ODS_MARK.finditer(left, 0, whole):
                if match[1] is not None:
                    name = _unescaped(match[1])
                elif name == sheet:
                    return True
            left = left[whole:]
    return False


def _gaps_in(path: Path, piece: bytes) -> Iterator[tuple[int, int, str]]:
    for match in _CELL.finditer(piece):
        head, body = match.groups()
        text = _lost_text(head, body)
        if not text:
            continue
        place = _PLACE.search(head)
        if place is None:
            msg = (
                f"{path} holds error values or formulas without a result, and its cells do not tell their places. "
                "Open it in a spreadsheet and save it again."
            )
            raise SourceError(msg)
        yield int(place[2]), _number(place[1]), text


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
    return ET.fromstring(b"<t>" + text + b"</t>").text or ""  # noqa: S314


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
