"""What the rounding of a published share leaves open: the counts that it can come from."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._columns import NO_COUNT
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.aggregate._table import Table

__all__ = ["PUBLISHED", "ROUNDING", "count_range", "counts", "possible"]

PUBLISHED = "reported"
"""The status of a figure that was read from a release."""

ROUNDING = "rounding"
"""Where the provenance of a table keeps the step between published shares, 0 to 1, as a decimal number."""


def possible(share: float, base: int, step: Fraction) -> tuple[int, int] | None:
    """Return the lowest and the highest count whose share of the base is published so; None where there is none.

    Halves may have been rounded either way, so both ends count.

    Args:
        share: The published share, 0 to 1, in its shortest decimal form.
        base: What it is a share of.
        step: The step between published shares; 0 where nothing was rounded.
    """
    exact = Fraction(repr(float(share)))
    low = max(0, ceil((exact - step / 2) * base))
    high = min(base, floor((exact + step / 2) * base))
    return (low, high) if low <= high else None


def count_range(table: Table, row: int) -> tuple[int, int] | None:
    """Return the counts that a published share of a table leaves open; None for every other figure."""
    cells, base = table.cells, int(table.cells["base"][row])
    known = table.weights is None and base != NO_COUNT and not np.isnan(cells["estimate"][row])
    if cells["status"][row] != PUBLISHED or not known:
        return None
    return possible(float(cells["estimate"][row]), base, _step(table))


def counts(table: Table) -> pd.DataFrame:
    """Do what `Table.counts` says."""
    frame = table.frame
    found = frame[["variable", "value", "label", *table.by, "n", "base"]].copy()
    spans = [count_range(table, row) for row in range(len(frame))]
    for place, name in enumerate(("low", "high")):
        known = frame["n"].array.copy()
        for row, span in enumerate(spans):
            if span is not None:
                known[row] = span[place]
        found[name] = known
    return found.drop(columns=["n"])


def _step(table: Table) -> Fraction:
    text = table.provenance.get(ROUNDING, "0")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        msg = f"the table's provenance has the rounding {text!r}, which is no number. Make the table anew."
        raise AnalysisError(msg) from error
