"""Quantiles of weighted numbers: eleven definitions, by the names that R's survey gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._given import one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Ordered", "QuantileRule", "check_rule"]

QuantileRule = Literal["math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
"""Names of the definitions; "hf" with a number is a type of Hyndman and Fan (1996), The American Statistician 50."""

_RULES: Final[tuple[QuantileRule, ...]] = get_args(QuantileRule)
_ROUNDING = 1e-12
"""Shares of the weight closer than this are the same; sums of weights in another order differ by less."""


def check_rule(name: object) -> QuantileRule:
    """Return the definition that a call names.

    Raises:
        AnalysisError: There is none of that name; the message lists them.
    """
    return one_of(name, _RULES, "rule")


@frozen(eq=False)
class Ordered:
    """Numbers in ascending order with the weight that lies at or below each.

    Attributes:
        values: The numbers with a weight above zero, ascending; equal ones in the order of the rows.
        weights: Their weights.
        below: Cumulated weights, as shares of all.
    """

    values: Floats
    weights: Floats
    below: Floats

    @classmethod
    def of(cls, values: Floats, weights: Floats) -> Ordered:
        """Put numbers in order; those with a weight of zero do not count."""
        used = weights > 0
        order = np.argsort(values[used], kind="stable")
        return cls.sorted(values[used][order], weights[used][order])

    @classmethod
    def sorted(cls, values: Floats, weights: Floats) -> Ordered:
        """Take numbers that are in order and have weights above zero."""
        below = np.cumsum(weights)
        return cls(values, weights, below / below[-1] if len(below) else below)

    def at(self, shares: Floats | float, rule: QuantileRule) -> Floats:
        """Return the quantiles at shares between 0 and 1; NaN where there is no number or no share.

        `"math"` and `"hf1"` are the smallest number at or below which at least that share of the weight lies,
        `"school"` and `"hf2"` the middle of two numbers where the share is met exactly, `"hf3"` the number of even
        rank there. The others go straight from number to number, which stand at the shares `k / n` (`"hf4"`),
        `(k - 1/2) / n`, `k / (n + 1)`, `(k - 1) / (n - 1)`, `(k - 1/3) / (n + 1/3)` and `(k - 3/8) / (n + 1/4)`. With
        weights, `k` and `n` are sums of weights, and 1 is the weight of the number itself or of the last.

        They equal `svyquantile(qrule=)` of R's survey, also where that is odd: between 0 and the share of the smallest
        number, rules 1 to 3 give the second smallest, and 4 goes on in a straight line below the smallest. At 0 and 1
        all give the smallest and the largest.
        """
        wanted = np.asarray(shares, dtype=np.float64)
        if len(self.values) < 2:
            found = np.full(wanted.shape, self.values[0] if len(self.values) else np.nan)
        else:
            found = _AT[rule](self, np.atleast_1d(wanted)).reshape(wanted.shape)
        return np.asarray(np.where(np.isnan(wanted), np.nan, found))

    def step(self, shares: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the place of the smallest number that reaches each share, and whether it is met exactly there."""
        last = len(self.below) - 1
        place = np.searchsorted(self.below, shares - _ROUNDING).clip(max=last)
        place[self.early(shares)] = min(1, last)
        return place, np.abs(self.below[place] - shares) <= _ROUNDING

    def early(self, shares: Floats) -> NDArray[np.bool_]:
        """Return which shares lie between 0 and that of the smallest number, where R's survey has its own ways."""
        return np.asarray((shares > 0) & (shares < self.below[0] - _ROUNDING))


def _math(numbers: Ordered, shares: Floats) -> Floats:
    place, _ = numbers.step(shares)
    return np.asarray(numbers.values[place])


def _school(numbers: Ordered, shares: Floats) -> Floats:
    place, exact = numbers.step(shares)
    following = np.where(exact, place + 1, place).clip(max=len(numbers.values) - 1)
    return np.asarray((numbers.values[place] + numbers.values[following]) / 2)


def _even(numbers: Ordered, shares: Floats) -> Floats:
    values, places = np.unique(numbers.values, return_inverse=True)
    distinct = Ordered.sorted(values, np.asarray(np.bincount(places, numbers.weights), dtype=np.float64))
    place, exact = distinct.step(shares)
    # Ranks begin with 1, so an odd place is an even rank.
    following = np.where(exact & (place % 2 == 0), place + 1, place).clip(max=len(values) - 1)
    return np.asarray(values[following])


def _between(points: Callable[[Floats, Floats], Floats]) -> Callable[[Ordered, Floats], Floats]:
    """Make a rule that goes straight between numbers, from the shares that they stand at."""

    def rule(numbers: Ordered, shares: Floats) -> Floats:
        before = np.concatenate([[0.0], numbers.below[:-1]])
        return np.asarray(np.interp(shares, points(before, numbers.below), numbers.values))

    return rule


def _straight(numbers: Ordered, shares: Floats) -> Floats:
    (first, second), (low, high) = numbers.below[:2], numbers.values[:2]
    before = low + (shares - first) / (second - first) * (high - low)
    return np.asarray(np.where(numbers.early(shares), before, np.interp(shares, numbers.below, numbers.values)))


def _last(below: Floats) -> float:
    """Return the share of the last number."""
    return float(below[-1] - below[-2])


_AT: Final[dict[QuantileRule, Callable[[Ordered, Floats], Floats]]] = {
    "math": _math,
    "school": _school,
    "hf1": _math,
    "hf2": _school,
    "hf3": _even,
    "hf4": _straight,
    "hf5": _between(lambda before, below: (before + below) / 2),
    "hf6": _between(lambda _, below: below / (1 + _last(below))),
    "hf7": _between(lambda before, _: before / before[-1]),
    "hf8": _between(lambda before, below: (before / 3 + below * 2 / 3) / (1 + _last(below) / 3)),
    "hf9": _between(lambda before, below: (before * 3 / 8 + below * 5 / 8) / (1 + _last(below) / 4)),
}
