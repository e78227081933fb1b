"""From a frame to Responses in memory, with the meaning that counting in the frame gives its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Query
from verkosto.aggregate._pushed_meaning import categories_in, meaning
from verkosto.aggregate._pushed_reasons import reason_of
from verkosto.aggregate._pushed_where import DOMAIN, without_rows
from verkosto.responses import MISSING, Condition, Dated, Numeric, Responses, Variable, cells, no_column, smallest

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

__all__ = ["collected"]


def collected(columns: Columns, conditions: Sequence[Mapping[str, Condition]]) -> Responses:
    """Do what `LazyResponses.collect` says."""
    query = Query(columns.engine)
    wanted: dict[str, nw.Expr] = {}
    for name, part in columns.parts.items():
        if columns.has(name):
            wanted[f"v{name}"] = columns.moment(query, name) if part.kind == "date" else columns.value(query, name)
            if (reason := reason_of(columns, query, name)) is not None:
                wanted[f"r{name}"] = reason
    if DOMAIN in columns.engine.columns:
        wanted[DOMAIN] = query.raw(DOMAIN)
    rows = columns.engine.rows(query, wanted)
    found = Responses(
        columns.instrument,
        {name: _variable(columns, name, rows) for name in columns.parts},
        domain=None if DOMAIN not in rows else np.asarray(rows[DOMAIN].fill_null(value=False).to_numpy(), dtype=bool),
    )
    for condition in conditions:
        found = found.where(condition)
    return found


def _variable(columns: Columns, name: str, rows: Mapping[str, nw.Series[Any]]) -> Variable:
    part = columns.parts[name]
    if not columns.has(name):
        return no_column(None if name.endswith("].text") else part.of, len(next(iter(rows.values()))))
    values, reasons = rows[f"v{name}"], rows.get(f"r{name}")
    empty = without_rows(columns, name)
    if isinstance(empty, Dated):
        values = values.dt.replace_time_zone(None) if getattr(values.dtype, "time_zone", None) else values
        moments = np.asarray(values.to_numpy()).astype("datetime64[s]")
        return Dated(moments, _absent(columns, name, np.isnat(moments), reasons))
    if isinstance(empty, Numeric):
        numbers = np.asarray(values.to_numpy(), dtype=np.float64)
        return Numeric(numbers, _absent(columns, name, np.isnan(numbers), reasons), empty.whole)
    if part.kind == "tick":
        ticks = np.asarray(values.to_numpy(), dtype=np.float64)
        absent = _absent(columns, name, np.isnan(ticks), reasons)
        return evolve(empty, codes=np.where(absent > 0, -absent, np.nan_to_num(ticks)).astype(np.int8))
    raw = cells(values, name)
    said = meaning(columns.instrument, part.of, name, raw.values)
    categories = list(empty.categories) if part.kind == "choice" else categories_in(part.of, said)
    places = {category: place for place, category in enumerate(categories)}
    of_text = np.array([*(places[s] if isinstance(s, str) else s for s in said), 0], dtype=np.int64)
    codes = of_text[raw.codes]
    absent = _absent(columns, name, raw.codes < 0, reasons)
    codes = np.where(absent > 0, -absent.astype(np.int64), codes).astype(smallest(len(categories)))
    return evolve(empty, codes=codes, categories=categories)


def _absent(columns: Columns, name: str, null: NDArray[np.bool_], reasons: nw.Series[Any] | None) -> NDArray[np.int8]:
    """Return why values are absent: 0 where they are not, else 1 + the place of the reason."""
    usual = np.where(null, np.int8(-MISSING["not_answered"]), np.int8(0))
    if reasons is None:
        return usual
    raw = cells(reasons, f"missing:{name}")
    stated = np.array([*(-code for code in columns.reasons(name, raw.values)), 0])[raw.codes]
    return np.where(null & (stated > 0), stated, usual).astype(np.int8)
