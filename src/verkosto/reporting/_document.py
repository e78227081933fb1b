"""Document: what a report says, in one language and in order, before anybody writes it as HTML, Word or anything else.

Everything in it is text or a picture that is ready: a writer decides how it looks and nothing about what it says. A
writer is a function from a document to bytes, and gives the same bytes for the same document.

A document has a title; a part of level 1 stands right below it. Where a report has chapters (`Heading`), its tables
stand one level below the chapter that they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Attribute, field, frozen

from verkosto.errors import OptionError
from verkosto.reporting._picture import Picture
from verkosto.reporting._tables import Grid, Section
from verkosto.text import LocalText

__all__ = [
    "Document",
    "FigurePart",
    "Heading",
    "HeadingPart",
    "MethodPart",
    "Part",
    "PicturePart",
    "Points",
    "Prose",
    "QuotePart",
    "SheetPart",
    "TablePart",
]


def _local(value: str | Mapping[str, str] | LocalText) -> LocalText:
    return LocalText.of(value)


def _one_or_two(_: object, __: Attribute[int], value: object) -> None:
    if value not in (1, 2) or isinstance(value, bool):
        msg = f"a heading of level {value!r} is not known. Use 1 for a chapter and 2 for a part of it."
        raise OptionError(msg)


@frozen
class Heading:
    """A heading of a chapter, one of the things that a report is made of.

    Attributes:
        text: What it says; a plain string is Finnish.
        level: 1 for a chapter, 2 for a part of it. Tables stand one level below.

    Raises:
        OptionError: For another level, or a text that is none.

    Example:
        >>> from verkosto.reporting import Heading
        >>> Heading("Tukirakenteet").level
        1
    """

    text: LocalText = field(converter=_local)
    level: int = field(default=1, validator=_one_or_two)


@frozen
class HeadingPart:
    """A heading; `name` is unique in the document, for links."""

    kind: ClassVar[str] = "heading"

    text: str
    level: int
    name: str


@frozen
class Prose:
    """Paragraphs of plain text, without line breaks within them and without markup."""

    kind: ClassVar[str] = "prose"

    paragraphs: tuple[str, ...]


@frozen
class Points:
    """A list under a small title, such as how to read the tables."""

    kind: ClassVar[str] = "points"

    title: str
    items: tuple[str, ...]


@frozen
class FigurePart:
    """One grid of figures with its picture.

    Attributes:
        grid: The data table; `grid.panel.empty` where there is nothing to show.
        name: Unique in the document, for links.
        picture: Its picture; None where nothing can be drawn, or the writer asked for no pictures.
    """

    grid: Grid
    name: str
    picture: Picture | None


@frozen
class TablePart:
    """A table: its question, its figures, its missing answers and notes.

    Attributes:
        section: The table as text.
        name: Unique in the document, for links.
        level: Of its heading.
        figures: One for each grid of the section, in order.
    """

    kind: ClassVar[str] = "table"

    section: Section
    name: str
    level: int
    figures: tuple[FigurePart, ...]


@frozen
class PicturePart:
    """A picture that the caller brought, such as of a council; `picture.rows` is its data table."""

    kind: ClassVar[str] = "picture"

    picture: Picture
    name: str
    level: int


@frozen
class SheetPart:
    """A result that is no table of estimates, such as a test: a small table of text with notes.

    Attributes:
        title: What it shows.
        lead: What is said before the table, a paragraph each, such as the result of a test.
        name: Unique in the document, for links.
        level: Of its heading.
        header: Titles of the columns; none where there are only notes.
        rows: Cells.
        texts: Positions of the columns that hold text; the others hold figures.
        notes: What stands below, a paragraph each.
    """

    kind: ClassVar[str] = "sheet"

    title: str
    lead: tuple[str, ...]
    name: str
    level: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int]
    notes: tuple[str, ...]


@frozen
class QuotePart:
    """A quotation that stands apart from the text around it.

    Attributes:
        paragraphs: Its words.
        lang: Their language, which need not be the report's.
        source: Who said it, as far as that is told; empty where it is not.
    """

    kind: ClassVar[str] = "quote"

    paragraphs: tuple[str, ...]
    lang: str
    source: str


@frozen
class MethodPart:
    """How one survey was made and what was done for its respondents' protection.

    Attributes:
        title: "Näin kysely tehtiin", with the survey's title where the report has several.
        name: Unique in the document, for links.
        entries: Pairs of a term and what is said of it, such as ("Ajankohta", "Helmi–maaliskuu 2020.").
    """

    kind: ClassVar[str] = "method"

    title: str
    name: str
    entries: tuple[tuple[str, str], ...]


Part = HeadingPart | Prose | Points | TablePart | PicturePart | SheetPart | QuotePart | MethodPart


@frozen
class Document:
    """A report.

    Attributes:
        title: Its title.
        lang: "fi", "sv" or "en".
        internal: Whether its tables are not protected; then every page bears the stamp, `say("stamp", lang)` and
            `say("stamp_reason", lang)`.
        parts: What it says, from top to bottom, the notes on method and how to read the tables at the end.
        sources: Where the answers come from, a sentence each.
    """

    title: str
    lang: str
    internal: bool
    parts: tuple[Part, ...]
    sources: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[TablePart, ...]:
        """The tables among the parts."""
        return tuple(part for part in self.parts if isinstance(part, TablePart))
