"""Independence of two variables: Rao and Scott's chi-square, and Wald tests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._given import one_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._scores import Estimated, cell_scores, estimate_scores
from verkosto.aggregate._statistics import Ratio, Smooth
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import Basis, Found, by_f, by_wald, conclude, effect, joined, none_found, varies
from verkosto.aggregate._tests_notes import about_empty, about_few
from verkosto.aggregate._tests_result import Effect, SignificanceTest
from verkosto.aggregate._tests_rows import Categories, Sample, two_names
from verkosto.aggregate._tests_tails import chi2_tail, mixture_tail, noncentral_limits, saddlepoint_tail
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["ChiStatistic", "chi_square"]

ChiStatistic = Literal["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"]

_FEW = 5

_MOST_CELLS = 2000
"""Their covariance takes half a minute; nobody reads a larger table."""


def chi_square(
    responses: Responses,
    variable: str,
    by: str,
    *,
    statistic: ChiStatistic = "F",
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether the answers to two questions are independent.

    Args:
        responses: The answers.
        variable: What gives each row one category: a single choice, a row of a matrix, an option of a multiple
            choice (ticked or not), an area question, an NPS, or a kind of area that follows from an area question.
        by: Another of these.
        statistic: `"F"` (the default): Pearson's chi-square with Rao and Scott's second-order correction.
            `"Chisq"`: with their first-order correction. `"Wald"` and `"adjWald"`: Wald tests, which need many
            more sampling units than cells. `"lincom"` and `"saddlepoint"`: Pearson's chi-square with its
            asymptotic distribution, exact or approximated.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        dont_know: `"include"` (the default): options of kind `dont_know` are categories. `"exclude"`: they are
            missing, as refusals always are. It concerns `variable`, not `by`.
        through: The area question to go through, where several would do.
        allocate: `"majority"` for areas that do not nest.
        level: Confidence of the interval of the effect.

    Returns:
        A `SignificanceTest`. Rows that lack one of the two do not count, and stand in `missing`; categories that
        nobody chose are left out. The effect is Cramér's V of the weighted table: 0 without, 1 with a complete
        connection. `details` has a row for each cell: `n`, `share`, and what independence would give, with
        `residual`, the difference in its standard errors.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: A variable without categories, a variable of which a single category occurs, nobody who
            answered both, or a design that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> test = vk.chi_square(vk.samples.tukirakenne(), "malli_a", "toimiala")
        >>> test.statistic_name, round(test.df, 2), test.n
        ('F', 12.0, 561)

    Formula: Rao and Scott (1984), "On chi-squared tests for multiway contingency tables with cell proportions
    estimated from survey data", Annals of Statistics 12; equal to `svychisq` of R's survey on
    `subset(design, !is.na(variable) & !is.na(by))`. The interval of V follows from the noncentral F distribution.
    """
    one_of(statistic, get_args(ChiStatistic), "statistic")
    two_names(variable, by)
    options = Options(
        design=design,
        weights=weights,
        where=where,
        dont_know=dont_know,
        through=through,
        allocate=allocate,
        level=level,
    )
    sample = Sample.of(responses, options)
    first, second = sample.categories(variable), sample.groups(by)
    rows = sample.counted(first, second)
    weighty = sample.weighty(rows)
    table = _Crossed.of(sample, first.kept(weighty), second.kept(weighty), rows)
    found, size = table.test(statistic)
    return conclude(
        Basis.of(sample, rows, first, second),
        found,
        name="chi_square",
        title=joined([first.heading.text, second.heading.text]),
        method=f"chi_{statistic}",
        effects=[table.cramers_v(size, sample.level)],
        level=sample.level,
        base="both",
        variables=[variable, by],
        groups=table.figures(),
        labels={"value": first.heading.labels, "group": second.heading.labels},
        notes=[*first.notes, *second.notes, *table.notes()],
    )


@frozen(eq=False)
class _Corrected:
    """Pearson's chi-square and Rao and Scott's corrections of it.

    Attributes:
        pearson: Chi-square of the weighted table, scaled to the number of rows.
        factors: Design effects of the contrasts: under independence the chi-square is a sum of them times
            independent chi-squares of one degree.
        df: Degrees of freedom of the design.
    """

    pearson: float
    factors: Floats
    df: float

    @property
    def d0(self) -> float:
        """Satterthwaite's degrees of freedom."""
        return float(self.factors.sum() ** 2 / np.square(self.factors).sum())

    @property
    def f(self) -> Found:
        """The second-order test."""
        return by_f(self.pearson / float(self.factors.sum()), self.d0, self.d0 * self.df)


@frozen(eq=False)
class _Crossed:
    """A table of two variables, with the covariance of its shares.

    Attributes:
        first: Categories of its rows, only those that occur.
        second: Categories of its columns.
        n: Answers in each cell, shape (rows, columns).
        shares: Estimated shares of all, likewise.
        estimated: The shares with their covariance, one after the other.
        df: Degrees of freedom of the design.
    """

    first: Categories
    second: Categories
    n: NDArray[np.intp]
    shares: Floats
    estimated: Estimated
    covariance: Floats
    df: float

    @classmethod
    def of(cls, sample: Sample, first: Categories, second: Categories, rows: NDArray[np.bool_]) -> _Crossed:
        shape = len(first.heading.labels), len(second.heading.labels)
        for variable, size in ((first, shape[0]), (second, shape[1])):
            if size < 2:
                only = next(iter(variable.heading.labels))
                msg = (
                    f"variable {variable.heading.id!r} has one category, {only!r}, among the rows that count, so there "
                    "is nothing to compare. Name another variable, or widen where=."
                )
                raise AnalysisError(msg)
        if (count := shape[0] * shape[1]) > _MOST_CELLS:
            msg = (
                f"the table of {first.heading.id!r} and {second.heading.id!r} has {count} cells, more than "
                f"{_MOST_CELLS}. Make larger classes (an area type, or `responses.derive`), or narrow where=."
            )
            raise AnalysisError(msg)
        cells = np.where(rows & first.present & second.present, first.codes * shape[1] + second.codes, -1)
        from scipy.sparse import csc_array

        scores = cell_scores(cells, count)
        estimated = estimate_scores(
            sample.plan, scores, Ratio(csc_array(np.eye(count)), csc_array(np.ones((count, count))))
        )
        n = np.bincount(cells[cells >= 0], minlength=count)
        shares = estimated.value.reshape(shape)
        return cls(first, second, n.reshape(shape), shares, estimated, estimated.covariance(), float(estimated.df[0]))

    @property
    def expected(self) -> Floats:
        """The shares that independence would give."""
        return np.outer(self.shares.sum(axis=1), self.shares.sum(axis=0))

    @property
    def phi_squared(self) -> float:
        """Pearson's chi-square divided by the number of rows."""
        return float((np.square(self.shares - self.expected) / self.expected).sum())

    def test(self, statistic: str) -> tuple[Found, Found]:
        """Return the test asked for, and the one that gives the interval of the effect."""
        corrected = self._corrected()
        if isinstance(corrected, Found):
            return corrected, corrected
        if statistic in ("Wald", "adjWald"):
            return self._wald(adjusted=statistic == "adjWald"), corrected.f
        if statistic == "F" or not corrected.df > 0:
            return corrected.f, corrected.f
        return self._pearson(corrected, statistic), corrected.f

    def cramers_v(self, found: Found, level: float) -> Effect:
        """Return Cramér's V; its interval holds the noncentralities that the test does not exclude."""
        smallest = min(self.shares.shape) - 1
        v = math.sqrt(self.phi_squared / smallest)
        if found.status != "ok" or found.ddf is None:
            return effect("cramers_v", v)
        low, high = noncentral_limits(found.statistic, found.df, found.ddf, level)
        return effect(
            "cramers_v", v, low=v * math.sqrt(low), high=min(v * math.sqrt(high), 1.0), interval="noncentral_f"
        )

    def figures(self) -> Figures:
        """Return a row for each cell."""
        slopes = self._slopes()
        variance = ((slopes @ self.covariance) * slopes).sum(axis=1).reshape(self.shares.shape)
        expected = self.expected
        with np.errstate(divide="ignore", invalid="ignore"):
            residual = np.where(variance > 1e-24, (self.shares - expected) / np.sqrt(variance), np.nan)
        rows = [
            (
                value,
                group,
                self.n[i, j],
                self.shares[i, j],
                expected[i, j],
                self.n.sum() * expected[i, j],
                residual[i, j],
            )
            for i, value in enumerate(self.first.heading.labels)
            for j, group in enumerate(self.second.heading.labels)
        ]
        columns = {
            "value": "text", "group": "text", "n": "count", "share": "number", "expected_share": "number",
            "expected": "number", "residual": "number",
        }  # fmt: skip
        return Figures.of(columns, rows)

    def notes(self) -> list[LocalText]:
        """Tell of empty cells and of small expected counts."""
        empty, few = int((self.n == 0).sum()), int((self.n.sum() * self.expected < _FEW).sum())
        return [*([about_empty(empty, self.n.size)] if empty else []), *([about_few(few, self.n.size)] if few else [])]

    def _slopes(self) -> Floats:
        """Return the derivatives of share less expected share by the shares, shape (cells, cells)."""
        rows, columns = self.shares.shape
        by_row = np.kron(np.eye(rows), np.ones((columns, columns)))
        by_column = np.kron(np.ones((rows, rows)), np.eye(columns))
        of_row = np.repeat(self.shares.sum(axis=1), columns)[:, np.newaxis]
        of_column = np.tile(self.shares.sum(axis=0), rows)[:, np.newaxis]
        return np.asarray(np.eye(rows * columns) - by_row * of_column - by_column * of_row)

    def _corrected(self) -> _Corrected | Found:
        """Return the corrections, or why there are none."""
        contrasts = np.kron(_contrasts(self.shares.shape[0]), _contrasts(self.shares.shape[1]))
        p, n = self.shares.reshape(-1), float(self.n.sum())
        if not varies(self.covariance):
            return none_found("F", "no_variance", contrasts.shape[1])
        with np.errstate(divide="ignore"):
            scaled = contrasts * np.where(p > 0, 1 / p, 0.0)[:, np.newaxis]
        simple = contrasts.T @ scaled / n
        if np.linalg.cond(simple) > 1e12:
            return none_found("F", "singular", contrasts.shape[1])
        effects = np.linalg.eigvals(np.linalg.solve(simple, scaled.T @ self.covariance @ scaled))
        return _Corrected(n * self.phi_squared, np.maximum(effects.real, 0.0), self.df)

    def _pearson(self, corrected: _Corrected, statistic: str) -> Found:
        size, factors = corrected.pearson, corrected.factors
        count = float(len(factors))
        if statistic == "Chisq":
            return Found("chi2", size, count, None, chi2_tail(size / float(factors.mean()), count))
        # R's survey takes the spread of the variance into account for units and not for replicates.
        replicated = self.estimated.plan.replicates is not None
        ddf = math.inf if replicated else corrected.d0 * corrected.df
        p = mixture_tail(size, factors, ddf) if statistic == "lincom" else math.nan
        if math.isnan(p):
            p = saddlepoint_tail(size, factors[factors > 0], ddf)
        # Where the approximation has no value, near the mean, Satterthwaite's is as good.
        return Found("chi2", size, count, None, corrected.f.p if math.isnan(p) else p)

    def _wald(self, *, adjusted: bool) -> Found:
        rows, columns = self.shares.shape
        count = rows * columns
        totals = Smooth(lambda t: t, lambda t: np.eye(len(t)), count, count)
        found = estimate_scores(self.estimated.plan, self.estimated.scores, totals)
        t, every = found.totals, float(found.totals.sum())
        crossed = t.reshape(rows, columns)
        of_row = np.repeat(crossed.sum(axis=1), columns)
        of_column = np.tile(crossed.sum(axis=0), rows)
        by_row = np.kron(np.eye(rows), np.ones((columns, columns)))
        by_column = np.kron(np.ones((rows, rows)), np.eye(columns))
        difference = t - of_row * of_column / every
        slopes = np.eye(count) - by_row * (of_column / every)[:, np.newaxis]
        slopes += -by_column * (of_row / every)[:, np.newaxis] + (of_row * of_column / every**2)[:, np.newaxis]
        kept = np.arange(count).reshape(rows, columns)[1:, 1:].reshape(-1)
        covariance = (slopes @ found.covariance() @ slopes.T)[np.ix_(kept, kept)]
        return by_wald(difference[kept] / every, covariance / every**2, self.df, adjusted=adjusted)


def _contrasts(count: int) -> Floats:
    """Return an orthonormal basis of the contrasts of some levels, shape (count, count - 1)."""
    lower = np.tril(np.ones((count, count - 1)), -1)
    basis, _ = np.linalg.qr(np.eye(count)[:, :-1] - lower / np.arange(count - 1, 0, -1))
    return np.asarray(basis)
