"""Dominance: totals and means that tell what one or a few of the largest contribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate import contributions
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["dominated", "margin"]

_OTHERWISE = 10.0


def dominated(found: Arranged, rules: Rules, hidden: NDArray[np.bool_]) -> Problem:
    """Return the problem of the sums that means and totals tell.

    A sum is hidden so well that readers cannot compute it to within the margin that would make it safe: of the p % rule
    p percent of the largest contribution less what the others beside the second add, of (n, k) dominance the total
    that the n largest would be k percent of, less the total.

    Args:
        found: The tables as numbers.
        rules: What must be hidden.
        hidden: Which counts are hidden.
    """
    system = found.amounts
    primary = np.zeros(len(system), dtype=bool)
    need = np.zeros(len(system))
    size = np.zeros(len(system))
    for standing in found.standings:
        rows = np.flatnonzero(standing.amounts >= 0)
        places = standing.amounts[rows]
        size[places] = np.nan_to_num(found.counts.values[standing.bases[rows]])
        wanted = _margins(standing, rules, system.values)[rows]
        gone = hidden[standing.rows[rows]] | hidden[standing.bases[rows]]
        gone |= (standing.scores[rows] >= 0) & hidden[standing.scores[rows]]
        # What its base hides needs some width too.
        share = (rules.p_percent or _OTHERWISE) / 100
        wanted = np.where(gone, np.maximum(wanted, share * np.abs(system.values[places])), wanted)
        primary[places] |= gone | (wanted > 0)
        np.maximum.at(need, places, wanted)
    return Problem(
        system,
        primary,
        np.where(primary, np.maximum(system.values - need, system.low), np.nan),
        np.where(primary, system.values + need, np.nan),
        1 + np.log1p(size),
    )


def _margins(standing: Standing, rules: Rules, values: Floats) -> Floats:
    """Return how far from each row's sum readers must be left; 0 where the rules allow it."""
    wanted = np.zeros(len(standing.rows))
    asked = rules.dominance is not None or rules.p_percent is not None
    if standing.table.origin is None or not asked or not (standing.amounts >= 0).any():
        return wanted
    most = max(2, 0 if rules.dominance is None else rules.dominance[0])
    largest = contributions(standing.table, most=most)
    rows = np.flatnonzero(~np.isnan(largest[:, 0]) & (standing.amounts >= 0))
    totals = np.abs(values[standing.amounts[rows]])
    wanted[rows] = margin(largest[rows], totals, rules)
    return wanted


def margin(largest: Floats, totals: Floats, rules: Rules) -> Floats:
    """Return how far from totals readers must be left, shape (totals,); 0 where the rules allow them.

    Args:
        largest: The largest contributions to each in descending order, two at least, shape (totals, most).
        totals: What they are totals of.
        rules: What must be hidden.

    Example:
        >>> margin(np.array([[60.0, 30.0], [40.0, 35.0]]), np.array([95.0, 110.0]), Rules(dominance=None)).tolist()
        [1.0, 0.0]
        >>> margin(np.array([[90.0, 5.0]]), np.array([100.0]), Rules(p_percent=None)).tolist()
        [20.0]
    """
    wanted = np.zeros(len(totals))
    if rules.p_percent is not None:
        rest = np.maximum(totals - largest[:, 0] - largest[:, 1], 0)
        wanted = np.maximum(wanted, rules.p_percent / 100 * largest[:, 0] - rest)
    if rules.dominance is not None:
        n, share = rules.dominance
        wanted = np.maximum(wanted, largest[:, :n].sum(axis=1) * 100 / share - totals)
    return wanted
