"""What people wrote on the cells of a workbook: notes, and threads of comments."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from verkosto.backends._workbook_places import column_number
from verkosto.backends._workbook_sheet import part_of
from verkosto.backends._zip import Archive

__all__ = ["Notes", "notes_of_ods", "notes_of_xlsx"]

Notes = dict[tuple[int, int], list[str]]
"""Texts by row and column, both from 1."""

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TEXTS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLES = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLES}table-cell", f"{_TABLES}covered-table-cell")


def notes_of_xlsx(archive: Archive, sheet: str) -> Notes:
    """Return the notes on a sheet of an .xlsx; of a thread of comments those and not the note that stands in for it.

    Raises:
        SourceError: A part is too large, or the workbook does not tell where its sheet is.
        zipfile.BadZipFile, zlib.error, xml.etree.ElementTree.ParseError: It is damaged.
    """
    found: dict[str, Notes] = {"comments": {}, "threadedComment": {}}
    for kind, part in _related(archive, part_of(archive, sheet)):
        if kind in found:
            for place, text in _comments(archive.read(part)):
                found[kind].setdefault(place, []).append(text)
    return found["comments"] | found["threadedComment"]


def _related(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds and names of the parts that a part refers to."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.parts:
        return
    for relation in ET.fromstring(archive.read(relations)):  # noqa: S314 - it declares no entities
        target = posixpath.normpath(posixpath.join(f"/{folder}", relation.get("Target", ""))).lstrip("/")
        if target in archive.parts:
            yield posixpath.basename(relation.get("Type", "")), target


def _comments(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for element in ET.fromstring(xml).iter():  # noqa: S314 - it declares no entities
        place = _PLACE.fullmatch(element.get("ref", ""))
        if place is not None:
            # Runs of one text stand apart where their looks differ; phonetic readings are no text.
            texts = (part.text for part in element.iter() if part.tag.endswith(("}t", "}text")))
            yield (int(place[2]), column_number(place[1].encode())), "".join(text or "" for text in texts)


def notes_of_ods(archive: Archive) -> dict[str, Notes]:
    """Return the notes on the sheets of an .ods.

    Raises:
        zipfile.BadZipFile, zlib.error, xml.etree.ElementTree.ParseError: It is damaged.
    """
    if not any(b"annotation" in block for block in archive.blocks("content.xml")):
        return {}
    target = _OdsNotes()
    parser = ET.XMLParser(target=target)  # noqa: S314 - it declares no entities
    for block in archive.blocks("content.xml"):
        parser.feed(block)
    parser.close()
    return target.found


class _OdsNotes:
    """Takes the notes out of an .ods as its XML goes by."""

    def __init__(self) -> None:
        self.found: dict[str, Notes] = {}
        self._sheet, self._row, self._column = "", 0, 0
        self._rows = self._columns = 1
        self._note: list[str] | None = None
        self._writing = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLES}table":
            self._sheet, self._row, self._rows = attributes.get(f"{_TABLES}name", ""), 0, 1
        elif tag == f"{_TABLES}table-row":
            self._row, self._column, self._columns = self._row + self._rows, 0, 1
            self._rows = int(attributes.get(f"{_TABLES}number-rows-repeated", "1"))
        elif tag in _CELLS:
            self._column += self._columns
            self._columns = int(attributes.get(f"{_TABLES}number-columns-repeated", "1"))
        elif tag == f"{_OFFICE}annotation":
            self._note = []
        elif tag == f"{_TEXTS}p" and self._note is not None:
            # Before the first paragraph stand who wrote the note and when.
            self._writing = True
            if self._note:
                self._note.append("\n")

    def data(self, text: str) -> None:
        if self._note is not None and self._writing:
            self._note.append(text)

    def end(self, tag: str) -> None:
        if tag == f"{_TEXTS}p":
            self._writing = False
        elif tag == f"{_OFFICE}annotation" and self._note is not None:
            notes = self.found.setdefault(self._sheet, {})
            notes.setdefault((self._row, self._column), []).append("".join(self._note))
            self._note = None
