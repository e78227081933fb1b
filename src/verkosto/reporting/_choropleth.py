"""The drawing of a map whose areas have the outlines that a caller brought."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from verkosto.reporting._canvas import PAPER, SMALL, Canvas, width_of
from verkosto.reporting._frame import MARGIN, Frame
from verkosto.reporting._geojson import Shape
from verkosto.reporting._marks import Mark
from verkosto.reporting._outlines import Drawn, drawn_shapes
from verkosto.reporting._tilemap_faces import Ramp
from verkosto.reporting._wording import say
from verkosto.text import HIDDEN

__all__ = ["draw_choropleth"]

_HIGHEST = 7.4
_PAD = 0.06
_EDGE = "#6e6e6e"
_NO_DATA = Mark("", PAPER, edge=_EDGE, hatch="////")
_HIDDEN = Mark("", PAPER, edge=_EDGE, hatch="xxxx")


def draw_choropleth(
    shapes: Sequence[Shape],
    values: Mapping[str, float],
    words: Mapping[str, str],
    frame: Frame,
    lang: str,
    *,
    hidden: Collection[str] = (),
) -> Canvas:
    """Draw a map; call it within `style()`.

    Args:
        shapes: Every area.
        values: The numbers by code.
        words: The numbers as they are written, by code.
        frame: What stands above the map.
        lang: Language of the legend.
        hidden: Codes of the areas whose number is kept back.
    """
    ramp = Ramp.of(values, words)
    missing = any(shape.code not in values and shape.code not in hidden for shape in shapes)
    gaps = [(_HIDDEN, HIDDEN.get(lang))] if hidden else []
    gaps += [(_NO_DATA, say("no_data", lang))] if missing else []
    key = ramp.key(gaps) if ramp.span or gaps else None
    top = frame.top + (key.height(frame.width) if key is not None else 0.0) + 0.02
    areas, height = drawn_shapes(shapes, frame.width - 2 * MARGIN, _HIGHEST)
    canvas = Canvas(frame.width, top + height + 0.1)
    frame.draw(canvas)
    if key is not None:
        key.draw(canvas, canvas.sheet, frame.top)
    for area in areas:
        shade = ramp.shade(values[area.code]) if area.code in values else None
        gap = _HIDDEN if area.code in hidden else _NO_DATA
        mark = Mark("", shade.fill, edge=_EDGE) if shade is not None else gap
        _fill(canvas, area, mark, top)
    for area in areas:
        if area.code in values and width_of(words[area.code], SMALL) + _PAD <= area.room:
            ink = ramp.shade(values[area.code]).ink
            x, y = MARGIN + area.spot[0], top + area.spot[1]
            canvas.line(x, y, words[area.code], SMALL, ha="center", color=ink, weight="bold", zorder=5)
    return canvas


def _fill(canvas: Canvas, area: Drawn, mark: Mark, top: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    rings = [[(MARGIN + x, top + y) for x, y in ring] for ring in area.rings]
    path = Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in rings))
    look = {"facecolor": mark.fill, "edgecolor": mark.edge, "hatch": mark.hatch}
    canvas.sheet.add_artist(PathPatch(path, linewidth=0.5, joinstyle="round", clip_on=False, zorder=2, **look))
