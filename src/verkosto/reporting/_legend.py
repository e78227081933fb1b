"""The legend above a picture: a swatch and its meaning, on as few lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.reporting._canvas import Canvas, lines_of, width_of
from verkosto.reporting._shades import Shade

__all__ = ["SWATCH", "legend", "legend_height", "legend_places", "legend_text"]

SWATCH = (0.2, 0.13)
"""Width and height of a swatch in inches."""

_LINE = 0.22
_ROW = 0.145
_LEFT = 0.1


def legend_places(options: Sequence[str], width: float) -> list[tuple[float, float, list[str]]]:
    """Return left edge, middle of the first line, and text of each entry, in inches from the legend's corner."""
    return [(x, 0.11 + line * _LINE, lines) for line, x, lines in _entries(options, width)]


def legend_height(options: Sequence[str], width: float) -> float:
    """Return the height of a legend with the gap below it."""
    line, _, lines = _entries(options, width)[-1]
    return (line + len(lines)) * _LINE + _LINE


def legend(canvas: Canvas, options: Sequence[str], colours: Sequence[Shade], *, top: float = 0.0) -> None:
    """Draw a legend of shades below `top`."""
    for (x, y, lines), colour in zip(legend_places(options, canvas.width), colours, strict=True):
        canvas.box(x, top + y - SWATCH[1] / 2, *SWATCH, colour.fill, hatch=colour.hatch)
        legend_text(canvas, x, top + y, lines)


def legend_text(canvas: Canvas, x: float, y: float, lines: Sequence[str]) -> None:
    """Write the meaning beside a swatch whose left edge and middle are given."""
    for number, line in enumerate(lines):
        canvas.line(x + 0.28, y + number * _ROW, line, ha="left")


def _entries(options: Sequence[str], width: float) -> list[tuple[int, float, list[str]]]:
    """Return line, left edge and text of each entry."""
    found, line, x = [], 0, _LEFT
    for option in options:
        lines = lines_of(option, width - 0.6)
        needed = 0.3 + max(map(width_of, lines)) + 0.25
        if x > _LEFT and x + needed > width:
            line, x = line + 1, _LEFT
        found.append((line, x, lines))
        if len(lines) > 1:
            line, x = line + len(lines), _LEFT
        else:
            x += needed
    return found
