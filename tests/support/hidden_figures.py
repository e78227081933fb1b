"""Tables without some of their figures, as protecting leaves them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import evolve

from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, Columns, Table

__all__ = ["without"]

_FIGURES = ("estimate", "se", "low", "high", "weighted", "df", "deff")


def without(table: Table, rows: Sequence[int], *, base: bool = False) -> Table:
    """Return the table without the figures of some rows, and without their bases too."""
    data = {name: column.copy() for name, column in table.cells.data.items()}
    places = list(rows)
    for name in (*_FIGURES, *(("base_weighted",) if base else ())):
        data[name][places] = np.nan
    for name in ("n", *(("base",) if base else ())):
        data[name][places] = NO_COUNT
    data["status"][places] = HIDDEN_STATUS
    data["interval"][places] = None
    return evolve(table, cells=Columns(data), origin=None)
