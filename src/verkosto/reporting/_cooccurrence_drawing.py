"""The drawing of a co-occurrence map: names at the left and above, squares between, counts at the right."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.reporting._canvas import GRID, INK, LINE, PAPER, QUIET, SIZE, SMALL, Canvas, lines_of, width_of
from verkosto.reporting._cooccurrence_squares import Square, Squares
from verkosto.reporting._frame import MARGIN
from verkosto.reporting._marks import Mark, mark_box
from verkosto.reporting._tile_drawing import HIDDEN_MARK, Above
from verkosto.reporting._tilemap_faces import Ramp, gap_marks
from verkosto.reporting._wording import say

__all__ = ["draw_squares"]

_WIDTH, _HEIGHT, _GAP = 0.66, 0.46, 0.03
_NAME, _HEAD = 2.1, 1.5
_LEAST_WIDTH = 5.0
_BLANK = Mark("", "#f0f0f0", line=None)


def draw_squares(squares: Squares, above: Above, lang: str) -> Canvas:
    """Draw a map; call it within `style()`."""
    names = [lines_of(name, _NAME, SIZE) for name in squares.names]
    heads = [lines_of(name, _HEAD, SMALL) for name in squares.names]
    left = MARGIN + max(width_of(line, SIZE) for lines in names for line in lines) + 0.12
    counts = [say("n", lang), *squares.counts]
    right = max(width_of(text, SIZE) for text in counts) + 0.15
    width = max(left + len(names) * _WIDTH + right + MARGIN, _LEAST_WIDTH)
    frame = above(width)
    ramp = _ramp(squares)
    key = ramp.key(gap_marks(lang, missing=False, hidden=any(square.hidden for square in _every(squares))))
    head_top = frame.top + key.height(width) + 0.05
    top = head_top + max(width_of(line, SMALL) for lines in heads for line in lines) + 0.1
    high = max(_HEIGHT, max(map(len, names)) * LINE + 0.08)
    canvas = Canvas(width, top + len(names) * high + 0.08)
    frame.draw(canvas)
    key.draw(canvas, canvas.sheet, frame.top)
    for place, lines in enumerate(heads):
        middle = left + (place + 0.5) * _WIDTH - _GAP / 2
        canvas.text(middle, top - 0.06, lines, rotation=90, ha="center", va="bottom", size=SMALL)
    canvas.line(left + len(names) * _WIDTH + right - 0.05, top - 0.1, counts[0], SMALL, ha="right", color=QUIET)
    for place, (lines, row, count) in enumerate(zip(names, squares.rows, squares.counts, strict=True)):
        y = top + place * high
        canvas.lines(left - 0.1, y + (high - _GAP) / 2, lines, SIZE, ha="right")
        mark_box(canvas.sheet, _BLANK, left + place * _WIDTH, y, (_WIDTH - _GAP, high - _GAP))
        _draw_row(canvas, row, ramp, (left, y), high)
        end = left + len(names) * _WIDTH + right - 0.05
        canvas.line(end, y + (high - _GAP) / 2, count, SIZE, ha="right", color=QUIET)
    return canvas


def _draw_row(canvas: Canvas, row: Sequence[Square], ramp: Ramp, corner: tuple[float, float], high: float) -> None:
    size = (_WIDTH - _GAP, high - _GAP)
    for place, square in enumerate(row):
        if not square.text:
            continue
        x, y = corner[0] + place * _WIDTH, corner[1]
        ink, mark = INK, Mark("", PAPER, edge=GRID)
        if square.hidden:
            mark = HIDDEN_MARK
        elif square.value is not None:
            shade = ramp.shade(square.value)
            ink, mark = shade.ink, Mark("", shade.fill, line=None)
        mark_box(canvas.sheet, mark, x, y, size)
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.9} if square.hidden else None
        letters = SMALL if square.hidden else SIZE
        canvas.line(x + size[0] / 2, y + size[1] / 2, square.text, letters, ha="center", color=ink, bbox=box)


def _ramp(squares: Squares) -> Ramp:
    known = {str(place): square for place, square in enumerate(_every(squares)) if square.value is not None}
    values = {place: square.value for place, square in known.items() if square.value is not None}
    return Ramp.of(values, {place: square.text for place, square in known.items()})


def _every(squares: Squares) -> list[Square]:
    return [square for row in squares.rows for square in row]
