"""System: what is published as numbers, some shown and some hidden, and the sums that tie them.

Every table, group of linked tables and list of earlier publications becomes one system, so that attack and protection
are written once.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Bounds", "Problem", "Ratio", "Sum", "System"]


@frozen
class Sum:
    """A number that is the sum of others.

    Attributes:
        whole: Place of the sum in the system.
        parts: Places of what it is made of.
    """

    whole: int
    parts: tuple[int, ...]


@frozen
class Ratio:
    """A share that is known rounded: `(2·steps − 1)·step ≤ 200·count/base < (2·steps + 1)·step`, halves upwards.

    Attributes:
        count: Place of the count in the system.
        base: Place of what it is a share of; not 0.
        steps: How many steps the share is.
        step: What it was rounded to, in percentage points.
    """

    count: int
    base: int
    steps: int
    step: int


@frozen(eq=False)
class System:
    """Numbers that are not negative, N of them, and how they add up.

    Attributes:
        keys: What each number is; each once.
        values: The numbers, shape (N,); NaN where one is not known.
        shown: Which of them are published, shape (N,); those are known.
        low: The least that anybody knows beforehand of one that is not shown, such as 0, shape (N,).
        high: The most, such as infinity, shape (N,).
        sums: What adds up to what.
        whole: Whether all numbers are whole: counts, and no amounts.
        ratios: Shares that are known of counts.
    """

    keys: tuple[Hashable, ...]
    values: Floats
    shown: Mask
    low: Floats
    high: Floats
    sums: tuple[Sum, ...]
    whole: bool = True
    ratios: tuple[Ratio, ...] = ()

    def __len__(self) -> int:
        return len(self.keys)

    def hide(self, hidden: Mask) -> System:
        """Return the system without some numbers: their values are kept nowhere in it."""
        values = np.where(hidden | ~self.shown, np.nan, self.values)
        return evolve(self, values=values, shown=self.shown & ~hidden)


@frozen(eq=False)
class Bounds:
    """What a reader can compute: the least and the most that each number of a system can be, shape (N,).

    Attributes:
        low: The least; the number itself where it is shown.
        high: The most; infinity where nothing bounds it.
    """

    low: Floats
    high: Floats


@frozen(eq=False)
class Problem:
    """What has to be hidden, and how well.

    Attributes:
        system: All numbers with their values. What is not shown is never published, whatever else is hidden.
        primary: Which numbers must be hidden, shape (N,).
        need_low: A reader must hold it possible that a primary number is no more than this, shape (N,); others: NaN.
        need_high: And that it is no less than this.
        cost: What hiding each number costs the readers, shape (N,); infinite where it may not be hidden.
        ties: Pairs of places: where the first is hidden, the second must be too.
    """

    system: System
    primary: Mask
    need_low: Floats
    need_high: Floats
    cost: Floats
    ties: tuple[tuple[int, int], ...] = ()
