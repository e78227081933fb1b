"""Distances: how far two values are from one another, by the level on which they are measured."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import frozen

from verkosto.errors import CodingError, OptionError, did_you_mean
from verkosto.themes._agreement_ratings import LARGEST, Ratings
from verkosto.themes._masi import SetDistance, distances_between, membership, sums_of_distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["Distance", "Sets", "distance_of"]

_BLOCK = 512
_LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi", "jaccard")


class Distance(Protocol):
    """Distances of values, which are told by their places."""

    def between(self, a: Places, b: Places) -> Floats:
        """Return the distance of each value to its neighbour."""
        ...

    def sums(self, counts: Floats) -> Floats:
        """Return for each value the sum of its distances to all, each as often as it counts."""
        ...


@frozen(eq=False)
class Nominal:
    """0 for the same, else 1."""

    def between(self, a: Places, b: Places) -> Floats:
        return np.asarray(a != b, np.float64)

    def sums(self, counts: Floats) -> Floats:
        return np.asarray(counts.sum() - counts)


@frozen(eq=False)
class Squared:
    """The square of the difference of positions: of numbers, or of ranks."""

    positions: Floats

    def between(self, a: Places, b: Places) -> Floats:
        return np.asarray((self.positions[a] - self.positions[b]) ** 2)

    def sums(self, counts: Floats) -> Floats:
        # About their mean the sum of products is 0, and no digits are lost on numbers far from 0.
        centred = self.positions - np.average(self.positions, weights=counts)
        return np.asarray(counts.sum() * centred**2 + counts @ centred**2)


@frozen(eq=False)
class Relative:
    """The square of the difference, relative to the sum."""

    numbers: Floats

    def between(self, a: Places, b: Places) -> Floats:
        return _relative(self.numbers[a], self.numbers[b])

    def sums(self, counts: Floats) -> Floats:
        blocks = (self.numbers[start : start + _BLOCK, np.newaxis] for start in range(0, len(counts), _BLOCK))
        return np.concatenate([_relative(block, self.numbers) @ counts for block in blocks])


@frozen(eq=False)
class Tabled:
    """What a function says, asked once for each pair of values."""

    table: Floats

    def between(self, a: Places, b: Places) -> Floats:
        return np.asarray(self.table[a, b])

    def sums(self, counts: Floats) -> Floats:
        return np.asarray(self.table @ counts)


@frozen(eq=False)
class Sets:
    """MASI or Jaccard's distance of sets of elements, whose rows all differ."""

    members: NDArray[np.bool_]
    kind: SetDistance

    def between(self, a: Places, b: Places) -> Floats:
        return distances_between(self.members[a], self.members[b], self.kind)

    def sums(self, counts: Floats) -> Floats:
        return sums_of_distances(self.members, counts, self.kind)


def distance_of(level: Any, ratings: Ratings, counts: Floats) -> Distance:
    """Return the distance of a level, for the values of these ratings.

    Raises:
        CodingError: Values that do not fit the level, or a function that gives no distance.
        OptionError: For another level.
    """
    if callable(level):
        return Tabled(_asked(level, ratings.values))
    if level == "nominal":
        return Nominal()
    if level in ("masi", "jaccard"):
        return Sets(_members(ratings, level), level)
    if level == "ordinal":
        if ratings.numbers is None:
            raise CodingError("The values are no numbers, so their order is not known. Give it: order=['low', 'high'].")
        # Half of the codings of a value stand below its middle.
        return Squared(np.cumsum(counts) - counts / 2)
    if level in ("interval", "ratio"):
        return _of_numbers(level, ratings)
    near = did_you_mean(level, _LEVELS) if isinstance(level, str) else ""
    raise OptionError(f"No level {level!r}.{near} Use one of {', '.join(map(repr, _LEVELS))}, or a function.")


def _of_numbers(level: str, ratings: Ratings) -> Distance:
    if ratings.numbers is None or not np.isfinite(ratings.numbers).all():
        raise CodingError(f"level={level!r} is of numbers, and some values are none. Use 'nominal' or 'ordinal'.")
    if (np.abs(ratings.numbers) > LARGEST).any():
        raise CodingError(
            f"level={level!r}: some values are beyond {LARGEST:g}. Divide all of them by the same number."
        )
    if level == "interval":
        return Squared(ratings.numbers)
    if (ratings.numbers < 0).any():
        raise CodingError("level='ratio' is of numbers from 0 up, and some are below. Use level='interval'.")
    return Relative(ratings.numbers)


def _members(ratings: Ratings, level: str) -> NDArray[np.bool_]:
    sets = [value for value in ratings.values if isinstance(value, frozenset)]
    if len(sets) < len(ratings.values):
        raise CodingError(f"level={level!r} is of sets, and some values are none. Write each as set(...).")
    return membership(sets)


def _asked(function: Callable[[Any, Any], float], values: Sequence[Hashable]) -> Floats:
    table = np.zeros((len(values), len(values)))
    for row, first in enumerate(values):
        for column in range(row, len(values)):
            table[row, column] = table[column, row] = _number(function, first, values[column])
    if np.diagonal(table).any():
        raise CodingError("The function gives a value a distance to itself. Let it return 0 for two that are the same.")
    return table


def _number(function: Callable[[Any, Any], float], first: Any, second: Any) -> float:
    try:
        found = float(function(first, second))
    except Exception as error:
        raise CodingError("The function of `level` failed on two of the values. Let it take any two.") from error
    if not 0 <= found <= LARGEST:
        raise CodingError(f"The function of `level` gave no number from 0 up to {LARGEST:g}. Let it return a distance.")
    return found


def _relative(a: Floats, b: Floats) -> Floats:
    both = a + b
    return np.asarray(((a - b) / np.where(both == 0, 1.0, both)) ** 2)
