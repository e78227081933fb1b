"""The looks of a tile map's tiles: shades for numbers, fills and hatches for categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from verkosto.reporting._canvas import INK, SIZE, Canvas, width_of
from verkosto.reporting._legend import SWATCH, legend, legend_height, legend_places, legend_text
from verkosto.reporting._marks import Mark, mark_box
from verkosto.reporting._shades import Shade, between
from verkosto.reporting._tile_drawing import EMPTY, Face, Key, Written, draw_tiles
from verkosto.reporting._tiles import Tile, name_lines
from verkosto.reporting._wording import say
from verkosto.text import MISSING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_categories", "draw_numbers"]

_SIZE = (1.16, 0.86)
_NUMBER = 12.0
_LABEL = 7.0
_RAMP = 1.3
_STEPS = 26

# Ordered so that few categories differ most; two have no hatching, one is light and one dark.
_LOOKS = (
    Shade("#a9c8e6"),
    Shade("#ffffff", hatch="////"),
    Shade("#2b5c8f", "#ffffff"),
    Shade("#f6dfae", hatch="...."),
    Shade("#e4e4e4", hatch="||||"),
    Shade("#d5ebdc", hatch="++++"),
    Shade("#efdcef", hatch="\\\\\\\\"),
)


def draw_numbers(
    tiles: Sequence[Tile], values: Mapping[str, float], words: Mapping[str, str], title: str, lang: str
) -> Canvas:
    """Draw a map of numbers; call it within `style()`.

    Args:
        tiles: Every tile.
        values: The numbers by code; at least one.
        words: The numbers as they are written, by code.
        title: What stands above the map.
        lang: Language of the legend.
    """
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    span = values[high] - values[low]

    def face(tile: Tile) -> Face:
        code = tile.ref.code
        if code not in values:
            return _nothing()
        shade = between((values[code] - values[low]) / span if span else 0.0)
        return Face(Mark("", shade.fill), shade.ink, (Written(words[code], _NUMBER, bold=True),))

    def key(canvas: Canvas, sheet: Axes, top: float) -> None:
        x, y = 0.1, top + 0.11
        if span:
            x = _ramp(canvas, sheet, (words[low], words[high]), y)
        if missing:
            mark_box(sheet, EMPTY, x, y - SWATCH[1] / 2, SWATCH)
            legend_text(canvas, x, y, [say("no_data", lang)])

    missing = len(values) < len(tiles)
    shown = Key(lambda width: legend_height(["x"], width), key) if span or missing else None
    return draw_tiles(tiles, [face(tile) for tile in tiles], _SIZE, title, shown)


def draw_categories(
    tiles: Sequence[Tile], values: Mapping[str, int], names: Sequence[str], title: str, lang: str
) -> Canvas:
    """Draw a map of categories; call it within `style()`.

    Args:
        tiles: Every tile.
        values: The number of the category by code.
        names: What the categories are called, by number.
        title: What stands above the map.
        lang: Language of the legend.
    """
    room = _SIZE[0] - 0.16
    written = [name_lines(name, room, _LABEL, bold=False) for name in names]
    # On every tile or on none: half of the names on the map would look like the whole.
    short = all(len(lines) <= 2 for lines in written)
    missing = len(values) < len(tiles)

    def face(tile: Tile) -> Face:
        number = values.get(tile.ref.code)
        if number is None:
            return _nothing()
        look = _LOOKS[number]
        lines = tuple(Written(line, _LABEL) for line in written[number]) if short else ()
        return Face(Mark("", look.fill, hatch=look.hatch), look.ink, lines)

    options = [*names, *([say("no_data", lang)] if missing else [])]

    def key(canvas: Canvas, sheet: Axes, top: float) -> None:
        legend(canvas, list(names), _LOOKS[: len(names)], top=top)
        if missing:
            x, y, lines = legend_places(options, canvas.width)[-1]
            mark_box(sheet, EMPTY, x, top + y - SWATCH[1] / 2, SWATCH)
            legend_text(canvas, x, top + y, lines)

    shown = Key(lambda width: legend_height(options, width), key)
    return draw_tiles(tiles, [face(tile) for tile in tiles], _SIZE, title, shown)


def _nothing() -> Face:
    return Face(EMPTY, INK, (Written(MISSING, _NUMBER),))


def _ramp(canvas: Canvas, sheet: Axes, ends: tuple[str, str], y: float) -> float:
    """Draw the scale from the smallest number to the largest; return where the next entry may begin."""
    low, high = ends
    canvas.line(0.1, y, low, ha="left")
    x = 0.1 + width_of(low) + 0.1
    step = _RAMP / _STEPS
    for number in range(_STEPS):
        part = Mark("", between(number / (_STEPS - 1)).fill, line=None)
        mark_box(sheet, part, x + number * step, y - SWATCH[1] / 2, (_RAMP - number * step, SWATCH[1]))
    mark_box(sheet, Mark("", "none"), x, y - SWATCH[1] / 2, (_RAMP, SWATCH[1]))
    canvas.line(x + _RAMP + 0.1, y, high, SIZE, ha="left")
    return x + _RAMP + 0.1 + width_of(high) + 0.35
