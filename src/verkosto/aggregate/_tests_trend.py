"""Trend across waves: a straight line through their estimates, and whether they depart from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._given import one_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._table import Table
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import (
    Found,
    by_f,
    by_t,
    conclude,
    effect,
    inverse_times,
    none_found,
    other,
    t_effect,
)
from verkosto.aggregate._tests_notes import about_independent, about_pooled
from verkosto.aggregate._tests_result import SignificanceTest
from verkosto.aggregate._tests_waves import At, Waves, waves_of_responses, waves_of_tables, waves_within
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["TrendVariance", "trend"]

TrendVariance = Literal["estimated", "pooled"]


def trend(
    waves: Responses | Sequence[Responses] | Sequence[Table],
    variable: str | None = None,
    *,
    by: str | None = None,
    value: str | None = None,
    at: Sequence[At] | None = None,
    variance: TrendVariance = "estimated",
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    level: float = 0.95,
) -> SignificanceTest:
    """Test whether a share or a mean rises or falls over waves of a survey.

    Args:
        waves: Answers with the waves in one variable (`by`), several answers, or several tables of one wave each.
            Several answers or tables are taken to be independent; the covariance of groups of one survey is known.
        variable: What is followed. For tables it may be left out where they have one row each.
        by: The variable whose groups are the waves; only where `waves` is one Responses.
        value: Code of the answer whose share is followed; None: the mean of a number.
        at: When the waves were: numbers or dates (`"2020"`, `"2020-03"`), one for each in order. A date counts
            in years. None: as the groups' codes say, or the instruments' `fieldwork`; where those do not, one after
            another.
        variance: `"estimated"` (the default): waves are weighted by their own variances. `"pooled"`, for shares: by
            those that they would have without a trend, as Cochran and Armitage do. It is used anyway where a
            share of 0 or 1 has no variance of its own; a note says so.
        design: How the rows were drawn; of several surveys, each by this design.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        dont_know: As in `frequency`, for shares.
        level: Confidence of the interval.

    Returns:
        A `SignificanceTest`. The effect is the slope, `share_slope` or `slope`: the change for each unit of `at`.
        `other("linearity")` tests whether the waves depart from the line; there is one from three waves on. `details`
        has a row for each wave: `at`, `n`, the estimate with `se`, and where the line lies.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Fewer than two waves, times that do not fit, tables that hold different things, or a design
            that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> vk.trend([table, table], value="k", at=[2020, 2024]).effect.name
        'share_slope'

    Formula: generalised least squares on the estimates with their covariance (Grizzle, Starmer and Koch 1969,
    Biometrics 25); t on the design's degrees of freedom, those of independent waves added up.
    """
    one_of(variance, get_args(TrendVariance), "variance")
    options = Options(design=design, weights=weights, where=where, dont_know=dont_know, level=level)
    wanted = options.check()
    found, notes = _waves(waves, variable, by, value, at, options)
    if variance == "pooled" and not found.share:
        msg = "variance='pooled' is for shares. Leave it out for means."
        raise AnalysisError(msg)
    lacking = found.share and bool(found.steady.any())
    pooled = variance == "pooled" or lacking
    if pooled:
        notes = notes if variance == "pooled" else [*notes, about_pooled()]
        found = evolve(found, covariance=_pooled(found))
    line = _Line.of(found)
    name = "share_slope" if found.share else "slope"
    size = effect(name, math.nan) if line is None else t_effect(name, line.slope, line.se, found.df, wanted.level)
    return conclude(
        found.basis,
        _rises(found, line),
        name="trend",
        title=found.title,
        method="trend_pooled" if pooled else "trend_estimated",
        effects=[size],
        level=wanted.level,
        base="waves",
        variables=found.variables,
        groups=_figures(found, line),
        labels={"wave": found.names},
        notes=[*found.notes, *notes],
        others=[] if line is None or len(found.labels) < 3 else [other("linearity", line.departure(found))],
    )


def _waves(
    waves: object,
    variable: str | None,
    by: str | None,
    value: str | None,
    at: Sequence[At] | None,
    options: Options,
) -> tuple[Waves, list[LocalText]]:
    several = list(waves) if isinstance(waves, Sequence) else []
    if isinstance(waves, Responses) and by is not None and variable is not None:
        return waves_within(waves, variable, by, value, at, options), []
    tables = [wave for wave in several if isinstance(wave, Table)]
    if tables and len(tables) == len(several) and by is None:
        return waves_of_tables(tables, variable, value, at), [about_independent()]
    answers = [wave for wave in several if isinstance(wave, Responses)]
    if answers and len(answers) == len(several) and by is None and variable is not None:
        return waves_of_responses(answers, variable, value, at, options), [about_independent()]
    msg = (
        "a trend takes one Responses with variable and by=, or a list of Responses with variable, or a list of tables. "
        "Give one of the three."
    )
    raise AnalysisError(msg)


def _pooled(waves: Waves) -> Floats:
    """Return the covariance that the shares would have if they were all the same."""
    sizes = waves.effective
    share = float(np.average(waves.values, weights=sizes))
    spread = np.sqrt(share * (1 - share) / sizes)
    own = np.sqrt(np.diag(waves.covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.nan_to_num(waves.covariance / np.outer(own, own))
    np.fill_diagonal(correlation, 1.0)
    return np.asarray(correlation * np.outer(spread, spread))


@frozen(eq=False)
class _Line:
    """A straight line fitted to waves.

    Attributes:
        height: How high it is at the middle.
        slope: How much it rises in a unit of time.
        se: Standard error of the slope.
        middle: The mean of the times.
        inverse: The inverse of the covariance of the waves.
    """

    height: float
    slope: float
    se: float
    middle: float
    inverse: Floats

    @classmethod
    def of(cls, waves: Waves) -> _Line | None:
        """Fit a line; None where a wave has no variance, or the covariance no inverse."""
        # Around the mean, years do not make the two columns nearly the same.
        middle = float(waves.at.mean())
        columns = np.stack([np.ones_like(waves.at), waves.at - middle], axis=1)
        inverse = None if waves.steady.any() else inverse_times(waves.covariance, np.eye(len(columns)))
        bread = None if inverse is None else inverse_times(columns.T @ inverse @ columns, np.eye(2))
        if inverse is None or bread is None:
            return None
        height, slope = bread @ (columns.T @ inverse @ waves.values)
        return cls(float(height), float(slope), math.sqrt(float(bread[1, 1])), middle, inverse)

    def at(self, times: Floats) -> Floats:
        """Return the line at some times."""
        return self.height + self.slope * (times - self.middle)

    def departure(self, waves: Waves) -> Found:
        """Test whether the estimates depart from the line."""
        rest = waves.values - self.at(waves.at)
        df = len(rest) - 2
        return by_f(float(rest @ self.inverse @ rest) / df, df, waves.df)


def _rises(waves: Waves, line: _Line | None) -> Found:
    """Test whether the line rises or falls."""
    if line is None:
        return none_found("t", "no_variance" if waves.steady.any() else "singular", waves.df)
    return by_t(line.slope, line.se, waves.df, size=0.0)


def _figures(waves: Waves, line: _Line | None) -> Figures:
    fitted = np.full(len(waves.at), math.nan) if line is None else line.at(waves.at)
    se = np.sqrt(np.maximum(np.diag(waves.covariance), 0))
    names = ("share", "fitted_share") if waves.share else ("mean", "fitted")
    columns = {
        "wave": "text", "at": "number", "n": "count", names[0]: "number", "se": "number", names[1]: "number",
    }  # fmt: skip
    rows = zip(waves.labels, waves.at, waves.n, waves.values, se, fitted, strict=True)
    return Figures.of(columns, rows)
