"""Who stands behind a figure: protection units in its base, and the largest of them in a sum of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._cells import REASON_COUNT, Axis, Present
from verkosto.aggregate._estimands import Figure
from verkosto.aggregate._memory import MemoryCounter
from verkosto.aggregate._numbers_of import numbers_held
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._table import Table
from verkosto.aggregate._units import Units, distinct_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["base_units", "contributions"]


def base_units(table: Table) -> NDArray[np.int64]:
    """Return how many distinct protection units the base of each row has, shape (rows,).

    Respondents of one association are one unit, and so are all whose association is not known. Without a `unit_id` in
    the instrument each respondent is one.

    Raises:
        AnalysisError: The answers are not at hand.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.aggregate import base_units
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> table.frame["base"].tolist(), base_units(table).tolist()
        ([562, 562, 562], [330, 330, 330])
    """
    origin = table.known_origin()
    if not origin.figures:
        # Figures that come from rows have one base, whose units the table has.
        return np.asarray(table.cells["units"], dtype=np.int64)
    found = np.concatenate([_base_units(origin, figure) for figure in origin.figures])
    return found if origin.order is None else found[origin.order]


def contributions(table: Table, *, most: int) -> Floats:
    """Return the largest contributions to the sums of numbers that means and totals tell, shape (rows, most).

    A contribution is what one protection unit adds to the weighted sum of a group, without its sign. They are in
    descending order, and 0 where there are fewer units. Rows that tell no sum of a number question have NaN.

    Args:
        table: A table of means or totals of number questions.
        most: How many contributions of each row.

    Raises:
        AnalysisError: The answers are not at hand.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.aggregate import contributions
        >>> table = vk.total(vk.samples.tukirakenne(), "jasenia")
        >>> largest = contributions(table, most=2)[0]
        >>> bool(largest[0] >= largest[1] and largest.sum() < table.frame["estimate"][0])
        True
    """
    origin = table.known_origin()
    parts = [_contributions(origin, figure, most) for figure in origin.figures]
    found = np.concatenate(parts) if parts else np.full((len(table), most), np.nan)
    return found if origin.order is None else found[origin.order]


def _base_units(origin: Origin, figure: Figure) -> NDArray[np.int64]:
    group = _group_of_rows(origin, figure.estimands[0].axis, figure.estimands[0].base)
    inside = np.flatnonzero(group < len(origin.groups))
    units, of_row = np.unique(_units(origin, inside), return_inverse=True)

    def distinct(into: NDArray[np.intp], size: int) -> NDArray[np.int64]:
        return distinct_units(of_row, len(units), into[group[inside]], size)

    return np.repeat(origin.layout.each(distinct), len(figure.heading.labels))


def _contributions(origin: Origin, figure: Figure, most: int) -> Floats:
    groups, values = len(origin.layout), len(figure.heading.labels)
    axis = figure.estimands[0].axis
    if not isinstance(axis, Present) or len(axis.variables) > 1:
        return np.full((groups * values, most), np.nan)
    group = _group_of_rows(origin, axis, figure.estimands[0].base)
    inside = np.flatnonzero(group < len(origin.groups))
    numbers = numbers_held(origin.responses, axis.variables[0]).values[inside]
    amounts = numbers * origin.plan.w[inside] * origin.plan.scale
    units = _units(origin, inside)

    def largest(into: NDArray[np.intp], size: int) -> Floats:
        return _largest(into[group[inside]], size, units, amounts, most)

    return origin.layout.each(largest)


def _group_of_rows(origin: Origin, axis: Axis, base: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the group of each row that counts in a base; the number of groups for other rows."""
    counter = MemoryCounter(origin.responses, origin.plan)
    groups, levels = len(origin.groups), axis.levels + REASON_COUNT
    scores = counter.scores([part.axis for part in origin.by], axis, (), np.zeros((1, groups)))
    found = np.full(origin.plan.rows, groups, dtype=np.intp)
    found[np.diff(scores.indptr) > 0] = np.where(base[scores.indices % levels], scores.indices // levels, groups)
    return found


def _units(origin: Origin, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    name = origin.responses.instrument.unit_id
    if name is None:
        return rows
    variable = origin.responses.variables.get(name)
    return Units.of(None if variable is None else variable.take(rows), len(rows)).codes


def _largest(group: NDArray[np.intp], size: int, units: NDArray[np.intp], amounts: Floats, most: int) -> Floats:
    """Return the largest sums of units within each group, shape (groups, most)."""
    pairs, of_pair = np.unique(group * (units.max(initial=0) + 1) + units, return_inverse=True)
    sums = np.abs(np.bincount(of_pair, weights=amounts, minlength=len(pairs)))
    groups = pairs // (units.max(initial=0) + 1)
    order = np.lexsort((-sums, groups))
    starts = np.searchsorted(groups, np.arange(size))
    rank = np.arange(len(order)) - starts[groups[order]]
    kept = rank < most
    found = np.zeros((size, most))
    found[groups[order][kept], rank[kept]] = sums[order][kept]
    return found
