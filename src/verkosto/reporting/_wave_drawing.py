"""The drawing of waves: lines with intervals, interrupted where two waves cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from verkosto.reporting._axis import Axis, axis_of
from verkosto.reporting._canvas import GRID, INK, PAPER, QUIET, SMALL, Canvas, lines_of, width_of
from verkosto.reporting._frame import MARGIN, Frame
from verkosto.reporting._rows import mark_hidden
from verkosto.reporting._waves import FEW_LINES, Line, Waves
from verkosto.reporting._wording import say

__all__ = ["draw_waves"]

_HEIGHT, _SMALL_HEIGHT = 2.9, 1.35
_COLUMN = 2.6
_BELOW = 0.32
_LINE = 0.15
_DODGE = 0.055
_LABELS = 0.3
_MINE = 0.05

# Each differs in its mark and its line too; the first is the darkest.
_LOOKS: tuple[tuple[str, str, Any], ...] = (
    ("#0b3c6f", "o", "solid"),
    ("#b3601b", "s", (0, (5, 2))),
    ("#5a5a5a", "^", (0, (1.5, 1.5))),
    ("#2f7fc1", "D", (0, (6, 2, 1.5, 2))),
    ("#7a4a8c", "v", (0, (3, 1, 1, 1, 1, 1))),
    ("#1a1a1a", "P", (0, (8, 3))),
)


@frozen
class _Plot:
    """A plot at its place: time from left to right, figures from the bottom up, in inches.

    Attributes:
        xs: Where each wave stands.
        axis: Of the figures; its left end is the bottom.
        left: Where the plot begins.
        right: Where it ends.
    """

    xs: tuple[float, ...]
    axis: Axis
    left: float
    right: float


def draw_waves(waves: Waves, lang: str, frame: Frame) -> Canvas:
    """Draw few lines in one plot with their names at their ends, and many in a plot each."""
    if len(waves.lines) <= FEW_LINES:
        return _together(waves, lang, frame)
    return _apart(waves, lang, frame)


def _together(waves: Waves, lang: str, frame: Frame) -> Canvas:
    names = [_name(line, lang) for line in waves.lines]
    ends = [lines_of(name, frame.width * _LABELS, SMALL, bold=True) for name in names]
    widest = max(width_of(line, SMALL, bold=True) for lines in ends for line in lines)
    wave_names = _wave_names(waves, frame.width - widest - 1.0)
    for lines, base in zip(wave_names, waves.bases, strict=True):
        if base:
            lines.append(say("n_is", lang, n=base))
    below = _BELOW + _LINE * (max(map(len, wave_names)) - 1)
    canvas = Canvas(frame.width, frame.top + 0.3 + _HEIGHT + below)
    frame.draw(canvas)
    bottom = frame.top + 0.3 + _HEIGHT
    axis = _axis(waves, bottom, frame.top + 0.3, lang)
    left = MARGIN + max(width_of(axis.unit.figure(tick, lang), SMALL) for tick in axis.ticks) + 0.12
    plot = _plot(waves, axis, left, frame.width - widest - 0.3)
    _ground(canvas, plot, waves, wave_names, lang)
    taken = _signs(plot, waves)
    for number, line in enumerate(waves.lines):
        aside = (number - (len(waves.lines) - 1) / 2) * _DODGE
        _line(canvas, plot, waves, line, _LOOKS[number], aside)
    for number, line in enumerate(waves.lines):
        aside = (number - (len(waves.lines) - 1) / 2) * _DODGE
        _figures(canvas, plot, line, aside, taken, lang, ended=True)
    _hidden(canvas, plot, waves.lines, lang)
    _end_names(canvas, plot, waves, ends)
    return canvas


def _apart(waves: Waves, lang: str, frame: Frame) -> Canvas:
    """Draw a small plot for each line; the total stands in each as a quiet line."""
    whole = next((line for line in waves.lines if line.total), None)
    lines = [line for line in waves.lines if line is not whole]
    columns = max(int((frame.width - 2 * MARGIN) / _COLUMN), 1)
    width = (frame.width - 2 * MARGIN) / columns
    heads = [lines_of(line.label, width - 0.3, SMALL, bold=True) for line in lines]
    wave_names = _wave_names(waves, width - 0.8)
    high = max(map(len, heads)) * _LINE + 0.24
    each = high + _SMALL_HEIGHT + _BELOW + _LINE * (max(map(len, wave_names)) - 1) + 0.08
    canvas = Canvas(frame.width, frame.top + each * -(-len(lines) // columns))
    frame.draw(canvas)
    for number, line in enumerate(lines):
        top = frame.top + number // columns * each + high
        axis = _axis(waves, top + _SMALL_HEIGHT, top, lang)
        x = MARGIN + number % columns * width
        room = max(width_of(axis.unit.figure(tick, lang), SMALL) for tick in axis.ticks) + 0.08
        plot = _plot(waves, axis, x + room, x + width - 0.35)
        for place, text in enumerate(heads[number]):
            canvas.line(x + room, top - high + 0.1 + place * _LINE, text, SMALL, ha="left", weight="bold")
        _ground(canvas, plot, waves, wave_names, lang)
        if whole is not None:
            _line(canvas, plot, waves, whole, (QUIET, "", (0, (4, 3))), 0.0, quiet=True)
        _line(canvas, plot, waves, line, _LOOKS[0], 0.0)
        _hidden(canvas, plot, [line], lang)
        _figures(canvas, plot, line, 0.0, _signs(plot, waves), lang, ended=False)
    return canvas


def _name(line: Line, lang: str) -> str:
    known = [cell for cell in line.cells if cell is not None]
    return f"{line.label} {known[-1].text(lang)}"


def _wave_names(waves: Waves, room: float) -> list[list[str]]:
    each = room / max(len(waves.names), 1)
    return [lines_of(name, max(each, 0.35), SMALL) for name in waves.names]


def _axis(waves: Waves, bottom: float, top: float, lang: str) -> Axis:
    """Return the scale; that of shares ends at the first quarter above every figure."""
    axis = axis_of(waves.cells, 0.0, abs(bottom - top), lang, from_zero=waves.panel.shares, beside=False)
    if axis.unit.unit == "percent":
        most = max((end for cell in waves.cells for end in (cell.figure, cell.high) if end is not None), default=1.0)
        high = min(max(-(-most // 0.25) * 0.25, 0.25), 1.0)
        step = 0.25 if high > 0.5 else 0.1 if high > 0.25 else 0.05
        ticks = tuple(place * step for place in range(round(high / step) + 1))
        axis = evolve(axis, high=max(high, most), ticks=ticks)
    return evolve(axis, left=bottom, right=top)


def _plot(waves: Waves, axis: Axis, left: float, right: float) -> _Plot:
    edge = min(0.25, (right - left) / 8)
    xs = tuple(left + edge + place * (right - left - 2 * edge) for place in waves.places)
    return _Plot(xs, axis, left, right)


def _ground(canvas: Canvas, plot: _Plot, waves: Waves, names: Sequence[Sequence[str]], lang: str) -> None:
    """Draw round figures, names of the waves, and where lines break."""
    axis = plot.axis
    canvas.strokes(
        [[(plot.left, axis.place(tick)), (plot.right, axis.place(tick))] for tick in axis.ticks], GRID, zorder=0
    )
    if axis.zero is not None:
        canvas.strokes([[(plot.left, axis.zero), (plot.right, axis.zero)]], INK, linewidth=0.9, zorder=1)
    last = axis.left + 1.0
    for tick in axis.ticks:
        if last - axis.place(tick) > 0.16:
            canvas.line(
                plot.left - 0.06, axis.place(tick), axis.unit.figure(tick, lang), SMALL, ha="right", color=QUIET
            )
            last = axis.place(tick)
    # Names that would touch are left out, from the last one backwards.
    free = plot.right + 1.0
    for x, lines in reversed(list(zip(plot.xs, names, strict=True))):
        half = max(width_of(line, SMALL) for line in lines) / 2
        if x + half <= free:
            for place, line in enumerate(lines):
                canvas.line(x, axis.left + 0.15 + place * _LINE, line, SMALL, ha="center", color=QUIET)
            free = x - half - 0.06
    for x in _between(plot, waves):
        canvas.strokes([[(x, axis.left), (x, axis.right)]], QUIET, linestyle=(0, (1, 2)), linewidth=1.2, zorder=1)
        canvas.line(x, axis.right - 0.12, "≠", SMALL + 2, ha="center", color=QUIET, weight="bold")


def _between(plot: _Plot, waves: Waves) -> list[float]:
    """Return where lines break."""
    return [(plot.xs[found.before - 1] + plot.xs[found.before]) / 2 for found in waves.breaks]


def _signs(plot: _Plot, waves: Waves) -> list[tuple[float, float, float]]:
    """Return where signs of breaks stand, and half their width: figures keep away from them."""
    return [(x, plot.axis.right - 0.12, 0.05) for x in _between(plot, waves)]


def _hidden(canvas: Canvas, plot: _Plot, lines: Sequence[Line], lang: str) -> None:
    """Draw the marks of hidden figures at the bottom of their wave, above one another."""
    for number, x in enumerate(plot.xs):
        cells = [cell for line in lines if (cell := line.cells[number]) is not None and cell.hidden]
        for place, cell in enumerate(cells):
            mark_hidden(canvas, x - 0.05, plot.axis.left - 0.1 - place * 0.15, cell.text(lang))


def _line(
    canvas: Canvas,
    plot: _Plot,
    waves: Waves,
    line: Line,
    look: tuple[str, str, Any],
    aside: float,
    *,
    quiet: bool = False,
) -> None:
    """Draw a line with its marks and intervals, interrupted where a figure is lacking and at a break."""
    colour, marker, dash = look
    runs: list[list[tuple[float, float]]] = [[]]
    whiskers = []
    broken = {found.before for found in waves.breaks}
    for number, (x, cell) in enumerate(zip(plot.xs, line.cells, strict=True)):
        if number in broken or cell is None or cell.figure is None:
            runs.append([])
        if cell is None or cell.figure is None:
            continue
        runs[-1].append((x + aside, plot.axis.place(cell.figure)))
        if cell.low is not None and cell.high is not None:
            low, high = plot.axis.place(cell.low), plot.axis.place(cell.high)
            whiskers += [[(x + aside, low), (x + aside, high)]]
            whiskers += [[(x + aside - 0.03, end), (x + aside + 0.03, end)] for end in (low, high)]
    canvas.strokes([run for run in runs if len(run) > 1], colour, linewidth=1.0 if quiet else 1.6, linestyle=dash)
    if quiet:
        return
    canvas.strokes(whiskers, colour, linewidth=0.9)
    canvas.points([point for run in runs for point in run], marker, color=colour, markersize=5.5, markeredgecolor=PAPER)


def _figures(
    canvas: Canvas,
    plot: _Plot,
    line: Line,
    aside: float,
    taken: list[tuple[float, float, float]],
    lang: str,
    *,
    ended: bool,
) -> None:
    """Write figures above their intervals, where they touch no other; the last one may stand at the line's end."""
    known = [(x, cell) for x, cell in zip(plot.xs, line.cells, strict=True) if cell is not None]
    for x, cell in known[: -1 if ended else None]:
        if cell.figure is None:
            continue
        text = cell.text(lang)
        y = plot.axis.place(cell.figure if cell.high is None else cell.high) - 0.09
        half = width_of(text, SMALL) / 2
        middle = x + aside
        if all(abs(middle - other) > half + width + _MINE or abs(y - beside) > 0.15 for other, beside, width in taken):
            taken.append((middle, y, half))
            canvas.ground(middle - half, y, text, SMALL)
            canvas.line(middle, y, text, SMALL, ha="center", zorder=6)


def _end_names(canvas: Canvas, plot: _Plot, waves: Waves, names: Sequence[Sequence[str]]) -> None:
    """Write the name of each line at its end, moved apart where they would touch, with its mark."""
    wanted = []
    for number, line in enumerate(waves.lines):
        known = [cell.figure for cell in line.cells if cell is not None and cell.figure is not None]
        y = plot.axis.place(known[-1]) if known else plot.axis.left
        wanted.append((y, number))
    down = 0.0
    placed = []
    for y, number in sorted(wanted):
        height = len(names[number]) * _LINE + 0.05
        start = max(y - height / 2, down)
        placed.append((start, height, number))
        down = start + height
    over = max(down - plot.axis.left - 0.1, 0.0)
    for start, height, number in placed:
        middle = start + height / 2 - over
        colour, marker, _ = _LOOKS[number]
        canvas.points([(plot.right + 0.1, middle)], marker, color=colour, markersize=5.5)
        canvas.lines(plot.right + 0.2, middle, names[number], SMALL, ha="left", weight="bold")
