"""Limits: what rounded shares say of counts and their bases together, where neither is known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from math import gcd, inf
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.disclosure._reduced import Copy, contradiction

if TYPE_CHECKING:
    from verkosto.disclosure._system import Floats, Ratio, System

__all__ = ["Limit", "limits_of", "own_ends"]


@frozen(eq=False)
class Limit:
    """What one side of a share says of the hidden numbers in it: taken so many times, they add up to no less or more.

    Attributes:
        terms: How many times each is taken.
        least: The least that they add up to.
        most: The most.
        key: What the share is a share of, for messages.
    """

    terms: Mapping[int, int]
    least: float
    most: float
    key: Hashable

    def put(self, copies: Mapping[int, Copy]) -> Limit:
        """Return the limit with other numbers in place of their copies."""
        terms: dict[int, int] = {}
        known = 0.0
        for place, by in self.terms.items():
            copy = copies.get(place, Copy(place, place, 1, 0.0))
            known += by * copy.offset
            if copy.number is not None:
                terms[copy.number] = terms.get(copy.number, 0) + by * copy.sign
        terms = {number: by for number, by in terms.items() if by}
        return Limit(terms, self.least - known, self.most - known, self.key)

    def holds(self, point: Sequence[float]) -> bool:
        """Return whether numbers keep to the limit."""
        return self.least <= sum(by * point[number] for number, by in self.terms.items()) <= self.most

    def ends_of(self, number: int, rest: Floats) -> tuple[Floats, Floats]:
        """Return the least and the most whole number that fits to each value of the rest of the sum."""
        by = self.terms[number]
        one, other = ((side - rest) / by for side in (self.least, self.most))
        return np.ceil(np.minimum(one, other)), np.floor(np.maximum(one, other))


def limits_of(system: System) -> list[Limit]:
    """Return what the shares of a system say of its hidden numbers.

    Example:
        >>> from verkosto.disclosure._system import Ratio, System
        >>> nothing = np.zeros(2)
        >>> system = System(("k", "base"), nothing * np.nan, nothing > 0, nothing, nothing + np.inf, (),
        ...     ratios=(Ratio(0, 1, 3, 10),))
        >>> [(limit.terms, limit.least, limit.most) for limit in limits_of(system)]
        [({0: 4, 1: -1}, 0.0, inf), ({0: 20, 1: -7}, -inf, -1.0)]
    """
    known = {at: Copy(at, None, 0, float(system.values[at])) for at in np.flatnonzero(system.shown).tolist()}
    return [limit.put(known) for ratio in system.ratios for limit in _sides(ratio, system.keys[ratio.count])]


def _sides(ratio: Ratio, key: Hashable) -> Iterator[Limit]:
    for steps, least, most in ((2 * ratio.steps - 1, 0.0, inf), (2 * ratio.steps + 1, -inf, -1.0)):
        # No count is below 0 anyway. Smaller factors say more of the numbers between whole ones.
        if steps > 0:
            shared = gcd(200, ratio.step * steps)
            yield Limit({ratio.count: 200 // shared, ratio.base: -ratio.step * steps // shared}, least, most, key)


def own_ends(
    limits: Iterable[Limit], low: MutableMapping[int, float], high: MutableMapping[int, float]
) -> Iterator[Limit]:
    """Make the ends of numbers narrower by limits that speak of no other, and yield the rest.

    Raises:
        DisclosureError: Nothing is possible.
    """
    for limit in limits:
        if len(limit.terms) > 1:
            yield limit
            continue
        possible = limit.least <= 0 <= limit.most
        for number in limit.terms:
            ends = limit.ends_of(number, np.zeros(1))
            low[number], high[number] = max(low[number], float(ends[0][0])), min(high[number], float(ends[1][0]))
            possible = low[number] <= high[number]
        if not possible:
            raise contradiction(limit.key)
