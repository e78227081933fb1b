"""The Word file that a report is written into, our own or the user's template, and its packing without a date."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from verkosto.errors import OptionError, SourceError, VerkostoError
from verkosto.files import PathLike, contents, path_of

__all__ = ["EARLIEST", "W", "opened", "own_part", "packed", "template_errors"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's own elements."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name; it stands in every file, so that the same report is the same bytes."""

_OWN = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}
_ENDINGS = (".docx", ".dotx")
_TYPES = "[Content_Types].xml"
_MAIN = b"wordprocessingml.document.main+xml"
_OF_TEMPLATE = b"wordprocessingml.template.main+xml"
_REMEDY = "Open it in Word, save it as .docx, and give that file."


def own_part(name: str) -> bytes:
    """Return a part of our own Word file, such as "styles.xml"."""
    return files("verkosto.reporting").joinpath("templates", "word", name).read_bytes()


def opened(template: PathLike | None) -> Any:
    """Return a document of python-docx: an empty one with our styles, or the user's template as it is.

    Raises:
        OptionError: The template is no path, or its name ends in neither .docx nor .dotx.
        SourceError: The template cannot be read, or is no Word file.
    """
    import docx

    if template is None:
        return docx.Document(io.BytesIO(packed({name: own_part(part) for name, part in _OWN.items()})))
    place = path_of(template)
    if place.suffix.lower() not in _ENDINGS:
        raise OptionError(f"{place}: a template is a Word file that ends in .docx or .dotx. {_REMEDY}")
    data = contents(place, "template", endings=_ENDINGS)
    with template_errors(place):
        found: Any = docx.Document(io.BytesIO(_as_document(data)))
        # Headers hang on a section.
        found.element.body.get_or_add_sectPr()
    return found


@contextlib.contextmanager
def template_errors(template: PathLike) -> Iterator[None]:
    """Tell what goes wrong with a template as an error of ours: a broken file can fail anywhere and in any way.

    Raises:
        SourceError: Something failed.
    """
    try:
        yield
    except VerkostoError:
        raise
    except Exception as error:
        raise SourceError(f"{template}: the template is no Word file that can be read. {_REMEDY}") from error


def _as_document(data: bytes) -> bytes:
    """Return a .docx as it is, and a .dotx as the document that Word would make of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        types = old.read(_TYPES)
        if _OF_TEMPLATE not in types:
            return data
        parts = {name: old.read(name) for name in old.namelist()}
    return packed({**parts, _TYPES: types.replace(_OF_TEMPLATE, _MAIN)})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip file in which nothing tells when it was made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The same whatever system writes it.
            entry.create_system = 0
            new.writestr(entry, content)
    return file.getvalue()
