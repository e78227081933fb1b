"""What a reader can compute of the counts of one group from its band and its rounded shares alone.

Every base of the band is tried, so within the group the answer is exact. Other groups and totals can only narrow it
further: a count that is not safe here is safe nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.disclosure._band_reader import band_of, counts_within, steps_of
from verkosto.disclosure._system import System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

__all__ = ["Group", "groups_of"]

_FAR = 4000
"""The last base tried of the open band: a share of half a point of it is more than any small count."""


@frozen(eq=False)
class Group:
    """A base and what it is divided into.

    Attributes:
        base: The place of the base.
        parts: The places of its shares.
        complete: Whether the shares add up to the base: not where several could be chosen.
    """

    base: int
    parts: Places
    complete: bool

    @property
    def numbers(self) -> Places:
        """The places of its shares, and of its base after them."""
        return np.append(self.parts, self.base)

    def interval(self, system: System, shown: Mask, step: int) -> tuple[Floats, Floats]:
        """Return the least and the most that each of its numbers can be, shape (parts + 1,).

        Args:
            system: The numbers with their values.
            shown: Which shares and bands are published.
            step: What shares are rounded to, in percentage points.
        """
        bases = self._bases(system, shown)
        base = system.values[self.base]
        ends = [
            counts_within(steps_of(system.values[part], base, step), step, bases)
            if shown[part]
            else (np.zeros(len(bases)), bases)
            for part in self.parts
        ]
        low, high = (np.stack(list(end)) for end in zip(*ends, strict=True))
        fits = (low <= high).all(axis=0)
        if self.complete:
            least, most = low.sum(axis=0), high.sum(axis=0)
            fits &= (least <= bases) & (bases <= most)
            low, high = np.maximum(low, bases - (most - high)), np.minimum(high, bases - (least - low))
        least_of, most_of = (np.vstack([end, bases])[:, fits] for end in (low, high))
        return least_of.min(axis=1), most_of.max(axis=1) if bases[-1] < _FAR or len(bases) == 1 else np.full(
            len(self.numbers), np.inf
        )

    def _bases(self, system: System, shown: Mask) -> Floats:
        low, high = band_of(system.values[self.base]) if shown[self.base] else (0.0, np.inf)
        # A base that was published earlier is known whatever its band.
        low, high = max(low, system.low[self.base]), min(high, system.high[self.base], max(_FAR, low))
        return np.arange(low, high + 1)


def groups_of(system: System, base_of: Places) -> Iterator[Group]:
    """Return the groups whose shares are published."""
    wholes: dict[int, list[Sequence[int]]] = {}
    for total in system.sums:
        wholes.setdefault(total.whole, []).append(total.parts)
    for base in np.unique(base_of[base_of >= 0]).tolist():
        parts = np.flatnonzero(base_of == base)
        complete = any(set(found) == set(parts.tolist()) for found in wholes.get(base, ()))
        yield Group(base, parts, complete)
