"""Sheets: how a result that is no table of estimates looks, a small table with notes, in a terminal and a notebook."""

from __future__ import annotations

import textwrap
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence

from attrs import frozen

from verkosto import html as markup
from verkosto.text import LocalText, check_language

__all__ = ["Printed", "Sheet", "said", "under_one_another"]

_WIDTH = 100


@frozen
class Sheet:
    """A small table to be printed.

    Attributes:
        title: What it shows.
        header: Titles of the columns; none where there is nothing but notes.
        rows: Cells as text, each row as long as the header.
        texts: Positions of the columns that hold text and no numbers.
        notes: What stands below, a paragraph each.
    """

    title: str
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    texts: frozenset[int] = frozenset({0})
    notes: Sequence[str] = ()

    def text(self) -> str:
        """Return it as lines."""
        table = under_one_another([self.header, *self.rows], self.texts) if self.header else []
        notes = [textwrap.fill(note, _WIDTH) for note in self.notes]
        return "\n\n".join(part for part in (self.title, "\n".join(table), "\n".join(notes)) if part)

    def html(self) -> str:
        """Return it as HTML."""
        numeric = [place for place in range(len(self.header)) if place not in self.texts]
        title = f"<p>{markup.escape(self.title)}</p>"
        table = markup.table(self.header, self.rows, caption=self.title, numeric=numeric) if self.header else title
        return "\n".join([table, *(f"<p>{markup.escape(note)}</p>" for note in self.notes)])


class Printed(ABC):
    """A result that prints in three languages; its child makes the sheet."""

    __slots__ = ()

    def to_text(self, lang: str = "fi") -> str:
        """Return the result for a terminal.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return self.sheet(lang).text()

    def to_html(self, lang: str = "fi") -> str:
        """Return the result as HTML.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return self.sheet(lang).html()

    def sheet(self, lang: str = "fi") -> Sheet:
        """Return the result as a small table of text, to be written elsewhere.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return self._sheet(check_language(lang))

    def __str__(self) -> str:
        """Give the Finnish text."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()

    @abstractmethod
    def _sheet(self, lang: str) -> Sheet:
        """Return the result as a small table, in a language that is known."""


def under_one_another(rows: Sequence[Sequence[str]], texts: Collection[int]) -> list[str]:
    """Return rows as lines whose columns stand under one another: some are texts, the others figures."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        pairs = enumerate(zip(row, widths, strict=True))
        cells = [cell.ljust(width) if place in texts else cell.rjust(width) for place, (cell, width) in pairs]
        lines.append("  ".join(cells).rstrip())
    return lines


def said(notes: Sequence[LocalText], lang: str) -> list[str]:
    """Return notes in a language."""
    return [note.get(lang) for note in notes]
