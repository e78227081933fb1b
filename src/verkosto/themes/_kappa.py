"""Kappa: agreement beyond chance, of two coders (Cohen) or of a fixed number for each unit (Fleiss)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from verkosto.errors import CodingError, OptionError
from verkosto.themes._agreement_ratings import Ratings, ratings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Kappa", "check_level", "cohen_kappa", "fleiss_kappa"]

Reason = Literal["no_pairs", "one_value"]


class Kappa(float):
    """A kappa: a number, with what it was made of.

    It counts as a plain float everywhere; NaN where it does not exist.

    Attributes:
        observed: Share of agreement, between 0 and 1; weighted where kappa is.
        expected: Share of agreement that chance would give.
        n: How many units count.
        se: Standard error of Cohen's kappa by its large-sample variance; NaN for that of Fleiss.
        low: Lower end of its normal interval; NaN for that of Fleiss.
        high: Upper end.
        level: Confidence of the interval.
        reason: None, or why there is no kappa: "no_pairs" (no unit was coded by both), "one_value" (chance would agree
            on everything as well).
    """

    observed: float
    expected: float
    n: int
    se: float
    low: float
    high: float
    level: float
    reason: Reason | None

    def __new__(
        cls,
        value: float,
        *,
        observed: float = np.nan,
        expected: float = np.nan,
        n: int = 0,
        se: float = np.nan,
        level: float = 0.95,
        reason: Reason | None = None,
    ) -> Kappa:
        made = super().__new__(cls, value)
        made.observed, made.expected, made.n, made.reason = observed, expected, n, reason
        made.se, made.level = se, level
        half = NormalDist().inv_cdf((1 + level) / 2) * se
        made.low, made.high = value - half, value + half
        return made


def cohen_kappa(
    first: Any,
    second: Any,
    *,
    weights: Literal["linear", "quadratic"] | None = None,
    order: Iterable[Hashable] | None = None,
    level: float = 0.95,
) -> Kappa:
    """Return Cohen's kappa of two coders.

    Args:
        first: What the first coder said of each unit: texts, numbers or truth values. NaN, None and NA are missing; a
            unit counts where both said something.
        second: What the second coder said.
        weights: None: only the same value agrees. With "linear" and "quadratic" neighbours agree in part, by how many
            steps of the scale lie between, or by the square of that.
        order: The scale for `weights`, from the lowest value to the highest. Without it the scale has the numbers that
            occur, one step from each to the next.
        level: Confidence of the interval.

    Returns:
        A float with its standard error and interval. NaN with a `reason` where no unit was coded by both, and where
        chance would agree on everything.

    Raises:
        CodingError: Coders of different numbers of units, or weights for values that have no order.
        OptionError: Other weights, or a level that is no share.

    Example:
        >>> kappa = cohen_kappa([1, 1, 0, 0, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 1])
        >>> round(kappa, 3), round(kappa.low, 2), round(kappa.high, 2)
        (0.467, -0.17, 1.1)

    Source: Cohen 1960, Educational and Psychological Measurement 20; weighted: 1968, Psychological Bulletin 70.
    Variance: Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72. The results equal those of
    `statsmodels.stats.inter_rater.cohens_kappa`, and the kappas those of R's psych and psy.
    """
    _check(weights, level)
    one, other = (_line(values) for values in (first, second))
    if len(one) != len(other):
        raise CodingError(f"The coders have {len(one)} and {len(other)} units. Give each all, None where missing.")
    read = ratings_of([one, other], order=order)
    if weights is not None and read.numbers is None:
        raise CodingError("The values are no numbers, so their order is not known. Give it: order=['low', 'high'].")
    codes = read.codes[:, (read.codes >= 0).all(axis=0)]
    n, steps = codes.shape[1], len(read.values)
    if not n:
        return Kappa(np.nan, level=level, reason="no_pairs")
    if order is None:
        used, places = np.unique(codes, return_inverse=True)
        codes, steps = places.reshape(2, n), len(used)
    shares = np.zeros((steps, steps))
    np.add.at(shares, (codes[0], codes[1]), 1 / n)
    return _cohen(shares, _agreeing(steps, weights), n, level)


def fleiss_kappa(ratings: Any = None, *, counts: Any = None) -> Kappa:
    """Return Fleiss' kappa of several coders.

    Args:
        ratings: Of shape (coders, units), as in `krippendorff_alpha`. A unit that nobody coded is left out; every other
            one needs the same number of codings, two or more, and not necessarily of the same coders.
        counts: In place of it a table of shape (units, values): how many coders gave a unit each value.

    Returns:
        A float; NaN with a `reason` where there are no units, or where all codings are the same.

    Raises:
        CodingError: Units with different numbers of codings (`krippendorff_alpha` takes them), a table that cannot be
            read, or both tables, or none.

    Example:
        >>> round(fleiss_kappa(counts=[[3, 0], [2, 1], [0, 3], [3, 0]]), 3)
        0.625

    Source: Fleiss 1971, Psychological Bulletin 76. The results equal those of
    `statsmodels.stats.inter_rater.fleiss_kappa`.
    """
    if (ratings is None) == (counts is None):
        raise CodingError("Give either ratings or counts.")
    table = _counted(ratings_of(ratings)) if counts is None else _table(counts)
    table = table[table.sum(axis=1) > 0]
    if not len(table):
        return Kappa(np.nan, reason="no_pairs")
    coders = table.sum(axis=1)
    if coders.min() < coders.max() or coders[0] < 2:
        raise CodingError(
            f"Units have {coders.min():g} to {coders.max():g} codings, and Fleiss' kappa needs as many of each, two or "
            "more. Use krippendorff_alpha."
        )
    observed = float((((table**2).sum(axis=1) - coders) / (coders * (coders - 1))).mean())
    expected = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    if (table.sum(axis=0) > 0).sum() == 1:
        return Kappa(np.nan, observed=1.0, expected=1.0, n=len(table), reason="one_value")
    return Kappa((observed - expected) / (1 - expected), observed=observed, expected=expected, n=len(table))


def _cohen(shares: Floats, agreeing: Floats, n: int, level: float) -> Kappa:
    """Return kappa of a table of shares, with the variance that holds where kappa is not 0."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((shares * agreeing).sum()), float(rows @ agreeing @ columns)
    # Rounding may leave a little of 1 where both gave one value.
    if 1 - expected < 1e-12:
        return Kappa(np.nan, observed=observed, expected=1.0, n=n, level=level, reason="one_value")
    mean = (agreeing @ columns)[:, np.newaxis] + rows @ agreeing
    influence = agreeing * (1 - expected) - mean * (1 - observed)
    spread = (shares * (influence - (shares * influence).sum()) ** 2).sum()
    value, se = (observed - expected) / (1 - expected), float(np.sqrt(spread / n)) / (1 - expected) ** 2
    return Kappa(value, observed=observed, expected=expected, n=n, se=se, level=level)


def _agreeing(steps: int, weights: str | None) -> Floats:
    """Return how far two values count as the same, from 0 to 1."""
    places = np.arange(steps)
    apart = np.abs(places[:, np.newaxis] - places) / max(steps - 1, 1)
    if weights is None:
        return np.eye(steps)
    return np.asarray(1 - apart if weights == "linear" else 1 - apart**2)


def _line(values: Any) -> list[Any]:
    try:
        return list(values)
    except TypeError as error:
        raise CodingError("A coder's ratings are no sequence. Give a value for each unit.") from error


def _counted(ratings: Ratings) -> Floats:
    units = ratings.codes.shape[1]
    table = np.zeros((units, len(ratings.values)))
    coder, unit = np.nonzero(ratings.codes >= 0)
    np.add.at(table, (unit, ratings.codes[coder, unit]), 1)
    return table


def _table(counts: Any) -> Floats:
    try:
        table = np.asarray(counts, np.float64)
    except (TypeError, ValueError) as error:
        raise CodingError(
            "counts is no table of numbers. Give a row for each unit, a column for each value."
        ) from error
    if table.ndim != 2:
        raise CodingError(f"counts has {table.ndim} dimensions. Give a row for each unit and a column for each value.")
    if not (np.isfinite(table) & (table >= 0) & (table == np.floor(table))).all():
        raise CodingError("counts holds what is no whole number from 0 up. Count how many coders gave each value.")
    return table


def _check(weights: object, level: object) -> None:
    if weights not in (None, "linear", "quadratic"):
        raise OptionError(f"No weights {weights!r}. Use 'linear', 'quadratic' or None.")
    check_level(level)


def check_level(level: object) -> None:
    """Tell a confidence that is no share.

    Raises:
        OptionError: It is not between 0 and 1.
    """
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise OptionError(f"level={level!r} is no share between 0 and 1. Write for instance level=0.95.")
