"""The looks of a tile map's tiles: shades for numbers, fills and hatches for categories."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.reporting._canvas import INK, SIZE, SMALL, Canvas, width_of
from verkosto.reporting._legend import SWATCH, legend, legend_height, legend_places, legend_text
from verkosto.reporting._marks import Mark, mark_box
from verkosto.reporting._shades import Shade, between
from verkosto.reporting._tile_drawing import EMPTY, HIDDEN_MARK, Above, Face, Key, Written, draw_tiles
from verkosto.reporting._tiles import Tile, name_lines
from verkosto.reporting._wording import say
from verkosto.text import HIDDEN, MISSING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Ramp", "draw_categories", "draw_numbers", "gap_marks"]

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
    tiles: Sequence[Tile],
    values: Mapping[str, float],
    words: Mapping[str, str],
    above: Above,
    lang: str,
    *,
    hidden: Collection[str] = (),
) -> Canvas:
    """Draw a map of numbers; call it within `style()`.

    Args:
        tiles: Every tile.
        values: The numbers by code.
        words: The numbers as they are written, by code.
        above: What stands above the map.
        lang: Language of the legend.
        hidden: Codes of the areas whose number is kept back.
    """
    ramp = Ramp.of(values, words)

    def face(tile: Tile) -> Face:
        code = tile.ref.code
        if code in hidden:
            return Face(HIDDEN_MARK, INK, (Written(HIDDEN.get(lang), SMALL),))
        if code not in values:
            return _nothing()
        shade = ramp.shade(values[code])
        return Face(Mark("", shade.fill), shade.ink, (Written(words[code], _NUMBER, bold=True),))

    gaps = gap_marks(lang, missing=len(values) + len(hidden) < len(tiles), hidden=bool(hidden))
    shown = ramp.key(gaps) if ramp.span or gaps else None
    return draw_tiles(tiles, [face(tile) for tile in tiles], _SIZE, above, shown)


def draw_categories(
    tiles: Sequence[Tile], values: Mapping[str, int], names: Sequence[str], above: Above, lang: str
) -> Canvas:
    """Draw a map of categories; call it within `style()`.

    Args:
        tiles: Every tile.
        values: The number of the category by code.
        names: What the categories are called, by number.
        above: What stands above the map.
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
    return draw_tiles(tiles, [face(tile) for tile in tiles], _SIZE, above, shown)


def _nothing() -> Face:
    return Face(EMPTY, INK, (Written(MISSING, _NUMBER),))


def gap_marks(lang: str, *, missing: bool, hidden: bool) -> list[tuple[Mark, str]]:
    """Return what an area without a number looks like, and what that means."""
    gaps = [(HIDDEN_MARK, HIDDEN.get(lang))] if hidden else []
    return [*gaps, (EMPTY, say("no_data", lang))] if missing else gaps


@frozen
class Ramp:
    """Shades from the smallest number of a map to the largest.

    Attributes:
        low: The smallest.
        span: How much larger the largest is.
        ends: Both as they are written.
    """

    low: float
    span: float
    ends: tuple[str, str]

    @classmethod
    def of(cls, values: Mapping[str, float], words: Mapping[str, str]) -> Ramp:
        """Return the shades that suit some numbers."""
        if not values:
            return cls(0.0, 0.0, ("", ""))
        low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
        return cls(values[low], values[high] - values[low], (words[low], words[high]))

    def shade(self, value: float) -> Shade:
        """Return the shade of a number."""
        return between((value - self.low) / self.span if self.span else 0.0)

    def key(self, gaps: Sequence[tuple[Mark, str]]) -> Key:
        """Return the legend: the scale, and areas without a number."""

        def draw(canvas: Canvas, sheet: Axes, top: float) -> None:
            x, y = 0.1, top + 0.11
            if self.span:
                x = self._draw(canvas, sheet, y)
            for mark, meaning in gaps:
                mark_box(sheet, mark, x, y - SWATCH[1] / 2, SWATCH)
                legend_text(canvas, x, y, [meaning])
                x += 0.3 + width_of(meaning) + 0.25

        return Key(lambda width: legend_height(["x"], width), draw)

    def _draw(self, canvas: Canvas, sheet: Axes, y: float) -> float:
        """Draw the scale; return where the next entry may begin."""
        low, high = self.ends
        canvas.line(0.1, y, low, ha="left")
        x = 0.1 + width_of(low) + 0.1
        step = _RAMP / _STEPS
        for number in range(_STEPS):
            part = Mark("", between(number / (_STEPS - 1)).fill, line=None)
            mark_box(sheet, part, x + number * step, y - SWATCH[1] / 2, (_RAMP - number * step, SWATCH[1]))
        mark_box(sheet, Mark("", "none"), x, y - SWATCH[1] / 2, (_RAMP, SWATCH[1]))
        canvas.line(x + _RAMP + 0.1, y, high, SIZE, ha="left")
        return x + _RAMP + 0.1 + width_of(high) + 0.35
