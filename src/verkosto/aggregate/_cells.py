"""Cells: what counting is asked for, and the sums that come back.

Counting is the only part of the room that touches rows. Whatever does it (NumPy in memory today, an engine that
counts where the data lie tomorrow) is a `Counter`: it is asked for cells along *axes* and gives small arrays of
sums. Everything above works on those arrays alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import frozen

from verkosto.responses import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["REASON_COUNT", "Axis", "Codes", "Counter", "Groups", "Sums", "Tick", "TickCount"]

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
class Tick:
    """Rows divided by one option of a multiple choice: level 1 ticked it, level 0 did not or is missing."""

    variable: str

    @property
    def levels(self) -> int:
        """Always two."""
        return 2

    def lookup(self) -> NDArray[np.intp]:
        """Return the level of each code, as `Codes.lookup`."""
        return np.concatenate([[0, 1], np.arange(2, 2 + REASON_COUNT)[::-1]])


@frozen
class TickCount:
    """Rows divided by how many of some options they ticked: level 0 ticked one, level 1 two and so on.

    A row that ticked none of them is missing. Its reason is that of an option it ticked among `beside`, or
    the one that its blank cells carry.

    Attributes:
        variables: Ids of the options' variables.
        beside: Pairs of a variable and the reason that its tick stands for, such as an option "does not
            concern us".
    """

    variables: tuple[str, ...]
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def levels(self) -> int:
        """One for each option."""
        return len(self.variables)

    def lookup(self) -> NDArray[np.intp]:
        """Return the level of each code, as `Codes.lookup`."""
        levels = self.levels
        return np.concatenate([np.arange(levels), np.arange(levels, levels + REASON_COUNT)[::-1]])


Axis = Codes | Tick | TickCount


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
class Sums:
    """Sums over the rows of each cell; all four arrays have one shape.

    Attributes:
        n: Rows.
        used: Rows with a weight above zero.
        w: Sum of weights, divided by `Counter.scale`.
        w2: Sum of squared weights, divided by its square.
    """

    n: NDArray[np.int64]
    used: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]

    def at(self, place: Any) -> Sums:
        """Return some of the cells, by any NumPy index."""
        return Sums(self.n[place], self.used[place], self.w[place], self.w2[place])

    def over(self, levels: Sequence[int] | slice) -> Sums:
        """Return the sums over some levels of the last axis."""
        return Sums(*(part[..., levels].sum(axis=-1) for part in self.parts()))

    def parts(self) -> tuple[NDArray[Any], ...]:
        """Return the four arrays in their order."""
        return self.n, self.used, self.w, self.w2

    @classmethod
    def stack(cls, sums: Sequence[Sums]) -> Sums:
        """Put cells of one shape side by side along a new last axis."""
        return cls(*(np.stack(parts, axis=-1) for parts in zip(*(s.parts() for s in sums), strict=True)))


class Counter(Protocol):
    """Counts rows of a domain; the one thing that an engine has to be able to do."""

    @property
    def rows(self) -> int:
        """Rows of the whole design, the domain's and the others."""

    @property
    def scale(self) -> float:
        """What weights are divided by before they are summed, a power of two."""

    def groups(self, by: Sequence[Axis]) -> Groups:
        """Return the combinations of levels that occur. Without axes there is one group, even of no rows."""

    def cells(self, by: Sequence[Axis], targets: Sequence[Axis]) -> list[Sums]:
        """Return, for each target, sums of shape (groups, levels + missing reasons)."""

    @property
    def clustered(self) -> bool:
        """Whether several rows may belong to one protection unit; otherwise each row is a unit."""

    def units(self, by: Sequence[Axis], target: Axis, into: NDArray[np.intp], size: int) -> NDArray[np.int64]:
        """Return how many protection units have rows in each cell of groups put together.

        Units do not add up over groups, so each way of putting groups together is counted on its own.
        Rows whose unit is not known count as one unit, since they may all be of one association.

        Returns:
            An array of shape (size, levels).
        """
