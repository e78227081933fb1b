"""Distinct protection units counted where the data lie: six persons of one association are one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.aggregate._cells import Axis, Codes, Groups, Present
from verkosto.aggregate._pushed_axes import axis_keys, axis_levels
from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Counts, Key, Query, Request, Step

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

__all__ = ["places_of", "units_of"]


def units_of(
    columns: Columns,
    query: Query,
    by: Sequence[Axis],
    target: Axis,
    groups: Groups,
    into: Places,
    size: int,
    cells: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Do what `Counter.units` says.

    Args:
        columns: The variables of the frame.
        query: The rows of the domain.
        by: As there, like `target`, `into`, `size` and `cells`.
        target: The axis of the cells.
        groups: The groups counted.
        into: For each group counted the group that it becomes.
        size: How many groups there are then.
        cells: Which levels make each figure.
    """
    kept = _kept(groups, into)
    of_axes = [_level(columns, query, axis) for axis in by]
    level = _level(columns, query, target)
    for axis in (*of_axes, level):
        query.keep(axis >= 0)
    unit = columns.value(query, columns.instrument.unit_id or "")
    keys = [of_axes[place] for place in kept]
    width = cells.sum(axis=1)
    alone, several = np.flatnonzero(width == 1), np.flatnonzero(width > 1).tolist()
    requests: list[Request] = [query.distinct([*keys, level], unit)]
    requests += [
        query.distinct(keys, unit, where=level.is_in(np.flatnonzero(cells[place]).tolist())) for place in several
    ]
    single, *others = columns.engine.compute(requests)
    found = np.zeros((size, len(cells)), dtype=np.int64)
    of_level = np.zeros((size, cells.shape[1]), dtype=np.int64)
    of_level[_merged(single, groups, kept, into), _whole(single.keys[-1])] = single.n
    found[:, alone] = of_level[:, cells[alone].argmax(axis=1)]
    for place, counted in zip(several, others, strict=True):
        found[_merged(counted, groups, kept, into), place] = counted.n
    return found


def _kept(groups: Groups, into: Places) -> tuple[int, ...]:
    """Return the axes whose levels tell groups that are put together apart; totals are over the others."""
    axes = groups.levels.shape[1]
    sizes = range(axes + 1)
    choices = itertools.chain.from_iterable(itertools.combinations(range(axes), size) for size in sizes)
    return next(kept for kept in choices if _same(_numbered(groups.levels[:, list(kept)]), into))


def _same(one: Places, other: Places) -> bool:
    """Tell whether two ways of putting things together are one."""
    pairs = len(np.unique(np.stack([one, other]), axis=1).T)
    return pairs == len(np.unique(one)) == len(np.unique(other))


def _numbered(levels: Places) -> Places:
    if not levels.shape[1]:
        return np.zeros(len(levels), dtype=np.intp)
    return np.asarray(np.unique(levels, axis=0, return_inverse=True)[1].reshape(-1), dtype=np.intp)


def _merged(found: Counts, groups: Groups, kept: Sequence[int], into: Places) -> Places:
    levels = [_whole(found.keys[place]) for place in range(len(kept))]
    return places_of(levels, len(found), groups.levels[:, list(kept)], into)


def _whole(key: Key) -> Places:
    # Whole numbers come as floats from an engine that had nulls among them.
    return key.take([int(value) for value in key.values], -1)


def places_of(levels: Sequence[Places], size: int, listed: Places, into: Places) -> Places:
    """Return where each combination of levels belongs.

    Args:
        levels: For each axis the level of each combination.
        size: Number of combinations.
        listed: The combinations that are known, all of them, one column for each axis.
        into: Where each of those belongs.
    """
    if not levels or not size:
        return np.full(size, into[0] if size else 0, dtype=np.intp)
    shape = tuple(int(high) + 1 for high in listed.max(axis=0))
    known, first = np.unique(np.ravel_multi_index(tuple(listed.T), shape), return_index=True)
    return np.asarray(into[first[np.searchsorted(known, np.ravel_multi_index(tuple(levels), shape))]])


def _level(columns: Columns, query: Query, axis: Axis) -> nw.Expr:
    """Return the level of each row as a column of whole numbers, negative or null where it has none."""
    import narwhals as nw

    first, *rest = axis_keys(columns, query, axis)
    if isinstance(axis, Present):
        return query.put(Step.WHOLE, nw.when(first.is_null()).then(nw.lit(0)))
    if not isinstance(axis, Codes):
        return first
    values = _values(columns, axis.variable)
    levels = axis_levels(columns, axis, [Key.of(values)]).tolist()
    known = {value: level for value, level in zip(values, levels, strict=True) if level < axis.levels}
    plain = columns.plain(query, axis.variable)
    found = nw.lit(-1)
    if known:
        found = plain.replace_strict(list(known), list(known.values()), default=-1, return_dtype=nw.Int64)
    if axis.dont_know is not None and rest:
        found = nw.when(rest[0] == "dont_know").then(nw.lit(axis.dont_know)).otherwise(found)
    return query.put(Step.WHOLE, found)


def _values(columns: Columns, name: str) -> list[Any]:
    kind = columns.parts[name].kind
    if kind == "tick":
        return [0, 1]
    return [float(value) for value in range(11)] if kind == "number" else list(columns.distinct(name))
