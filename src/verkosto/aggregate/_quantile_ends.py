"""Ends of intervals for quantiles: Woodruff's, and that of a score test."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from attrs import define

from verkosto.aggregate._given import one_of
from verkosto.aggregate._intervals import ShareInterval, share_interval, t_interval
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["QuantileInterval", "check_quantile_interval", "score_shares", "woodruff_shares"]

QuantileInterval = Literal["mean", "logit", "beta", "arcsine", "score", "replicates"]
"""Names of the intervals that a quantile can have."""

_NAMES: Final[tuple[QuantileInterval, ...]] = get_args(QuantileInterval)
_SHARES: Final[dict[str, ShareInterval]] = {"mean": "t", "logit": "logit", "beta": "beta", "arcsine": "arcsine"}
_EPSILON = float(np.finfo(np.float64).eps)


def check_quantile_interval(name: object, *, replicates: bool) -> QuantileInterval:
    """Return the interval that a call names; None is Woodruff's with Student's t, "mean".

    Raises:
        AnalysisError: There is no interval of that name for quantiles, or not for that kind of design.
    """
    if name is None:
        return "mean"
    found = one_of(name, _NAMES, "interval of a quantile")
    if (found == "replicates" and not replicates) or (found == "score" and replicates):
        other = "needs replicate weights" if found == "replicates" else "cannot be had from replicate weights"
        msg = f"interval {found!r} {other}. Use 'mean', 'logit', 'beta' or 'arcsine'."
        raise AnalysisError(msg)
    return found


def woodruff_shares(
    below: Floats,
    variance: Floats,
    *,
    effective: Floats,
    rows: NDArray[np.int64],
    df: Floats,
    level: float,
    method: QuantileInterval,
) -> tuple[Floats, Floats]:
    """Return the shares whose quantiles are the ends of Woodruff's interval.

    They are the ends of an interval for the share of rows at or below the quantile. Formula: Woodruff (1952),
    Journal of the American Statistical Association 47; `svyquantile(interval.type=)` of R's survey with "mean",
    "xlogit" ("logit" here), "beta" and "asin" ("arcsine"). Where all rows lie at or below, R has a point or nothing;
    the interval of Korn and Graubard takes its place, as for shares.

    Args:
        below: Estimated share at or below the quantile.
        variance: Its variance.
        effective: Effective sample size where the variance tells nothing; infinite for a census.
        rows: Rows of the base.
        df: Degrees of freedom.
        level: Confidence.
        method: Which interval for the share.

    Returns:
        Two arrays; NaN where the share's interval reaches beyond 0 or 1, so that no answer bounds the quantile.
    """
    low, high, _ = share_interval(
        below, variance, effective=effective, rows=rows, df=df, level=level, method=_SHARES[method]
    )
    if method != "mean":
        return low, high
    wide_low, wide_high, _ = t_interval(below, np.sqrt(variance), df=df, level=level)
    # The interval for a share stops at 0 and 1; this one has to know whether it would go on.
    beyond = below < 1
    return np.where(beyond & ~(wide_low >= 0), np.nan, low), np.where(beyond & ~(wide_high <= 1), np.nan, high)


def score_shares(
    values: Floats, share: float, spread: Callable[[float], tuple[float, float]], *, t: float
) -> tuple[float, float]:
    """Return the shares whose quantiles are the ends of the interval of a score test.

    An end is where the share of numbers above it differs from `1 - share` by `t` standard errors at that place.
    Formula: Francisco and Fuller (1991), The Annals of Statistics 19; `svyquantile(interval.type="score")` of R's
    survey, down to its search, which begins a hundredth of the interquartile range within the numbers and stops at
    a hundredth of `1 / sqrt(rows)`, and to the unweighted share that it takes at the place found.

    Args:
        values: Numbers of the rows of the base.
        share: Which quantile, 0..1.
        spread: Gives the estimated share of numbers above a place, and its standard error.
        t: Quantile of Student's t.

    Returns:
        Two shares; NaN where the test rejects no place on that side.
    """
    quarter, three = np.quantile(values, [0.25, 0.75])
    margin = (three - quarter) / 100
    first, last = float(values.min()) + margin, float(values.max()) - margin
    tolerance = 1 / (100 * math.sqrt(len(values)))

    def end(limit: float) -> float:
        def distance(place: float) -> float:
            above, error = spread(place)
            gap = above - (1 - share)
            if error == 0:
                return math.copysign(math.inf, gap) if gap else math.nan
            return gap / error - limit

        place = _root(distance, first, last, tolerance)
        return math.nan if math.isnan(place) else float(np.mean(values <= place))

    return end(t), end(-t)


@define
class _Bracket:
    """Places on both sides of a change of sign, as Brent's method keeps them.

    Attributes:
        best: The place nearest to the root, and `other` one across it.
        before: The place that was best before.
    """

    before: float
    best: float
    other: float
    f_before: float
    f_best: float
    f_other: float

    def turn(self) -> None:
        """Let the place with the smaller value be the best."""
        if abs(self.f_other) < abs(self.f_best):
            self.before, self.best, self.other = self.best, self.other, self.best
            self.f_before, self.f_best, self.f_other = self.f_best, self.f_other, self.f_best

    def guess(self) -> float:
        """Return the step to the root of the line, or of the inverse parabola, through the last places."""
        ratio = self.f_best / self.f_before
        across = self.other - self.best
        if self.before == self.other:
            return across * ratio / (ratio - 1)
        q, r = self.f_before / self.f_other, self.f_best / self.f_other
        above = ratio * (across * q * (q - r) - (self.best - self.before) * (r - 1))
        return -above / ((q - 1) * (r - 1) * (ratio - 1))

    def step(self, last: float, enough: float) -> float:
        """Return the next step: the guess where it is small and leads inwards, otherwise half the way across."""
        half = (self.other - self.best) / 2
        step = half
        if abs(last) >= enough and abs(self.f_before) > abs(self.f_best):
            guess = self.guess()
            if guess * half > 0 and abs(guess) < min(abs(last) / 2, 1.5 * abs(half) - enough / 2):
                step = guess
        return math.copysign(max(abs(step), enough), step)

    def move(self, place: float, value: float) -> None:
        """Take another place as the best."""
        self.before, self.f_before = self.best, self.f_best
        self.best, self.f_best = place, value
        if self.f_best * self.f_other > 0:
            self.other, self.f_other = self.before, self.f_before


def _root(function: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Return where a function changes its sign; NaN where it has one sign, or no value, at both ends.

    Brent's method (1973, Algorithms for Minimization without Derivatives, section 4), with the length of the last step
    in place of the one before it, as R's `uniroot` has it: a score test jumps at every number, and another search
    would stop beside another of them.
    """
    largest = float(np.finfo(np.float64).max)

    def at(place: float) -> float:
        return float(np.clip(function(place), -largest, largest))

    ends = at(low), at(high)
    if not ends[0] * ends[1] <= 0:
        return math.nan
    if ends[0] == 0:
        return low
    found = _Bracket(low, high, low, ends[0], ends[1], ends[0])
    while True:
        last = found.best - found.before
        found.turn()
        enough = 2 * _EPSILON * abs(found.best) + tolerance / 2
        if abs(found.other - found.best) / 2 <= enough or found.f_best == 0:
            return found.best
        place = found.best + found.step(last, enough)
        found.move(place, at(place))
