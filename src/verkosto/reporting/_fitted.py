"""Data tables fitted to a page: how wide their columns are, and where one that is too wide is taken apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from verkosto.aggregate import Shown

__all__ = ["PAGE", "Tabular", "fitted"]

PAGE = 110
"""Letters of a data table that fit beside one another between the margins of our own page, which is A4."""

_LEAST, _MOST_LABEL, _MOST_WORD, _EDGE = 5, 26, 15, 2


@frozen
class Tabular:
    """A data table.

    Attributes:
        title: What it is about, for those who do not see it.
        caption: Base, weighting and interval; may be empty.
        header: Titles of the columns.
        rows: Cells.
        labels: How many columns from the left name the rows.
        texts: Positions of the columns that hold text; the others hold figures.
        totals: Positions of the rows that are totals.
        widths: What each column needs, in letters.
        beside: Whether intervals have room beside their figures; otherwise they stand below them.
    """

    title: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    labels: int
    texts: frozenset[int]
    totals: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    beside: bool = False


def fitted(table: Tabular, page: int) -> Iterator[Tabular]:
    """Yield a table with the widths of its columns, in pieces that fit on a page.

    Each piece has the columns that name the rows; intervals stand beside their figures where all of them have room.
    """
    columns = [(title, [row[place] for row in table.rows]) for place, title in enumerate(table.header)]
    for beside in (True, False):
        widths = [_width(*column, text=place in table.texts, beside=beside) for place, column in enumerate(columns)]
        if sum(widths) <= page:
            break
    for number, band in enumerate(_bands(widths, table.labels, page)):
        kept = [*range(table.labels), *band]
        yield evolve(
            table,
            caption="" if number else table.caption,
            header=tuple(table.header[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
            texts=frozenset(new for new, old in enumerate(kept) if old in table.texts),
            widths=tuple(widths[place] for place in kept),
            beside=beside,
        )


def _width(title: str, cells: Sequence[Shown], *, text: bool, beside: bool) -> int:
    """Return the letters that a column needs: texts may go on below, words and figures are kept whole."""
    # Titles are bold, and wider for it.
    words = [min(round(1.2 * len(word)), _MOST_WORD) for word in title.split(" ")]
    if text:
        written = [min(len(cell.text), _MOST_LABEL) for cell in cells]
    else:
        between = [0 if cell.interval is None else len(cell.interval) + 2 for cell in cells]
        pairs = zip((len(cell.text) for cell in cells), between, strict=True)
        written = [figure + interval + 1 if beside else max(figure, interval) for figure, interval in pairs]
    return max(_LEAST, *words, *written) + _EDGE


def _bands(widths: Sequence[int], labels: int, page: int) -> list[range]:
    """Divide the columns that name no rows into pieces that fit on a page, of about the same number."""
    # Names of rows leave half of the page to the figures, and go on below where they are longer.
    room = max(page - sum(widths[:labels]), page // 2)
    pieces, used = 1, 0
    for width in widths[labels:]:
        if used and used + width > room:
            pieces, used = pieces + 1, 0
        used += width
    columns = len(widths) - labels
    ends = [labels + columns * piece // pieces for piece in range(pieces + 1)]
    return [range(first, last) for first, last in itertools.pairwise(ends)]
