"""Conditions on rows that an engine holds: what `Responses.where` takes, as expressions.

Which values a condition takes is asked of `Responses` itself, of one that has a row for each different value. So a
condition means the same here, and its mistakes are told in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Query
from verkosto.dates import PartialDate
from verkosto.instruments import MultipleChoice
from verkosto.responses import Coded, Condition, Responses, Variable, area_question, by_variable, no_column

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

__all__ = ["DOMAIN", "fulfils", "inside", "keep", "without_rows"]

DOMAIN = "domain:"
"""The column in which `Responses.to_parquet` marks the rows of a subset."""


def inside(columns: Columns, conditions: Sequence[Mapping[str, Condition]]) -> Query:
    """Return a query that looks at the rows of a subset alone."""
    query = Query(columns.engine)
    if DOMAIN in columns.engine.columns:
        query.keep(query.raw(DOMAIN))
    for condition in conditions:
        keep(columns, query, condition)
    return query


def without_rows(columns: Columns, name: str) -> Variable:
    """Return a variable that has no rows: what it is, and its categories."""
    part = columns.parts[name]
    return no_column(part.of, 0) if part.kind in ("number", "date") else columns.coded(name)


def keep(columns: Columns, query: Query, conditions: Mapping[str, Condition]) -> None:
    """Leave only the rows in which every condition holds.

    Raises:
        UnknownVariableError: No such variable or kind of area.
        AnalysisError: A code that the variable does not have, or a condition of another form.
    """
    for name, condition in by_variable(conditions).items():
        query.keep(fulfils(columns, query, name, condition))


def fulfils(columns: Columns, query: Query, name: str, condition: Any) -> nw.Expr:
    """Return what is true of the rows that fulfil a condition, and false or null of the others."""
    part = columns.parts.get(name)
    if part is None:
        return _of_several(columns, query, name, condition)
    if part.kind == "tick":
        hits = _taken(columns, {name: Coded(np.arange(2), ("0", "1"), (), "boolean")}, name, condition)
        return _one_of(columns, query, name, np.flatnonzero(hits).tolist())
    if part.kind in ("choice", "text"):
        values = columns.distinct(name)
        hits = _taken(columns, {name: _rows(columns, name)}, name, condition)
        return _one_of(columns, query, name, [v for v, hit in zip(values, hits, strict=True) if hit])
    _taken(columns, {name: without_rows(columns, name)}, name, condition)
    return _between(columns, query, name, condition)


def _of_several(columns: Columns, query: Query, name: str, condition: Any) -> nw.Expr:
    """Return a condition on a multiple choice of which any option is ticked, or on a kind of area."""
    question = next((q for q in columns.instrument if q.id == name), None)
    if isinstance(question, MultipleChoice):
        names = question.variables()[: len(question.options)]
        ticks = {v: Coded(np.arange(len(names)) == place, ("0", "1"), (), "boolean") for place, v in enumerate(names)}
        ticks = {v: evolve(tick, codes=tick.codes.astype(np.int8)) for v, tick in ticks.items()}
        hits = _taken(columns, ticks, name, condition)
        hit = [_one_of(columns, query, v, [1]) for v, wanted in zip(names, hits, strict=True) if wanted]
        return reduce(or_, hit) if hit else _never(columns, query, names[0])
    if question is None and _is_area_type(name):
        source = area_question(columns.instrument, name).id
        hits = _taken(columns, {source: _rows(columns, source)}, name, condition)
        values = [value for value, hit in zip(columns.distinct(source), hits, strict=True) if hit]
        return _one_of(columns, query, source, values)
    # There is no such variable, or it is several columns: the error says which.
    every = {variable: without_rows(columns, variable) for variable in columns.parts}
    _taken(columns, every, name, condition)
    raise AssertionError(name)  # pragma: no cover - the line before has raised


def _is_area_type(name: str) -> bool:
    from verkosto import regions

    return any(kind.code == name for kind in regions.area_types())


def _taken(columns: Columns, variables: Mapping[str, Variable], name: str, condition: Any) -> NDArray[np.bool_]:
    found = Responses(columns.instrument, variables).where({name: condition}).domain
    return np.zeros(0, dtype=bool) if found is None else found


def _rows(columns: Columns, name: str) -> Coded:
    """Return a variable with a row for each different value that the frame has."""
    coded = columns.coded(name)
    places = {category: place for place, category in enumerate(coded.categories)}
    found = columns.distinct(name).values()
    codes = [places[c] if isinstance(c, str) else c for c in found]
    return evolve(coded, codes=np.array(codes, dtype=np.int64))


def _one_of(columns: Columns, query: Query, name: str, values: list[Any]) -> nw.Expr:
    return columns.plain(query, name).is_in(values) if values else _never(columns, query, name)


def _never(columns: Columns, query: Query, name: str) -> nw.Expr:
    value = columns.value(query, name)
    return value.is_null() & ~value.is_null()


def _between(columns: Columns, query: Query, name: str, condition: Any) -> nw.Expr:
    import narwhals as nw

    value, (low, high) = columns.value(query, name), condition
    if columns.parts[name].kind == "date":
        # A month as bound means all of it, as a day means all of that day.
        low = None if low is None else nw.lit(PartialDate.of(low).first)
        high = None if high is None else nw.lit(PartialDate.of(high).last)
    else:
        low, high = (None if bound is None else float(bound) for bound in (low, high))
    inside = ~value.is_null()
    if low is not None:
        inside = inside & (value >= low)
    return inside if high is None else inside & (value <= high)
