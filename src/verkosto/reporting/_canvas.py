"""A drawing surface measured in inches, which looks the same whatever the user's matplotlib is set to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["GRID", "INK", "QUIET", "SIZE", "SMALL", "Canvas", "drawable", "lines_of", "style", "width_of"]

INK = "#1a1a1a"
QUIET = "#595959"
GRID = "#d9d9d9"
SIZE = 9.0
SMALL = 8.0

_FONT = "DejaVu Sans"
_HALF_CAPITAL = 0.365

# The font comes with matplotlib and its letters are drawn as outlines, so that a reader needs none.
_STYLE: dict[str, Any] = {
    "axes.edgecolor": GRID,
    "axes.linewidth": 0.8,
    "font.family": [_FONT],
    "font.size": SIZE,
    "hatch.color": "#8c8c8c",
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "verkosto",
    "text.color": INK,
    "text.hinting": "none",
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelsize": SMALL,
    "xtick.major.size": 0,
}

# Settings of a session and not of a picture: windows, folders, the one back end that is in use.
_SESSION = (
    *("backend", "interactive", "toolbar", "timezone", "tk.", "webagg.", "date.epoch", "docstring."),
    *("figure.max_open_warning", "figure.raise_window", "savefig.directory"),
)


@contextmanager
def style() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours, and leave the user's settings as they were."""
    import matplotlib as mpl

    settings: Any = {k: value for k, value in mpl.rcParamsDefault.items() if not k.startswith(_SESSION)}
    settings.update(_STYLE)
    with mpl.rc_context(settings):
        yield


def drawable(text: str) -> str:
    """Return text on one line in which letters that no font and no file can hold have a substitute."""
    # A no-break space is not printable to Python, and keeps words together.
    return "".join(
        letter if letter.isprintable() or letter == "\N{NO-BREAK SPACE}" else " " if letter.isspace() else "\ufffd"
        for letter in text
    )


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return the width of a line of text in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family=[_FONT], size=size, weight="bold" if bold else "normal")
    if not text.strip():
        return 0.0
    extents = TextPath((0, 0), drawable(text).replace("$", "S"), prop=font).get_extents()
    return float(extents.x1) / 72


def lines_of(text: str, most: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Break a text into lines that are at most so many inches wide; nothing of it is cut off."""
    # A dash stays on the line of the word before it.
    words = [word for word in drawable(text).replace(" – ", "\N{NO-BREAK SPACE}– ").split(" ") if word]
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines += _pieces(word, most, size, bold=bold)
    return lines or [""]


def _pieces(word: str, most: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is wider than a line, such as Finnish has them."""
    if width_of(word, size, bold=bold) <= most:
        return [word]
    letters = max(int(len(word) * most / width_of(word, size, bold=bold)) - 1, 4)
    parts = textwrap.wrap(word, letters) or [word]
    return [*(part if part.endswith("-") else f"{part}-" for part in parts[:-1]), parts[-1]]


class Canvas:
    """A figure whose parts are placed in inches from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure as MplFigure

        self.width, self.height = width, height
        self.figure: Figure = MplFigure(figsize=(width, height), facecolor="none")
        FigureCanvasSVG(self.figure)

    def text(self, x: float, y: float, lines: Sequence[str], **kind: Any) -> None:
        """Write lines of text, by default vertically around `y`."""
        look: dict[str, Any] = {"va": "center", "linespacing": 1.15, **kind}
        self.figure.text(x / self.width, 1 - y / self.height, "\n".join(map(drawable, lines)), **look)

    def line(self, x: float, middle: float, text: str, size: float = SIZE, **kind: Any) -> None:
        """Write one line of text; lines of one `middle` stand on one baseline, whatever their letters."""
        self.text(x, middle + _HALF_CAPITAL * size / 72, [text], va="baseline", size=size, **kind)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes for shares: per cent from left to right, rows in inches from the top down."""
        box = (
            left / self.width,
            1 - (top + height) / self.height,
            width / self.width,
            height / self.height,
        )
        axes = self.figure.add_axes(box)
        axes.set_facecolor("none")
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        for side in ("left", "right", "top", "bottom"):
            axes.spines[side].set_visible(False)
        return axes
