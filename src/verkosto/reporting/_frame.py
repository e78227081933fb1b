"""What stands around a picture's figures: the title, what they are made of, the stamp of internal use."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from verkosto.reporting._canvas import QUIET, SMALL, Canvas, lines_of

__all__ = ["MARGIN", "Frame", "frame_of"]

MARGIN = 0.1
"""Room at the sides of a picture in inches."""

_TITLE = 11.0
_TITLE_LINE = 0.24
_NOTE_LINE = 0.17


@frozen
class Frame:
    """The upper part of a picture.

    Attributes:
        width: Width of the picture in inches.
        title: Lines of the title.
        notes: Lines below it.
        stamp: What stands in the upper right corner; empty for nothing.
    """

    width: float
    title: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: str = ""

    @property
    def top(self) -> float:
        """Where the figures may begin."""
        above = _NOTE_LINE if self.stamp else 0.0
        height = above + len(self.title) * _TITLE_LINE + len(self.notes) * _NOTE_LINE
        return height + (0.1 if height else 0.0)

    def draw(self, canvas: Canvas) -> None:
        """Write it."""
        y = 0.0
        if self.stamp:
            canvas.line(self.width - MARGIN, 0.1, self.stamp, SMALL, ha="right", color=QUIET)
            y += _NOTE_LINE
        for line in self.title:
            canvas.line(MARGIN, y + 0.14, line, _TITLE, ha="left", weight="bold")
            y += _TITLE_LINE
        for line in self.notes:
            canvas.line(MARGIN, y + 0.1, line, SMALL, ha="left", color=QUIET)
            y += _NOTE_LINE


def frame_of(width: float, *, title: str = "", notes: Sequence[str] = (), stamp: str = "") -> Frame:
    """Return a frame with its texts broken into lines."""
    room = width - 2 * MARGIN
    heading = lines_of(title, room, _TITLE, bold=True) if title else []
    written = [line for note in notes if note for line in lines_of(note, room, SMALL)]
    return Frame(width, tuple(heading), tuple(written), stamp)
