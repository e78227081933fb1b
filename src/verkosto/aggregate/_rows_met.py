"""Calls that look at rows one by one: the rows of each group, and the number that each row has.

Quantiles, variances and alphas are no quotients of totals of cells. They take the rows of a group and their weights,
under the same design as every other figure.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import REASON_COUNT, Axis, Groups, Present
from verkosto.aggregate._estimate import Wanted
from verkosto.aggregate._layout import Layout
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._memory import MemoryCounter
from verkosto.aggregate._numbers_of import NumberColumn, Numbers, numbers_held
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._units import Units
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["RowNumbers", "RowsMet"]


@frozen(eq=False)
class RowNumbers:
    """The number of each row of the design.

    Attributes:
        variable: Where the numbers come from.
        values: NaN where the row has none, or lies outside the domain or in no group.
        absent: Why a row that lies in a group has none: 1 + place in `REASONS`; 0 elsewhere.
    """

    variable: Numbers
    values: Floats
    absent: NDArray[np.int8]


@frozen(eq=False, slots=False)
class RowsMet:
    """The rows of a call, met with their design and divided into groups.

    Attributes:
        responses: The answers, with the domain of `where`.
        plan: The design met with all rows.
        wanted: How figures are to be reported.
        by: What divides the table.
        counter: Counts the rows of the domain.
        groups: The groups that occur.
        layout: The groups shown.
    """

    responses: Responses
    plan: Plan
    wanted: Wanted
    by: tuple[Levels, ...]
    counter: MemoryCounter
    groups: Groups
    layout: Layout

    def numbers(self, variable: Numbers) -> RowNumbers:
        """Return the number of each row in a variable."""
        axis = Present((variable.variable,)) if isinstance(variable, NumberColumn) else variable.levels.axis
        _, level = self._places(axis)
        # Levels from `levels` on are the missing reasons, and the one after them all that are not looked at.
        absent = np.where((level >= axis.levels) & (level < axis.levels + REASON_COUNT), level - axis.levels + 1, 0)
        if isinstance(variable, NumberColumn):
            values = np.where(level == 0, numbers_held(self.responses, variable.variable).values, np.nan)
        else:
            of_level = np.full(axis.levels + REASON_COUNT + 1, np.nan)
            of_level[list(variable.numbers)] = list(variable.numbers.values())
            values = of_level[level]
        return RowNumbers(variable, values, absent.astype(np.int8))

    def rows_of_groups(self, inside: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
        """Return the places of rows that lie in each group shown, of those marked, in ascending order."""
        found: list[NDArray[np.intp]] = []
        for into, size in self.layout.merges:
            # Small integers are sorted by their digits, which is many times faster.
            shown = np.append(into, size).astype(np.min_scalar_type(size))[self.group]
            shown[~inside] = size
            order = np.argsort(shown, kind="stable")
            ends = np.cumsum(np.bincount(shown, minlength=size + 1))
            found += np.split(order, ends)[:size]
        return [found[place] for place in self.layout.order]

    @cached_property
    def group(self) -> NDArray[np.intp]:
        """The group counted of each row of the design; their number for rows of none."""
        return self._places(Present(()))[0]

    def units(self, rows: NDArray[np.intp]) -> int:
        """Return the number of distinct protection units among rows."""
        name = self.responses.instrument.unit_id
        if name is None:
            return len(rows)
        variable = self.responses.variables.get(name)
        return len(np.unique(Units.of(None if variable is None else variable.take(rows), len(rows)).codes))

    def _places(self, axis: Axis) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the group and the level of each row of the design; the numbers after the last where it has none."""
        levels, groups = axis.levels + REASON_COUNT, len(self.groups)
        scores = self.counter.scores([part.axis for part in self.by], axis, (), np.zeros((1, groups)))
        cells = np.full(self.plan.rows, groups * levels, dtype=np.intp)
        cells[np.diff(scores.indptr) > 0] = scores.indices
        outside = cells == groups * levels
        return cells // levels, np.where(outside, levels, cells % levels)
