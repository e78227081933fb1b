"""Counting in memory: columns of a Responses, encoded once and kept while the Responses lives."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

import numpy as np
from attrs import define, field, frozen

from verkosto.aggregate._cells import REASON_COUNT, Axis, Codes, Groups, Sums, Tick
from verkosto.aggregate._joint import Column, joint_sums
from verkosto.aggregate._units import Units, distinct_units
from verkosto.aggregate._weights import Weights, read_weights
from verkosto.errors import AnalysisError
from verkosto.responses import MISSING, Coded, Dated, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CELL_LIMIT", "MemoryCounter"]

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

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Make something or take it from the few that were made last."""
        if key in self.kept:
            self.kept.move_to_end(key)
            return cast("T", self.kept[key])
        made = self.kept[key] = make()
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)
        return made


_ENCODED: WeakKeyDictionary[Responses, _Encoded] = WeakKeyDictionary()


def _encoded(responses: Responses) -> _Encoded:
    if responses not in _ENCODED:
        rows = None if responses.domain is None else np.flatnonzero(responses.domain)
        _ENCODED[responses] = _Encoded(rows, responses.rows if rows is None else len(rows))
    return _ENCODED[responses]


class MemoryCounter:
    """A `Counter` of the rows of a Responses that lie in its domain.

    Args:
        responses: The answers; their `domain` says which rows are counted.
        weights: Id of the variable that holds weights, or None: each row counts as one.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Rows of the domain have weights that cannot be used.
    """

    def __init__(self, responses: Responses, weights: str | None = None) -> None:
        self._responses = responses
        self._encoded = _encoded(responses)
        self._weights: Weights | None = None
        if weights is not None:
            rows = self._encoded.rows
            self._weights = self._encoded.once(("weights", weights), lambda: read_weights(responses, weights, rows))

    @property
    def rows(self) -> int:
        """Rows of the whole design."""
        return self._responses.rows

    @property
    def scale(self) -> float:
        """What weights are divided by."""
        return 1.0 if self._weights is None else self._weights.scale

    def groups(self, by: Sequence[Axis]) -> Groups:
        """Return the combinations of levels that occur."""
        return self._grouped(by).groups

    def cells(self, by: Sequence[Axis], targets: Sequence[Axis]) -> list[Sums]:
        """Return sums of shape (groups, levels + missing reasons) for each target."""
        grouped = self._grouped(by)
        _refuse_size(len(grouped.groups) * max((t.levels + REASON_COUNT for t in targets), default=0))
        columns = [self._column(target) for target in targets]
        tables = joint_sums(grouped.key, len(grouped.groups), columns, self._measures())
        return [self._sums(t, c, s) for t, c, s in zip(targets, columns, tables, strict=True)]

    @property
    def clustered(self) -> bool:
        """Whether the instrument names a protection unit."""
        return self._responses.instrument.unit_id is not None

    def units(self, by: Sequence[Axis], target: Axis, into: NDArray[np.intp], size: int) -> NDArray[np.int64]:
        """Return how many protection units have rows in each cell of groups put together."""
        units = self._encoded.once("units", self._units)
        grouped = self._grouped(by)
        levels = target.levels
        lookup = target.lookup()
        # The last group holds the rows that belong to none, the last level all that are missing.
        of_group = np.append(into, size)
        of_level = np.minimum(lookup, levels)
        cells = of_group.take(grouped.key) * (levels + 1) + of_level.take(self._codes(target), mode="wrap")
        found = distinct_units(units.codes, units.count, cells, (size + 1) * (levels + 1))
        return found.reshape(size + 1, levels + 1)[:size, :levels]

    def _units(self) -> Units:
        variable = self._responses.variables.get(self._responses.instrument.unit_id or "")
        rows = self._encoded.rows
        taken = variable if variable is None or rows is None else variable.take(rows)
        return Units.of(taken, self._encoded.size)

    def _measures(self) -> list[NDArray[np.float64] | None]:
        weights = self._weights
        if weights is None:
            return [None]
        measures = [None, weights.w, weights.w2]
        return measures if weights.positive is None else [*measures, weights.positive]

    def _sums(self, target: Axis, column: Column, tables: Sequence[NDArray[Any]]) -> Sums:
        """Move sums from the codes that were counted to the levels that were asked for."""
        levels = target.levels + REASON_COUNT
        codes = np.arange(column.low, column.low + column.size)
        into = target.lookup().take(codes, mode="wrap")
        moved = []
        for table in tables:
            total = np.zeros((levels, len(table)), dtype=table.dtype)
            np.add.at(total, into, table.T)
            moved.append(np.ascontiguousarray(total.T))
        n = moved[0]
        if len(moved) == 1:
            return Sums(n, n, n.astype(np.float64), n.astype(np.float64))
        used = n if len(moved) < 4 else np.rint(moved[3]).astype(np.int64)
        return Sums(n, used, moved[1], moved[2])

    def _column(self, axis: Axis) -> Column:
        codes = self._codes(axis)
        # Only reasons that occur take room in the joint tables.
        low = min(int(codes.min(initial=0)), 0)
        return Column(codes, low, max(len(axis.lookup()) - REASON_COUNT, 1) - low)

    def _codes(self, axis: Axis) -> NDArray[np.signedinteger[Any]]:
        if isinstance(axis, Codes):
            return self._coded(axis.variable)
        if isinstance(axis, Tick):
            return np.asarray(self._coded(axis.variable) == 1).view(np.int8)
        return self._tick_count(axis.variables, axis.beside)

    def _coded(self, name: str) -> NDArray[np.signedinteger[Any]]:
        variable = self._responses.variables[name]
        rows = self._encoded.rows
        if isinstance(variable, Coded):
            return variable.codes if rows is None else variable.codes[rows]
        if isinstance(variable, Dated):  # pragma: no cover - the callers refuse dates
            msg = f"variable {name!r} holds dates."
            raise AnalysisError(msg)
        taken = variable if rows is None else variable.take(rows)
        # Only NPS comes here: a value that is none of its eleven must not land in a neighbour's cell.
        values = np.where(np.isin(taken.values, np.arange(11)), taken.values, MISSING["invalid"])
        return np.where(taken.absent == 0, values, -taken.absent).astype(np.int8)

    def _tick_count(
        self, variables: Sequence[str], beside: Sequence[tuple[str, str]]
    ) -> NDArray[np.signedinteger[Any]]:
        size = self._encoded.size
        count = np.zeros(size, dtype=np.int16)
        highest = np.full(size, np.iinfo(np.int8).min, dtype=np.int8)
        lowest = np.zeros(size, dtype=np.int8)
        reason = np.zeros(size, dtype=np.int8)
        for name, why in [(v, None) for v in variables] + list(beside):
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
        _refuse_size(product)
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


def _nothing(axes: int) -> NDArray[np.intp]:
    return np.zeros((0, axes), dtype=np.intp)


def _refuse_size(cells: int) -> None:
    if cells > CELL_LIMIT:
        msg = (
            f"the table would have {cells} cells, more than {CELL_LIMIT}. Use fewer `by` variables or larger "
            "classes (an area type, or `responses.derive`)."
        )
        raise AnalysisError(msg)
