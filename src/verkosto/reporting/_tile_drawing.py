"""The drawing of a tile map: equal tiles at their places, each with the area's name and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.reporting._canvas import PAPER, SMALL, Canvas
from verkosto.reporting._frame import MARGIN, Frame
from verkosto.reporting._marks import Mark, mark_box
from verkosto.reporting._tiles import Tile, name_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["EMPTY", "HIDDEN_MARK", "Above", "Face", "Key", "Written", "draw_tiles"]

EMPTY = Mark("mark_no_data", PAPER, edge="#8c8c8c")
"""A tile of which nothing is known."""

HIDDEN_MARK = Mark("", PAPER, edge="#8c8c8c", hatch="xxxx")
"""A tile whose figure is kept back."""

_GAP = 0.06
_NAME_LINE = 0.145


Above = Callable[[float], Frame]
"""What stands above a map of a width."""


@frozen
class Written:
    """A line of text on a tile.

    Attributes:
        text: What stands there; it fits already.
        size: Size of its letters.
        bold: Whether it stands out.
    """

    text: str
    size: float = SMALL
    bold: bool = False


@frozen
class Face:
    """What a tile looks like.

    Attributes:
        mark: Its fill, hatching and outline.
        ink: Colour of the letters.
        lines: What stands below the name.
    """

    mark: Mark
    ink: str
    lines: tuple[Written, ...] = ()


@frozen
class Key:
    """The legend: how high it is at a width, and how it is drawn below a height."""

    height: Callable[[float], float]
    draw: Callable[[Canvas, Axes, float], None]


def draw_tiles(
    tiles: Sequence[Tile], faces: Sequence[Face], size: tuple[float, float], above: Above, key: Key | None
) -> Canvas:
    """Draw a tile map; call it within `style()`."""
    across, down = size
    width = (max(tile.column for tile in tiles) + 1) * across - _GAP + 2 * MARGIN
    frame = above(width)
    top = frame.top
    grid = top + (key.height(width) if key is not None else 0.0) + 0.02
    canvas = Canvas(width, grid + (max(tile.row for tile in tiles) + 1) * down + 0.05)
    sheet = canvas.sheet
    frame.draw(canvas)
    if key is not None:
        key.draw(canvas, sheet, top)
    for tile, face in zip(tiles, faces, strict=True):
        corner = (MARGIN + tile.column * across, grid + tile.row * down)
        _tile(canvas, sheet, tile, face, corner, (across - _GAP, down - _GAP))
    return canvas


def _tile(
    canvas: Canvas, sheet: Axes, tile: Tile, face: Face, corner: tuple[float, float], size: tuple[float, float]
) -> None:
    (x, y), (width, height) = corner, size
    mark_box(sheet, face.mark, x, y, size)
    # Letters on hatching stand on a plain ground.
    box = {"facecolor": face.mark.fill, "edgecolor": "none", "pad": 0.9} if face.mark.hatch else None
    names = name_lines(tile.name, width - 0.1)
    for number, name in enumerate(names):
        middle = y + 0.14 + number * _NAME_LINE
        canvas.line(x + width / 2, middle, name, SMALL, ha="center", color=face.ink, bbox=box)
    above = y + 0.1 + len(names) * _NAME_LINE
    heights = [line.size / 72 * 1.3 for line in face.lines]
    start = above + max((y + height - 0.04 - above - sum(heights)) / 2, 0.0)
    for line, needed in zip(face.lines, heights, strict=True):
        weight = "bold" if line.bold else "normal"
        look: dict[str, Any] = {"ha": "center", "color": face.ink, "weight": weight, "bbox": box}
        canvas.line(x + width / 2, start + needed / 2, line.text, line.size, **look)
        start += needed
