"""What kind of file it is, by its bytes and never by its name."""

from __future__ import annotations

import enum
import zipfile
from pathlib import Path
from typing import BinaryIO

from verkosto.backends._zip import directory
from verkosto.errors import EmptySourceError, SourceError

__all__ = ["Kind", "identify", "mistaken", "open_binary"]

_HEAD = 65_536
_OLE_SCAN = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<?xml", b"<script", b"<!--")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Kind(enum.Enum):
    """Kinds of files that people take for tables; the value says it in words."""

    EMPTY = "an empty file"
    TEXT = "a text file"
    MARKUP = "a web page or XML"
    JSON = "JSON"
    WORKBOOK = "a workbook"
    ENCRYPTED = "a workbook locked with a password"
    ARCHIVE = "a zip archive without a workbook"
    CUT_ARCHIVE = "a zip archive that is cut off or damaged"
    OFFICE = "an old Office file without a workbook"
    BINARY = "neither text nor a workbook"


_REMEDIES = {
    Kind.EMPTY: "Export the answers again.",
    Kind.TEXT: "Read it with backend='csv'.",
    Kind.MARKUP: (
        "A page may have been saved in place of the export, or be named .xls by the system that made it: open it in a "
        "spreadsheet and save it as .xlsx."
    ),
    Kind.JSON: "Export the answers as .xlsx or csv.",
    Kind.WORKBOOK: "Read it with backend='excel'.",
    Kind.ENCRYPTED: "Open it, save it without a password, and read the copy.",
    Kind.ARCHIVE: "Unpack it and name the file inside.",
    Kind.CUT_ARCHIVE: "Download or export it again.",
    Kind.OFFICE: "Export the answers as .xlsx or csv.",
    Kind.BINARY: "Check the path, or export the answers as .xlsx or csv.",
}


def mistaken(path: Path, kind: Kind, wanted: str) -> SourceError:
    """Make the error for a file of another kind than the one that is wanted."""
    error = EmptySourceError if kind is Kind.EMPTY else SourceError
    return error(f"{path} is no {wanted}: it seems to be {kind.value}. {_REMEDIES[kind]}")


def open_binary(path: Path) -> BinaryIO:
    """Open a file for reading bytes.

    Raises:
        SourceError: It cannot be opened.
    """
    try:
        return path.open("rb")
    except IsADirectoryError as error:
        msg = f"{path} is a folder. Name a file in it."
        raise SourceError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be opened: {error.strerror}. Check the path and the right to read it."
        raise SourceError(msg) from error


def identify(path: Path) -> Kind:
    """Tell the kind of a file from its first bytes and, for containers, from what is inside.

    Raises:
        SourceError: It cannot be opened, or is an archive of too many parts.
    """
    with open_binary(path) as file:
        head = file.read(_HEAD)
        if head.startswith(_OLE):
            return _ole_kind(file)
    if not head:
        return Kind.EMPTY
    if head.startswith(_ZIP):
        return _zip_kind(path)
    return _text_kind(head)


def _text_kind(head: bytes) -> Kind:
    if head.startswith(_MARKS[1:]):
        return Kind.TEXT
    if b"\0" in head or head.startswith(_PDF):
        return Kind.BINARY
    start = head.removeprefix(_MARKS[0]).lstrip().lower()
    if start.startswith(_MARKUP):
        return Kind.MARKUP
    if start.startswith((b'{"', b"{\n", b"{}", b'[{"', b"[\n", b"[]")):
        return Kind.JSON
    return Kind.TEXT


def _zip_kind(path: Path) -> Kind:
    try:
        with open_binary(path) as file:
            names = {part.filename for part in directory(path, file)}
    except zipfile.BadZipFile:
        return Kind.CUT_ARCHIVE
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or {"mimetype", "content.xml"} <= names:
        return Kind.WORKBOOK
    return Kind.ARCHIVE


def _ole_kind(file: BinaryIO) -> Kind:
    # The names of the streams lie in a directory that may be anywhere; writers put it near an end.
    size = file.seek(0, 2)
    file.seek(0)
    content = file.read(_OLE_SCAN)
    file.seek(max(0, size - _OLE_SCAN))
    content += file.read(_OLE_SCAN)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Kind.ENCRYPTED
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Kind.WORKBOOK
    return Kind.OFFICE
