"""When two Responses are equal: the same codebook, answers, reasons, issues and origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.responses._findings import UnboundColumn
from verkosto.responses._variables import Coded, Dated, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.responses._responses import Responses

__all__ = ["equal"]


def equal(one: Responses, other: Responses) -> bool:
    """Tell whether two Responses say the same; how texts are numbered inside makes no difference."""
    # What is quickly seen comes first.
    return (
        one.rows == other.rows
        and list(one.variables) == list(other.variables)
        and one.provenance == other.provenance
        and one.instrument == other.instrument
        and _same_rows(one.domain, other.domain)
        and len(one.log) == len(other.log)
        and all(_same(variable, other.variables[name]) for name, variable in one.variables.items())
        and _same_unbound(one.unbound_columns, other.unbound_columns)
        and one.issues == other.issues
    )


def _same_rows(one: NDArray[np.bool_] | None, other: NDArray[np.bool_] | None) -> bool:
    return one is other if one is None or other is None else np.array_equal(one, other)


def _same(one: Variable, other: Variable) -> bool:
    if isinstance(one, Coded) and isinstance(other, Coded):
        return (one.form, one.kinds) == (other.form, other.kinds) and _same_codes(one, other)
    if isinstance(one, Numeric) and isinstance(other, Numeric):
        return one.whole == other.whole and _same_values(one, other)
    return isinstance(one, Dated) and isinstance(other, Dated) and _same_values(one, other)


def _same_values(one: Numeric | Dated, other: Numeric | Dated) -> bool:
    there = one.absent == 0
    return np.array_equal(one.absent, other.absent) and np.array_equal(one.values[there], other.values[there])


def _same_codes(one: Coded, other: Coded) -> bool:
    if one.form != "string":
        return tuple(one.categories) == tuple(other.categories) and np.array_equal(one.codes, other.codes)
    places: dict[str, int] = {}
    return np.array_equal(_renumbered(one, places), _renumbered(other, places))


def _renumbered(column: Coded, places: dict[str, int]) -> NDArray[Any]:
    """Return a column's codes with texts numbered by a shared table."""
    found = [places.setdefault(text, len(places)) for text in column.categories]
    lut = np.array([*found, 0], dtype=np.int64)
    return np.where(column.codes < 0, column.codes.astype(np.int64), lut[np.maximum(column.codes, -1)])


def _same_unbound(one: Sequence[UnboundColumn], other: Sequence[UnboundColumn]) -> bool:
    return len(one) == len(other) and all(
        a.header == b.header and np.array_equal(a.texts(), b.texts()) for a, b in zip(one, other, strict=True)
    )
