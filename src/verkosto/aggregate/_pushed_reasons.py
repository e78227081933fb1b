"""Why values are absent in a frame: what stands beside them, what they say themselves, and who was not asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Query, Step
from verkosto.aggregate._pushed_where import fulfils
from verkosto.instruments import Column
from verkosto.responses import special_numbers

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["reason_of"]


def reason_of(columns: Columns, query: Query, name: str) -> nw.Expr | None:
    """Return the reason of each null of a variable, as text; null, or None for all, means not answered.

    A column `missing:<variable>`, which `to_parquet` writes, says it. Without one the rules of reading hold: numbers
    outside their limits are invalid, special ones say why, and who was not asked was not asked.
    """
    import narwhals as nw

    if not columns.has(name):
        return None
    if f"missing:{name}" in columns.engine.columns:
        return query.raw(f"missing:{name}")
    said = list(_said(columns, query, name))
    if not said:
        return None
    reason = nw.lit(None, nw.String)
    for condition, why in reversed(said):
        reason = nw.when(condition).then(nw.lit(why)).otherwise(reason)
    return query.put(Step.REASON, reason)


def _said(columns: Columns, query: Query, name: str) -> Iterator[tuple[nw.Expr, str]]:
    part = columns.parts[name]
    if isinstance(part.of, Column):
        return
    value = columns.value(query, name)
    if part.kind == "number":
        number = columns.raw_number(query, name)
        for special, kind in special_numbers(part.of.choices).items():
            yield number == special, kind or "invalid"
        yield value.is_null() & ~number.is_null(), "invalid"
    elif part.kind == "tick":
        yield value.is_null() & ~query.raw(name).is_null(), "invalid"
    asked = _asked(columns, query, part.of.asked_if)
    if asked is not None:
        yield value.is_null() & (asked == 0), "not_asked"


def _asked(columns: Columns, query: Query, conditions: dict[str, tuple[str, ...]]) -> nw.Expr | None:
    """Return 1 for rows that were asked and 0 for others; questions that the frame does not have exclude nobody."""
    import narwhals as nw

    told = {n: codes for n, codes in conditions.items() if any(map(columns.has, columns.instrument[n].variables()))}
    if not told:
        return None
    every = [fulfils(columns, query, n, list(codes)) for n, codes in told.items()]
    return query.put(Step.ASKED, nw.when(reduce(and_, every)).then(nw.lit(1)).otherwise(nw.lit(0)))
