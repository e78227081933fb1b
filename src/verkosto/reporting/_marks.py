"""How sure it is who holds a place, as it is drawn: by fill, outline and hatching, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from verkosto.organisations import Standing
from verkosto.reporting._canvas import INK, PAPER, QUIET, SIZE, Canvas
from verkosto.reporting._legend import SWATCH, legend_places, legend_text
from verkosto.reporting._wording import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["MARKS", "Fade", "Mark", "mark_box", "mark_legend", "mark_outline", "mark_words", "marks_in_order"]

Fade = Literal["in", "out", "both", "none"]
"""Where a mark without a sharp end fades: towards its start, its end, both, or nowhere."""

_SURE = "#a9c8e6"
_WEAK = "#e3edf7"
_NOBODY = "#f4f4f4"
_STRIP = 0.03
_FEW_STRIPS, _MANY_STRIPS = 8, 48


@frozen
class Mark:
    """How one standing is drawn.

    Attributes:
        wording: Key of its meaning.
        fill: Colour of the area.
        edge: Colour of its outline.
        line: Style of the outline as matplotlib knows it; None draws none.
        hatch: Lines across it.
        fades: Whether an end of it fades.
        sign: A letter in its middle.
    """

    wording: str
    fill: str
    edge: str = INK
    line: Any = "solid"
    hatch: str | None = None
    fades: bool = False
    sign: str = ""


_DASHED = (0, (4, 2.2))
_DOTTED = (0, (1, 1.8))

MARKS: dict[Standing, Mark] = {
    "stated": Mark("mark_stated", _SURE),
    "imprecise": Mark("mark_imprecise", _SURE, line=_DASHED, fades=True),
    "presumed": Mark("mark_presumed", _WEAK, line=_DASHED),
    "disputed": Mark("mark_disputed", _WEAK, hatch="xxxx"),
    "planned": Mark("mark_planned", PAPER, line=_DOTTED),
    "no": Mark("mark_vacant", PAPER, edge=QUIET, hatch="////"),
    "unknown": Mark("mark_unknown", _NOBODY, edge=QUIET, line=None, sign="?"),
}
"""Every standing, in the order of a legend; "no" is a place that is known to be empty."""


def marks_in_order(standings: Iterable[Standing]) -> list[Standing]:
    """Return each standing once, in the order of a legend."""
    found = set(standings)
    return [standing for standing in MARKS if standing in found]


def mark_words(standings: Iterable[Standing], lang: str) -> list[str]:
    """Return the meaning of each standing, in the order of a legend."""
    return [say(MARKS[standing].wording, lang) for standing in marks_in_order(standings)]


def mark_box(
    axes: Axes, mark: Mark, x: float, y: float, size: tuple[float, float], *, fade: Fade = "out", outline: bool = True
) -> None:
    """Draw a mark on axes in inches, from its upper left corner."""
    width, height = size
    look: dict[str, Any] = {"facecolor": mark.fill, "edgecolor": mark.edge, "linewidth": 0.0, "hatch": mark.hatch}
    if mark.fades and fade != "none":
        _fading(axes, mark, x, y, size, fade)
    else:
        _box(axes, x, y, width, height, **look)
    if outline and mark.line is not None:
        _box(axes, x, y, width, height, facecolor="none", edgecolor=mark.edge, linewidth=0.8, linestyle=mark.line)
    if mark.sign:
        axes.text(x + width / 2, y + height / 2, mark.sign, ha="center", va="center", size=SIZE, color=QUIET)


def mark_outline(axes: Axes, mark: Mark, x: float, y: float, size: tuple[float, float], *, ends: str = "") -> None:
    """Draw the long sides of a mark, and the ends that are sharp: "l", "r" or "lr"."""
    if mark.line is None:
        return
    from matplotlib.collections import LineCollection

    width, height = size
    sides = [[(x, side), (x + width, side)] for side in (y, y + height)]
    sides += [[(place, y), (place, y + height)] for end, place in (("l", x), ("r", x + width)) if end in ends]
    look: dict[str, Any] = {"colors": mark.edge, "linewidths": 0.8, "linestyles": mark.line}
    axes.add_artist(LineCollection(sides, zorder=3, clip_on=False, **look))


def mark_legend(canvas: Canvas, axes: Axes, standings: list[Standing], lang: str, *, top: float) -> None:
    """Draw the legend of marks below `top`."""
    words = mark_words(standings, lang)
    for (x, y, lines), standing in zip(legend_places(words, canvas.width), standings, strict=True):
        mark_box(axes, MARKS[standing], x, top + y - SWATCH[1] / 2, SWATCH)
        legend_text(canvas, x, top + y, lines)


def _fading(axes: Axes, mark: Mark, x: float, y: float, size: tuple[float, float], fade: Fade) -> None:
    """Draw strips from paper to the full colour; each reaches to the far end, so that no seam shows."""
    from matplotlib.collections import PolyCollection

    width, height = size
    strips = max(_FEW_STRIPS, min(_MANY_STRIPS, int(width / _STRIP)))
    shapes, colours = [], []
    for step in range(strips):
        part = step / strips
        left = x + width * (part / 2 if fade == "both" else part if fade == "in" else 0.0)
        right = x + width * (1 - (part / 2 if fade == "both" else part if fade == "out" else 0.0))
        shapes.append([(left, y), (right, y), (right, y + height), (left, y + height)])
        colours.append(_mixed(mark.fill, 0.1 + 0.9 * (step + 1) / strips))
    axes.add_artist(PolyCollection(shapes, facecolors=colours, linewidths=0.0, clip_on=False, zorder=2))


def _mixed(colour: str, part: float) -> str:
    """Return a colour between paper and itself."""
    values = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 + (value - 255) * part):02x}" for value in values)


def _box(axes: Axes, x: float, y: float, width: float, height: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    # `add_patch` would measure the data's limits anew for each box; the sheet's are fixed.
    axes.add_artist(Rectangle((x, y), width, height, clip_on=False, zorder=2, **look))
