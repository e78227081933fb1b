"""Distances: how factors follow from the linear predictor of a calibration, and the bounds they keep.

Formula: Deville and Särndal (1992), Journal of the American Statistical Association 87, section 2, cases 1, 2 and 6;
`cal.linear`, `cal.raking` and `cal.logit` of R's survey.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, cast, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._given import one_of
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Distance", "Method", "distance_of"]

Method = Literal["linear", "raking", "logit"]


@frozen
class Distance:
    """One kind of distance with its bounds.

    Attributes:
        method: Its name.
        low: Smallest factor.
        high: Largest factor.
    """

    method: Method
    low: float
    high: float

    @property
    def plain(self) -> bool:
        """Whether it is the linear one without bounds, which has a solution in closed form."""
        return self.method == "linear" and not self.bounded

    @property
    def bounded(self) -> bool:
        """Whether either bound is finite."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    def factor(self, argument: Floats) -> Floats:
        """Return the factors; 1 at 0."""
        if self.method == "logit":
            return self.low + (self.high - self.low) * self._share(argument)
        if self.method == "linear":
            return np.clip(1 + argument, self.low, self.high)
        return np.exp(self._held(argument))

    def slope(self, argument: Floats) -> Floats:
        """Return the derivative of the factors, 0 where a bound holds them."""
        if self.method == "logit":
            share = self._share(argument)
            return self._steepness * (self.high - self.low) * share * (1 - share)
        if self.method == "linear":
            return ((1 + argument > self.low) & (1 + argument < self.high)).astype(np.float64)
        held = self._held(argument)
        return np.where(held == argument, np.exp(held), 0.0)

    def potential(self, argument: Floats) -> Floats:
        """Return the integral of the factors from 0."""
        if self.method == "logit":
            share = np.logaddexp(0, self._steepness * argument + self._shift) - np.logaddexp(0, self._shift)
            return np.asarray(self.low * argument + (self.high - self.low) / self._steepness * share)
        if self.method == "linear":
            factor = self.factor(argument)
            return (factor**2 - 1) / 2 + factor * (1 + argument - factor)
        held = self._held(argument)
        return np.exp(held) * (1 + argument - held) - 1

    def _held(self, argument: Floats) -> Floats:
        """Return the arguments of raking, kept where the factors meet their bounds."""
        low = math.log(self.low) if self.low > 0 else -math.inf
        return np.clip(argument, low, math.log(self.high))

    @property
    def _steepness(self) -> float:
        return (self.high - self.low) / ((self.high - 1) * (1 - self.low))

    @property
    def _shift(self) -> float:
        return math.log((1 - self.low) / (self.high - 1))

    def _share(self, argument: Floats) -> Floats:
        """Return where between the bounds a factor lies: a logistic curve through 1 at 0."""
        from scipy.special import expit

        return np.asarray(expit(self._steepness * argument + self._shift))


def distance_of(method: str, bounds: tuple[float | None, float | None]) -> Distance:
    """Check a method and its bounds.

    Raises:
        AnalysisError: There is no such method, or no factor of 1 fits between the bounds.
    """
    one_of(method, get_args(Method), "method")
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise AnalysisError(
            f"bounds are a pair (lowest, highest) of factors, either of which may be None, not {bounds!r}."
        )
    low, high = (_bound(given, end) for given, end in zip(bounds, (-math.inf, math.inf), strict=True))
    if not low < 1 < high:
        msg = (
            f"bounds {bounds!r}: factors start from 1, which must lie between them. If base weights and targets have "
            "different scales, give the targets as shares."
        )
        raise AnalysisError(msg)
    if method == "logit" and not (math.isfinite(low) and math.isfinite(high)):
        raise AnalysisError("method='logit' needs two bounds, such as bounds=(0.5, 2).")
    return Distance(cast("Method", method), low, high)


def _bound(given: float | None, end: float) -> float:
    if given is None:
        return end
    if isinstance(given, bool) or not isinstance(given, int | float) or math.isnan(given):
        raise AnalysisError(f"bounds: {given!r} is no factor. Give a number or None.")
    return float(given)
