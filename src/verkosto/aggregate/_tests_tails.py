"""Tails and limits: p-values of test statistics, quadratic forms, and effects that a noncentral F allows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PARTS = 8_000
_NEAR = 1e-4
"""Nearer to the mean than this the saddlepoint approximation loses its digits, as in R's survey."""

__all__ = ["chi2_tail", "f_tail", "mixture_tail", "noncentral_limits", "saddlepoint_tail", "t_quantile", "t_tail"]


def t_tail(t: float, df: float) -> float:
    """Return the two-sided p-value of Student's t; the normal one where `df` is infinite."""
    from scipy.special import ndtr, stdtr

    return float(2 * (ndtr(-abs(t)) if math.isinf(df) else stdtr(df, -abs(t))))


def t_quantile(level: float, df: float) -> float:
    """Return the half width of an interval in standard errors; NaN without degrees of freedom."""
    from scipy.special import ndtri, stdtrit

    if not df > 0:
        return math.nan
    return float(ndtri((1 + level) / 2) if math.isinf(df) else stdtrit(df, (1 + level) / 2))


def f_tail(statistic: float, df: float, ddf: float) -> float:
    """Return the upper tail of F; that of chi-square / df where `ddf` is infinite."""
    from scipy.special import fdtrc

    return chi2_tail(statistic * df, df) if math.isinf(ddf) else float(fdtrc(df, ddf, statistic))


def chi2_tail(statistic: float, df: float) -> float:
    """Return the upper tail of chi-square."""
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))


def saddlepoint_tail(statistic: float, factors: Floats, ddf: float) -> float:
    """Return the upper tail of a sum of factors times independent chi-squares, by a saddlepoint approximation.

    Formula: Kuonen (1999), "Saddlepoint approximations for distributions of quadratic forms in normal variables",
    Biometrika 86, section 2; what `svychisq(statistic="saddlepoint")` of R's survey uses. Over a chi-square
    divided by its whole `ddf` degrees it is the tail above 0 of the numerator less `statistic` times the denominator.

    Args:
        statistic: What the sum is above.
        factors: Positive factors of chi-squares with one degree each.
        ddf: Degrees of the denominator; infinite: there is none.

    Returns:
        A probability; NaN near the mean of the sum, where the approximation has none.
    """
    above = statistic if math.isinf(ddf) else 0.0
    if not math.isinf(ddf):
        # R's survey counts whole degrees of freedom only; rounding must not take one more away.
        factors = np.append(factors, np.full(int(ddf + 1e-9), -statistic / ddf))
    above, scaled = above / factors.max(), factors / factors.max()

    def slope(at: float) -> float:
        return float((scaled / (1 - 2 * at * scaled)).sum() - above)

    low, high = _span(scaled, above)
    at = _root(slope, low, high)
    if abs(at) < _NEAR:
        return math.nan
    cumulant = -0.5 * float(np.log1p(-2 * at * scaled).sum()) - at * above
    curvature = 2 * float((scaled**2 / (1 - 2 * at * scaled) ** 2).sum())
    w = math.copysign(math.sqrt(-2 * cumulant), at)
    v = at * math.sqrt(curvature)
    from scipy.special import ndtr

    return float(ndtr(-(w + math.log(v / w) / w)))


def mixture_tail(statistic: float, factors: Floats, ddf: float) -> float:
    """Return the same tail as `saddlepoint_tail` exactly: as a mixture of chi-squares, or of F.

    Formula: Ruben (1962), "Probability content of regions under spherical normal distributions, IV", Annals of
    Mathematical Statistics 33, with the smallest factor as scale, so that all weights of the mixture are positive.
    Factors below a millionth of the largest count as none.

    Returns:
        A probability; NaN where the mixture would need more than 8000 parts.
    """
    from scipy.special import chdtrc, fdtrc

    factors = factors[factors > factors.max() * 1e-6]
    smallest = float(factors.min())
    ratio = 1 - smallest / factors
    powers, shares = np.ones_like(ratio), np.empty(_PARTS)
    sums = np.empty(_PARTS)
    shares[0] = whole = math.exp(0.5 * float(np.log(smallest / factors).sum()))
    part = 1
    while whole < 1 - 1e-15 and part < _PARTS:
        powers = powers * ratio
        sums[part] = powers.sum()
        shares[part] = float(sums[part:0:-1] @ shares[:part]) / (2 * part)
        if shares[part] < 1e-18 and whole > 1 - 1e-12:
            break
        whole += shares[part]
        part += 1
    if part == _PARTS:
        return math.nan
    df = len(factors) + 2.0 * np.arange(part)
    scaled = statistic / smallest
    tails = chdtrc(df, scaled) if math.isinf(ddf) else fdtrc(df, ddf, scaled / df)
    return float(shares[:part] @ tails)


def noncentral_limits(statistic: float, df: float, ddf: float, level: float) -> tuple[float, float]:
    """Return the limits of an effect that a test measures, as multiples of the effect that was estimated.

    The noncentralities at which an F as large as `statistic` would be at the ends of the level, divided by the one
    that was estimated, `statistic * df` (Smithson 2003, "Confidence Intervals", chapter 4). An effect that is
    proportional to the noncentrality has its interval from here. At least 0, and above it exactly where the test
    is significant at half of 1 - level. The interval always holds the estimate.
    """
    from scipy.special import ncfdtr

    observed = statistic * df
    if not observed > 0:
        return 0.0, math.nan
    tail = (1 - level) / 2

    # An infinite ddf is a chi-square; this many are the same to all digits shown.
    limited = min(ddf, 1e6)

    def below(noncentrality: float) -> float:
        return float(ncfdtr(df, limited, noncentrality, statistic))

    def limit(probability: float) -> float:
        if below(0.0) <= probability:
            return 0.0
        high = max(observed, 1.0)
        while below(high) > probability:
            high *= 2
        if math.isnan(below(high)):
            return math.nan
        return _root(lambda value: probability - below(value), 0.0, high)

    ends = limit(1 - tail) / observed, limit(tail) / observed
    # So large a statistic that its distribution cannot be computed makes no interval.
    return (math.nan, math.nan) if math.isnan(sum(ends)) else (min(ends[0], 1.0), max(ends[1], 1.0))


def _span(factors: Floats, above: float) -> tuple[float, float]:
    """Return an interval in which all `1 - 2 * at * factor` are positive and the slope changes its sign."""
    lowest = float(factors.min())
    # Without negative factors the slope tends to -above, and its root lies no further than this.
    low = 0.5 / lowest if lowest < 0 else -len(factors) / (2 * above) - 1
    return low * (1 - 1e-12), 0.5 * (1 - 1e-12)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-13, maxiter=500))
