"""Variances and standard deviations of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimate import Estimates
from verkosto.aggregate._intervals import t_interval
from verkosto.aggregate._numbers_of import all_numbers, heading_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._rows_influence import Influenced
from verkosto.aggregate._rows_table import RowFigure, row_table, rows_met
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["estimates_of", "variance"]

_LABELS = {
    "variance": LocalText(fi="varianssi", sv="varians", en="variance"),
    "sd": LocalText(fi="keskihajonta", sv="standardavvikelse", en="standard deviation"),
}


def variance(
    responses: Responses,
    variable: str | Sequence[str],
    *,
    sd: bool = False,
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Table:
    """Return the variance of a variable in the population, of all or in each group, or its standard deviation.

    Args:
        responses: The answers.
        variable: As in `mean`. Several stand under one another.
        sd: Whether the standard deviation is wanted, the root of the variance.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `mean`.
        where: As in `frequency`.
        level: As in `frequency`.

    Returns:
        A `Table` with statistic "variance" or "sd". The base is the rows that have a number. A single row has no
        variance; its status says "no_spread".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: As in `mean` and `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.variance(vk.samples.tukirakenne(), "suosittelu", sd=True)
        >>> table.frame[["value", "base"]].to_dict("list")
        {'value': ['sd'], 'base': [524]}

    Formula: `n / (n - 1) * sum(w * (x - mean) ** 2) / sum(w)` over the n rows of the base with a weight above zero.
    Estimate and standard error equal those of `svyvar` of R's survey on the rows that have a number; the standard
    error of its root is `se / (2 * sd)`, as `svycontrast` gives it. Intervals are Student's t.
    """
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        design=design,
        weights=weights,
        dont_know=dont_know,
        where=where,
        level=level,
    )
    include = options.cannot_say(counts=False)
    met, variables = rows_met(
        responses,
        options,
        lambda domain: all_numbers(domain, named(variable), dont_know=include),
    )
    statistic = "sd" if sd else "variance"
    parts, figures = [], []
    for numbers in map(met.numbers, variables):
        groups = met.rows_of_groups(~np.isnan(numbers.values))
        own = [_Spread.of(rows, numbers.values[rows], met.plan.w[rows], root=sd) for rows in groups]
        parts += own
        heading = heading_of(numbers.variable, statistic, _LABELS[statistic])
        found = estimates_of(Influenced(met.plan, own), (len(groups), 1), level=met.wanted.level)
        figures.append(RowFigure(heading, numbers.variable.question, [statistic], groups, numbers.absent, found))
    return row_table(met, options, figures, Influenced(met.plan, parts))


def estimates_of(known: Influenced, shape: tuple[int, int], *, level: float) -> Estimates:
    """Return estimates with intervals of Student's t, of a shape (groups, values)."""
    value, df = known.value.reshape(shape), known.df.reshape(shape)
    se = np.sqrt(known.variance).reshape(shape)
    low, high, interval = t_interval(value, se, df=df, level=level)
    status = np.where(np.isnan(low), "no_spread", "ok").astype(object)
    return Estimates(value, se, low, high, interval, df, np.full_like(value, np.nan), status)


@frozen(eq=False)
class _Spread:
    """The variance of the rows of one group, or its root."""

    rows: NDArray[np.intp]
    squares: Floats
    deviations: Floats
    w: Floats
    factor: float
    root: bool

    @classmethod
    def of(cls, rows: NDArray[np.intp], values: Floats, w: Floats, *, root: bool) -> _Spread:
        """Take the numbers and weights of rows."""
        used = int(np.count_nonzero(w))
        deviations = values - (values @ w / w.sum() if used else 0.0)
        factor = used / (used - 1) if used > 1 else np.nan
        return cls(rows, deviations**2, deviations, w, factor, root)

    @property
    def value(self) -> Floats:
        """The variance or its root, shape (1,)."""
        return np.asarray(self.again(self.w[:, np.newaxis])[0])

    def influence(self) -> Floats:
        """Return what each row adds, shape (rows, 1)."""
        found = self.value
        square = found**2 if self.root else found
        with np.errstate(divide="ignore", invalid="ignore"):
            added = self.w * (self.factor * self.squares - square) / self.w.sum()
            return np.asarray(added / (2 * found) if self.root else added)[:, np.newaxis]

    def again(self, weights: Floats) -> Floats:
        """Return the results with other weights, each around the mean that they give."""
        total = weights.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = self.deviations @ weights / total
            found = self.factor * np.maximum(self.squares @ weights / total - moved**2, 0)
        return np.asarray(np.sqrt(found) if self.root else found)[:, np.newaxis]
