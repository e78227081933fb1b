"""What a base of an unknown size leaves for the counts behind its shares: every size is tried.

It says nothing that the limits do not. But it takes all counts of a group together, one size of the base after another,
and so it is nearly as narrow as what a search would find: most questions need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from verkosto.disclosure._limits import Limit
    from verkosto.disclosure._reduced import Line
    from verkosto.disclosure._system import Floats

__all__ = ["narrow"]

_MOST = 5000
"""How many sizes are tried; a number that can be more is left as it is."""

_PASSES = 2

Ends = dict[int, tuple["Floats", "Floats"]]
"""The least and the most of each number, for each size."""


def narrow(low: list[float], high: list[float], lines: Sequence[Line], limits: Sequence[Limit]) -> None:
    """Make the ends of whole numbers narrower where limits tie them; nothing possible is lost."""
    tied: dict[int, list[Limit]] = {}
    for limit in limits:
        for number in limit.terms:
            tied.setdefault(number, []).append(limit)
    for number, own in [*tied.items()] * _PASSES:
        if high[number] - low[number] < _MOST:
            _try(number, low, high, [line for line in lines if number in line.terms], own)


def _try(number: int, low: list[float], high: list[float], lines: Sequence[Line], limits: Sequence[Limit]) -> None:
    sizes = np.arange(low[number], high[number] + 1)
    ends: Ends = {}

    def put(other: int, least: Floats, most: Floats) -> None:
        known = ends.get(other, (low[other], high[other]))
        ends[other] = np.maximum(known[0], least), np.minimum(known[1], most)

    for limit in limits:
        (other,) = (term for term in limit.terms if term != number)
        put(other, *limit.ends_of(other, limit.terms[number] * sizes))
    for line in lines:
        if not ends.keys().isdisjoint(line.terms):
            others = [term for term in line.terms if term != number]
            for other in others:
                ends.setdefault(other, (np.full(len(sizes), low[other]), np.full(len(sizes), high[other])))
            _add_up(line, others, line.right - line.terms[number] * sizes, ends)
    possible = np.logical_and.reduce([least <= most for least, most in ends.values()])
    # Where nothing is possible, the solver finds out what contradicts what.
    if possible.any():
        low[number], high[number] = (float(sizes[possible][end]) for end in (0, -1))
        for other, (least, most) in ends.items():
            low[other], high[other] = float(least[possible].min()), float(most[possible].max())


def _add_up(line: Line, others: Sequence[int], right: Floats, ends: Ends) -> None:
    """Make the ends of numbers narrower that add up to what a size leaves for them."""
    signs = np.array([line.terms[other] for other in others], dtype=np.float64)[:, None]
    sides = [signs * np.stack([ends[other][side] for other in others]) for side in (0, 1)]
    least, most = np.where(signs > 0, sides[0], sides[1]), np.where(signs > 0, sides[1], sides[0])
    narrower = np.maximum(least, right - _rest(most)), np.minimum(most, right - _rest(least))
    for at, other in enumerate(others):
        one, two = narrower[0][at] / signs[at], narrower[1][at] / signs[at]
        ends[other] = (np.ceil(one), np.floor(two)) if signs[at] > 0 else (np.ceil(two), np.floor(one))


def _rest(ends: Floats) -> Floats:
    """Return for each number what the others are together; infinite where one of them is."""
    endless = np.isinf(ends)
    own = np.where(endless, 0.0, ends)
    count = endless.sum(axis=0)
    rest: Floats = np.where(count - endless > 0, ends[endless][0] if endless.any() else 0.0, own.sum(axis=0) - own)
    return rest
