"""How the figures of a table are written: each statistic in its own unit, with decimals that say something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._columns import NO_COUNT
from verkosto.text import HIDDEN, MISSING, format_number, format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from verkosto.aggregate._columns import Columns

__all__ = [
    "HIDDEN_STATUS",
    "FigureUnit",
    "Unit",
    "count",
    "exact",
    "figure",
    "figure_units",
    "interval",
    "methods_of",
    "places_of",
    "unit_of",
]

HIDDEN_STATUS = "hidden"
"""The status of a figure that is kept back so that nobody is revealed."""

Unit = Literal["percent", "points", "score", "number"]
"""Shares are percents, differences of shares percentage points, NPS a score from -100 to 100, the rest numbers."""

_UNITS: dict[str, Unit] = {
    "share": "percent",
    "proportion": "percent",
    "top_box": "percent",
    "bottom_box": "percent",
    "net": "points",
    "nps": "score",
}
_DIFFERENCE = "_difference"
_POINTS = {"fi": "\N{NO-BREAK SPACE}%-yks.", "sv": "\N{NO-BREAK SPACE}%-enh.", "en": "\N{NO-BREAK SPACE}pp"}
_MINUS = "\N{MINUS SIGN}"
_SPACED = " – "


@frozen
class _Written:
    """A number in its unit, as it stands before the unit's sign."""

    number: str
    sign: str


@frozen
class FigureUnit:
    r"""How figures of one kind are written.

    Attributes:
        unit: "percent", "points" (percentage points), "score" or "number".
        places: Decimals of plain numbers.
        signed: Whether a plus stands before what is above 0, as in a difference.

    Example:
        >>> FigureUnit().figure(0.73, "en"), FigureUnit("points", signed=True).interval(-0.02, 0.1, "en")
        ('73%', '−2 – 10\xa0pp')
    """

    unit: Unit = "percent"
    places: int = 0
    signed: bool = False

    def figure(self, value: float, lang: str = "fi") -> str:
        """Write a figure; shares and differences of shares are between 0 and 1."""
        written = _written(value, self.unit, lang, self.places)
        plus = "+" if self.signed and value > 0 else ""
        return f"{plus}{written.number}{written.sign}"

    def interval(self, low: float, high: float, lang: str = "fi") -> str:
        """Write an interval; the unit is said once."""
        ends = _written(low, self.unit, lang, self.places), _written(high, self.unit, lang, self.places)
        # A dash beside a minus sign could be read as one.
        dash = _SPACED if any(_MINUS in end.number for end in ends) else MISSING
        return f"{ends[0].number}{dash}{ends[1].number}{ends[1].sign}"


def unit_of(statistic: str) -> Unit:
    """Return the unit of a statistic; one that is not known is a plain number."""
    unit = _UNITS.get(statistic.removesuffix(_DIFFERENCE), "number")
    return "points" if unit == "percent" and statistic.endswith(_DIFFERENCE) else unit


def places_of(cells: Columns, rows: range) -> int:
    """Return how many decimals the plain numbers among some rows are shown with.

    The largest figure decides for all of them, so that they stand under one another: whole numbers from a
    thousand on, one decimal from a hundred, two from a tenth, and below that three digits that are not 0. Where
    all figures and their intervals are whole, as medians of counts often are, they have none.
    """
    part = slice(rows.start, rows.stop)
    plain = np.array([unit_of(name) == "number" for name in cells["statistic"][part]], dtype=bool)
    found = np.concatenate([cells[name][part][plain] for name in ("estimate", "low", "high")])
    known = found[np.isfinite(found)]
    return 0 if (known == np.rint(known)).all() else _decimals(np.abs(cells["estimate"][part][plain]))


def _decimals(sizes: NDArray[np.float64]) -> int:
    largest = float(sizes[np.isfinite(sizes)].max(initial=0))
    if largest >= 1000 or largest == 0:
        return 0
    if largest >= 0.1:
        return 1 if largest >= 100 else 2
    return min(2 - int(np.floor(np.log10(largest))), 9)


def figure(cells: Columns, row: int, lang: str, places: int) -> str:
    """Return the estimate of a row with its unit; a word where it is kept back, an en dash where there is none."""
    statistic, value = cells["statistic"][row], cells["estimate"][row]
    if np.isnan(value):
        return HIDDEN.get(lang) if cells["status"][row] == HIDDEN_STATUS else MISSING
    return _unit(statistic, places).figure(value, lang)


def interval(cells: Columns, row: int, lang: str, places: int) -> str:
    """Return the interval of a row with its unit, said once; an en dash where there is none."""
    low, high = cells["low"][row], cells["high"][row]
    if np.isnan(low) or np.isnan(high) or exact(cells, row):
        return MISSING
    return _unit(cells["statistic"][row], places).interval(low, high, lang)


def figure_units(cells: Columns, rows: Sequence[int]) -> list[FigureUnit]:
    """Return how the figure of each of some rows is written, with decimals that suit all of them.

    Args:
        cells: `Table.cells`.
        rows: Places of the rows.
    """
    part = cells.take(np.array(rows, dtype=np.intp))
    places = places_of(part, range(len(part)))
    return [_unit(statistic, places) for statistic in part["statistic"]]


def _unit(statistic: str, places: int) -> FigureUnit:
    return FigureUnit(unit_of(statistic), places, signed=statistic.endswith(_DIFFERENCE))


def exact(cells: Columns, row: int) -> bool:
    """Return whether a figure has no error, as in a census: then an interval would only be the figure again."""
    return bool(cells["se"][row] == 0 and cells["low"][row] == cells["high"][row])


def methods_of(cells: Columns, rows: Iterable[int]) -> tuple[str, ...]:
    """Return how the intervals of some rows were made, each once; an exact figure has none to name.

    The general method comes first, whichever row stands first.
    """
    named = {cells["interval"][row] for row in rows if cells["interval"][row] is not None and not exact(cells, row)}
    return tuple(sorted(named, reverse=True))


def count(value: int, lang: str) -> str:
    """Return a count; an en dash where it is not known."""
    return MISSING if value == NO_COUNT else format_number(value, lang=lang)


def _written(value: float, unit: Unit, lang: str, places: int) -> _Written:
    if unit == "number":
        return _Written(format_number(value, decimals=places, lang=lang), "")
    percent = format_percent(value, lang=lang)
    number = percent.rstrip("%").rstrip()
    signs = {"percent": percent[len(number) :], "points": _POINTS[lang], "score": ""}
    return _Written(number, signs[unit])
