"""Answers on a scale as one bar for each question or group: on both sides of a middle, or from 0 to 100 %."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from verkosto.reporting._axis import AXIS
from verkosto.reporting._canvas import GRID, INK, QUIET, SMALL, Canvas, width_of
from verkosto.reporting._frame import Frame
from verkosto.reporting._legend import legend, legend_height
from verkosto.reporting._panel import Panel, Row
from verkosto.reporting._pictured import Order, pictured
from verkosto.reporting._rows import Rows, labels_and_counts, mark_hidden, rows_of
from verkosto.reporting._shades import Shade, diverging, shades
from verkosto.reporting._wording import say
from verkosto.text import HIDDEN, MISSING, format_percent

__all__ = ["draw_likert", "draw_stacked", "rows_on_scale"]

_HALF = 0.13
_PAD = 0.06
_APART_GAP = 0.25
_STEP = 0.25
_CLEAR = 0.08


@frozen
class _Bars:
    """Where a share of 0 stands for the bars of a picture, and how long a share of 1 is.

    Attributes:
        zero: Where the scale has its zero.
        unit: Length of a share of 1.
        aside: Where the answers outside the scale begin; None where they follow the others.
        middle: How many answers stand on the left of the zero; a half counts for one that is split. None: all on
            the right.
    """

    zero: float
    unit: float
    aside: float | None = None
    middle: float | None = None


def rows_on_scale(panel: Panel, order: Order = None) -> tuple[Row, ...]:
    """Return the rows of a picture with bars: questions in their order, groups in theirs with the total last."""
    whole = panel.whole
    return (*pictured(panel, order).rows, *([whole] if whole is not None and not panel.items else []))


def draw_stacked(panel: Panel, lang: str, frame: Frame, order: Order = None) -> Canvas:
    """Draw bars from 0 to 100 %; answers outside the scale are hatched."""
    rows, names = _named(panel, lang, frame, order)
    colours = shades(panel.codes, panel.apart)
    canvas, top = _canvas(panel, frame, names, colours)
    right = frame.width - 0.28
    bars = _Bars(names.left, right - names.left)
    _scale(canvas, [place * _STEP for place in range(5)], bars, (top, top + names.height), lang)
    for y, row in zip(names.middles, rows, strict=True):
        _row(canvas, row, bars, top + y, panel, colours, lang)
    names.draw(canvas, top, lang)
    return canvas


def draw_likert(panel: Panel, lang: str, frame: Frame, order: Order = None) -> Canvas:
    """Draw bars on both sides of the scale's middle, and answers outside the scale apart at the right."""
    rows, names = _named(panel, lang, frame, order)
    colours = diverging(panel.codes, panel.apart)
    canvas, top = _canvas(panel, frame, names, colours)
    on_scale = [place for place, code in enumerate(panel.codes) if code not in panel.apart]
    middle = len(on_scale) / 2
    left, right = (_reach(rows, on_scale, middle, side=side) for side in (-1, 1))
    outside = [place for place, code in enumerate(panel.codes) if code in panel.apart]
    aside = max((_sum(row, outside) for row in rows), default=0.0) if outside else 0.0
    # The answers apart have the same measure, and room for their figure.
    aside = max(aside, _CLEAR) if outside else 0.0
    room = frame.width - names.left - 0.2 - (_APART_GAP + 0.15 if outside else 0.0)
    unit = room / max(left + right + aside, 0.1)
    zero = names.left + left * unit
    bars = _Bars(zero, unit, zero + right * unit + _APART_GAP if outside else None, middle)
    ends = (top, top + names.height)
    # Round shares stand as far from one another as their names need.
    step = _STEP if unit * _STEP > width_of(format_percent(1, lang=lang), SMALL) + 0.05 else 2 * _STEP
    ticks = [place * step for place in range(-4, 5) if -left - 1e-9 <= place * step <= right + 1e-9]
    _scale(canvas, ticks, bars, ends, lang)
    canvas.strokes([[(zero, ends[0]), (zero, ends[1])]], INK, linewidth=0.9, zorder=1)
    if bars.aside is not None:
        canvas.strokes([[(bars.aside, ends[0]), (bars.aside, ends[1])]], QUIET, linewidth=0.7, zorder=1)
    for y, row in zip(names.middles, rows, strict=True):
        _row(canvas, row, bars, top + y, panel, colours, lang)
    names.draw(canvas, top, lang)
    return canvas


def _named(panel: Panel, lang: str, frame: Frame, order: Order) -> tuple[tuple[Row, ...], Rows]:
    rows = rows_on_scale(panel, order)
    labels, counts, bold = labels_and_counts(rows, lang)
    # Without groups the one row is the question itself, which stands above.
    labels = [label or say("all", lang) for label in labels]
    return rows, rows_of(labels, frame.width, least=0.36, counts=counts, bold=bold)


def _canvas(panel: Panel, frame: Frame, names: Rows, colours: Sequence[Shade]) -> tuple[Canvas, float]:
    """Return a canvas with its legend, and where the rows begin."""
    top = frame.top + legend_height(panel.options, frame.width)
    canvas = Canvas(frame.width, top + names.height + AXIS)
    frame.draw(canvas)
    legend(canvas, panel.options, colours, top=frame.top)
    return canvas, top


def _reach(rows: Sequence[Row], on_scale: Sequence[int], middle: float, *, side: int) -> float:
    """Return how far the bars reach on one side of the middle, where half of a middle answer stands."""
    most = _STEP
    for row in rows:
        if _whole(row):
            total = sum((row.cells[place].figure or 0.0) * part for place, part in _parts(on_scale, middle, side))
            most = max(most, total)
    return most


def _parts(on_scale: Sequence[int], middle: float, side: int) -> list[tuple[int, float]]:
    """Return the answers on one side of the middle, and how much of each."""
    below = [(place, min(max(middle - number, 0.0), 1.0)) for number, place in enumerate(on_scale)]
    return below if side < 0 else [(place, 1 - part) for place, part in below]


def _sum(row: Row, places: Sequence[int]) -> float:
    return sum(row.cells[place].figure or 0.0 for place in places)


def _whole(row: Row) -> bool:
    """Whether every share of the row is known, so that its bar can be drawn."""
    return all(cell.figure is not None for cell in row.cells)


def _row(canvas: Canvas, row: Row, bars: _Bars, y: float, panel: Panel, colours: Sequence[Shade], lang: str) -> None:
    if not _whole(row):
        _without(canvas, row, bars, y, lang)
        return
    on_scale = [place for place, code in enumerate(panel.codes) if bars.aside is None or code not in panel.apart]
    before = (
        0.0
        if bars.middle is None
        else sum((row.cells[place].figure or 0.0) * part for place, part in _parts(on_scale, bars.middle, -1))
    )
    _segments(canvas, row, on_scale, bars.zero - before * bars.unit, y, bars.unit, colours, lang)
    if bars.aside is not None:
        outside = [place for place, code in enumerate(panel.codes) if code in panel.apart]
        end = _segments(canvas, row, outside, bars.aside, y, bars.unit, colours, lang)
        text = format_percent(_sum(row, outside), lang=lang)
        if width_of(text, SMALL) + _PAD > _sum(row, outside) * bars.unit:
            canvas.line(end + 0.05, y, text, SMALL, ha="left")


def _segments(
    canvas: Canvas,
    row: Row,
    places: Sequence[int],
    start: float,
    y: float,
    unit: float,
    colours: Sequence[Shade],
    lang: str,
) -> float:
    """Draw parts of a bar beside one another, each with its figure where it fits; return where they end."""
    for place in places:
        cell, colour = row.cells[place], colours[place]
        size = (cell.figure or 0.0) * unit
        if not size:
            continue
        canvas.box(start, y - _HALF, size, 2 * _HALF, colour.fill, hatch=colour.hatch)
        text = cell.text(lang)
        if width_of(text, SMALL) + _PAD <= size:
            if colour.hatch:
                canvas.ground(start + size / 2 - width_of(text, SMALL) / 2, y, text, SMALL, fill=colour.fill)
            canvas.line(start + size / 2, y, text, SMALL, ha="center", color=colour.ink, zorder=5)
        start += size
    return start


def _without(canvas: Canvas, row: Row, bars: _Bars, y: float, lang: str) -> None:
    """Say why a row has no bar: nobody answered, or figures are kept back."""
    x = bars.zero + 0.05
    if any(cell.hidden for cell in row.cells):
        every = all(cell.hidden for cell in row.cells)
        mark_hidden(canvas, x, y, HIDDEN.get(lang) if every else say("partly_hidden", lang))
    else:
        canvas.line(x, y, MISSING, ha="left")


def _scale(canvas: Canvas, ticks: Sequence[float], bars: _Bars, ends: tuple[float, float], lang: str) -> None:
    """Draw lines at round shares; to the left of the middle they count from it too."""
    places = [bars.zero + tick * bars.unit for tick in ticks]
    canvas.strokes([[(x, ends[0]), (x, ends[1])] for x in places], GRID, linewidth=0.7, zorder=0)
    for x, tick in zip(places, ticks, strict=True):
        text = format_percent(abs(tick), lang=lang)
        canvas.line(x, ends[1] + 0.14, text, SMALL, ha="center", color=QUIET)
