"""Means of two groups, or of one against a number: design-based t-tests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._given import is_number
from verkosto.aggregate._options import Options
from verkosto.aggregate._scores import Estimated, cell_scores, estimate_scores
from verkosto.aggregate._statistics import Contrast, Ratio, Smooth, pick
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import Basis, by_t, conclude, joined, t_effect
from verkosto.aggregate._tests_notes import about_groups
from verkosto.aggregate._tests_result import Effect, SignificanceTest
from verkosto.aggregate._tests_rows import Categories, Numbers, Sample
from verkosto.aggregate._tests_tails import t_quantile
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["t_test", "two_groups"]


def t_test(
    responses: Responses,
    variable: str,
    *,
    by: str | None = None,
    against: float | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether two groups have the same mean, or whether a mean is a given number.

    Args:
        responses: The answers.
        variable: A number, an NPS, a rank, a tick (0 or 1), a row of a matrix, or a single choice whose options
            have numbers or stand in order. "Cannot say" and refusals are missing.
        by: What gives each row its group; rows of exactly two groups have to remain. Name them with `where`
            where there are more.
        against: The number that one mean is compared with, instead of `by`.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        through: The area question to go through, where several would do.
        allocate: `"majority"` for areas that do not nest.
        level: Confidence of the intervals.

    Returns:
        A `SignificanceTest`. Effects: `difference`, the mean of the second group (in the order of the codebook)
        less that of the first, or the mean less `against`; `cohens_d`, the difference in weighted standard
        deviations within the groups; `hedges_g`, which takes the bias of small samples from d. `details` has a
        row for each group: `n`, `mean` with `se`, `low` and `high`, and `sd`.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Neither `by` nor `against` or both, a variable without numbers, infinite values, one group
            or more than two, nobody who answered, or a design that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> test = vk.t_test(vk.samples.tukirakenne(), "suosittelu", against=5)
        >>> test.effect.name, test.status
        ('difference', 'ok')

    Statistic, degrees of freedom (those of the design less one, for one mean as well) and interval of the difference
    equal those of `svyttest` of R's survey. The standard errors of d and g are linearised.
    """
    if (by is None) == (against is None):
        msg = "a t-test compares two groups (by=) or one mean with a number (against=). Give one of the two."
        raise AnalysisError(msg)
    options = Options(design=design, weights=weights, where=where, through=through, allocate=allocate, level=level)
    sample = Sample.of(responses, options)
    numbers = sample.numbers(variable)
    if by is None:
        rows = sample.counted(numbers)
        groups, labels = np.where(rows, 0, -1), {variable: numbers.heading.text}
        asked, base, basis = [numbers.heading], "answered", Basis.of(sample, rows, numbers)
        notes = []
    else:
        divided = sample.groups(by)
        rows = sample.counted(numbers, divided)
        pair = two_groups(divided, sample.weighty(rows))
        groups, labels = np.where(rows & pair.present, pair.codes, -1), dict(pair.heading.labels)
        asked, base = [numbers.heading, divided.heading], "both"
        basis = Basis.of(sample, rows, numbers, divided)
        notes = [*divided.notes, about_groups(pair.heading)]
    level = sample.level
    means = _Means.of(sample, numbers, groups, 0.0 if against is None else _number(against))
    df = means.df - 1
    value, se = means.difference()
    found = by_t(value, se, df, size=means.size)
    # A mean of answers that happen not to vary is not as sure as that of a census.
    known = sample.census or found.status != "no_variance"
    return conclude(
        basis,
        found,
        name="t_test",
        title=joined([heading.text for heading in asked]),
        method="t_one" if by is None else "t_two",
        effects=[
            t_effect("difference", value, se, df, level, known=known),
            *means.standardised(df, level),
        ],
        level=level,
        base=base,
        variables=[heading.id for heading in asked],
        groups=means.figures(list(labels), level),
        labels={"group": labels},
        notes=notes,
    )


def two_groups(found: Categories, rows: NDArray[np.bool_]) -> Categories:
    """Return the groups that occur, which have to be two.

    Raises:
        AnalysisError: They are fewer or more.
    """
    kept = found.kept(rows)
    labels = list(kept.heading.labels)
    if len(labels) != 2:
        name = found.heading.id
        listed = ", ".join(map(repr, labels[:10]))
        hint = (
            f"Name two with where={{{name!r}: [...]}}."
            if len(labels) > 1
            else "Name another variable, or widen where=."
        )
        msg = (
            f"a t-test compares two groups, and {name!r} has {len(labels)} among the rows that count: {listed}. {hint}"
        )
        raise AnalysisError(msg)
    return kept


def _number(against: object) -> float:
    if not is_number(against):
        msg = f"against {against!r} is no number. Give the mean that the answers are compared with."
        raise AnalysisError(msg)
    return float(against)


@frozen(eq=False)
class _Means:
    """Means of one or two groups.

    Attributes:
        estimated: Means of the groups, of numbers shifted by `centre` and divided by `size`; the scores have the
            measures 1, number and squared number of each group.
        centre: The mean of all.
        size: The largest distance from it.
        against: What one mean is compared with.
        n: Rows of each group.
        used: Rows with a weight above zero.
    """

    estimated: Estimated
    centre: float
    size: float
    against: float
    n: NDArray[np.intp]
    used: int

    @classmethod
    def of(cls, sample: Sample, numbers: Numbers, groups: NDArray[np.intp], against: float) -> _Means:
        inside = groups >= 0
        values, w = numbers.values[inside], sample.plan.w[inside]
        centre = float(np.average(values, weights=w))
        size = float(np.abs(values - centre).max()) or 1.0
        y = np.zeros(len(groups))
        # Raw moments of large numbers would lose their digits.
        y[inside] = (values - centre) / size
        count = int(groups.max()) + 1
        scores = cell_scores(groups, count, (None, y, y * y))
        places = np.arange(count)
        shape = (3 * count, count)
        ratio = Ratio(pick(3 * places + 1, places, shape), pick(3 * places, places, shape))
        n = np.bincount(groups[inside], minlength=count)
        used = int((w > 0).sum())
        return cls(estimate_scores(sample.plan, scores, ratio), centre, size, against, n, used)

    @property
    def signs(self) -> Floats:
        """How the means of the groups enter the difference."""
        return np.array([1.0]) if len(self.n) == 1 else np.array([-1.0, 1.0])

    @property
    def constant(self) -> float:
        """What the difference of shifted means lacks."""
        return (self.centre - self.against) / self.size if len(self.n) == 1 else 0.0

    @property
    def df(self) -> float:
        """Degrees of freedom of the design."""
        return float(self._of(Contrast(self.estimated.statistic, self.signs[:, np.newaxis])).df[0])

    def difference(self) -> tuple[float, float]:
        """Return the difference with its standard error."""
        found = self._of(Contrast(self.estimated.statistic, self.signs[:, np.newaxis]))
        value = float(found.value[0]) + self.constant
        return value * self.size, math.sqrt(float(found.variance[0])) * self.size

    def standardised(self, df: float, level: float) -> list[Effect]:
        """Return Cohen's d and Hedges' g."""
        count = len(self.n)
        free = self.used - count
        spread = self._spread(np.asarray(self.estimated.totals))
        if not (free > 0 and spread > 0):
            return []
        smooth = Smooth(lambda t: self._d(t, free), lambda t: self._d_slopes(t, free), 1, 3 * count)
        found = self._of(smooth)
        d, se = float(found.value[0]), math.sqrt(float(found.variance[0]))
        # The exact factor: gamma(m / 2) / (sqrt(m / 2) * gamma((m - 1) / 2)), Hedges (1981), J. Educ. Stat. 6.
        j = (
            math.exp(math.lgamma(free / 2) - math.lgamma((free - 1) / 2)) / math.sqrt(free / 2)
            if free > 1
            else math.nan
        )
        return [t_effect("cohens_d", d, se, df, level), t_effect("hedges_g", d * j, se * j, df, level)]

    def figures(self, labels: Sequence[str], level: float) -> Figures:
        """Return a row for each group."""
        means, variances, degrees = self.estimated.value, self.estimated.variance, self.estimated.df
        totals = self.estimated.totals.reshape(-1, 3)
        rows = []
        for place, label in enumerate(labels):
            mean, se = means[place] * self.size + self.centre, math.sqrt(variances[place]) * self.size
            half = t_quantile(level, degrees[place]) * se
            inner = totals[place, 2] / totals[place, 0] - means[place] ** 2
            n = int(self.n[place])
            sd = math.sqrt(max(inner, 0.0) * n / (n - 1)) * self.size if n > 1 else math.nan
            rows.append((label, n, mean, se, mean - half, mean + half, sd))
        columns = {
            "group": "text", "n": "count", "mean": "number", "se": "number", "low": "number", "high": "number",
            "sd": "number",
        }  # fmt: skip
        return Figures.of(columns, rows)

    def _of(self, statistic: Contrast | Smooth) -> Estimated:
        return estimate_scores(self.estimated.plan, self.estimated.scores, statistic)

    def _spread(self, totals: Floats) -> Floats:
        """Return the weighted variance within the groups, not yet corrected for small samples; shape (...)."""
        w, s, q = (totals[..., place::3] for place in range(3))
        with np.errstate(divide="ignore", invalid="ignore"):
            inner = (q - s * s / w).sum(axis=-1) / w.sum(axis=-1)
        return np.asarray(np.where(inner > 1e-24, inner, 0.0))

    def _d(self, totals: Floats, free: int) -> Floats:
        w, s = totals[..., 0::3], totals[..., 1::3]
        with np.errstate(divide="ignore", invalid="ignore"):
            difference = (s / w) @ self.signs + self.constant
            found = difference / np.sqrt(self._spread(totals) * self.used / free)
        return np.asarray(found)[..., np.newaxis]

    def _d_slopes(self, totals: Floats, free: int) -> Floats:
        w, s = totals[0::3], totals[1::3]
        mean, whole = s / w, w.sum()
        inner = float(self._spread(totals))
        root = math.sqrt(inner * self.used / free)
        difference = float(mean @ self.signs) + self.constant
        of_difference = np.stack([-mean / w * self.signs, self.signs / w, np.zeros_like(w)], axis=1)
        of_inner = np.stack([mean**2 - inner, -2 * mean, np.ones_like(w)], axis=1) / whole
        return np.asarray((of_difference - difference / (2 * inner) * of_inner) / root).reshape(-1, 1)
