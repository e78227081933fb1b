"""Counting where the data lie: the sums that estimates need, for every engine that narwhals knows."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._cells import REASON_COUNT, Axis, Codes, Groups, Measure, Totals, Values
from verkosto.aggregate._memory import refuse_size
from verkosto.aggregate._numbers_of import refuse_endless
from verkosto.aggregate._pushed_axes import axis_keys, axis_levels, measured
from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_design import PushedPlan
from verkosto.aggregate._pushed_engine import Counts, Query, Request, Step
from verkosto.aggregate._pushed_totals import Cells, products, totals_of
from verkosto.aggregate._pushed_units import places_of, units_of
from verkosto.aggregate._pushed_where import inside
from verkosto.aggregate._weights import refuse, refuse_zeros
from verkosto.responses import Condition

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["PushedCounter"]


class PushedCounter:
    """A `Counter` of the rows of a frame that lie in a domain.

    Args:
        columns: The variables of the frame.
        plan: The design met with all rows.
        conditions: Which rows lie in the domain.
        weights: Id of the variable that holds weights; None: each row counts as the design says.

    Raises:
        AnalysisError: Rows of the domain have weights that cannot be used.
    """

    def __init__(
        self, columns: Columns, plan: PushedPlan, conditions: Sequence[Mapping[str, Condition]], weights: str | None
    ) -> None:
        self._columns, self._plan, self._conditions, self._weights = columns, plan, tuple(conditions), weights
        self._groups: dict[tuple[Axis, ...], Groups] = {}
        highest = float(plan.natural.max(initial=0.0)) if weights is None else self._checked(weights)
        equal = weights is None and bool((plan.natural == 1).all())
        self._scale = 1.0 if equal or not highest else 2.0 ** int(np.frexp(highest)[1])

    @property
    def rows(self) -> int:
        """Rows of the whole design."""
        return self._plan.rows

    @property
    def scale(self) -> float:
        """What weights are divided by."""
        return self._scale

    @property
    def simple(self) -> bool:
        """Whether weights alone make the design."""
        stage, rows = self._plan.stage, self._plan.rows
        alone = not self._plan.clustered and len(stage.sizes) == 1 and bool(stage.centred[0])
        return alone and float(stage.scale[0]) == rows / max(rows - 1, 1)

    @property
    def clustered(self) -> bool:
        """Whether the instrument names a protection unit."""
        return self._columns.instrument.unit_id is not None

    def groups(self, by: Sequence[Axis]) -> Groups:
        """Return the combinations of levels that occur."""
        key = tuple(by)
        if key not in self._groups:
            self._groups[key] = self._grouped(key)
        return self._groups[key]

    def totals(self, by: Sequence[Axis], targets: Sequence[tuple[Axis, tuple[Measure, ...]]]) -> list[Totals]:
        """Return the sums over the rows of each cell, for each axis with its measures."""
        groups = self.groups(by)
        counted = self._columns.engine.compute([self._request(by, axis, measures) for axis, measures in targets])
        totals = []
        for (axis, measures), found in zip(targets, counted, strict=True):
            for place, measure in enumerate(measures):
                if isinstance(measure, Values):
                    refuse_endless(int(found.sums[f"endless{place}"].sum()), measure.variable)
            cells = self._cells(by, groups, axis, measures, found)
            totals.append(totals_of(self._plan, (len(groups), axis.levels + REASON_COUNT), cells))
        return totals

    def units(
        self, by: Sequence[Axis], target: Axis, into: Places, size: int, cells: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return how many protection units have rows in figures' own cells, in each of groups put together."""
        return units_of(self._columns, self._query(), by, target, self.groups(by), into, size, cells)

    def _grouped(self, by: Sequence[Axis]) -> Groups:
        query = self._query()
        keys = [axis_keys(self._columns, query, axis) for axis in by]
        found = self._columns.engine.compute([query.request([key for part in keys for key in part], {})])[0]
        size = int(found.n.sum())
        if not by:
            return Groups(np.zeros((1, 0), dtype=np.intp), (), 0, size)
        refuse_size(int(np.prod([float(axis.levels) for axis in by])))
        levels = self._levels(by, [len(part) for part in keys], found)
        missing = tuple(
            np.bincount(level, found.n, minlength=axis.levels + REASON_COUNT)[axis.levels :].astype(np.int64)
            for axis, level in zip(by, levels, strict=True)
        )
        inside = _in_group(by, levels, len(found))
        occurring = np.unique(np.stack(levels, axis=1)[inside], axis=0)
        return Groups(occurring, missing, int(found.n[~inside].sum()), size)

    def _request(self, by: Sequence[Axis], axis: Axis, measures: Sequence[Measure]) -> Request:
        import narwhals as nw

        columns, query = self._columns, self._query()
        of_groups = [axis_keys(columns, query, part) for part in by]
        keys = [key for part in (*of_groups, axis_keys(columns, query, axis)) for key in part]
        keys += [columns.value(query, name) for name in self._plan.keys]
        w = None if self._weights is None else query.put(Step.WHOLE, columns.value(query, self._weights) / self._scale)
        values = [query.put(Step.WHOLE, measured(columns, query, measure)) for measure in measures]
        # Numbers are taken around the means of finer groups than those shown; numbers of ticks are small as they are.
        numbers = {place: m.variable for place, m in enumerate(measures) if isinstance(m, Values)}
        texts = [columns.plain(query, part.variable) for part in by if isinstance(part, Codes)]
        means = query.centre(texts, [values[place] for place in numbers]) if numbers else []
        centres = dict(zip(numbers, means, strict=True))
        of_measures = [centres.get(place) for place in range(len(values))]
        sums = products(query, w, values, of_measures, clustered=self._plan.clustered)
        for place, name in numbers.items():
            number = columns.value(query, name)
            sums[f"endless{place}"] = _one_if((number == np.inf) | (number == -np.inf), nw.lit(1.0))
        return query.request(keys, sums, highest={f"{place}": centre for place, centre in centres.items()})

    def _cells(
        self, by: Sequence[Axis], groups: Groups, axis: Axis, measures: Sequence[Measure], found: Counts
    ) -> Cells:
        query = self._query()
        widths = [len(axis_keys(self._columns, query, part)) for part in (*by, axis)]
        *of_groups, level = self._levels((*by, axis), widths, found)
        inside = _in_group(by, of_groups, len(found))
        within = [part[inside] for part in of_groups]
        place = self._plan.place_of(found.keys[sum(widths) :], len(found))[inside]
        factor = self._plan.natural / self._scale if self._weights is None else np.ones(self._plan.count)
        return Cells(
            places_of(within, int(inside.sum()), groups.levels, np.arange(len(groups))),
            level[inside],
            place,
            found.n[inside].astype(np.float64),
            {name: part[inside] for name, part in found.sums.items()},
            [found.highest.get(f"{m}", np.zeros(len(found)))[inside] for m in range(len(measures))],
            factor[place],
        )

    def _levels(self, axes: Sequence[Axis], widths: Sequence[int], found: Counts) -> list[Places]:
        ends = list(itertools.accumulate(widths, initial=0))
        return [
            axis_levels(self._columns, axis, found.keys[start:end])
            for axis, (start, end) in zip(axes, itertools.pairwise(ends), strict=True)
        ]

    def _checked(self, name: str) -> float:
        """Refuse weights that cannot be used, and return the highest."""
        import narwhals as nw

        query = self._query()
        w, one = self._columns.value(query, name), nw.lit(1.0)
        bad = {"no weight": w.is_null(), "an infinite weight": w == np.inf, "a negative weight": w < 0}
        counts = {what: _one_if(condition, one) for what, condition in bad.items()}
        found = self._columns.engine.compute([query.request([], counts, highest={"w": w})])[0]
        highest = max(float(found.highest["w"][0]), 0.0)
        for what in bad:
            refuse(int(found.sums[what][0]), int(found.n[0]), name, what)
        if found.n[0] and not highest:
            refuse_zeros(int(found.n[0]), name)
        return highest

    def _query(self) -> Query:
        return inside(self._columns, self._conditions)


def _one_if(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    import narwhals as nw

    return nw.when(condition).then(value).otherwise(nw.lit(0.0))


def _in_group(by: Sequence[Axis], levels: Sequence[Places], size: int) -> NDArray[np.bool_]:
    """Return which combinations of keys have a level on every axis."""
    found = np.ones(size, dtype=bool)
    for axis, level in zip(by, levels, strict=True):
        found &= level < axis.levels
    return found
