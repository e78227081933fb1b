"""Cells: what counting is asked for, and the sums that come back.

Counting is the only part of the room that touches rows. Whatever does it (NumPy in memory, or an engine that counts
where the data lie) is a `Counter`: it is asked for cells along *axes* and gives small arrays of sums. Everything above
works on those arrays alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from attrs import frozen

from verkosto.aggregate._parts import RowPart, UnitPart
from verkosto.responses import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "REASON_COUNT", "Axis", "Codes", "Counter", "Groups", "Measure", "Present", "TickCount", "Ticked", "Totals",
    "Values",
]  # fmt: skip

REASON_COUNT = len(REASONS)


@frozen
class Codes:
    """Rows divided by the categories of one variable.

    Attributes:
        variable: Id of the variable.
        levels: How many levels there are.
        places: For each category of the variable its level (0 or more), or the negative code of the missing
            reason that it counts as (`verkosto.responses.MISSING`). Several categories may share a level:
            municipalities become regions here, category by category and not row by row.
        dont_know: The level of values that are missing because the respondent could not say, where those have
            a level of their own.
    """

    variable: str
    levels: int
    places: tuple[int, ...]
    dont_know: int | None = None

    def lookup(self) -> NDArray[np.intp]:
        """Return the level of each code; a negative code finds its own from the end, as Python counts.

        Levels from `levels` on stand for the missing reasons, in the order of `REASONS`.
        """
        reasons = np.arange(self.levels, self.levels + REASON_COUNT)
        places = np.asarray(self.places, dtype=np.intp)
        found = np.concatenate([np.where(places < 0, self.levels - 1 - places, places), reasons[::-1]])
        if self.dont_know is not None:
            found[len(places) + REASON_COUNT - 1 - REASONS.index("dont_know")] = self.dont_know
        return found


@frozen
class TickCount:
    """How many of some options a row ticked.

    A row that ticked none of them is missing. Its reason is that of an option it ticked among `beside`, or
    the one that its blank cells carry.

    Attributes:
        variables: Ids of the options' variables.
        beside: Pairs of a variable and the reason that its tick stands for, such as an option "does not
            concern us".
    """

    variables: tuple[str, ...]
    beside: tuple[tuple[str, str], ...] = ()


@frozen
class Ticked:
    """Rows divided by one option of a multiple choice: level 1 ticked it, level 0 ticked others only.

    Attributes:
        variable: Id of the option's variable.
        count: How many options a row ticked; rows that ticked none are missing.
    """

    variable: str
    count: TickCount

    @property
    def levels(self) -> int:
        """Always two."""
        return 2

    def lookup(self) -> NDArray[np.intp]:
        """Return the level of each code, as `Codes.lookup`."""
        return np.concatenate([[0, 1], np.arange(2, 2 + REASON_COUNT)[::-1]])


@frozen
class Present:
    """Rows that have a number in each of some variables: one level, and the missing reason of the first that lacks.

    Attributes:
        variables: Ids of the variables.
    """

    variables: tuple[str, ...]

    @property
    def levels(self) -> int:
        """Always one."""
        return 1

    def lookup(self) -> NDArray[np.intp]:
        """Return the level of each code, as `Codes.lookup`."""
        return np.concatenate([[0], np.arange(1, 1 + REASON_COUNT)[::-1]])


Axis = Codes | Ticked | Present


@frozen
class Values:
    """The number that a row has in a variable.

    Attributes:
        variable: Id of a variable of numbers.
    """

    variable: str


Measure = Values | TickCount
"""What is summed besides the rows themselves."""


@frozen(eq=False)
class Groups:
    """The combinations of levels that rows of the domain have.

    Attributes:
        levels: One row for each combination that occurs, one column for each axis; sorted.
        missing: For each axis how many rows of the domain lack it, by reason.
        left_out: Rows that lack at least one of the axes, and so belong to no group.
        size: Rows of the domain.
    """

    levels: NDArray[np.intp]
    missing: tuple[NDArray[np.int64], ...]
    left_out: int
    size: int

    def __len__(self) -> int:
        return len(self.levels)


@frozen(eq=False)
class Totals:
    """Sums over the rows of each cell of one axis.

    Shapes begin with (groups, levels), where levels include the missing reasons; weights are divided by the scale
    of the plan. Measure 0 is 1 for each row, and the others are shifted: a total of measure `m` over a group is
    `w[..., m] + shift[m, group] * w[..., 0]`.

    Attributes:
        n: Rows.
        used: Rows with a weight above zero.
        w: Sums of weights times measures, shape (groups, levels, measures).
        w2: Sums of squared weights.
        second: Sums of weights times the squares of measures, shape as `w`.
        tally: Sums of measures without weights, shape as `w`.
        shift: Shape (measures, groups).
        parts: What the variance needs, one for each stage; None where the counter leaves it to the scores of rows.
    """

    n: NDArray[np.int64]
    used: NDArray[np.int64]
    w: Floats
    w2: Floats
    second: Floats
    tally: Floats
    shift: Floats
    parts: tuple[UnitPart | RowPart, ...] | None


class Counter(Protocol):
    """Counts rows of a domain; the one thing that an engine has to be able to do."""

    @property
    def rows(self) -> int:
        """Rows of the whole design, the domain's and the others."""

    @property
    def scale(self) -> float:
        """What weights are divided by before they are summed, a power of two."""

    @property
    def simple(self) -> bool:
        """Whether each row is a unit drawn with replacement, so that Kish's effective size tells all about weights."""

    def groups(self, by: Sequence[Axis]) -> Groups:
        """Return the combinations of levels that occur. Without axes there is one group, even of no rows."""

    def totals(self, by: Sequence[Axis], targets: Sequence[tuple[Axis, tuple[Measure, ...]]]) -> list[Totals]:
        """Return, for each axis with its measures, the sums over the rows of each cell."""

    @property
    def clustered(self) -> bool:
        """Whether several rows may belong to one protection unit; otherwise each row is a unit."""

    def units(
        self, by: Sequence[Axis], target: Axis, into: NDArray[np.intp], size: int, cells: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return how many protection units have rows in figures' own cells, in each of groups put together.

        Args:
            by: Axes of the groups.
            target: The axis of the cells.
            into: For each group counted the group that it becomes.
            size: How many groups there are then.
            cells: Which levels of the axis make each figure, shape (figures, levels with missing reasons).

        Units do not add up over groups, so each way of putting groups together is counted on its own.
        Rows whose unit is not known count as one unit, since they may all be of one association.

        Returns:
            An array of shape (size, figures).
        """
