"""Axes of a table as keys for an engine, and the levels that its few combinations of keys belong to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._cells import Axis, Codes, Measure, Present, TickCount
from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Key, Query, Step
from verkosto.aggregate._pushed_reasons import reason_of
from verkosto.responses import MISSING

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

__all__ = ["axis_keys", "axis_levels", "measured"]


def axis_keys(columns: Columns, query: Query, axis: Axis) -> list[nw.Expr]:
    """Return the columns whose values tell the level of a row."""
    if isinstance(axis, Present):
        return [_first_absent(columns, query, axis.variables)]
    if isinstance(axis, Codes):
        reason = reason_of(columns, query, axis.variable)
        value = columns.value(query, axis.variable)
        return [value] if reason is None else [value, reason]
    import narwhals as nw

    count = _tick_count(columns, query, axis.count)
    own = columns.value(query, axis.variable)
    level = nw.when(count > 0).then(nw.when(own == 1).then(nw.lit(1)).otherwise(nw.lit(0))).otherwise(count)
    return [query.put(Step.LEVEL, level, axis)]


def axis_levels(columns: Columns, axis: Axis, keys: Sequence[Key]) -> NDArray[np.intp]:
    """Return the level of each combination of keys that an engine found, the missing reasons after all others."""
    if isinstance(axis, Codes):
        codes = columns.codes(axis.variable, keys[0], keys[1] if len(keys) > 1 else None)
        if columns.parts[axis.variable].kind == "number":
            # Only NPS comes here: a value that is none of its eleven must not land in a neighbour's cell.
            codes = np.where(codes >= len(axis.places), MISSING["invalid"], codes)
    elif isinstance(axis, Present):
        codes = keys[0].take([MISSING[reason] for reason in keys[0].values], 0)
    else:
        codes = keys[0].take(keys[0].values, 0)
    return np.asarray(axis.lookup().take(codes, mode="wrap"))


def measured(columns: Columns, query: Query, measure: Measure) -> nw.Expr:
    """Return the number that a row adds, null where it has none."""
    import narwhals as nw

    if not isinstance(measure, TickCount):
        number = columns.value(query, measure.variable)
        # A table of infinite numbers is refused; until then they must not spoil a mean.
        return nw.when(number.is_finite()).then(number)
    count = _tick_count(columns, query, measure)
    return nw.when(count > 0).then(count).otherwise(nw.lit(0))


def _first_absent(columns: Columns, query: Query, names: Sequence[str]) -> nw.Expr:
    """Return the reason of the first variable that is absent; null where none is."""
    import narwhals as nw

    found = nw.lit(None, nw.String)
    for name in reversed(names):
        value, reason = columns.value(query, name), reason_of(columns, query, name)
        usual = nw.lit("not_answered" if columns.has(name) else "not_asked")
        why = usual if reason is None else nw.when(reason.is_null()).then(usual).otherwise(reason)
        found = nw.when(value.is_null()).then(why).otherwise(found)
    return query.put(Step.LEVEL, found)


def _tick_count(columns: Columns, query: Query, ticks: TickCount) -> nw.Expr:
    """Return how many options a row ticked, or the negative code of its missing reason."""
    import narwhals as nw

    if (made := query.made(ticks)) is not None:
        return made
    names = [*ticks.variables, *(name for name, _ in ticks.beside)]
    codes = {name: _tick_code(columns, query, name) for name in names}
    own = [nw.when(codes[name] == 1).then(nw.lit(1)).otherwise(nw.lit(0)) for name in ticks.variables]
    count = query.put(Step.COUNT, reduce(add, own))
    # With a number beside them, since Spark wants two at least.
    highest = query.put(Step.COUNT, nw.max_horizontal(*codes.values(), nw.lit(MISSING["withheld"])))
    lowest = query.put(Step.COUNT, nw.min_horizontal(*codes.values(), nw.lit(0)))
    # Blank beside blank means not answered; one cell that could not be read says more than its blanks.
    blank = nw.when(highest >= 0).then(nw.lit(MISSING["not_answered"])).otherwise(highest)
    absent = nw.when(lowest <= MISSING["invalid"]).then(lowest).otherwise(blank)
    for name, why in ticks.beside:
        absent = nw.when(codes[name] == 1).then(nw.lit(MISSING[why])).otherwise(absent)
    return query.put(Step.TICKS, nw.when(count > 0).then(count).otherwise(absent), ticks)


def _tick_code(columns: Columns, query: Query, name: str) -> nw.Expr:
    import narwhals as nw

    if not columns.has(name):
        return query.put(Step.TICK, nw.lit(MISSING["not_asked"]))
    value, reason = columns.value(query, name), reason_of(columns, query, name)
    absent = nw.lit(MISSING["not_answered"])
    if reason is not None:
        for why, code in MISSING.items():
            absent = nw.when(reason == nw.lit(why)).then(nw.lit(code)).otherwise(absent)
    return query.put(Step.TICK, nw.when(value.is_null()).then(absent).otherwise(value))
