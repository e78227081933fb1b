"""The places of everything on a timeline: days across, rows down, a name or a number for each bar."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import frozen

from verkosto.reporting._bars import Bar, Row
from verkosto.reporting._canvas import SMALL, drawable, lines_of, width_of
from verkosto.reporting._course import Course
from verkosto.reporting._names import fitting

__all__ = ["LANE", "LINE", "MARGIN", "WIDTH", "Layout", "Line", "Scale", "layout_of"]

WIDTH = 10.0
"""Width of a timeline in inches."""

MARGIN = 0.1
LANE = 0.235
LINE = 0.165

_LABELS = 2.2
_BESIDE = 0.12
_RIGHT = 0.18
_PAD = 0.04
_HEADING = 0.27
_TINY = 6.5
_DAY = dt.timedelta(days=1)
_FEW_DAYS = 800


@frozen
class Scale:
    """From days to inches.

    Attributes:
        first: The first day shown.
        last: The last day shown.
        left: Where the first day begins.
        right: Where the last day ends.
    """

    first: dt.date
    last: dt.date
    left: float
    right: float

    def begin(self, day: dt.date) -> float:
        """Return where a day begins."""
        return self.left + (day - self.first).days * (self.right - self.left) / self._days

    def end(self, day: dt.date) -> float:
        """Return where a day ends."""
        return self.begin(day) + (self.right - self.left) / self._days

    def runs(self) -> list[tuple[dt.date, dt.date, str]]:
        """Return first day, last day and name of each year, or of each month where few days are shown."""
        return list(self._years() if self._days > _FEW_DAYS else self._months())

    @property
    def _days(self) -> int:
        return (self.last - self.first).days + 1

    def _years(self) -> Iterator[tuple[dt.date, dt.date, str]]:
        for year in range(self.first.year, self.last.year + 1):
            yield max(dt.date(year, 1, 1), self.first), min(dt.date(year, 12, 31), self.last), str(year)

    def _months(self) -> Iterator[tuple[dt.date, dt.date, str]]:
        day = self.first
        while day <= self.last:
            end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
            yield day, min(end, self.last), f"{day.month}/{day.year}"
            day = end + _DAY


@frozen
class Line:
    """A heading, which has no row, or a row at its place.

    Attributes:
        y: Its upper edge.
        height: Its height.
        lines: What stands beside it.
        row: The row.
    """

    y: float
    height: float
    lines: tuple[str, ...]
    row: Row | None


@frozen
class Layout:
    """Where everything stands, in inches.

    Attributes:
        scale: From days to inches.
        lines: Headings and rows from top to bottom.
        labels: What stands on each bar that somebody holds, and the size of its letters.
        notes: Lines below the rows: the names that fit on no bar, by their numbers.
        top: Where the rows begin.
        bottom: Where they end.
    """

    scale: Scale
    lines: tuple[Line, ...]
    labels: Mapping[Bar, tuple[str, float]]
    notes: tuple[str, ...]
    top: float
    bottom: float

    @property
    def label_edge(self) -> float:
        """Where the labels of rows end."""
        return self.scale.left - _BESIDE


def layout_of(course: Course, names: Mapping[str, tuple[str, ...]], top: float) -> Layout:
    """Place everything below `top`.

    Args:
        course: What to show.
        names: Forms of each holder's name by id, the full name first.
        top: Where the rows begin.
    """
    lines, bottom = _placed(course, top)
    left = max(width_of(text, bold=line.row is None) for line in lines for text in line.lines) + 2 * _BESIDE
    scale = Scale(course.first, course.last, left, WIDTH - _RIGHT)
    labels, notes = _labels(course, names, scale)
    # A number stays with its name at the end of a line.
    kept = [note.replace(" ", "\N{NO-BREAK SPACE}") for note in notes]
    written = lines_of(", ".join(kept), WIDTH - 2 * MARGIN, SMALL) if kept else []
    return Layout(scale, lines, labels, tuple(written), top, bottom)


def _placed(course: Course, top: float) -> tuple[tuple[Line, ...], float]:
    """Return every heading and row at its place, and where the last one ends."""
    placed, y = [], top
    for group in course.groups:
        if group.heading and len(course.groups) > 1:
            placed.append(Line(y, _HEADING, (group.heading,), None))
            y += _HEADING
        for row in group.rows:
            lines = tuple(lines_of(row.label, _LABELS))
            height = max(len(row.lanes) * LANE, len(lines) * LINE) + _PAD
            placed.append(Line(y, height, lines, row))
            y += height
    return tuple(placed), y


def _labels(
    course: Course, names: Mapping[str, tuple[str, ...]], scale: Scale
) -> tuple[dict[Bar, tuple[str, float]], list[str]]:
    labels: dict[Bar, tuple[str, float]] = {}
    numbers: dict[str, int] = {}
    for bar in course.bars:
        if bar.who is None:
            continue
        room = scale.end(bar.last) - scale.begin(bar.first)
        labels[bar] = fitting(names[bar.who.id], room - 0.1, width_of, (SMALL, _TINY))
        number = str(numbers.get(bar.who.id, len(numbers) + 1))
        # A bar of a few days has no room for a number either; the table has its holder.
        if not labels[bar][0] and width_of(number, _TINY) <= room:
            numbers[bar.who.id] = int(number)
            labels[bar] = (number, _TINY)
    return labels, [f"{number} {drawable(names[who][0])}" for who, number in numbers.items()]
