"""The beginning of an XML file: whether it is a DDI codebook, found out before anything in it is unfolded."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from attrs import frozen

from verkosto.errors import CodebookError

__all__ = ["Head", "ddi_version", "head_of"]

_PIECE = 65_536
_BEGINNING = 1 << 20
_WRAPPERS = frozenset({"OAI-PMH", "GetRecord", "ListRecords", "record", "header", "metadata"})
_VERSION = re.compile(r"\d+(?:[._]\d+)*")


@frozen
class Head:
    """What stands before the content of an XML file.

    Attributes:
        root: Name of the outermost element, or `codeBook` where an answer of an archive's interface wraps one.
        version: The version of the standard that it states, such as "2.5"; empty where it states none.
    """

    root: str
    version: str = ""


class _Found(Exception):  # noqa: N818 - it ends the reading, and nothing is wrong
    """The element that was looked for."""


class _Entities(Exception):  # noqa: N818
    """A declaration of an entity."""


class _Looker:
    def __init__(self) -> None:
        self.head: Head | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, root = name.rpartition(" ")
        if root == "codeBook":
            stated = attributes.get("version") or space
            version = _VERSION.search(stated)
            self.head = Head(root, version.group().replace("_", ".") if version else "")
            raise _Found
        if self.head is None:
            self.head = Head(root)
        if self.head.root not in _WRAPPERS:
            raise _Found

    def refuse(self, *_: object) -> None:
        raise _Entities


def head_of(file: BinaryIO, name: str) -> Head:
    """Read a file up to its first element, or up to a codebook that is wrapped.

    A document type that only names its rules is passed over: nothing is fetched. One that declares entities is
    refused, since a few lines of them can unfold to gigabytes, or to another file of the machine.

    Args:
        file: The file, from its beginning.
        name: What messages call it.

    Raises:
        CodebookError: The bytes are no XML, end too early, or declare entities.
    """
    looker = _Looker()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = looker.start
    parser.EntityDeclHandler = looker.refuse
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 - the library takes it by place
        parser.Parse(b"", True)  # noqa: FBT003
    except _Found:
        pass
    except _Entities as error:
        msg = f"{name}: line {parser.CurrentLineNumber} declares an entity, as no codebook needs to. Remove it."
        raise CodebookError(msg) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        msg = f"{name}: line {parser.CurrentLineNumber} is not XML, or the file is cut off. Get the file again."
        raise CodebookError(msg) from error
    return looker.head or Head("")


def ddi_version(path: str | Path) -> str | None:
    """Return the version of DDI-Codebook that a file states, "" where it states none, None where it is no codebook.

    Only its beginning is read.

    Raises:
        OSError: The file cannot be opened.
    """
    with Path(path).open("rb") as file:
        beginning = io.BytesIO(file.read(_BEGINNING))
    try:
        head = head_of(beginning, str(path))
    except CodebookError:
        return None
    return head.version if head.root == "codeBook" else None
