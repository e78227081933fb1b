"""Writers: which ending of a name makes which kind of file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from verkosto.errors import OptionError
from verkosto.files import path_of
from verkosto.reporting._document import Document

__all__ = ["WRITERS", "Writer", "writer_of"]


@frozen
class Writer:
    """A kind of file.

    Attributes:
        write: Makes its bytes from a document and a template, which is None where the caller gave none.
        pictures: Whether the tables of its documents need pictures.
        template: Whether it takes a template.
    """

    write: Callable[[Document, Path | None], bytes]
    pictures: bool = True
    template: bool = False


# Each is imported when it is called: they stand on different libraries, and a report needs one of them.
def _html(document: Document, _: Path | None) -> bytes:
    from verkosto.reporting._html import html_bytes

    return html_bytes(document)


def _markdown(document: Document, _: Path | None) -> bytes:
    from verkosto.reporting._markdown import markdown_bytes

    return markdown_bytes(document)


def _docx(document: Document, template: Path | None) -> bytes:
    from verkosto.reporting._docx import docx_bytes

    return docx_bytes(document, template=template)


def _xlsx(document: Document, _: Path | None) -> bytes:
    from verkosto.reporting._xlsx import xlsx_bytes

    return xlsx_bytes(document)


def _pdf(document: Document, _: Path | None) -> bytes:
    from verkosto.reporting._pdf import pdf_bytes

    return pdf_bytes(document)


WRITERS: dict[str, Writer] = {
    ".html": Writer(_html),
    ".htm": Writer(_html),
    ".docx": Writer(_docx, template=True),
    ".xlsx": Writer(_xlsx, pictures=False),
    ".pdf": Writer(_pdf),
    ".md": Writer(_markdown, pictures=False),
}


def writer_of(path: Path, template: str | os.PathLike[str] | None) -> tuple[Writer, Path | None]:
    """Return what writes a file of that name, with the path of its template.

    `report` asks this itself; ask before, where tables are noted in a ledger that a wrong name would leave unpublished.

    Raises:
        OptionError: No kind of report has that ending, or the kind takes no template.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        *others, last = (ending for ending in WRITERS if ending != ".htm")
        raise OptionError(f"{path}: a report has a name that ends in {', '.join(others)} or {last}: 'raportti.html'.")
    if template is not None and not writer.template:
        taken = ", ".join(ending for ending, kind in WRITERS.items() if kind.template)
        raise OptionError(f"{path}: a template is for a report in {taken}. Leave `template` out.")
    return writer, None if template is None else path_of(template)
