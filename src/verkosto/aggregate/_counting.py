"""Counting in memory: the sums of cells, and of units and strata, that an estimate and its variance need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate._cells import Totals
from verkosto.aggregate._kernel import Column, Summer, level_sums
from verkosto.aggregate._parts import RowPart, UnitPart
from verkosto.aggregate._plan import Plan, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Keys = NDArray[np.unsignedinteger[Any]]
    Places = NDArray[np.integer[Any]]

__all__ = ["CountedRows", "count_measured", "count_plain", "moved"]

_MOST_UNIT_CELLS = 1 << 24
"""Most totals of units of one axis; beyond, the variance comes from the scores of rows."""


@frozen(eq=False)
class CountedRows:
    """What counting needs to know of the rows of a domain.

    Attributes:
        plan: The design.
        w: Weights; None where each row counts as one.
        positive: 1.0 where the weight is above zero; None where all are.
        w2: Squared weights; None where each row counts as one.
        stages: For each stage, of each row: the place of its unit in `Stage.order`, or for a stage of rows its stratum.
        squares: For each stage of rows the stage's factor times the squared weight; None for others.
        by_cells: Whether the totals of cells and units tell the variance.
    """

    plan: Plan
    w: Floats | None
    positive: Floats | None
    w2: Floats | None
    stages: tuple[Places, ...]
    squares: tuple[Floats | None, ...]
    by_cells: bool
    kept: dict[int, tuple[Keys, Summer]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, plan: Plan, rows: NDArray[np.intp] | None) -> CountedRows:
        """Take some rows of a plan (None: all)."""
        w = plan.w if rows is None else plan.w[rows]
        equal = bool((plan.w == 1).all())
        by_cells = plan.calibration is None and plan.replicates is None
        by_cells = by_cells and all(stage.averaged is None for stage in plan.stages)
        places, squares = [], []
        for stage in plan.stages if by_cells else ():
            of_rows = stage.strata if stage.units is None else stage.rank[stage.units]
            of_rows = of_rows if rows is None else of_rows[rows]
            squares.append(stage.scale[of_rows] * w * w if stage.units is None else None)
            places.append(of_rows.astype(np.int32))
        positive = (w > 0).astype(np.float64)
        return cls(
            plan,
            None if equal else w,
            None if positive.all() else positive,
            None if equal else w * w,
            tuple(places),
            tuple(squares),
            by_cells,
        )

    def by_group(self, key: Keys, groups: int, measures: Sequence[Floats | None]) -> Summer:
        """Return what sums by group."""
        return self._once(-1, key, lambda: Summer(key, groups, measures))

    def by_unit(self, place: int, count: int, key: Keys, groups: int) -> Summer:
        """Return what sums weights by group and, within it, unit or stratum of a stage: `group * count + unit`."""

        def make() -> Summer:
            kind = np.int32 if (groups + 1) * count <= np.iinfo(np.int32).max else np.int64
            joined = key.astype(kind)
            np.multiply(joined, kind(count), out=joined)
            np.add(joined, self.stages[place], out=joined)
            return Summer(np.minimum(joined, kind(groups * count), out=joined), groups * count, (self.w,))

        return self._once(place, key, make)

    def _once(self, place: int, key: Keys, make: Callable[[], Summer]) -> Summer:
        known = self.kept.get(place)
        if known is None or known[0] is not key:
            known = self.kept[place] = (key, make())
        return known[1]


def count_plain(rows: CountedRows, key: Keys, groups: int, columns: Sequence[Column]) -> list[Totals]:
    """Count columns without measures, those that fit in one pass."""
    if not columns:
        return []
    measures: list[Floats | None] = [None]
    if rows.w is not None:
        measures += [rows.w, rows.w2]
    if rows.positive is not None:
        measures.append(rows.positive)
    own = [place for place, values in enumerate(rows.squares) if values is not None and not _alike(rows, place)]
    measures += [rows.squares[place] for place in own]
    tables = rows.by_group(key, groups, measures).of(columns)
    found = []
    for column, by_level in zip(columns, tables, strict=True):
        sums = [table.T for table in by_level]
        n = sums[0]
        w, w2 = (n.astype(np.float64),) * 2 if rows.w is None else (sums[1], sums[2])
        used = n if rows.positive is None else np.rint(sums[-1 - len(own)]).astype(np.int64)
        squares = dict(zip(own, sums[len(sums) - len(own) :], strict=True))
        parts = _parts(rows, key, groups, column, squares, w, w2)
        single = w[..., np.newaxis]
        found.append(
            Totals(n, used, single, w2, single, n[..., np.newaxis].astype(np.float64), np.zeros((1, groups)), parts)
        )
    return found


def _alike(rows: CountedRows, place: int) -> bool:
    """Whether all strata of a stage of rows have one factor, so that its squares are those of the weights."""
    return len(np.unique(rows.plan.stages[place].scale)) == 1


def _parts(
    rows: CountedRows, key: Keys, groups: int, column: Column, squares: dict[int, Floats], w: Floats, w2: Floats
) -> tuple[UnitPart | RowPart, ...] | None:
    if not rows.by_cells or not _few(rows, groups * column.size):
        return None
    parts: list[UnitPart | RowPart] = []
    for place, stage in enumerate(rows.plan.stages):
        if stage.units is not None:
            parts.append(_unit_part(rows, place, key, groups, column))
            continue
        sums = w[np.newaxis] if len(stage.sizes) == 1 else _stratum_sums(rows, place, key, groups, column)
        square = squares[place] if place in squares else w2 * stage.scale[0]
        shape = (len(stage.sizes), groups, column.size, 1)
        parts.append(RowPart(square[..., np.newaxis, np.newaxis], sums.reshape(shape), _correction(stage)))
    return tuple(parts)


def _few(rows: CountedRows, cells: int) -> bool:
    """Whether there is room for the totals of units, or for a stage of rows of strata."""
    counts = [len(s.sizes) if s.units is None else s.count for s in rows.plan.stages]
    return all(count * cells <= _MOST_UNIT_CELLS for count in counts)


def _correction(stage: Stage) -> Floats:
    return np.where(stage.centred, stage.scale / np.maximum(stage.sizes, 1), 0.0)


def _unit_part(
    rows: CountedRows,
    place: int,
    key: Keys,
    groups: int,
    column: Column,
    measures: Sequence[Floats | None] | None = None,
) -> UnitPart:
    """Return the totals of units by code: they take room and time, and so are made when the variance is asked for."""
    stage = rows.plan.stages[place]
    summer = rows.by_unit(place, stage.count, key, groups)
    summer = summer if measures is None else evolve(summer, measures=measures)
    width = len(summer.measures)

    def sums() -> Floats:
        (tables,) = summer.of([column])
        stacked = tables[0] if width == 1 else np.stack(tables)
        return stacked.reshape(width * column.size * groups, stage.count).astype(np.float64, copy=False)

    measure, code, group = np.indices((width, column.size, groups)).reshape(3, -1)
    return UnitPart(stage, (group * column.size + code) * width + measure, width, sums)


def _stratum_sums(
    rows: CountedRows,
    place: int,
    key: Keys,
    groups: int,
    column: Column,
    measures: Sequence[Floats | None] | None = None,
) -> Floats:
    """Return sums over the rows of each stratum and cell, shape (strata, groups, levels, measures)."""
    count = len(rows.plan.stages[place].sizes)
    summer = rows.by_unit(place, count, key, groups)
    (tables,) = (summer if measures is None else evolve(summer, measures=measures)).of([column])
    return np.stack(tables).reshape(len(tables), column.size, groups, count).T.astype(np.float64)


def count_measured(rows: CountedRows, key: Keys, groups: int, column: Column, values: Sequence[Floats]) -> Totals:
    """Count one column with measures.

    They are shifted by their mean in the group, so that squares keep their digits.
    """
    shift, shifted = _shifted(key, groups, column, values)
    w = np.ones(len(key)) if rows.w is None else rows.w
    weighted = [w * z for z in shifted]
    width = len(shifted)
    measures = [*weighted, *(wz * z for wz, z in zip(weighted, shifted, strict=True)), *shifted[1:], w * w]
    counted: list[Floats | None] = [None] if rows.positive is None else [None, rows.positive]
    n, *sums = (table.T for table in level_sums(key, groups, [column], [*counted, *measures])[0])
    used = n if rows.positive is None else np.rint(sums.pop(0)).astype(np.int64)
    # What was counted without weights is told as it stood, and not around the shift.
    tally = [n.astype(np.float64)]
    tally += [s + shift[m][:, np.newaxis] * n for m, s in enumerate(sums[2 * width : -1], start=1)]
    return Totals(
        n=n,
        used=used,
        w=np.stack(sums[:width], axis=-1),
        w2=sums[-1],
        second=np.stack(sums[width : 2 * width], axis=-1),
        tally=np.stack(tally, axis=-1),
        shift=shift,
        parts=_measured_parts(rows, key, groups, column, shifted, weighted),
    )


def _shifted(key: Keys, groups: int, column: Column, values: Sequence[Floats]) -> tuple[Floats, list[Floats]]:
    """Return what measures are shifted by, shape (measures, groups), and the measures, beginning with 1 for a row."""
    shift = np.zeros((1 + len(values), groups))
    shifted: list[Floats] = [np.ones(len(key))]
    group = np.minimum(key, max(groups - 1, 0)).astype(np.intp)
    inside = (key < groups) & (column.codes >= 0)
    counts = np.bincount(group[inside], minlength=groups)
    for place, value in enumerate(values, start=1):
        if not groups:
            shifted.append(value)
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            means = np.nan_to_num(np.bincount(group[inside], value[inside], minlength=groups) / counts)
        # Whole numbers are shifted by whole numbers: their sums and squares have no rounding error then.
        shift[place] = np.rint(means) if (value[inside] == np.rint(value[inside])).all() else means
        shifted.append(np.where(inside, value - shift[place][group], 0.0))
    return shift, shifted


def _measured_parts(
    rows: CountedRows, key: Keys, groups: int, column: Column, values: Sequence[Floats], weighted: Sequence[Floats]
) -> tuple[UnitPart | RowPart, ...] | None:
    width = len(values)
    if not rows.by_cells or not _few(rows, groups * column.size * width):
        return None
    parts: list[UnitPart | RowPart] = []
    for place, stage in enumerate(rows.plan.stages):
        if stage.units is not None:
            parts.append(_unit_part(rows, place, key, groups, column, weighted))
            continue
        scale = stage.scale[rows.stages[place]]
        products = [scale * one * other for one in weighted for other in weighted]
        squares = np.stack([table.T for table in level_sums(key, groups, [column], products)[0]], axis=-1)
        sums = _stratum_sums(rows, place, key, groups, column, weighted)
        parts.append(RowPart(squares.reshape(groups, column.size, width, width), sums, _correction(stage)))
    return tuple(parts)


def moved(totals: Totals, lookup: NDArray[np.intp], levels: int, column: Column) -> Totals:
    """Move sums from the codes that were counted to the levels that were asked for."""
    into = lookup.take(np.arange(column.low, column.low + column.size), mode="wrap")
    apart = len(np.unique(into)) == len(into)

    def along(array: NDArray[Any], axis: int) -> NDArray[Any]:
        shape = list(array.shape)
        shape[axis] = levels
        found = np.zeros(shape, dtype=array.dtype)
        # An index for one axis, and whole slices before it.
        index: Any = (*(slice(None),) * axis, into)
        if apart:
            found[index] = array
        else:
            np.add.at(found, index, array)
        return found

    parts: tuple[UnitPart | RowPart, ...] | None = None
    if totals.parts is not None:
        parts = tuple(
            part.moved(into, levels)
            if isinstance(part, UnitPart)
            else RowPart(along(part.squares, 1), along(part.sums, 2), part.factor)
            for part in totals.parts
        )
    names = ("n", "used", "w", "w2", "second", "tally")
    # Some are one array: without measures the second moment is the first, without weights all are counts.
    arrays = {id(array): array for array in (getattr(totals, name) for name in names)}
    found = {key: along(array, 1) for key, array in arrays.items()}
    return evolve(totals, parts=parts, **{name: found[id(getattr(totals, name))] for name in names})
