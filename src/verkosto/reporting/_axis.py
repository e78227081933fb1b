"""The scale of a picture: from figures to inches, with round numbers below and a line at zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from verkosto.aggregate import FigureUnit
from verkosto.reporting._canvas import GRID, INK, QUIET, SMALL, Canvas, width_of
from verkosto.reporting._panel import Cell

__all__ = ["AXIS", "Axis", "axis_of"]

AXIS = 0.3
"""Height of the figures below a picture in inches."""

_HUNDREDTHS = frozenset({"percent", "points", "score"})
_WIDE = 2.4
_NEAR_ZERO = 0.6


@frozen
class Axis:
    """A scale from left to right.

    Attributes:
        low: The figure at the left end.
        high: The figure at the right end.
        left: The left end in inches.
        right: The right end in inches.
        ticks: Round numbers on the scale.
        unit: How they are written.
    """

    low: float
    high: float
    left: float
    right: float
    ticks: tuple[float, ...]
    unit: FigureUnit

    def place(self, figure: float) -> float:
        """Return where a figure stands."""
        return self.left + (figure - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def zero(self) -> float | None:
        """Where 0 stands within the scale; None where it is an end of it, or outside."""
        return self.place(0) if self.low < 0 < self.high else None

    def draw(self, canvas: Canvas, top: float, bottom: float, lang: str) -> None:
        """Draw a line for each round number, its name below, and a darker line at zero."""
        places = [self.place(tick) for tick in self.ticks]
        canvas.strokes([[(x, top), (x, bottom)] for x in places], GRID, linewidth=0.7, zorder=0)
        if self.zero is not None:
            canvas.strokes([[(self.zero, top), (self.zero, bottom)]], INK, linewidth=0.9, zorder=1)
        last = -math.inf
        for x, tick in zip(places, self.ticks, strict=True):
            text = self.unit.figure(tick, lang)
            half = width_of(text, SMALL) / 2
            # Names that would touch are left out; their lines stay.
            if x - half > last + 0.08:
                canvas.line(x, bottom + 0.14, text, SMALL, ha="center", color=QUIET)
                last = x + half


def axis_of(cells: Iterable[Cell], left: float, right: float, lang: str, *, from_zero: bool, beside: bool) -> Axis:
    """Return a scale that holds every figure with its interval.

    Shares always have the whole scale from 0 to 100 %, so that pictures can be compared.

    Args:
        cells: The figures.
        left: The left end in inches.
        right: The right end in inches.
        lang: Language of the figures.
        from_zero: Whether 0 has to stand on it, as for bars.
        beside: Whether figures are written to the right of their marks, and need room there.
    """
    listed = list(cells)
    unit = next((cell.unit for cell in listed if cell.figure is not None), FigureUnit())
    known = [end for cell in listed for end in (cell.figure, cell.low, cell.high) if end is not None]
    room = max((width_of(cell.text(lang)) for cell in listed), default=0.0) + 0.16 if beside else 0.0
    right = max(right - room, left + 0.3)
    if unit.unit == "percent":
        step = 0.25 if right - left > _WIDE - 0.6 else 0.5
        ticks = [place * step for place in range(int(1 / step) + 1)]
        return Axis(min([0.0, *known]), max([1.0, *known]), left, right, tuple(ticks), unit)
    low, high = min(known, default=0.0), max(known, default=1.0)
    if from_zero or unit.unit in _HUNDREDTHS or 0 <= low < _NEAR_ZERO * high or _NEAR_ZERO * low < high <= 0:
        low, high = min(low, 0.0), max(high, 0.0)
    ticks = _round_numbers(low, high, most=5 if right - left > _WIDE else 3)
    first, last = min(low, ticks[0]), max(high, ticks[-1])
    return Axis(first, last, left, right, tuple(ticks), _written(unit, ticks))


def _round_numbers(low: float, high: float, *, most: int) -> list[float]:
    """Return round numbers with one step between them that cover the range, or nearly so."""
    if not high > low:
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in (1, 2, 5, 10) if part * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]


def _written(unit: FigureUnit, ticks: Sequence[float]) -> FigureUnit:
    """Return how round numbers are written: with no more decimals than they need."""
    if unit.unit != "number":
        return unit
    step = ticks[1] - ticks[0]
    return evolve(unit, places=max(0, -math.floor(math.log10(step) + 1e-9)))
