"""A drawing surface measured in inches, which looks the same whatever the user's matplotlib is set to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = [
    "GRID",
    "INK",
    "LINE",
    "PAPER",
    "QUIET",
    "SIZE",
    "SMALL",
    "Canvas",
    "drawable",
    "lines_of",
    "style",
    "width_of",
]

INK = "#1a1a1a"
QUIET = "#595959"
GRID = "#d9d9d9"
SIZE = 9.0
SMALL = 8.0
LINE = 0.165
"""Height of a line of text of the usual size in inches."""

PAPER = "#ffffff"
"""Pictures stand on white, so that they can be read on a dark page too."""

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
    from matplotlib.textpath import text_to_path

    if not text.strip():
        return 0.0
    # Without formulas a dollar is a letter like any other; outlines, which take long, are not made.
    width, _, _ = text_to_path.get_text_width_height_descent(drawable(text), _font(size, bold=bold), ismath=False)
    return float(width) / 72


@cache
def _font(size: float, *, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=[_FONT], size=size, weight="bold" if bold else "normal")


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

    def lines(self, x: float, middle: float, texts: Sequence[str], size: float = SIZE, **kind: Any) -> None:
        """Write lines of text around a middle."""
        for number, text in enumerate(texts):
            self.line(x, middle + (number - (len(texts) - 1) / 2) * LINE * size / SIZE, text, size, **kind)

    def box(self, x: float, y: float, width: float, height: float, fill: str, **look: Any) -> None:
        """Draw a rectangle from its upper left corner."""
        from matplotlib.patches import Rectangle

        given: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.6, "zorder": 2, **look}
        self.sheet.add_artist(Rectangle((x, y), width, height, facecolor=fill, clip_on=False, **given))

    def ground(self, x: float, middle: float, text: str, size: float = SIZE, *, fill: str = PAPER) -> None:
        """Draw a plain ground for a line of text that begins at `x`, so that nothing crosses its letters."""
        self.box(
            x - 0.02, middle - size / 110, width_of(text, size) + 0.04, size / 55, fill, edgecolor="none", zorder=3
        )

    def strokes(self, parts: Sequence[Sequence[tuple[float, float]]], color: str = INK, **look: Any) -> None:
        """Draw lines through points; as one path, which keeps a file small."""
        from matplotlib.lines import Line2D

        gap = float("nan")
        across = [x for part in parts for x in (*(x for x, _ in part), gap)]
        down = [y for part in parts for y in (*(y for _, y in part), gap)]
        given: dict[str, Any] = {"linewidth": 1.0, "zorder": 3, **look}
        self.sheet.add_artist(Line2D(across, down, color=color, clip_on=False, **given))

    def points(self, places: Sequence[tuple[float, float]], marker: str = "o", **look: Any) -> None:
        """Draw a mark at each place."""
        from matplotlib.lines import Line2D

        given: dict[str, Any] = {"color": INK, "markersize": 4.6, "zorder": 4, **look}
        across, down = [x for x, _ in places], [y for _, y in places]
        self.sheet.add_artist(Line2D(across, down, linestyle="none", marker=marker, clip_on=False, **given))

    @cached_property
    def sheet(self) -> Axes:
        """Axes in inches over the whole figure."""
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, self.width)
        axes.set_ylim(self.height, 0)
        return axes
