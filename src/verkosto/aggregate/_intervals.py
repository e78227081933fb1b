"""Intervals for shares: Wilson on the effective sample size, Korn–Graubard where a share is 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["korn_graubard", "share_interval", "wilson"]


def share_interval(
    share: NDArray[np.float64], effective: NDArray[np.float64], df: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.object_]]:
    """Return low and high ends of intervals for shares, and the name of what was used.

    Args:
        share: Shares, 0..1; NaN where there is none.
        effective: Effective sample sizes.
        df: Degrees of freedom; 0 where a single answer tells nothing about the spread: the interval is 0..1.
        level: Confidence, between 0 and 1.

    Returns:
        Two float arrays, NaN where there is no share, and an object array of "wilson", "korn_graubard" or None.
    """
    low, high = wilson(share, effective, df, level)
    edge = (share == 0) | (share == 1)
    low_edge, high_edge = korn_graubard(share, effective, level)
    low, high = np.where(edge, low_edge, low), np.where(edge, high_edge, high)
    alone = df == 0
    low, high = np.where(alone, 0.0, low), np.where(alone, 1.0, high)
    none = np.isnan(share)
    low[none] = high[none] = np.nan
    name = np.where(edge, "korn_graubard", "wilson").astype(object)
    name[none] = None
    return np.clip(low, 0, 1), np.clip(high, 0, 1), name


def wilson(
    share: NDArray[np.float64], effective: NDArray[np.float64], df: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Wilson's score interval with a t quantile and an effective sample size.

    Formula: Wilson (1927), with the modifications for complex samples of Korn and Graubard (1998), "Confidence
    intervals for proportions with small expected number of positive counts estimated from survey data",
    Survey Methodology 24; also Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and
    Methodology 7, section 3.
    """
    t = _t_quantile(df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = t * t / effective
        middle = (share + square / 2) / (1 + square)
        half = np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return middle - half, middle + half


def korn_graubard(
    share: NDArray[np.float64], effective: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Clopper–Pearson interval on the effective sample size, for shares of 0 and 1 only.

    The beta quantiles of the general form (Korn and Graubard 1998; `svyciprop(method="beta")` of R's survey)
    have a closed form at the ends: at 0 the upper end is `1 - (alpha / 2) ** (1 / n)`. R's factor
    `(t[n - 1] / t[df]) ** 2` is 1 where each row is a sampling unit.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tail = np.exp(np.log((1 - level) / 2) / effective)
    return np.where(share == 1, tail, 0.0), np.where(share == 0, 1 - tail, 1.0)


def _t_quantile(df: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    from scipy.special import stdtrit

    usable = np.where(df > 0, df, np.nan)
    values, places = np.unique(usable, return_inverse=True)
    quantiles = np.asarray(stdtrit(values, (1 + level) / 2), dtype=np.float64)
    return quantiles[places].reshape(usable.shape)
