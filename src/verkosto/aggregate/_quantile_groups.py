"""The quantiles of the rows of groups, with their intervals and what their covariance needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._estimate import Estimates
from verkosto.aggregate._intervals import t_quantile
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._quantile_ends import QuantileInterval, score_shares, woodruff_shares
from verkosto.aggregate._quantile_rules import Ordered, QuantileRule
from verkosto.aggregate._rows_influence import Domain, Influenced
from verkosto.aggregate._rows_steps import Steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Asked", "Below", "Quantiles", "quantile_estimates"]


@frozen(eq=False)
class Asked:
    """What a call wants of each group: quantiles, by a rule, with an interval of a level."""

    shares: Floats
    rule: QuantileRule
    method: QuantileInterval
    level: float


@frozen(eq=False, slots=False)
class Below:
    """The shares of the rows of one group that lie at or below its quantiles.

    Attributes:
        rows: Places of the rows.
        values: Their numbers.
        w: Their weights.
        asked: What is wanted.
        order: The places of the numbers in ascending order, equal ones as they stand.
        ordered: The numbers in that order.
        quantiles: The quantiles, shape (shares,).
        inside: Which rows lie at or below each of them, shape (rows, shares).
    """

    rows: NDArray[np.intp]
    values: Floats
    w: Floats
    asked: Asked
    order: NDArray[np.intp]
    ordered: Ordered
    quantiles: Floats
    inside: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: NDArray[np.intp], values: Floats, w: Floats, asked: Asked) -> Below:
        """Take the numbers and weights of rows."""
        order = np.argsort(values, kind="stable")
        used = order[w[order] > 0]
        ordered = Ordered.sorted(values[used], w[used])
        quantiles = ordered.at(asked.shares, asked.rule)
        return cls(rows, values, w, asked, order, ordered, quantiles, values[:, np.newaxis] <= quantiles)

    @cached_property
    def value(self) -> Floats:
        """The shares below, shape (shares,); NaN without weights."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray([self.w[inside].sum() for inside in self.inside.T] / self.w.sum())

    def influence(self) -> Floats:
        """Return what each row adds, shape (rows, shares)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.w[:, np.newaxis] * (self.inside - self.value) / self.w.sum())

    def again(self, weights: Floats) -> Floats:
        """Return the shares with other weights, shape (sets, shares)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((weights.T @ self.inside) / weights.sum(axis=0)[:, np.newaxis])

    def at(self, shares: Floats) -> Floats:
        """Return the numbers of the group at other shares."""
        return self.ordered.at(shares, self.asked.rule)

    def score(self, plan: Plan, t: float) -> tuple[Floats, Floats]:
        """Return the shares whose quantiles are the ends of the interval of a score test."""
        if not self.w.any() or math.isnan(t):
            return np.full(len(self.asked.shares), np.nan), np.full(len(self.asked.shares), np.nan)
        values, steps = self.values[self.order], Steps.of(Domain(plan, self.rows[self.order]), self.w[self.order])
        known: dict[int, tuple[float, float]] = {}

        def spread(place: float) -> tuple[float, float]:
            rank = int(np.searchsorted(values, place, side="right"))
            if rank not in known:
                share, variance = steps.beyond(rank)
                known[rank] = share, math.sqrt(variance)
            return known[rank]

        low, high = np.array([score_shares(values, float(share), spread, t=t) for share in self.asked.shares]).T
        return low, high


@frozen(eq=False)
class Quantiles:
    """The quantiles of one group: they move against the shares below them.

    Attributes:
        below: Those shares.
        slope: How far a quantile moves where its share does by one; NaN where quantiles of replicates tell.
    """

    below: Below
    slope: Floats

    @property
    def rows(self) -> NDArray[np.intp]:
        """Places of the rows."""
        return self.below.rows

    @property
    def value(self) -> Floats:
        """The quantiles."""
        return self.below.quantiles

    def influence(self) -> Floats:
        """Return what each row adds, shape (rows, shares)."""
        return -self.slope * self.below.influence()

    def again(self, weights: Floats) -> Floats:
        """Return the quantiles with other weights, shape (sets, shares)."""
        asked = self.below.asked
        if asked.method != "replicates":
            return np.asarray(self.value - self.slope * (self.below.again(weights) - self.below.value))
        return np.stack([Ordered.of(self.below.values, w).at(asked.shares, asked.rule) for w in weights.T])


def quantile_estimates(plan: Plan, below: Sequence[Below], asked: Asked) -> tuple[Estimates, list[Quantiles]]:
    """Return the quantiles of groups with their intervals, shape (groups, shares), and what their covariance needs."""
    known = Influenced(plan, below)
    shape = (len(below), len(asked.shares))
    value = _stacked([part.quantiles for part in below], asked)
    share, variance, df = (part.reshape(shape) for part in (known.value, known.variance, known.df))
    certain = np.array([Domain(plan, part.rows).certain for part in below], dtype=bool)[:, np.newaxis]
    t = t_quantile(df, asked.level)
    if asked.method == "replicates":
        parts = [Quantiles(part, np.full(len(asked.shares), np.nan)) for part in below]
        se = np.sqrt(Influenced(plan, parts).variance).reshape(shape)
        low, high = value - t * se, value + t * se
    else:
        shares = _score_shares(plan, below, t, asked) if asked.method == "score" else None
        if shares is None:
            rows = np.array([len(part.rows) for part in below], dtype=np.int64)[:, np.newaxis]
            shares = woodruff_shares(
                share,
                variance,
                effective=np.where(certain, np.inf, rows),
                rows=rows,
                df=df,
                level=asked.level,
                method=asked.method,
            )
        told = ~np.isnan(t) | certain
        low, high = (np.where(told, _at(below, ends, asked), np.nan) for ends in shares)
        se = np.where(certain, high - low, (high - low) / (2 * t))
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes = np.where(variance > 0, se / np.sqrt(variance), 0.0)
        parts = [Quantiles(part, slope) for part, slope in zip(below, slopes, strict=True)]
    status = np.full(shape, "ok", dtype=object)
    status[np.isnan(low) | np.isnan(high)] = "open_end"
    status[np.isnan(variance) | (np.isnan(t) & ~certain)] = "no_spread"
    interval = np.full(shape, asked.method, dtype=object)
    interval[np.isnan(low) & np.isnan(high)] = None
    return Estimates(value, se, low, high, interval, df, np.full(shape, np.nan), status), parts


def _score_shares(plan: Plan, below: Sequence[Below], t: Floats, asked: Asked) -> tuple[Floats, Floats]:
    pairs = [part.score(plan, float(quantile[0])) for part, quantile in zip(below, t, strict=True)]
    return _stacked([low for low, _ in pairs], asked), _stacked([high for _, high in pairs], asked)


def _at(below: Sequence[Below], shares: Floats, asked: Asked) -> Floats:
    return _stacked([part.at(own) for part, own in zip(below, shares, strict=True)], asked)


def _stacked(rows: Sequence[Floats], asked: Asked) -> Floats:
    """Put the figures of groups under one another, also those of none."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(asked.shares))
