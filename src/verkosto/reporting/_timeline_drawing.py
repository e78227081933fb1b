"""The drawing of a timeline: rows of posts, bars of holders, years across."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from verkosto.reporting._bars import Bar
from verkosto.reporting._canvas import GRID, INK, QUIET, SMALL, Canvas, lines_of, width_of
from verkosto.reporting._course import Course
from verkosto.reporting._legend import legend_height
from verkosto.reporting._marks import MARKS, Fade, mark_box, mark_legend, mark_outline, mark_words, marks_in_order
from verkosto.reporting._timeline_layout import LANE, LINE, MARGIN, WIDTH, Layout, Line, layout_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_timeline"]

_BAR = 0.185
_AXIS = 0.26
_TITLE = 0.24


def draw_timeline(course: Course, names: Mapping[str, tuple[str, ...]], title: str, lang: str) -> Canvas:
    """Draw a timeline; call it within `style()`.

    Args:
        course: What to show.
        names: Forms of each holder's name by id, the full name first.
        title: What stands above it; empty for nothing.
        lang: Language of the legend.
    """
    heading = lines_of(title, WIDTH - 2 * MARGIN, 11, bold=True) if title else []
    standings = marks_in_order(piece.standing for bar in course.bars for piece in bar.pieces)
    above = len(heading) * _TITLE + (0.08 if heading else 0.0)
    found = layout_of(course, names, above + legend_height(mark_words(standings, lang), WIDTH) + _AXIS - 0.1)
    notes = len(found.notes) * LINE + 0.08 if found.notes else 0.0
    canvas = Canvas(WIDTH, found.bottom + _AXIS + notes)
    sheet = canvas.sheet
    for number, text in enumerate(heading):
        canvas.line(MARGIN, 0.14 + number * _TITLE, text, 11, weight="bold", ha="left")
    mark_legend(canvas, sheet, standings, lang, top=above)
    _time(canvas, sheet, found)
    for line in found.lines:
        _line(canvas, sheet, found, line)
    for number, text in enumerate(found.notes):
        canvas.line(MARGIN, found.bottom + _AXIS + 0.09 + number * LINE, text, SMALL, ha="left", color=QUIET)
    return canvas


def _line(canvas: Canvas, sheet: Axes, found: Layout, line: Line) -> None:
    middle = line.y + line.height / 2
    heading = line.row is None
    for number, text in enumerate(line.lines):
        y = middle + (number - (len(line.lines) - 1) / 2) * LINE + (0.02 if heading else 0.0)
        canvas.line(found.label_edge, y, text, ha="right", weight="bold" if heading else "normal")
    colour, thick = (QUIET, 0.8) if heading else (GRID, 0.5)
    sheet.hlines([line.y + line.height], MARGIN, found.scale.right, color=colour, linewidth=thick, zorder=1)
    if line.row is None:
        return
    first = middle - len(line.row.lanes) * LANE / 2 + (LANE - _BAR) / 2
    for number, lane in enumerate(line.row.lanes):
        for bar in lane:
            _bar(sheet, found, bar, first + number * LANE)
            if bar.who is not None:
                _arrows(sheet, found, bar, first + number * LANE)
                _name(canvas, found, bar, first + number * LANE)


def _bar(sheet: Axes, found: Layout, bar: Bar, y: float) -> None:
    for piece in bar.pieces:
        mark, x = MARKS[piece.standing], found.scale.begin(piece.first)
        size = (found.scale.end(piece.last) - x, _BAR)
        starts = piece is bar.pieces[0] and not bar.before
        ends = piece is bar.pieces[-1] and not bar.after
        mark_box(sheet, mark, x, y, size, fade=_fade(starts, ends), outline=False)
        mark_outline(sheet, mark, x, y, size, ends=("l" if starts else "") + ("r" if ends else ""))


def _fade(starts: bool, ends: bool) -> Fade:  # noqa: FBT001
    """Say where a piece whose days are not sure fades: at an end of its bar."""
    if starts == ends:
        return "both" if starts else "none"
    return "in" if starts else "out"


def _arrows(sheet: Axes, found: Layout, bar: Bar, y: float) -> None:
    for goes_on, x, way in ((bar.before, found.scale.left, -1), (bar.after, found.scale.right, 1)):
        if goes_on:
            across, down = [x, x, x + way * 0.09], [y + 0.02, y + _BAR - 0.02, y + _BAR / 2]
            sheet.fill(across, down, color=INK, linewidth=0, zorder=4, clip_on=False)


def _name(canvas: Canvas, found: Layout, bar: Bar, y: float) -> None:
    text, size = found.labels[bar]
    if not text:
        return
    left, right = found.scale.begin(bar.first), found.scale.end(bar.last)
    marks = [MARKS[standing] for standing in bar.standings]
    # Letters on hatching stand on a plain ground.
    box = {"facecolor": marks[0].fill, "edgecolor": "none", "pad": 0.6} if any(m.hatch for m in marks) else None
    if right - left - 0.1 >= width_of(text, size):
        canvas.line(left + 0.06, y + _BAR / 2, text, size, ha="left", bbox=box)
    else:
        canvas.line((left + right) / 2, y + _BAR / 2, text, size, ha="center", bbox=box)


def _time(canvas: Canvas, sheet: Axes, found: Layout) -> None:
    """Draw the grid of years or months, with their names above and below."""
    scale, runs = found.scale, found.scale.runs()
    edges = [*(scale.begin(first) for first, _, _ in runs), scale.right]
    sheet.vlines(edges, found.top, found.bottom, color=GRID, linewidth=0.8, zorder=0)
    sheet.hlines([found.top, found.bottom], MARGIN, scale.right, color=QUIET, linewidth=0.8, zorder=1)
    widest = max(width_of(name, SMALL) for _, _, name in runs) + 0.1
    room = (scale.right - scale.left) / len(runs)
    step = max(1, -int(-widest // room))
    for first, last, name in runs[::step]:
        begin, end = scale.begin(first), scale.end(last)
        # A name of several runs stands at the first of them; a run that is cut off may be too short for its own.
        x, side = ((begin + end) / 2, "center") if step == 1 else (begin, "left")
        if step > 1 and begin + widest > scale.right + 0.2:
            continue
        if step == 1 and end - begin < widest - 0.1:
            continue
        for y in (found.top - 0.11, found.bottom + 0.12):
            canvas.line(x, y, name, SMALL, ha=side, color=QUIET)
