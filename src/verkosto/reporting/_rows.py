"""Rows of a picture: names at the left, what they count, and one height for all columns."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from verkosto.reporting._canvas import LINE, QUIET, SMALL, Canvas, lines_of, width_of
from verkosto.reporting._panel import Row
from verkosto.reporting._wording import say

__all__ = ["BESIDE", "Rows", "labels_and_counts", "mark_hidden", "rows_of"]

BESIDE = 0.12
"""Room between names and what they name, in inches."""

_GAP = 0.14
_MOST_NAMES = 0.36
_HIDDEN = 0.1


@frozen
class Rows:
    """Names and bases of rows, and where they stand.

    Attributes:
        names: The lines of each name.
        counts: The base of each row as it is written; empty where they are not shown.
        bold: Which rows are totals.
        middles: The middle of each row, in inches from the first one's upper edge.
        height: Of all rows.
        left: Where the figures may begin.
    """

    names: tuple[list[str], ...]
    counts: tuple[str, ...]
    bold: tuple[bool, ...]
    middles: tuple[float, ...]
    height: float
    left: float

    def draw(self, canvas: Canvas, top: float, lang: str, *, head: float | None = None) -> None:
        """Write names and bases; `head` is the middle of the line on which "n" stands."""
        edge = self.left - BESIDE
        if self.counts:
            canvas.line(edge, top - 0.1 if head is None else head, say("n", lang), SMALL, ha="right", color=QUIET)
        names = edge - (BESIDE + _widest(self.counts) if self.counts else 0.0)
        for place, (middle, lines) in enumerate(zip(self.middles, self.names, strict=True)):
            weight = "bold" if self.bold[place] else "normal"
            canvas.lines(names, top + middle, lines, ha="right", weight=weight)
            if self.counts:
                canvas.line(edge, top + middle, self.counts[place], SMALL, ha="right", color=QUIET)


def rows_of(
    labels: Sequence[str], width: float, *, least: float, counts: Sequence[str] = (), bold: Sequence[bool] = ()
) -> Rows:
    """Place rows below one another, each as high as its name needs.

    Args:
        labels: Their names.
        width: Width of the picture; names take a part of it.
        least: The least height of a row.
        counts: Their bases, where they are shown.
        bold: Which of them are totals.
    """
    bold = tuple(bold) or (False,) * len(labels)
    names = tuple(lines_of(label, width * _MOST_NAMES, bold=heavy) for label, heavy in zip(labels, bold, strict=True))
    middles, down = [], 0.0
    for lines in names:
        height = max(least, len(lines) * LINE + _GAP)
        middles.append(down + height / 2)
        down += height
    wide = max((width_of(line, bold=True) for lines in names for line in lines), default=0.0)
    left = wide + 2 * BESIDE + (BESIDE + _widest(counts) if counts else 0.0)
    return Rows(names, tuple(counts), bold, tuple(middles), down, left)


def mark_hidden(canvas: Canvas, x: float, middle: float, word: str, size: float = SMALL) -> None:
    """Draw the mark of a figure that is kept back, with its word: a hatched square is no bar and no dot."""
    canvas.box(x, middle - _HIDDEN / 2, _HIDDEN, _HIDDEN, "#ffffff", hatch="xxxxxx", edgecolor=QUIET, linewidth=0.5)
    canvas.ground(x + _HIDDEN + 0.06, middle, word, size)
    canvas.line(x + _HIDDEN + 0.06, middle, word, size, ha="left", color=QUIET)


def labels_and_counts(rows: Sequence[Row], lang: str) -> tuple[list[str], list[str], list[bool]]:
    """Return the names of rows, their bases as they are written, and which are totals."""
    return [row.label for row in rows], [row.count(lang) for row in rows], [row.total for row in rows]


def _widest(counts: Sequence[str]) -> float:
    return max((width_of(count, SMALL) for count in counts), default=0.0)
