"""The looks of a seat map's tiles: how sure the holder is, the holder's name, whom the holder represents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from verkosto.reporting._canvas import INK, SMALL, Canvas, drawable, width_of
from verkosto.reporting._frame import frame_of
from verkosto.reporting._legend import SWATCH, legend_height, legend_places, legend_text
from verkosto.reporting._marks import MARKS, mark_box, mark_words, marks_in_order
from verkosto.reporting._names import fitting
from verkosto.reporting._seats import SeatTile
from verkosto.reporting._tile_drawing import EMPTY, Face, Key, Written, draw_tiles
from verkosto.reporting._tiles import Tile, name_lines
from verkosto.reporting._wording import say
from verkosto.text import MISSING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_seats"]

_SIZE = (1.72, 1.02)
_WIDEST = 10.5
_TINY = 6.5
_MOST_HOLDERS = 2
_MOST_LINES = 3
_CUT = "…"


def draw_seats(tiles: Sequence[Tile], seats: Sequence[SeatTile], title: str, lang: str) -> Canvas:
    """Draw a seat map; call it within `style()`.

    Args:
        tiles: Every tile.
        seats: What is known of the seats of each.
        title: What stands above the map; empty for nothing.
        lang: Language of the legend.
    """
    columns = max(tile.column for tile in tiles) + 1
    size = (min(_SIZE[0], _WIDEST / columns), _SIZE[1])
    standings = marks_in_order(seat.standing for seat in seats if seat.standing is not None)
    without = any(seat.standing is None for seat in seats)
    words = [*mark_words(standings, lang), *([say("no_seat", lang)] if without else [])]

    def key(canvas: Canvas, sheet: Axes, top: float) -> None:
        marks = [*(MARKS[standing] for standing in standings), *([EMPTY] if without else [])]
        for (x, y, lines), mark in zip(legend_places(words, canvas.width), marks, strict=True):
            mark_box(sheet, mark, x, top + y - SWATCH[1] / 2, SWATCH)
            legend_text(canvas, x, top + y, lines)

    faces = [_face(seat, size[0] - 0.16, lang) for seat in seats]
    return draw_tiles(
        tiles, faces, size, partial(frame_of, title=title), Key(lambda width: legend_height(words, width), key)
    )


def _face(seat: SeatTile, room: float, lang: str) -> Face:
    if seat.standing is None:
        return Face(EMPTY, INK, (Written(MISSING, 12.0),))
    if not seat.holders:
        mark = MARKS[seat.standing]
        # What is not known has its sign in the middle of the tile.
        return Face(mark, INK, () if mark.sign else (Written(say(mark.wording, lang)),))
    shown = seat.holders if len(seat.holders) <= _MOST_HOLDERS else seat.holders[: _MOST_HOLDERS - 1]
    lines = [_holder(forms, room) for forms in shown]
    if len(shown) < len(seat.holders):
        lines.append(Written(say("more_holders", lang, count=str(len(seat.holders) - len(shown))), SMALL))
    lines += [Written(text, _TINY) for text in seat.empty]
    left = max(_MOST_LINES + 1 - len(lines), 1)
    lines += [Written(text, _TINY) for text in _cut(seat.represents, room, left)]
    return Face(MARKS[seat.standing], INK, tuple(lines))


def _holder(forms: tuple[str, ...], room: float) -> Written:
    text, size = fitting(
        [drawable(form) for form in forms], room, lambda t, s: width_of(t, s, bold=True), (SMALL, _TINY)
    )
    return Written(text or name_lines(forms[-1], room, _TINY)[0] + _CUT, size, bold=True)


def _cut(names: Sequence[str], room: float, most: int) -> list[str]:
    """Break names of organisations into few lines; the table of the picture has what is cut off."""
    lines = name_lines(", ".join(names), room, _TINY, bold=False) if names else []
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1]}{_CUT}"]
