"""Two questions answered by the same persons: McNemar's test, and whether all shares are the same."""

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
from verkosto.aggregate._scores import cell_scores, estimate_scores
from verkosto.aggregate._statistics import Ratio, Smooth
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import Basis, Found, by_t, by_wald, conclude, effect, joined, other, t_effect
from verkosto.aggregate._tests_notes import about_simultaneous
from verkosto.aggregate._tests_result import Effect, SignificanceTest
from verkosto.aggregate._tests_rows import Sample, two_names
from verkosto.aggregate._tests_tails import t_quantile
from verkosto.aggregate._tests_words import EFFECTS
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["MarginStatistic", "marginal_homogeneity", "mcnemar"]

MarginStatistic = Literal["adjWald", "Wald"]

_LARGEST_EXACT = 1000
"""Pairs that differ, up to which the exact p-value stands beside: with more of them the two agree."""


def mcnemar(
    responses: Responses,
    first: str,
    second: str,
    *,
    value: str,
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether as many persons give one answer to a first question as to a second.

    Two rival models that the same persons judge are the example: those who support both, or neither, do not tell the
    models apart; the test compares those who support only the one with those who support only the other.

    Args:
        responses: The answers.
        first: A question whose rows have one category each.
        second: Another.
        value: Code of the answer that is compared.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        dont_know: `"include"` (the default): "cannot say" is an answer other than `value`. `"exclude"`: persons who
            could not say to either are left out.
        level: Confidence of the intervals.

    Returns:
        A `SignificanceTest`. Effects: `share_difference`, the share of `value` in the first question less that in
        the second; `odds_ratio`, how many chose it in the first alone for each who chose it in the second alone.
        `other("exact")` is the exact binomial test where rows are unweighted and at most 1000 pairs differ.
        `details` has the four cells of the table of both.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: A value that neither question has, nobody who answered both, or a design that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> test = vk.mcnemar(vk.samples.tukirakenne(), "malli_a", "malli_b", value="k")
        >>> test.effect.name, test.p is not None
        ('share_difference', True)

    Formula: the difference of two shares with its linearised standard error, as `svycontrast` of R's survey gives
    it, and t on the design's degrees of freedom. Unweighted, t squared is close to McNemar's chi-square, whose
    variance assumes that there is no difference. The interval of the odds ratio is on the log scale.
    """
    options = Options(design=design, weights=weights, where=where, dont_know=dont_know, level=level)
    pairs = _Pairs.of(responses, first, second, options)
    level = pairs.sample.level
    if value not in pairs.heading.labels:
        codes = list(pairs.heading.labels)
        hint = did_you_mean(value, codes)
        msg = f"value {value!r} is no answer to {first!r} or {second!r}.{hint} Answers: {', '.join(codes)}."
        raise AnalysisError(msg)
    place = list(pairs.heading.labels).index(value)
    cells = np.where(pairs.rows, 2 * (pairs.first == place) + (pairs.second == place), -1)
    scores, counts = cell_scores(cells, 4), np.bincount(cells[pairs.rows], minlength=4)
    plan = pairs.sample.plan
    differing = estimate_scores(plan, scores, _ratio(_ONLY))
    estimate, se, df = float(differing.value[0]), math.sqrt(float(differing.variance[0])), float(differing.df[0])
    found = by_t(estimate, se, df)
    size = t_effect("share_difference", estimate, se, df, level)
    if found.status == "no_variance" and not pairs.sample.census:
        size = _unvarying(estimate, _effective(plan.w[pairs.rows]), level)
    label = pairs.heading.labels[value]
    words = {value: label, f"≠ {value}": joined([LocalText(fi="≠"), label], " ")}
    exact = _exact(int(counts[2]), int(counts[1])) if plan.simple and not plan.weighted else None
    return pairs.conclude(
        found,
        name="mcnemar",
        method="mcnemar",
        effects=[size, _odds_ratio(pairs, cells, df, level)],
        level=level,
        groups=_four(value, counts, estimate_scores(plan, scores, _ratio(np.eye(4))).value),
        labels={"first": words, "second": words},
        others=[] if exact is None else [other("exact", exact)],
    )


def marginal_homogeneity(
    responses: Responses,
    first: str,
    second: str,
    *,
    statistic: MarginStatistic = "adjWald",
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether the answers to two questions have the same shares among the same persons.

    It is McNemar's question for all answers at once.

    Args:
        responses: The answers.
        first: A question whose rows have one category each.
        second: Another; answers are the same where their codes are.
        statistic: `"adjWald"` (the default), which allows for few sampling units, or `"Wald"`.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        dont_know: `"include"` (the default): "cannot say" is an answer. `"exclude"`: persons who could not say to
            either question are left out.
        level: Confidence of the intervals.

    Returns:
        A `SignificanceTest`. The effect is the largest difference among the answers. Its interval, and those in
        `details` (a row for each answer), hold for all answers together (Bonferroni).

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Questions without a common answer, nobody who answered both, or a design that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> test = vk.marginal_homogeneity(vk.samples.tukirakenne(), "malli_a", "malli_b")
        >>> test.details["value"].tolist()
        ['k', 'e', 'eos']

    Formula: a Wald test of the differences of the shares with their linearised covariance. Unweighted it is Bhapkar's
    (1966, Journal of the American Statistical Association 61) test with n - 1 in place of n, and like Stuart and
    Maxwell's, whose covariance assumes that there is no difference.
    """
    one_of(statistic, get_args(MarginStatistic), "statistic")
    options = Options(design=design, weights=weights, where=where, dont_know=dont_know, level=level)
    pairs = _Pairs.of(responses, first, second, options)
    level = pairs.sample.level
    count = len(pairs.heading.labels)
    scores = cell_scores(np.where(pairs.rows, pairs.first * count + pairs.second, -1), count * count)
    eye, ones = np.eye(count), np.ones((count, 1))
    sides = np.kron(eye, ones), np.kron(ones, eye)
    plan = pairs.sample.plan
    estimated = estimate_scores(plan, scores, _ratio(sides[0] - sides[1]))
    values, covariance, df = estimated.value, estimated.covariance(), float(estimated.df[0])
    se = np.sqrt(np.maximum(np.diag(covariance), 0))
    changed = _free(pairs, count)
    found = by_wald(values[changed], covariance[np.ix_(changed, changed)], df, adjusted=statistic == "adjWald")
    together = 1 - (1 - level) / count
    sizes = [_largest(*parts, df, together, pairs) for parts in zip(pairs.heading.labels, values, se, strict=True)]
    shares = [estimate_scores(plan, scores, _ratio(side)).value for side in sides]
    rows = [
        (code, shares[0][i], shares[1][i], values[i], se[i], sizes[i].low, sizes[i].high)
        for i, code in enumerate(pairs.heading.labels)
    ]
    columns = {
        "value": "text", "first_share": "number", "second_share": "number", "difference": "number", "se": "number",
        "low": "number", "high": "number",
    }  # fmt: skip
    return pairs.conclude(
        found,
        name="marginal_homogeneity",
        method=f"margins_{statistic}",
        effects=[sizes[int(np.abs(values).argmax())]],
        level=level,
        groups=Figures.of(columns, rows),
        labels={"value": pairs.heading.labels},
        notes=[about_simultaneous(level)],
    )  # fmt: skip


_ONLY = np.array([[0.0], [-1.0], [1.0], [0.0]])
"""Of neither, the second alone, the first alone, and both."""


@frozen(eq=False)
class _Pairs:
    """Rows that answered two questions.

    Attributes:
        sample: The rows and their design.
        heading: The answers of both, those of the first question first.
        first: Place of each row's first answer.
        second: Place of its second answer.
        rows: Rows that have both.
        title: What was asked.
        variables: Ids of the questions.
        basis: What the tests stand on.
    """

    sample: Sample
    heading: Heading
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    rows: NDArray[np.bool_]
    title: LocalText
    variables: tuple[str, str]
    basis: Basis

    @classmethod
    def of(cls, responses: Responses, first: str, second: str, options: Options) -> _Pairs:
        two_names(first, second)
        sample = Sample.of(responses, options)
        one, two = sample.categories(first), sample.categories(second)
        if not set(one.heading.labels) & set(two.heading.labels):
            msg = (
                f"{first!r} and {second!r} have no answer in common, so their shares cannot be compared. Give the same "
                "answers the same codes in the codebook."
            )
            raise AnalysisError(msg)
        labels = {**two.heading.labels, **one.heading.labels}
        codes = list(dict.fromkeys([*one.heading.labels, *two.heading.labels]))
        heading = Heading(first, one.heading.text, {code: labels[code] for code in codes})
        places = [
            np.array([codes.index(code) for code in part.heading.labels], dtype=np.intp)[np.maximum(part.codes, 0)]
            for part in (one, two)
        ]
        title = joined([one.heading.text, two.heading.text])
        rows = sample.counted(one, two)
        basis = Basis.of(sample, rows, one, two)
        return cls(sample, heading, places[0], places[1], rows, title, (first, second), basis)

    def conclude(self, found: Found, **rest: Any) -> SignificanceTest:
        """Return the result, with what is the same for both tests."""
        return conclude(self.basis, found, title=self.title, base="both", variables=self.variables, **rest)


def _ratio(numerator: NDArray[np.floating[Any]]) -> Ratio:
    from scipy.sparse import csc_array

    return Ratio(csc_array(numerator), csc_array(np.ones_like(numerator)))


def _largest(code: str, value: float, se: float, df: float, level: float, pairs: _Pairs) -> Effect:
    label = joined([EFFECTS["share_difference"], pairs.heading.labels[code]], ": ")
    return t_effect("largest_difference", value, se, df, level, label=label, known=pairs.sample.census)


def _free(pairs: _Pairs, count: int) -> NDArray[np.intp]:
    """Return the answers whose differences follow from no others.

    Among answers that people changed into one another the differences add up to 0, so the last of each such group
    follows from the rest; one that nobody changed is a group of its own.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = pairs.sample.weighty(pairs.rows)
    first, second = pairs.first[rows], pairs.second[rows]
    _, groups = connected_components(coo_array((np.ones(len(first)), (first, second)), shape=(count, count)))
    last = np.zeros(count, dtype=np.intp)
    last[groups] = np.arange(count)
    return np.flatnonzero(last[groups] != np.arange(count))


def _four(value: str, counts: NDArray[np.intp], shares: Floats) -> Figures:
    """Return the table of both answers."""
    words = {1: value, 0: f"≠ {value}"}
    rows = [(words[i], words[j], counts[2 * i + j], shares[2 * i + j]) for i in (1, 0) for j in (1, 0)]
    return Figures.of({"first": "text", "second": "text", "n": "count", "share": "number"}, rows)


def _unvarying(estimate: float, effective: float, level: float) -> Effect:
    """Return a difference of 0 or 1 without spread: with Korn and Graubard's ends of each share."""
    reach = 1 - ((1 - level) / 2) ** (1 / effective)
    low, high = (-reach, reach) if estimate == 0 else sorted((estimate, estimate - 2 * math.copysign(reach, estimate)))
    return effect("share_difference", estimate, se=0.0, low=low, high=high, interval="korn_graubard")


def _odds_ratio(pairs: _Pairs, cells: NDArray[np.intp], df: float, level: float) -> Effect:
    """Return the odds of the first question alone against the second alone."""
    plan = pairs.sample.plan
    w = [float(plan.w[cells == cell].sum()) for cell in (2, 1)]
    if min(w) > 0:
        smooth = Smooth(_log_ratio, lambda t: np.array([[-1 / t[0]], [1 / t[1]]]), 1, 2)
        found = estimate_scores(plan, cell_scores(np.where((cells == 1) | (cells == 2), cells - 1, -1), 2), smooth)
        # Persons who do not differ are part of the base, so the degrees of freedom are theirs as well.
        log, se = float(found.value[0]), math.sqrt(float(found.variance[0]))
        half = t_quantile(level, df) * se
        low, high = math.exp(log - half), math.exp(log + half)
        return effect("odds_ratio", math.exp(log), se=math.exp(log) * se, low=low, high=high, interval="log_t")
    if max(w) == 0:
        return effect("odds_ratio", math.nan)
    tail = ((1 - level) / 2) ** (1 / _effective(plan.w[(cells == 1) | (cells == 2)]))
    if w[1] == 0:
        return effect("odds_ratio", math.inf, low=tail / (1 - tail), high=math.inf, interval="korn_graubard")
    return effect("odds_ratio", 0.0, low=0.0, high=(1 - tail) / tail, interval="korn_graubard")


def _log_ratio(totals: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(totals[..., 1] / totals[..., 0])
    return np.where(np.isfinite(found), found, np.nan)[..., np.newaxis]


def _effective(w: Floats) -> float:
    """Return Kish's effective number of rows."""
    return float(w.sum() ** 2 / np.square(w).sum())


def _exact(only_first: int, only_second: int) -> Found | None:
    """Return the two-sided binomial test of pairs that differ; None where there are very many."""
    from scipy.special import bdtr

    pairs = only_first + only_second
    if pairs > _LARGEST_EXACT:
        return None
    return Found("n", pairs, math.nan, None, min(1.0, 2 * float(bdtr(min(only_first, only_second), pairs, 0.5))))
