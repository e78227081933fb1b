"""A report as an Excel workbook: a list of contents, one sheet a table with real numbers, and charts made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from attrs import frozen

from verkosto.errors import MissingExtraError
from verkosto.reporting._document import (
    Document,
    HeadingPart,
    MethodPart,
    Part,
    PicturePart,
    Points,
    Prose,
    QuotePart,
    SheetPart,
    TablePart,
)
from verkosto.reporting._wording import say
from verkosto.reporting._xlsx_book import ACROSS, Book
from verkosto.reporting._xlsx_names import sheet_names
from verkosto.reporting._xlsx_rest import write_method, write_picture, write_sheet
from verkosto.reporting._xlsx_table import write_table

__all__ = ["xlsx_bytes"]

_WIDTH = 12.0


@frozen
class _Entry:
    """One line of the first sheet.

    Attributes:
        text: What it says.
        look: How it looks, where it is no link.
        title: Title of the sheet that it links to.
        write: Writes that sheet, by its name; None where the line is a text.
    """

    text: str
    look: str = "prose"
    title: str = ""
    write: Callable[[Book, str], None] | None = None


def xlsx_bytes(document: Document) -> bytes:
    """Return a document as a workbook.

    The first sheet has the texts of the report with links to the others. Shares are numbers between 0 and 1 shown as
    percents, counts are integers, and what is hidden is a text. Nothing runs as a formula, whatever labels say, and
    the file names no author and no day.

    Raises:
        MissingExtraError: The extra `report` is not installed.
    """
    try:
        import xlsxwriter  # noqa: F401 - it is tried here, where the remedy can be told
    except ImportError as error:
        raise MissingExtraError.of("report", "an Excel workbook") from error
    lang = document.lang
    book = Book(document.title, lang, say("contents", lang), internal=document.internal)
    entries = [entry for part in document.parts for entry in _entries(part, document)]
    method = [part for part in document.parts if isinstance(part, MethodPart | Points)]
    if method:
        title = method[0].title
        entries.append(_Entry(title, title=title, write=partial(write_method, title=title, parts=method)))
    names = iter(sheet_names(entry.title for entry in entries if entry.write))
    named = [(entry, next(names) if entry.write else "") for entry in entries]
    _write_contents(book, document, named)
    for entry, name in named:
        if entry.write:
            entry.write(book, name)
    return book.saved()


def _write_contents(book: Book, document: Document, entries: Iterable[tuple[_Entry, str]]) -> None:
    sheet = book.sheet(book.contents)
    sheet.columns([_WIDTH] * ACROSS)
    sheet.text(0, 0, document.title, "title")
    row = 1
    if document.internal:
        sheet.text(row, 0, say("stamp", book.lang), "stamp")
        sheet.across(row + 1, say("stamp_reason", book.lang), "quiet")
        row += 2
    for place, (entry, name) in enumerate(entries, start=row + 1):
        if name:
            sheet.link(place, 0, name, entry.text)
        else:
            sheet.across(place, entry.text, entry.look)


def _entries(part: Part, document: Document) -> Iterator[_Entry]:
    match part:
        case HeadingPart():
            yield _Entry(part.text, "heading")
        case Prose():
            yield from map(_Entry, part.paragraphs)
        case QuotePart():
            yield from (_Entry(text, "quote") for text in part.paragraphs)
            if part.source:
                yield _Entry(f"– {part.source}", "quote_source")
        case TablePart():
            yield from _tables(part, document)
        case PicturePart():
            title = part.picture.title
            yield _Entry(title, title=title, write=partial(write_picture, part=part))
        case SheetPart():
            yield _Entry(part.title, title=part.title, write=partial(write_sheet, part=part))


def _tables(part: TablePart, document: Document) -> Iterator[_Entry]:
    section = part.section
    # With several sources nothing tells here which of them a table is from; the notes on method list them.
    sources = document.sources if len(document.sources) == 1 else ()
    for figure in part.figures:
        named = [section.title, section.grouped, figure.grid.title if section.apart else ""]
        write = partial(write_table, section=section, figure=figure, sources=sources)
        yield _Entry(" – ".join(filter(None, named)), title=figure.grid.title, write=write)
