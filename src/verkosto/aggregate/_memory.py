"""Counting in memory: columns of a Responses, encoded once and kept while the Responses lives."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from attrs import define, field, frozen

from verkosto.aggregate._cells import REASON_COUNT, Axis, Codes, Groups, Measure, Present, TickCount, Totals
from verkosto.aggregate._counting import CountedRows, count_measured, count_plain, moved
from verkosto.aggregate._kernel import Column
from verkosto.aggregate._numbers_of import codes_held, numbers_held
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._remembered import Remembered
from verkosto.aggregate._scores import cell_scores
from verkosto.aggregate._units import Units, distinct_units
from verkosto.errors import AnalysisError
from verkosto.responses import MISSING, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["CELL_LIMIT", "MemoryCounter", "refuse_size"]

CELL_LIMIT = 5_000_000
"""Most cells of one call; each takes some 200 bytes, and nobody reads a longer table."""

_KEPT = 4

T = TypeVar("T")


@frozen(eq=False)
class _Grouped:
    groups: Groups
    key: NDArray[np.unsignedinteger[Any]]


@define(eq=False)
class _Encoded:
    """What is worth keeping of one Responses between calls: it never changes, so neither do these."""

    rows: NDArray[np.intp] | None
    size: int
    kept: OrderedDict[Any, Any] = field(factory=OrderedDict)
    lock: threading.RLock = field(factory=threading.RLock)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Make something or take it from the few that were made last."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return cast("T", self.kept[key])
            made = self.kept[key] = make()
            while len(self.kept) > _KEPT:
                self.kept.popitem(last=False)
            return made


def _encode(responses: Responses) -> _Encoded:
    rows = None if responses.domain is None else np.flatnonzero(responses.domain)
    return _Encoded(rows, responses.rows if rows is None else len(rows))


_ENCODED = Remembered(_encode)


class MemoryCounter:
    """A `Counter` of the rows of a Responses that lie in its domain.

    Args:
        responses: The answers; their `domain` says which rows are counted.
        plan: The design met with all rows.

    Raises:
        AnalysisError: Rows of the domain have weights that cannot be used.
    """

    def __init__(self, responses: Responses, plan: Plan) -> None:
        self._responses = responses
        self._encoded = _ENCODED.of(responses)
        self._plan = plan
        if plan.weights is not None:
            plan.weights.check(responses.domain)

    @property
    def rows(self) -> int:
        """Rows of the whole design."""
        return self._responses.rows

    @property
    def scale(self) -> float:
        """What weights are divided by."""
        return self._plan.scale

    @property
    def simple(self) -> bool:
        """Whether weights alone make the design."""
        return self._plan.simple

    def groups(self, by: Sequence[Axis]) -> Groups:
        """Return the combinations of levels that occur."""
        return self._grouped(by).groups

    def totals(self, by: Sequence[Axis], targets: Sequence[tuple[Axis, tuple[Measure, ...]]]) -> list[Totals]:
        """Return the sums over the rows of each cell, for each axis with its measures."""
        grouped = self._grouped(by)
        groups = len(grouped.groups)
        refuse_size(groups * max((axis.levels + REASON_COUNT for axis, _ in targets), default=0))
        columns = [self._column(axis) for axis, _ in targets]
        weights = self._weights()
        found: list[Totals | None] = [None] * len(targets)
        plain = [place for place, (_, measures) in enumerate(targets) if not measures]
        counted = count_plain(weights, grouped.key, groups, [columns[place] for place in plain])
        for place, totals in zip(plain, counted, strict=True):
            found[place] = totals
        for place, (_, measures) in enumerate(targets):
            if measures:
                values = [self._measure(measure) for measure in measures]
                found[place] = count_measured(weights, grouped.key, groups, columns[place], values)
        return [
            moved(totals, axis.lookup(), axis.levels + REASON_COUNT, column)
            for (axis, _), column, totals in zip(targets, columns, found, strict=True)
            if totals is not None
        ]

    def scores(self, by: Sequence[Axis], axis: Axis, measures: Sequence[Measure], shift: Floats) -> Any:
        """Return the scores of all rows of the design, whose weighted sums are the totals of the axis."""
        grouped = self._grouped(by)
        groups, levels = len(grouped.groups), axis.levels + REASON_COUNT
        level = axis.lookup().take(self._codes(axis), mode="wrap")
        inside = grouped.key < groups
        cells = np.where(inside, grouped.key.astype(np.intp) * levels + level, -1)
        values: list[Any] = [None]
        group = np.where(inside, grouped.key, 0)
        for place, measure in enumerate(measures, start=1):
            values.append(self._measure(measure) - (shift[place][group] if groups else 0.0))
        found = cell_scores(cells, groups * levels, values)
        return found if self._encoded.rows is None else _spread_out(found, self._encoded.rows, self.rows)

    @property
    def clustered(self) -> bool:
        """Whether the instrument names a protection unit."""
        return self._responses.instrument.unit_id is not None

    def units(
        self, by: Sequence[Axis], target: Axis, into: NDArray[np.intp], size: int, cells: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return how many protection units have rows in figures' own cells, in each of groups put together."""
        units = self._encoded.once("units", self._units)
        grouped = self._grouped(by)
        figures = len(cells)
        # The last group holds the rows that belong to none.
        of_group = np.append(into, size)
        group = of_group.take(grouped.key)
        level = target.lookup().take(self._codes(target), mode="wrap")
        if (cells.sum(axis=0) <= 1).all():
            # Each row is of one figure at most; the place after the last is for rows of none.
            of_level = np.where(cells.any(axis=0), cells.argmax(axis=0), figures)
            places = group * (figures + 1) + of_level.take(level)
            found = distinct_units(units.codes, units.count, places, (size + 1) * (figures + 1))
            return found.reshape(size + 1, figures + 1)[:size, :figures]
        each = [
            distinct_units(units.codes, units.count, np.where(own.take(level), group, size), size + 1)[:size]
            for own in cells
        ]
        return np.stack(each, axis=1)

    def _units(self) -> Units:
        variable = self._responses.variables.get(self._responses.instrument.unit_id or "")
        rows = self._encoded.rows
        taken = variable if variable is None or rows is None else variable.take(rows)
        return Units.of(taken, self._encoded.size)

    def _weights(self) -> CountedRows:
        return self._encoded.once(("weights", id(self._plan)), lambda: CountedRows.of(self._plan, self._encoded.rows))

    def _measure(self, measure: Measure) -> Floats:
        if isinstance(measure, TickCount):
            return np.maximum(self._tick_count(measure).astype(np.float64) + 1, 0)
        variable = numbers_held(self._responses, measure.variable)
        values = variable.values if self._encoded.rows is None else variable.values[self._encoded.rows]
        return np.nan_to_num(values, nan=0.0, posinf=np.inf, neginf=-np.inf)

    def _column(self, axis: Axis) -> Column:
        codes = self._codes(axis)
        # Only reasons that occur take room in the joint tables.
        low = min(int(codes.min(initial=0)), 0)
        return Column(codes, low, max(len(axis.lookup()) - REASON_COUNT, 1) - low)

    def _codes(self, axis: Axis) -> NDArray[np.signedinteger[Any]]:
        if isinstance(axis, Codes):
            return self._coded(axis.variable)
        if isinstance(axis, Present):
            return self._present(axis.variables)
        count = self._encoded.once(axis.count, lambda: self._tick_count(axis.count))
        return np.where(count >= 0, self._coded(axis.variable) == 1, count).astype(np.int8)

    def _present(self, names: Sequence[str]) -> NDArray[np.int8]:
        found = np.zeros(self._encoded.size, dtype=np.int8)
        for name in names:
            absent = self._responses.variables[name].reasons()
            absent = absent if self._encoded.rows is None else absent[self._encoded.rows]
            np.negative(absent, out=found, where=(found == 0) & (absent > 0), casting="unsafe")
        return found

    def _coded(self, name: str) -> NDArray[np.signedinteger[Any]]:
        variable = self._responses.variables[name]
        return codes_held(variable if self._encoded.rows is None else variable.take(self._encoded.rows), name)

    def _tick_count(self, ticks: TickCount) -> NDArray[np.signedinteger[Any]]:
        """Return how many options a row ticked less one, or the negative code of its missing reason."""
        size = self._encoded.size
        count = np.zeros(size, dtype=np.int16)
        highest = np.full(size, np.iinfo(np.int8).min, dtype=np.int8)
        lowest = np.zeros(size, dtype=np.int8)
        reason = np.zeros(size, dtype=np.int8)
        for name, why in [(v, None) for v in ticks.variables] + list(ticks.beside):
            codes = self._coded(name)
            np.maximum(highest, codes, out=highest, casting="unsafe")
            np.minimum(lowest, codes, out=lowest, casting="unsafe")
            if why is None:
                count += codes == 1
            else:
                reason[codes == 1] = MISSING[why]
        # Blank beside blank means not answered; one cell that could not be read says more than its blanks.
        blank = np.where(highest >= 0, np.int8(MISSING["not_answered"]), highest)
        blank = np.where(lowest <= MISSING["invalid"], lowest, blank)
        absent = np.where(reason < 0, reason, blank)
        return np.where(count > 0, count - 1, absent).astype(np.int16)

    def _grouped(self, by: Sequence[Axis]) -> _Grouped:
        if not by:
            size = self._encoded.size
            groups = Groups(np.zeros((1, 0), dtype=np.intp), (), 0, size)
            return self._encoded.once("all", lambda: _Grouped(groups, np.zeros(size, dtype=np.uint8)))
        return self._encoded.once(("by", *by), lambda: self._group(by))

    def _group(self, by: Sequence[Axis]) -> _Grouped:
        places = np.zeros(self._encoded.size, dtype=np.intp)
        outside = np.zeros(self._encoded.size, dtype=bool)
        missing = []
        shape = tuple(axis.levels for axis in by)
        product = int(np.prod(shape, dtype=np.float64))
        refuse_size(product)
        for axis in by:
            level = axis.lookup().take(self._codes(axis), mode="wrap")
            counts = np.bincount(level, minlength=axis.levels + REASON_COUNT)
            missing.append(counts[axis.levels :].astype(np.int64))
            places *= max(axis.levels, 1)
            places += level
            outside |= level >= axis.levels
        places[outside] = product
        counts = np.bincount(places, minlength=product + 1)
        found = np.flatnonzero(counts[:-1])
        lookup = np.full(product + 1, len(found), dtype=np.min_scalar_type(len(found)))
        lookup[found] = np.arange(len(found))
        levels = np.stack(np.unravel_index(found, shape), axis=1) if product else _nothing(len(by))
        groups = Groups(levels, tuple(missing), int(counts[-1]), self._encoded.size)
        return _Grouped(groups, lookup.take(places))


def _spread_out(scores: Any, rows: NDArray[np.intp], size: int) -> Any:
    """Put the rows of a domain at their places among all rows of the design."""
    from scipy.sparse import csr_array

    lengths = np.zeros(size + 1, dtype=np.intp)
    lengths[1:][rows] = np.diff(scores.indptr)
    return csr_array((scores.data, scores.indices, np.cumsum(lengths)), shape=(size, scores.shape[1]))


def _nothing(axes: int) -> NDArray[np.intp]:
    return np.zeros((0, axes), dtype=np.intp)


def refuse_size(cells: int) -> None:
    if cells > CELL_LIMIT:
        msg = (
            f"the table would have {cells} cells, more than {CELL_LIMIT}. Use fewer `by` variables or larger "
            "classes (an area type, or `responses.derive`)."
        )
        raise AnalysisError(msg)
