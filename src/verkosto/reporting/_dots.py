"""Dot plots and bars: figures with their intervals, by answer or by group."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from verkosto.aggregate import TOTAL_CODE
from verkosto.reporting._axis import AXIS, Axis, axis_of
from verkosto.reporting._canvas import INK, LINE, QUIET, SIZE, SMALL, Canvas, lines_of
from verkosto.reporting._frame import Frame
from verkosto.reporting._panel import Cell, Panel, Row
from verkosto.reporting._pictured import Order, pictured
from verkosto.reporting._rows import labels_and_counts, mark_hidden, rows_of

__all__ = ["draw_bars", "draw_dots"]

_BAR = "#7fa8d1"
_OUTSIDE = "#f2f2f2"
_MOST_COLUMNS = 4
_LEAST_COLUMN = 1.1
_BETWEEN = 0.15


def draw_bars(panel: Panel, lang: str, frame: Frame) -> Canvas:
    """Draw a bar for each answer with its interval; those outside the scale are hatched."""
    cells = panel.rows[0].cells
    # Of groups turned into bars the total stands out.
    bold = [set(code.split("/")) == {TOTAL_CODE} for code in panel.codes]
    rows = rows_of(panel.options, frame.width, least=0.34, bold=bold)
    canvas = Canvas(frame.width, frame.top + rows.height + AXIS)
    frame.draw(canvas)
    axis = axis_of(cells, rows.left, frame.width, lang, from_zero=True, beside=True)
    axis.draw(canvas, frame.top, frame.top + rows.height, lang)
    rows.draw(canvas, frame.top, lang)
    start = axis.place(0.0)
    for code, middle, cell in zip(panel.codes, rows.middles, cells, strict=True):
        if cell.figure is not None:
            left, right = sorted((start, axis.place(cell.figure)))
            aside = code in panel.apart
            fill, hatch = (_OUTSIDE, "////") if aside else (_BAR, None)
            canvas.box(left, frame.top + middle - 0.11, right - left, 0.22, fill, hatch=hatch)
        _value(canvas, axis, frame.top + middle, cell, lang, SIZE, start=start, bars=True)
    _whiskers(canvas, axis, [frame.top + middle for middle in rows.middles], cells)
    return canvas


def draw_dots(panel: Panel, lang: str, frame: Frame, order: Order = None) -> Canvas:
    """Draw a column of dots with intervals for each answer, groups below one another, the total last."""
    # Beside the sum of all groups those of single groups would all be small.
    whole = None if panel.statistic == "total" else panel.whole
    shown = [*pictured(panel, order).rows, *([whole] if whole else [])]
    labels, counts, bold = labels_and_counts(shown, lang)
    if all(row.base is None and not row.number for row in shown):
        counts = []
    rows = rows_of(labels, frame.width, least=0.25, counts=counts, bold=bold)
    plot = _Columns(panel, shown, whole, lang)
    columns = plot.count(frame.width - rows.left - 0.05)
    width = (frame.width - rows.left - 0.05) / columns
    names = panel.options if panel.shares else [option[:1].upper() + option[1:] for option in panel.options]
    heads = [lines_of(name, width - 0.2, bold=True) for name in names]
    bands = [range(start, min(start + columns, len(heads))) for start in range(0, len(heads), columns)]
    tops = [LINE * max(len(heads[place]) for place in band) + 0.14 for band in bands]
    canvas = Canvas(frame.width, frame.top + sum(tops) + len(bands) * (rows.height + AXIS) + 0.2 * (len(bands) - 1))
    frame.draw(canvas)
    down = frame.top
    for band, top in zip(bands, tops, strict=True):
        down += top
        rows.draw(canvas, down, lang, head=down - 0.14)
        for column, place in enumerate(band):
            x = rows.left + column * width
            for number, line in enumerate(reversed(heads[place])):
                canvas.line(x, down - 0.14 - number * LINE, line, ha="left", weight="bold")
            plot.draw(canvas, place, (x, x + width - _BETWEEN), down, rows.middles, rows.height)
        down += rows.height + AXIS + 0.2
    return canvas


@frozen
class _Columns:
    """The columns of a dot plot: one for each answer."""

    panel: Panel
    rows: Sequence[Row]
    whole: Row | None
    lang: str

    def count(self, room: float) -> int:
        """Return how many columns stand beside one another."""
        options = len(self.panel.options)
        fits = max(int(room / _LEAST_COLUMN), 1)
        return options if options <= min(_MOST_COLUMNS, fits) else min(3, fits)

    def draw(
        self,
        canvas: Canvas,
        place: int,
        ends: tuple[float, float],
        top: float,
        middles: Sequence[float],
        height: float,
    ) -> None:
        """Draw the column of an answer."""
        cells = [row.cells[place] for row in self.rows]
        axis = axis_of(cells, *ends, self.lang, from_zero=False, beside=True)
        axis.draw(canvas, top, top + height, self.lang)
        ys = [top + middle for middle in middles]
        if self.whole is not None and (total := self.whole.cells[place].figure) is not None:
            x = axis.place(total)
            canvas.strokes([[(x, top), (x, top + height)]], QUIET, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
        _whiskers(canvas, axis, ys, cells)
        for marker, wanted in (("o", False), ("D", True)):
            found = [
                (axis.place(cell.figure), y)
                for row, y, cell in zip(self.rows, ys, cells, strict=True)
                if cell.figure is not None and row.total == wanted
            ]
            if found:
                canvas.points(found, marker)
        for y, cell in zip(ys, cells, strict=True):
            _value(canvas, axis, y, cell, self.lang, SMALL, start=axis.left, bars=False)


def _whiskers(canvas: Canvas, axis: Axis, ys: Sequence[float], cells: Sequence[Cell]) -> None:
    """Draw the intervals."""
    end = 0.04
    parts = []
    for y, cell in zip(ys, cells, strict=True):
        if cell.low is not None and cell.high is not None:
            low, high = axis.place(cell.low), axis.place(cell.high)
            parts += [[(low, y - end), (low, y + end)], [(low, y), (high, y)], [(high, y - end), (high, y + end)]]
    if parts:
        canvas.strokes(parts, INK)


def _value(
    canvas: Canvas, axis: Axis, y: float, cell: Cell, lang: str, size: float, *, start: float, bars: bool
) -> None:
    """Write a figure to the right of its mark; a hidden one stands at the start of the scale."""
    text = cell.text(lang)
    if cell.hidden:
        mark_hidden(canvas, start + 0.04, y, text, size)
        return
    ends = [axis.place(end) for end in (cell.high, cell.figure) if end is not None]
    x = max([start, *ends] if bars else ends, default=start) + 0.06
    canvas.ground(x, y, text, size)
    canvas.line(x, y, text, size, ha="left")
