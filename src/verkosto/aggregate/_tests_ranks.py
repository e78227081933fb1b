"""Rank tests of two or more groups, with the probability that one group is above another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._given import one_of
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._options import Options
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._scores import cell_scores, estimate_scores
from verkosto.aggregate._statistics import Smooth
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import Basis, Found, by_f, by_t, by_wald, conclude, effect, joined
from verkosto.aggregate._tests_notes import about_groups
from verkosto.aggregate._tests_result import Effect, SignificanceTest
from verkosto.aggregate._tests_rows import Sample
from verkosto.aggregate._tests_tails import noncentral_limits, t_quantile
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["RankTest", "Ties", "rank_test"]

RankTest = Literal["wilcoxon", "vanderWaerden", "median", "KruskalWallis"]
Ties = Literal["midrank", "file"]

_MOST_GROUPS = 1000
"""The covariance of their ranks takes a quarter of a minute; nobody reads a longer list."""


def rank_test(
    responses: Responses,
    variable: str,
    *,
    by: str,
    test: RankTest = "wilcoxon",
    ties: Ties = "file",
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether groups lie equally high, by the ranks of their answers.

    Args:
        responses: The answers.
        variable: What is ranked, as in `t_test`. Only the order of its values matters.
        by: What gives each row its group.
        test: The score of a rank: `"wilcoxon"` and `"KruskalWallis"`: the rank itself; `"vanderWaerden"`: the
            normal quantile; `"median"`: whether it lies above the middle.
        ties: Rank of equal values. `"file"` (the default): as R's survey, whose ranks of equal values depend on the
            order of rows where their weights differ. `"midrank"`: the middle of the weight that they have together,
            which no order of rows changes. Where the weights of equal values are equal, both are the same.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        through: The area question to go through, where several would do.
        allocate: `"majority"` for areas that do not nest.
        level: Confidence of the interval of the effect.

    Returns:
        A `SignificanceTest`: t for two groups, F for more. The effect of two groups is
        `probability_of_superiority`: how probable it is that a respondent of the second group is above one of the
        first, counting equals as a half; 0.5 says that neither is higher. That of more groups is
        `rank_eta_squared`, the share of the variance of scores that lies between groups. `details` has a row for
        each group: `n`, mean `score`, and `superiority` over all others.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: A variable without numbers or order, one group, nobody who answered both, or a design that
            cannot be used.

    Example:
        >>> import verkosto as vk
        >>> test = vk.rank_test(vk.samples.tukirakenne(), "suosittelu", by="toimiala")
        >>> test.statistic_name, test.effect.name
        ('F', 'rank_eta_squared')

    Formula: Lumley and Scott (2013), "Two-sample rank tests under complex sampling", Biometrika 100; statistics and
    degrees of freedom equal those of `svyranktest` of R's survey (but for subsets of calibrated designs, with
    `ties="file"`). Standard error of the probability: its linearisation, with an interval on the logit scale.
    """
    one_of(test, get_args(RankTest), "test")
    one_of(ties, get_args(Ties), "ties")
    options = Options(design=design, weights=weights, where=where, through=through, allocate=allocate, level=level)
    sample = Sample.of(responses, options)
    level = sample.level
    numbers = sample.numbers(variable)
    found = sample.groups(by)
    rows = sample.counted(numbers, found)
    weighty = sample.weighty(rows)
    kept = found.kept(weighty)
    if len(kept.heading.labels) < 2:
        msg = (
            f"{by!r} has one group, {next(iter(kept.heading.labels))!r}, among the rows that count, so there is "
            "nothing to compare. Name another variable, or widen where=."
        )
        raise AnalysisError(msg)
    groups = np.where(weighty, kept.codes, -1)
    if len(kept.heading.labels) > _MOST_GROUPS:
        msg = (
            f"{by!r} has {len(kept.heading.labels)} groups, more than {_MOST_GROUPS}. Make larger classes (an area "
            "type, or `responses.derive`), or narrow where=."
        )
        raise AnalysisError(msg)
    ranked = _Ranked.of(sample.plan, numbers.values, groups, kept.heading, test, ties)
    result = ranked.test()
    two = len(kept.heading.labels) == 2
    return conclude(
        Basis.of(sample, rows, numbers, found),
        result,
        name="rank_test",
        title=joined([numbers.heading.text, found.heading.text]),
        method=f"rank_{_name(test, two=two)}",
        effects=[ranked.superiority(level) if two else ranked.eta_squared(result, level)],
        level=level,
        base="both",
        variables=[variable, by],
        groups=ranked.figures(level),
        labels={"group": kept.heading.labels},
        notes=[*found.notes, *([about_groups(kept.heading)] if two else [])],
    )


@frozen(eq=False)
class _Ranked:
    """Rows with their scores.

    Attributes:
        plan: The design met with the rows.
        groups: Group of each row; negative for rows that do not count.
        heading: The groups.
        levels: Place of each row's value among those that occur; 0 for rows that do not count.
        most: Number of values that occur.
        scores: What the test makes of the rank.
    """

    plan: Plan
    groups: NDArray[np.intp]
    heading: Heading
    levels: NDArray[np.intp]
    most: int
    scores: Floats

    @classmethod
    def of(
        cls, plan: Plan, values: Floats, groups: NDArray[np.intp], heading: Heading, test: str, ties: str
    ) -> _Ranked:
        inside = groups >= 0
        known, places = np.unique(values[inside], return_inverse=True)
        levels, scores = np.zeros(len(groups), dtype=np.intp), np.zeros(len(groups))
        levels[inside] = places.reshape(-1)
        scores[inside] = _scores(_ranks(values[inside], levels[inside], plan.w[inside], ties), test)
        return cls(plan, groups, heading, levels, len(known), scores)

    @property
    def count(self) -> int:
        """Number of groups."""
        return len(self.heading.labels)

    def test(self) -> Found:
        """Test whether the groups have the same mean score."""
        means, w = self._means(self.scores)
        influence = np.where(self.groups >= 0, self.scores - means[self.groups], 0.0) / w[self.groups]
        covariance, df = self._covariance(self.groups, self.count, influence)
        if self.count == 2:
            # The variance of a difference; `by_wald` would square it.
            se = math.sqrt(max(float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]), 0.0))
            return by_t(float(means[1] - means[0]), se, df - 1, size=float(np.abs(self.scores).max()) or 1.0)
        contrasts = np.hstack([-np.ones((self.count - 1, 1)), np.eye(self.count - 1)])
        found = by_wald(contrasts @ means, contrasts @ covariance @ contrasts.T, df, adjusted=False)
        # R's survey takes a degree of freedom for each group but one.
        q = self.count - 1
        return found if found.status != "ok" else by_f(found.statistic, q, df - q)

    def superiority(self, level: float) -> Effect:
        """Return the probability that the second group is above the first."""
        value, se, df = self._above(1)
        return _probability(value, se, df - 1, level, self._effective())

    def eta_squared(self, found: Found, level: float) -> Effect:
        """Return the share of the variance of scores that lies between groups."""
        means, w = self._means(self.scores)
        inside = self.groups >= 0
        whole = float(np.average(self.scores[inside], weights=self.plan.w[inside]))
        every = float(np.average(np.square(self.scores[inside] - whole), weights=self.plan.w[inside]))
        eta = float(np.average(np.square(means - whole), weights=w)) / every if every > 0 else math.nan
        if found.status != "ok" or found.ddf is None or not 0 < eta < 1:
            return effect("rank_eta_squared", eta)
        # Noncentrality is proportional to eta / (1 - eta), the variance between by that within groups.
        odds = [eta / (1 - eta) * part for part in noncentral_limits(found.statistic, found.df, found.ddf, level)]
        low, high = (part / (1 + part) for part in odds)
        return effect("rank_eta_squared", eta, low=low, high=high, interval="noncentral_f")

    def figures(self, level: float) -> Figures:
        """Return a row for each group."""
        means, _ = self._means(self.scores)
        n = np.bincount(self.groups[self.groups >= 0], minlength=self.count)
        rows = []
        for place, label in enumerate(self.heading.labels):
            value, se, df = self._above(place)
            part = _probability(value, se, df - 1, level, self._effective())
            rows.append((label, n[place], means[place], value, part.low, part.high))
        columns = {
            "group": "text", "n": "count", "score": "number", "superiority": "number", "low_share": "number",
            "high_share": "number",
        }  # fmt: skip
        return Figures.of(columns, rows)

    def _means(self, scores: Floats) -> tuple[Floats, NDArray[Any]]:
        """Return the mean score of each group, and its sum of weights."""
        inside = self.groups >= 0
        groups, w = self.groups[inside], self.plan.w[inside]
        sums = np.bincount(groups, w, self.count)
        return np.bincount(groups, w * scores[inside], self.count) / sums, sums

    def _above(self, place: int) -> tuple[float, float, float]:
        """Return the probability that a group is above all others, its standard error and degrees of freedom.

        Each row of the group adds the share of the others that lies below it, and each other row the share of the
        group that lies above it; both are linear, so their distances from the mean are the influence.
        """
        inside = self.groups >= 0
        own = inside & (self.groups == place)
        other = inside & ~own
        w, levels = self.plan.w, self.levels
        below = np.where(own, _middles(levels[other], w[other], self.most)[levels], 0.0)
        below[other] = 1 - _middles(levels[own], w[own], self.most)[levels[other]]
        value = float(np.average(below[own], weights=self.plan.w[own]))
        sums = np.where(own, self.plan.w[own].sum(), self.plan.w[other].sum())
        influence = np.where(inside, (below - value) / sums, 0.0)
        variance, df = self._covariance(np.where(inside, 0, -1), 1, influence)
        return value, math.sqrt(max(float(variance[0, 0]), 0.0)), df

    def _effective(self) -> float:
        """Return Kish's effective size of the smallest group."""
        inside = self.groups >= 0
        groups, w = self.groups[inside], self.plan.w[inside]
        sums, squares = np.bincount(groups, w, self.count), np.bincount(groups, w * w, self.count)
        return float((sums**2 / squares).min())

    def _covariance(self, cells: NDArray[np.intp], count: int, values: Floats) -> tuple[Floats, float]:
        """Return the covariance of cells' totals of a score, and the design's degrees of freedom."""
        totals = Smooth(lambda t: t, lambda t: np.eye(len(t)), count, count)
        found = estimate_scores(self.plan, cell_scores(cells, count, (values,)), totals)
        return found.covariance(), float(found.df[0])


def _ranks(values: Floats, levels: NDArray[np.intp], w: Floats, ties: str) -> Floats:
    """Return the rank of each value divided by the sum of weights, between 0 and 1."""
    if ties == "midrank":
        return _middles(levels, w, int(levels.max()) + 1)[levels]
    order = np.argsort(values, kind="stable")
    middle = np.empty(len(values))
    middle[order] = np.cumsum(w[order]) - w[order] / 2
    means = np.bincount(levels, middle) / np.bincount(levels)
    return np.asarray(means[levels] / w.sum())


def _middles(levels: NDArray[np.intp], w: Floats, most: int) -> Floats:
    """Return the weighted share of rows below each level, counting those on it as a half."""
    weights = np.bincount(levels, w, most)
    return np.asarray((np.cumsum(weights) - weights / 2) / weights.sum())


def _name(test: str, *, two: bool) -> str:
    """Return the name of a test: that of the ranks themselves depends on how many groups there are."""
    if test in ("wilcoxon", "KruskalWallis"):
        return "wilcoxon" if two else "KruskalWallis"
    return test


def _scores(ranks: Floats, test: str) -> Floats:
    from scipy.special import ndtri

    if test == "vanderWaerden":
        return np.asarray(ndtri(ranks))
    if test == "median":
        # A rank in the very middle is not above it, whatever rounding says.
        return (ranks > 0.5 * (1 + 1e-12)).astype(np.float64)
    return ranks


def _probability(value: float, se: float, df: float, level: float, effective: float) -> Effect:
    """Return a probability with an interval on the logit scale; at 0 and 1, that of Korn and Graubard."""
    name = "probability_of_superiority"
    if 0 < value < 1:
        half = t_quantile(level, df) * se / (value * (1 - value))
        logit = math.log(value / (1 - value))
        ends = [1 / (1 + math.exp(-(logit + sign * half))) if not math.isnan(half) else math.nan for sign in (-1, 1)]
        return effect(name, value, se=se, low=ends[0], high=ends[1], interval="logit_t")
    tail = ((1 - level) / 2) ** (1 / effective)
    low, high = (tail, 1.0) if value >= 1 else (0.0, 1 - tail)
    return effect(name, value, se=se, low=low, high=high, interval="korn_graubard")
