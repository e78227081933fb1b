"""Three manners of protecting: figures are kept back, counts are rounded, bases become bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, Columns, Table
from verkosto.disclosure._band import banded
from verkosto.disclosure._differences import within_reach
from verkosto.disclosure._primaries import units_of_bases
from verkosto.disclosure._protection import Manner
from verkosto.disclosure._quantiles import single_answers
from verkosto.disclosure._relations import Posed, Standing
from verkosto.disclosure._round import round_system
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._suppress import Suppression, suppress
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
_SUMS = ("weighted", "base_weighted")


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
        eased: Whether some numbers are known more closely than they should be, whatever is hidden.
    """

    cells: tuple[Columns, ...]
    absences: tuple[Columns, ...]
    hidden: tuple[int, ...]
    optimal: bool
    step: int | None = None
    within: int | None = None
    eased: bool = False


def suppression(posed: Posed, counts: Problem, time_limit: float) -> Made:
    """Keep figures back.

    Args:
        posed: The tables, and what has to be hidden of them.
        counts: The problem of respondents, with what was published earlier.
        time_limit: Seconds.

    Raises:
        DisclosureError: Nothing would be safe.
    """
    found, eased = _suppressed(counts, time_limit)
    size = len(posed.counts.system)
    hidden = found.hidden[:size] & posed.arranged.published
    optimal = found.optimal
    of_amounts = np.zeros(len(posed.arranged.amounts), dtype=bool)
    amounts = posed.amounts(hidden)
    if amounts is not None:
        sums = suppress(amounts, time_limit=time_limit)
        of_amounts, optimal = sums.hidden, optimal and sums.optimal
    made = [_kept_back(standing, hidden, of_amounts, posed.rules) for standing in posed.arranged.standings]
    cells, absences, count = zip(*made, strict=True)
    return Made(cells, absences, count, optimal, eased=eased)


def _suppressed(counts: Problem, time_limit: float) -> tuple[Suppression, bool]:
    """Return what is hidden, and whether some numbers are known too closely whatever is hidden."""
    try:
        return suppress(counts, time_limit=time_limit), False
    except DisclosureError:
        # How many answered is told with every table, so that not all needs can be met.
        eased = within_reach(counts)
        if eased is counts:
            raise
        return suppress(eased, time_limit=time_limit), True


def _kept_back(standing: Standing, hidden: Mask, of_amounts: Mask, rules: Rules) -> tuple[Columns, Columns, int]:
    bases = hidden[standing.bases]
    known = standing.amounts >= 0
    rows = hidden[standing.rows] | bases
    rows[known] |= of_amounts[standing.amounts[known]]
    scored = standing.scores >= 0
    rows[scored] |= hidden[standing.scores[scored]]
    alone, ends = single_answers(standing.table, rules)
    rows |= alone
    cells = _without(standing.table.cells, rows, bases, weighted=_weighted(standing.table.cells))
    return _without_ends(cells, ends & ~rows), _missing(standing, hidden), int(rows.sum())


def _without_ends(cells: Columns, rows: Mask) -> Columns:
    """Return cells in which some rows have no interval, nor what tells it."""
    data = {name: _blank(cells[name], rows) for name in _EXACT}
    return Columns({**cells.data, **data, "interval": _marked(cells["interval"], rows, None)})


def _weighted(cells: Columns) -> bool:
    """Return whether respondents were weighted: by a variable, or by weights that were fitted."""
    return not np.array_equal(cells["weighted"], cells["n"], equal_nan=True)


def _without(cells: Columns, rows: Mask, bases: Mask, *, weighted: bool) -> Columns:
    """Return cells in which some rows have no figures, some no base, and none its units and sums of weights."""
    data = dict(cells.data)
    everywhere = np.ones(len(rows), dtype=bool)
    for names, where in ((_OF_ROW, rows), (_OF_BASE, bases), (("units",), everywhere)):
        for name in names:
            data[name] = _blank(data[name], where)
    if weighted:
        # Weights that are alike in a group would tie its counts a second time.
        for name in _SUMS:
            data[name] = _blank(data[name], everywhere)
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
        DisclosureError: The tables hold other figures than unweighted shares and totals of answers, or a group of
            many respondents of few associations.
    """
    _refuse_others(posed, "round")
    for standing in posed.arranged.standings:
        _refuse_few_units(standing.table, posed.rules)
    base = max(posed.rules.min_count, 2)
    found = round_system(counts.system, base, time_limit=time_limit)
    cells = tuple(_of_counts(standing, found.values) for standing in posed.arranged.standings)
    absences = tuple(_replaced(standing, found.values) for standing in posed.arranged.standings)
    return Made(cells, absences, (0,) * len(cells), found.optimal, base, int(found.within))


def _refuse_few_units(table: Table, rules: Rules) -> None:
    """Refuse groups of many respondents of few associations, which rounding of respondents would not hide."""
    if ((units_of_bases(table) < rules.least_base) & (table.cells["base"] >= rules.least_base)).any():
        msg = (
            f"{table!r} has a group of at least {rules.least_base} respondents, but of fewer associations. Rounding "
            "would not hide what they answered. Use method='suppress', or put groups together."
        )
        raise DisclosureError(msg)


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
