"""Charts of panels: bars with intervals, stacked bars of questions, dots of groups with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from verkosto.reporting._canvas import GRID, INK, QUIET, SIZE, SMALL, Canvas, lines_of, width_of
from verkosto.reporting._figures import share
from verkosto.reporting._legend import legend, legend_height
from verkosto.reporting._panels import Cell, Panel, Row
from verkosto.reporting._pictured import pictured
from verkosto.reporting._shades import Shade, shades
from verkosto.reporting._wording import say
from verkosto.text import MISSING, format_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["WIDTH", "chart"]

WIDTH = 8.6
"""Width of every picture in inches; a page scales it to its own."""

_LINE = 0.165
_GAP = 0.14
_AXIS = 0.3
_LABELS = 2.9
_BESIDE = 0.12
_BAR = "#7fa8d1"
_MOST_COLUMNS = 4


def chart(panel: Panel, lang: str) -> Figure:
    """Draw a panel that is not empty; call it within `style()`."""
    draw: dict[str, Callable[[Panel, str], Canvas]] = {"bars": _bars, "stacked": _stacked, "dots": _dots}
    return draw[panel.kind](panel, lang).figure


def _bars(panel: Panel, lang: str) -> Canvas:
    cells = panel.rows[0].cells
    names = [lines_of(option, _LABELS) for option in panel.options]
    left = _left(names)
    middles, height = _rows(names, least=0.34)
    canvas = Canvas(WIDTH, height + _AXIS)
    axes = canvas.axes(left, 0, WIDTH - left, height)
    _per_cent(axes, WIDTH - left, lang)
    for middle, lines, cell in zip(middles, names, cells, strict=True):
        canvas.text(left - _BESIDE, middle, lines, ha="right")
        if cell.share is not None:
            axes.barh(middle, cell.share, height=0.22, color=_BAR, edgecolor=INK, linewidth=0.6)
        _value(axes, middle, cell, lang, size=SIZE)
    _whiskers(axes, middles, cells)
    return canvas


def _stacked(panel: Panel, lang: str) -> Canvas:
    names = [lines_of(row.label, _LABELS) for row in panel.rows]
    counts = [_n(row, lang) for row in panel.rows]
    left = _left(names) + (edge := _BESIDE + _widest(counts))
    colours = shades(panel.codes, panel.options)
    top = legend_height(panel.options, WIDTH)
    middles, height = _rows(names, least=0.36)
    canvas = Canvas(WIDTH, top + height + _AXIS)
    legend(canvas, panel.options, colours)
    axes = canvas.axes(left, top, WIDTH - left - 0.2, height)
    _per_cent(axes, WIDTH - left - 0.2, lang, beyond=0)
    canvas.text(left - _BESIDE, top - 0.04, [say("n", lang)], ha="right", size=SMALL, color=QUIET)
    for middle, lines, count, row in zip(middles, names, counts, panel.rows, strict=True):
        canvas.text(left - _BESIDE - edge, top + middle, lines, ha="right")
        canvas.text(left - _BESIDE, top + middle, [count], ha="right", size=SMALL, color=QUIET)
        _segments(axes, middle, row, colours, lang)
    return canvas


def _segments(axes: Axes, middle: float, row: Row, colours: Sequence[Shade], lang: str) -> None:
    start = 0.0
    if row.cells[0].share is None:
        axes.text(0, middle, MISSING, ha="left", va="center")
    for cell, colour in zip(row.cells, colours, strict=True):
        if not cell.share:
            continue
        axes.barh(
            middle,
            cell.share,
            left=start,
            height=0.26,
            color=colour.fill,
            edgecolor=INK,
            linewidth=0.6,
            hatch=colour.hatch,
        )
        if cell.share >= 0.07:
            box = {"facecolor": colour.fill, "edgecolor": "none", "pad": 1} if colour.hatch else None
            text = share(cell.share, lang)
            where = start + cell.share / 2
            axes.text(where, middle, text, ha="center", va="center", color=colour.ink, size=SMALL, bbox=box)
        start += cell.share


def _dots(panel: Panel, lang: str) -> Canvas:
    rows = list(pictured(panel).rows)
    whole = panel.whole
    names = [lines_of(row.label, _LABELS) for row in (*rows, *([whole] if whole else []))]
    shown = [*rows, *([whole] if whole else [])]
    counts = [_n(row, lang) for row in shown]
    left = _left(names) + (edge := _BESIDE + _widest(counts))
    columns = len(panel.options) if len(panel.options) <= _MOST_COLUMNS else 3
    width = (WIDTH - left - 0.05) / columns
    heads = [lines_of(option, width - 0.2, bold=True) for option in panel.options]
    middles, height = _rows(names, least=0.25)
    bands = [range(start, min(start + columns, len(heads))) for start in range(0, len(heads), columns)]
    tops = [_LINE * max(len(heads[place]) for place in band) + 0.14 for band in bands]
    canvas = Canvas(WIDTH, sum(tops) + len(bands) * (height + _AXIS) + 0.2 * (len(bands) - 1))
    down = 0.0
    for band, top in zip(bands, tops, strict=True):
        down += top
        canvas.text(left - _BESIDE, down - 0.1, [say("n", lang)], ha="right", va="baseline", size=SMALL, color=QUIET)
        for middle, lines, count, row in zip(middles, names, counts, shown, strict=True):
            weight = "bold" if row is whole else "normal"
            canvas.text(left - _BESIDE - edge, down + middle, lines, ha="right", weight=weight)
            canvas.text(left - _BESIDE, down + middle, [count], ha="right", size=SMALL, color=QUIET)
        for column, place in enumerate(band):
            x = left + column * width
            canvas.text(x, down - 0.1, heads[place], ha="left", va="baseline", weight="bold")
            axes = canvas.axes(x, down, width - 0.15, height)
            _per_cent(axes, width - 0.15, lang)
            _dot_column(axes, middles, shown, place, whole, lang)
        down += height + _AXIS + 0.2
    return canvas


def _dot_column(
    axes: Axes, middles: Sequence[float], rows: Sequence[Row], place: int, whole: Row | None, lang: str
) -> None:
    if whole is not None and (total := whole.cells[place].share) is not None:
        axes.axvline(total, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    cells = [row.cells[place] for row in rows]
    _whiskers(axes, middles, cells)
    for middle, row, cell in zip(middles, rows, cells, strict=True):
        if cell.share is not None:
            marker = "D" if row is whole else "o"
            axes.plot(cell.share, middle, marker=marker, markersize=4.6, color=INK, zorder=4, clip_on=False)
        _value(axes, middle, cell, lang, size=SMALL)


def _whiskers(axes: Axes, middles: Sequence[float], cells: Sequence[Cell]) -> None:
    """Draw the intervals as one line with gaps, which keeps the file small."""
    gap, end = float("nan"), 0.04
    across: list[float] = []
    down: list[float] = []
    for y, cell in zip(middles, cells, strict=True):
        if cell.low is not None and cell.high is not None:
            across += [cell.low, cell.low, gap, cell.low, cell.high, gap, cell.high, cell.high, gap]
            down += [y - end, y + end, gap, y, y, gap, y - end, y + end, gap]
    axes.plot(across, down, color=INK, linewidth=1.0, zorder=3, clip_on=False)


def _value(axes: Axes, middle: float, cell: Cell, lang: str, *, size: float) -> None:
    end = max(part for part in (cell.high, cell.share, 0.0) if part is not None)
    text = share(cell.share, lang)
    # A paper-coloured rim keeps figures apart from grid and dashed line, in print too.
    rim = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.8}
    axes.annotate(
        text,
        (end, middle),
        xytext=(4, 0),
        textcoords="offset points",
        ha="left",
        va="center",
        size=size,
        bbox=rim,
        zorder=2,
        annotation_clip=False,
    )


def _per_cent(axes: Axes, width: float, lang: str, *, beyond: float | None = None) -> None:
    """Give axes the scale 0 to 100 %, and room for a figure beyond its end."""
    room = width_of(share(1, lang)) + 0.16 if beyond is None else beyond
    axes.set_xlim(0, width / max(width - room, 0.3))
    step = 0.25 if width > 2.4 else 0.5
    ticks = [place * step for place in range(int(1 / step) + 1)]
    axes.set_xticks(ticks, [share(tick, lang) for tick in ticks])
    axes.vlines(ticks, *axes.get_ylim(), color=GRID, linewidth=0.7, zorder=0)


def _rows(names: Sequence[Sequence[str]], *, least: float) -> tuple[list[float], float]:
    """Return the middle of each row and the height of all, in inches."""
    middles, down = [], 0.0
    for lines in names:
        height = max(least, len(lines) * _LINE + _GAP)
        middles.append(down + height / 2)
        down += height
    return middles, down


def _left(names: Sequence[Sequence[str]]) -> float:
    return max(width_of(line, bold=True) for lines in names for line in lines) + 2 * _BESIDE


def _widest(counts: Sequence[str]) -> float:
    return max(width_of(count, SMALL) for count in counts)


def _n(row: Row, lang: str) -> str:
    return format_number(row.base, lang=lang)
