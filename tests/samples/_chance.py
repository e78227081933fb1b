"""Chance that comes out the same on every machine and in every version of Python.

Of the standard generator only `random()` is promised to stay as it is for a seed, so everything is made of it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """Draws from one seeded stream."""

    def __init__(self, seed: int) -> None:
        self._unit = random.Random(seed).random  # noqa: S311 - invented answers are no secret

    def happens(self, probability: float) -> bool:
        """Tell whether something of a probability happens."""
        return self._unit() < probability

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, and without, `end`."""
        return int(self._unit() * end)

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return a key, as often as its weight says."""
        left = self._unit() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(list(weights)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def normal(self) -> float:
        """Return a number of mean 0 and standard deviation 1, near enough: twelve units added."""
        return sum(self._unit() for _ in range(12)) - 6.0

    def adding_up(self, sizes: Sequence[int], total: int) -> list[int]:
        """Return places of sizes that add up to exactly `total`.

        Raises:
            ValueError: The order drawn leads to no such sum.
        """
        chosen = []
        for place in self.shuffled(range(len(sizes))):
            if sizes[place] <= total:
                chosen.append(place)
                total -= sizes[place]
        if total:
            msg = f"{total} short: there are too few associations of one respondent."
            raise ValueError(msg)
        return chosen
