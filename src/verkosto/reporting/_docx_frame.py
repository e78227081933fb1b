"""What stands around the text of a Word file: the stamp and page number of each page, title, language and dates."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

from verkosto.reporting._docx_base import EARLIEST

__all__ = ["describe", "number_pages", "stamp"]

_HEADERS = ("header", "first_page_header", "even_page_header")


def describe(document: Any, title: str, lang: str) -> None:
    """Give a file the title and language of the report, and take away who made it and when."""
    properties = document.core_properties
    properties.title, properties.language = title[:255], lang
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = dt.datetime(*EARLIEST)  # noqa: DTZ001 - python-docx wants no time zone
    properties.revision = 1


def stamp(document: Any, paragraph: Any) -> None:
    """Put a paragraph on top of the header of every page, whatever headers the file has."""
    for root in _headers(document):
        root.insert(0, copy.deepcopy(paragraph))


def number_pages(document: Any, paragraph: Any) -> None:
    """Make a paragraph the footer of a file of ours."""
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    _fill(footer.part.element, [paragraph])


def _headers(document: Any) -> Iterator[Any]:
    """Yield the header of each kind of page, made where a page would have none, each once."""
    done = []
    for kind in _HEADERS:
        defined = False
        for section in document.sections:
            header = getattr(section, kind)
            if header.is_linked_to_previous:
                if defined or not _used(kind, section, document):
                    continue
                header.is_linked_to_previous = False
                _fill(header.part.element, [])
            defined = True
            if header.part not in done:
                done.append(header.part)
                yield header.part.element


def _used(kind: str, section: Any, document: Any) -> bool:
    if kind == "first_page_header":
        return bool(section.different_first_page_header_footer)
    return kind == "header" or bool(document.settings.odd_and_even_pages_header_footer)


def _fill(root: Any, children: list[Any]) -> None:
    root[:] = children
