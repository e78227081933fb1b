"""How the figures of a table are written: each statistic in its own unit, with decimals that say something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._columns import NO_COUNT
from verkosto.text import MISSING, format_number, format_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.aggregate._columns import Columns

__all__ = ["Unit", "count", "figure", "interval", "places_of", "unit_of"]

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
    """Return the estimate of a row with its unit; an en dash where there is none."""
    statistic, value = cells["statistic"][row], cells["estimate"][row]
    if np.isnan(value):
        return MISSING
    written = _written(value, unit_of(statistic), lang, places)
    plus = "+" if statistic.endswith(_DIFFERENCE) and value > 0 else ""
    return f"{plus}{written.number}{written.sign}"


def interval(cells: Columns, row: int, lang: str, places: int) -> str:
    """Return the interval of a row with its unit, said once; an en dash where there is none."""
    low, high = cells["low"][row], cells["high"][row]
    if np.isnan(low) or np.isnan(high):
        return MISSING
    unit = unit_of(cells["statistic"][row])
    ends = _written(low, unit, lang, places), _written(high, unit, lang, places)
    # A dash beside a minus sign could be read as one.
    dash = _SPACED if any(_MINUS in end.number for end in ends) else MISSING
    return f"{ends[0].number}{dash}{ends[1].number}{ends[1].sign}"


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
