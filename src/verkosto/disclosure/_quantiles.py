"""Quantiles: each is what a single respondent answered, and so are the ends of its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate import NO_COUNT, Table
from verkosto.disclosure._rules import Rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["single_answers"]

_REACH = 2.0
"""An interval reaches about so many standard errors to either side, whatever its level."""


def single_answers(table: Table, rules: Rules) -> tuple[Mask, Mask]:
    """Return which rows are quantiles that stand out, and which have an interval that ends in answers that do.

    The smallest answers and the largest can be known of someone. A quantile stands out where fewer respondents lie
    beyond it, on the nearer side, than a figure may be of.

    Args:
        table: Any table; rows of other statistics are left alone.
        rules: How many are few.
    """
    cells = table.cells
    quantiles = (cells["statistic"] == "quantile") & (cells["base"] != NO_COUNT)
    share = np.full(len(table), 0.5)
    share[quantiles] = [float(value) for value in cells["value"][quantiles]]
    base = cells["base"].astype(np.float64)
    beyond = base * np.minimum(share, 1 - share)
    reach = _REACH * np.sqrt(np.maximum(base, 0) * share * (1 - share))
    return quantiles & (beyond < rules.min_count), quantiles & (beyond - reach < rules.min_count)
