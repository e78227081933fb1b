"""Flow: a document as the few kinds of blocks that a page is set from, for every writer of pages alike.

What stands above what is decided here and once: heading, picture, what to know of the picture, data table, missing
answers, notes. A writer knows how a block looks, and nothing of tables, panels or surveys.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import frozen

from verkosto.aggregate import Shown
from verkosto.reporting._document import (
    Document,
    FigurePart,
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
from verkosto.reporting._fitted import PAGE, Tabular, fitted
from verkosto.reporting._picture import Picture
from verkosto.reporting._wording import say
from verkosto.reporting._xml_text import xml_text

__all__ = ["SHORT", "Block", "Bullets", "Drawn", "Head", "Lines", "Quoted", "Terms", "flow", "lead", "listed"]

SHORT = 12
"""Rows of a data table that is not divided between two pages."""

_DEPTH, _FEW = 2, 3


@frozen
class Head:
    """A heading of a level from 1 down; `name` is unique in the document."""

    text: str
    level: int
    name: str


@frozen
class Lines:
    """Paragraphs."""

    texts: tuple[str, ...]


@frozen
class Bullets:
    """A list under a small title, or under none."""

    title: str
    items: tuple[str, ...]


@frozen
class Quoted:
    """A quotation in its own language, with who said it; empty where that is not told."""

    texts: tuple[str, ...]
    lang: str
    source: str


@frozen
class Terms:
    """Terms, each with what is said of it."""

    entries: tuple[tuple[str, str], ...]


@frozen
class Drawn:
    """A picture.

    Attributes:
        picture: The picture.
        alt: What it shows, in words.
        caption: What a reader of it must know; may be empty.
    """

    picture: Picture
    alt: str
    caption: str


Block = Head | Lines | Bullets | Quoted | Terms | Drawn | Tabular


def lead(blocks: Sequence[Block]) -> int:
    """Return how many blocks stand above the list of contents: the texts that the report begins with."""
    return len(list(itertools.takewhile(lambda block: isinstance(block, Lines), blocks)))


def listed(blocks: Sequence[Block]) -> list[Head]:
    """Return the headings of the list of contents; none where the report is so short that it needs no list."""
    heads = [block for block in blocks if isinstance(block, Head) and block.level <= _DEPTH]
    return heads if len(heads) > _FEW else []


def flow(document: Document, *, page: int = PAGE) -> Iterator[Block]:
    """Yield the blocks below the title of a document, with text that every file can hold.

    Args:
        document: The report.
        page: Letters of a data table that fit beside one another; a wider table is taken apart.
    """
    for part in document.parts:
        for block in _of(part, document.lang):
            if isinstance(block, Tabular):
                yield from fitted(block, page)
            else:
                yield block


def _of(part: Part, lang: str) -> Iterator[Block]:
    match part:
        case HeadingPart():
            yield Head(xml_text(part.text), part.level, part.name)
        case Prose():
            yield Lines(_texts(part.paragraphs))
        case QuotePart():
            yield Quoted(_texts(part.paragraphs), part.lang, xml_text(part.source))
        case Points():
            yield Head(xml_text(part.title), 1, "reading")
            yield Bullets("", _texts(part.items))
        case MethodPart():
            yield Head(xml_text(part.title), 1, part.name)
            yield Terms(tuple((xml_text(term), xml_text(text)) for term, text in part.entries))
        case TablePart():
            yield from _table(part, lang)
        case PicturePart():
            yield from _picture(part)
        case _:
            yield from _sheet(part)


def _table(part: TablePart, lang: str) -> Iterator[Block]:
    section = part.section
    title = f"{section.title} – {section.grouped}" if section.grouped else section.title
    yield Head(xml_text(title), part.level, part.name)
    for figure in part.figures:
        if section.apart:
            yield Head(xml_text(figure.grid.title), part.level + 1, figure.name)
        if figure.grid.panel.empty:
            yield Lines((xml_text(say("nothing", lang)),))
        else:
            yield from _figure(figure)
    if section.missing:
        yield Bullets(xml_text(say("missing", lang)), _texts(section.missing))
    if section.notes:
        yield Bullets(xml_text(say("notes", lang)), _texts(section.notes))


def _figure(figure: FigurePart) -> Iterator[Block]:
    grid, picture = figure.grid, figure.picture
    if picture is not None:
        yield Drawn(picture, xml_text(picture.alt), xml_text(grid.legend))
    rows = [(*map(Shown, row.labels), *row.data) for row in grid.rows]
    totals = frozenset(place for place, row in enumerate(grid.rows) if row.total)
    labels = len(grid.heads)
    yield _tabular(grid.title, grid.caption, (*grid.heads, *grid.columns), rows, range(labels), labels, totals)


def _picture(part: PicturePart) -> Iterator[Block]:
    picture = part.picture
    yield Head(xml_text(picture.title), part.level, part.name)
    yield Drawn(picture, xml_text(picture.alt), "")
    if picture.rows:
        rows = [tuple(map(Shown, row)) for row in picture.rows]
        yield _tabular(picture.title, "", picture.header, rows, range(len(picture.header)))


def _sheet(part: SheetPart) -> Iterator[Block]:
    yield Head(xml_text(part.title), part.level, part.name)
    if part.lead:
        yield Lines(_texts(part.lead))
    if part.header:
        rows = [tuple(map(Shown, row)) for row in part.rows]
        yield _tabular(part.title, "", part.header, rows, part.texts, labels=int(0 in part.texts))
    if part.notes:
        yield Lines(_texts(part.notes))


def _tabular(
    title: str,
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Shown]],
    texts: Collection[int],
    labels: int = 1,
    totals: frozenset[int] = frozenset(),
) -> Tabular:
    cells = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return Tabular(xml_text(title), xml_text(caption), _texts(header), cells, labels, frozenset(texts), totals)


def _texts(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(xml_text, texts))


def _cell(cell: Shown) -> Shown:
    return Shown(xml_text(cell.text), None if cell.interval is None else xml_text(cell.interval))
