"""Three manners of protecting: figures are kept back, counts are rounded, bases become bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, Columns
from verkosto.disclosure._band import banded
from verkosto.disclosure._protection import Manner
from verkosto.disclosure._relations import Posed, Standing
from verkosto.disclosure._round import round_system
from verkosto.disclosure._suppress import suppress
from verkosto.disclosure._system import Problem
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["Made", "banding", "rounding", "suppression"]

_ROUNDED = "rounded"
_EXACT = ("se", "low", "high", "df", "deff")
_OF_ROW = ("n", "weighted", "estimate", *_EXACT)
_OF_BASE = ("base", "base_weighted")


@frozen(eq=False)
class Made:
    """Tables as they are published.

    Attributes:
        cells: The figures of each table, nothing of what is hidden among them.
        absences: The missing rows of each.
        hidden: How many figures of each are kept back.
        optimal: Whether no cheaper choice would have done.
        step: What counts are rounded to, or shares in percentage points.
        within: By less than this each rounded count differs from the true one.
    """

    cells: tuple[Columns, ...]
    absences: tuple[Columns, ...]
    hidden: tuple[int, ...]
    optimal: bool
    step: int | None = None
    within: int | None = None


def suppression(posed: Posed, counts: Problem, time_limit: float) -> Made:
    """Keep figures back.

    Args:
        posed: The tables, and what has to be hidden of them.
        counts: The problem of respondents, with what was published earlier.
        time_limit: Seconds.

    Raises:
        DisclosureError: Nothing would be safe.
    """
    found = suppress(counts, time_limit=time_limit)
    size = len(posed.counts.system)
    hidden = found.hidden[:size] & posed.arranged.published
    optimal = found.optimal
    of_amounts = np.zeros(len(posed.arranged.amounts), dtype=bool)
    amounts = posed.amounts(hidden)
    if amounts is not None:
        sums = suppress(amounts, time_limit=time_limit)
        of_amounts, optimal = sums.hidden, optimal and sums.optimal
    made = [_kept_back(standing, hidden, of_amounts) for standing in posed.arranged.standings]
    cells, absences, count = zip(*made, strict=True)
    return Made(cells, absences, count, optimal)


def _kept_back(standing: Standing, hidden: Mask, of_amounts: Mask) -> tuple[Columns, Columns, int]:
    bases = hidden[standing.bases]
    known = standing.amounts >= 0
    rows = hidden[standing.rows] | bases
    rows[known] |= of_amounts[standing.amounts[known]]
    scored = standing.scores >= 0
    rows[scored] |= hidden[standing.scores[scored]]
    return _without(standing.table.cells, rows, bases), _missing(standing, hidden), int(rows.sum())


def _without(cells: Columns, rows: Mask, bases: Mask) -> Columns:
    """Return cells in which some rows have no figures, some no base, and none its units."""
    data = dict(cells.data)
    everywhere = np.ones(len(rows), dtype=bool)
    for names, where in ((_OF_ROW, rows), (_OF_BASE, bases), (("units",), everywhere)):
        for name in names:
            data[name] = _blank(data[name], where)
    data["interval"] = _marked(data["interval"], rows, None)
    data["status"] = _marked(data["status"], rows, HIDDEN_STATUS)
    return Columns(data)


def _blank(column: NDArray[Any], rows: Mask) -> NDArray[Any]:
    return np.where(rows, NO_COUNT if column.dtype.kind == "i" else np.nan, column).astype(column.dtype)


def _marked(column: NDArray[Any], rows: Mask, mark: str | None) -> NDArray[Any]:
    marked = column.copy()
    marked[rows] = mark
    return marked


def _missing(standing: Standing, hidden: Mask) -> Columns:
    data = dict(standing.absences.data)
    data["n"] = _blank(data["n"], hidden[standing.missing])
    return Columns(data)


def rounding(posed: Posed, counts: Problem, time_limit: float) -> Made:
    """Round counts to multiples of the smallest count that may be shown.

    Raises:
        DisclosureError: The tables hold other figures than unweighted shares and totals of answers.
    """
    _refuse_others(posed, "round")
    base = max(posed.rules.min_count, 2)
    found = round_system(counts.system, base, time_limit=time_limit)
    cells = tuple(_of_counts(standing, found.values) for standing in posed.arranged.standings)
    absences = tuple(_replaced(standing, found.values) for standing in posed.arranged.standings)
    return Made(cells, absences, (0,) * len(cells), found.optimal, base, int(found.within))


def _of_counts(standing: Standing, values: Floats) -> Columns:
    table = standing.table
    n, base = values[standing.rows], values[standing.bases]
    data = dict(_rounded(table.cells))
    data["n"], data["base"] = (numbers.astype(np.int64) for numbers in (n, base))
    data["weighted"], data["base_weighted"] = n, base
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(base > 0, n / base, np.nan)
    data["estimate"] = np.where(table.cells["statistic"] == "total", n, shares)
    return Columns(data)


def _replaced(standing: Standing, values: Floats) -> Columns:
    return Columns({**standing.absences.data, "n": values[standing.missing].astype(np.int64)})


def _rounded(cells: Columns) -> dict[str, NDArray[Any]]:
    """Return cells without what follows from exact figures."""
    data = dict(cells.data)
    rows = np.ones(len(cells), dtype=bool)
    for name in ("units", *_EXACT):
        data[name] = _blank(data[name], rows)
    data["interval"] = _marked(data["interval"], rows, None)
    data["status"] = _marked(data["status"], ~np.isnan(data["estimate"]), _ROUNDED)
    return data


def banding(posed: Posed, counts: Problem, time_limit: float) -> Made:
    """Publish shares, rounded, and bases as bands, but no counts.

    Raises:
        DisclosureError: The tables hold other figures than unweighted shares, or no step is safe.
    """
    _refuse_others(posed, "band", totals=False)
    base_of = np.full(len(counts.system), -1, dtype=np.intp)
    for standing in posed.arranged.standings:
        base_of[standing.rows] = standing.bases
    for standing in posed.arranged.standings:
        base_of[standing.bases] = -1
    found = banded(counts, base_of, time_limit=time_limit)
    made = [_of_bands(standing, found.shares, found.low, found.high) for standing in posed.arranged.standings]
    cells, hidden = zip(*made, strict=True)
    absences = tuple(_missing(s, np.ones(len(counts.system), dtype=bool)) for s in posed.arranged.standings)
    return Made(cells, absences, hidden, optimal=True, step=found.step)


def _of_bands(standing: Standing, shares: Floats, low: Floats, high: Floats) -> tuple[Columns, int]:
    table = standing.table
    data = _rounded(table.cells)
    known = ~np.isnan(table.cells["estimate"])
    shown = shares[standing.rows]
    hidden = known & np.isnan(shown)
    everywhere = np.ones(len(known), dtype=bool)
    for name in ("n", "weighted", *_OF_BASE):
        data[name] = _blank(data[name], everywhere)
    data["estimate"] = np.where(known, shown, np.nan)
    data["status"] = _marked(data["status"], hidden, HIDDEN_STATUS)
    for name, ends in (("base_low", low), ("base_high", high)):
        of_row = ends[standing.bases]
        data[name] = np.where(np.isfinite(of_row), of_row, NO_COUNT).astype(np.int64)
    return Columns(data), int(hidden.sum())


def _refuse_others(posed: Posed, manner: Manner, *, totals: bool = True) -> None:
    allowed = {"share", "total"} if totals else {"share"}
    for standing in posed.arranged.standings:
        table = standing.table
        amounts = bool((standing.amounts >= 0).any())
        if table.weights is not None or amounts or not set(table.cells["statistic"]) <= allowed:
            msg = (
                f"{table!r} cannot be protected with method={manner!r}, which is for unweighted shares of answers. "
                "Use method='suppress'."
            )
            raise DisclosureError(msg)
