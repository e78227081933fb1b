"""Intervals: six for shares, chosen by name, and Student's t for everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._given import one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "AT_THE_ENDS",
    "ShareInterval",
    "check_share_interval",
    "korn_graubard",
    "share_interval",
    "t_interval",
    "t_quantile",
    "wilson",
]

ShareInterval = Literal["wilson", "logit", "beta", "agresti_coull", "arcsine", "t"]
"""Names of the intervals that a share can have."""

AT_THE_ENDS: Final = "korn_graubard"
"""What the column `interval` says where a share is 0 or 1 and the interval that was asked for is a point there."""

_NAMES: Final[tuple[ShareInterval, ...]] = get_args(ShareInterval)
_OWN_ENDS = frozenset({"wilson", "agresti_coull"})


@frozen(eq=False)
class _Known:
    """What an interval is made of; arrays of one shape.

    Attributes:
        share: Shares.
        effective: Effective sample sizes of the contract: the design's, or Kish's.
        own: Effective sample sizes that the variance of each share gives, as R's survey has them.
        exact: `own` for the beta quantiles, which know nothing of degrees of freedom.
        t: Quantiles of Student's t.
        level: Confidence.
    """

    share: Floats
    effective: Floats
    own: Floats
    exact: Floats
    t: Floats
    level: float


def check_share_interval(name: object) -> ShareInterval | None:
    """Return the interval that a call names; None is the contract's default.

    Raises:
        AnalysisError: There is no interval of that name for shares; the message lists them.
    """
    return None if name is None else one_of(name, _NAMES, "interval of a share")


def share_interval(
    share: Floats,
    variance: Floats,
    *,
    effective: Floats,
    rows: NDArray[np.int64] | Floats,
    df: Floats,
    level: float,
    method: ShareInterval | None = None,
) -> tuple[Floats, Floats, NDArray[np.object_]]:
    """Return low and high ends of intervals for shares, and the name of what was used.

    All arrays broadcast together. No interval reaches beyond 0 and 1.

    Args:
        share: Shares, 0..1; NaN where there is none.
        variance: Their variances. Where it is 0 although the share lies between 0 and 1 (everybody ticked
            alike), `effective` stands in for what it cannot tell.
        effective: Effective sample sizes, which Wilson and Agresti–Coull use, and all methods at 0 and 1. Infinite
            for a census: then the interval is the share itself.
        rows: Rows of the base, `nrow(design)` of R's `svyciprop`.
        df: Degrees of freedom; 0 or NaN where the answers tell nothing about the spread: the interval is 0..1.
        level: Confidence, between 0 and 1.
        method: Name of the interval. None is the contract's default: Wilson, and Korn–Graubard at 0 and 1. With
            a name, Wilson and Agresti–Coull have ends of their own there; those of the others would be a point or
            nothing, so Korn–Graubard takes their place.

    Returns:
        Two float arrays, NaN where there is no share, and an object array of names or None.
    """
    arrays = np.broadcast_arrays(share, variance, effective, rows, df)
    share, variance, effective, rows, df = (np.asarray(array, dtype=np.float64) for array in arrays)
    known = _known(share, variance, effective, rows, df, level)
    chosen = method or "wilson"
    edge = np.zeros(share.shape, dtype=bool) if method in _OWN_ENDS else (share == 0) | (share == 1)
    with np.errstate(all="ignore"):
        low, high = _METHODS[chosen](known)
        low_edge, high_edge = korn_graubard(share, known.exact, level)
    low, high = np.where(edge, low_edge, low), np.where(edge, high_edge, high)
    census = np.isinf(effective)
    low, high = np.where(census, share, low), np.where(census, share, high)
    alone = ~(df > 0) & ~census
    low, high = np.where(alone, 0.0, low), np.where(alone, 1.0, high)
    name = np.where(edge, AT_THE_ENDS, chosen).astype(object)
    none = np.isnan(share)
    low[none] = high[none] = np.nan
    name[none] = None
    return np.clip(low, 0, 1), np.clip(high, 0, 1), name


def t_interval(value: Floats, se: Floats, *, df: Floats, level: float) -> tuple[Floats, Floats, NDArray[np.object_]]:
    """Return `value -/+ t * se` for means, totals and ratios, as `confint(..., df = degf(design))` of R's survey.

    Without degrees of freedom (0 or NaN) or without a standard error there is no interval: a mean has no bounds to
    fall back on, as a share has. All arrays broadcast together.

    Returns:
        Two float arrays, NaN where there is no interval, and an object array of "t" or None.
    """
    arrays = np.broadcast_arrays(value, se, df)
    value, se, df = (np.asarray(array, dtype=np.float64) for array in arrays)
    half = t_quantile(df, level) * se
    name = np.full(value.shape, "t", dtype=object)
    name[np.isnan(value + half)] = None
    return value - half, value + half, name


def wilson(share: Floats, effective: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Return Wilson's score interval with a t quantile and an effective sample size.

    Formula: Wilson (1927), with the modifications for complex samples of Korn and Graubard (1998), "Confidence
    intervals for proportions with small expected number of positive counts estimated from survey data",
    Survey Methodology 24; also Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and
    Methodology 7, section 3.
    """
    square = t * t / effective
    middle = (share + square / 2) / (1 + square)
    half = np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    # At 0 and 1 middle and half are equal but for their rounding.
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def agresti_coull(share: Floats, effective: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Return the interval of Agresti and Coull: that of t around a share with `t ** 2 / 2` added to both sides.

    Formula: Agresti and Coull (1998), "Approximate is better than 'exact'", The American Statistician 52; on an
    effective sample size as in Franco and others (2019), section 3.
    """
    square = t * t
    size = effective + square
    middle = (share * effective + square / 2) / size
    half = t * np.sqrt(middle * (1 - middle) / size)
    return middle - half, middle + half


def korn_graubard(share: Floats, effective: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the Clopper–Pearson interval on the effective sample size, for shares of 0 and 1 only.

    The beta quantiles of the general form (Korn and Graubard 1998; `svyciprop(method="beta")` of R's survey)
    have a closed form at the ends: at 0 the upper end is `1 - (alpha / 2) ** (1 / n)`.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tail = np.exp(np.log((1 - level) / 2) / effective)
    return np.where(share == 1, tail, 0.0), np.where(share == 0, 1 - tail, 1.0)


def t_quantile(df: Floats, level: float) -> Floats:
    """Return the two-sided quantile of Student's t; NaN where there are no degrees of freedom."""
    from scipy.special import stdtrit

    usable = np.where(df > 0, df, np.nan)
    # Tables have many cells and few degrees of freedom, and the quantile is the dearest part of an interval.
    values, places = np.unique(usable, return_inverse=True)
    quantiles = np.asarray(stdtrit(values, (1 + level) / 2), dtype=np.float64)
    return quantiles[places].reshape(usable.shape)


def _known(share: Floats, variance: Floats, effective: Floats, rows: Floats, df: Floats, level: float) -> _Known:
    t = t_quantile(df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = share * (1 - share)
        own = np.where((variance > 0) & (spread > 0), spread / variance, effective)
        # 1 where each row is a sampling unit, and less the fewer units there are.
        exact = own * (t_quantile(np.maximum(rows - 1, 1), level) / t) ** 2
    return _Known(share, effective, own, exact, t, level)


def _wilson(known: _Known) -> tuple[Floats, Floats]:
    return wilson(known.share, known.effective, known.t)


def _agresti_coull(known: _Known) -> tuple[Floats, Floats]:
    return agresti_coull(known.share, known.effective, known.t)


def _logit(known: _Known) -> tuple[Floats, Floats]:
    """`svyciprop(method="logit")`: Student's t around the log odds."""
    from scipy.special import expit, logit

    middle = logit(known.share)
    half = known.t / np.sqrt(known.own * known.share * (1 - known.share))
    return expit(middle - half), expit(middle + half)


def _beta(known: _Known) -> tuple[Floats, Floats]:
    """`svyciprop(method="beta")`, of Korn and Graubard (1998)."""
    from scipy.special import betaincinv

    alpha = 1 - known.level
    yes, no = known.exact * known.share, known.exact * (1 - known.share)
    low, high = betaincinv(yes, no + 1, alpha / 2), betaincinv(yes + 1, no, 1 - alpha / 2)
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def _arcsine(known: _Known) -> tuple[Floats, Floats]:
    """`svyciprop(method="asin")`, but an angle beyond 0 or 90 degrees ends there and does not swing back."""
    middle = np.arcsin(np.sqrt(known.share))
    half = known.t / (2 * np.sqrt(known.own))
    low, high = np.clip(middle - half, 0, None), np.clip(middle + half, None, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def _t(known: _Known) -> tuple[Floats, Floats]:
    """`svyciprop(method="mean")`."""
    half = known.t * np.sqrt(known.share * (1 - known.share) / known.own)
    return known.share - half, known.share + half


_METHODS: Final[dict[ShareInterval, Callable[[_Known], tuple[Floats, Floats]]]] = {
    "wilson": _wilson,
    "logit": _logit,
    "beta": _beta,
    "agresti_coull": _agresti_coull,
    "arcsine": _arcsine,
    "t": _t,
}
