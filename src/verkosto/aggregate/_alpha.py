"""Cronbach's alpha: how well the items of a scale go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import asdict, frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimate import Estimates
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._numbers_of import Numbers, all_numbers
from verkosto.aggregate._options import Options
from verkosto.aggregate._rows_influence import Influenced
from verkosto.aggregate._rows_met import RowNumbers, RowsMet
from verkosto.aggregate._rows_table import RowFigure, row_table, rows_met
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.aggregate._variance import estimates_of
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Function = Callable[[Floats], tuple[float, Floats]]

__all__ = ["cronbach_alpha"]

_LABELS = {
    "alpha": LocalText(fi="Cronbachin alfa", sv="Cronbachs alfa", en="Cronbach's alpha"),
    "alpha_if_dropped": LocalText(fi="alfa ilman osiota", sv="alfa utan frågan", en="alpha if the item is dropped"),
    "item_rest": LocalText(
        fi="korrelaatio muiden summaan", sv="korrelation med de övrigas summa", en="correlation with the other items"
    ),
}
_BLOCK = 1 << 14
_SCALE = LocalText(fi="Osiot yhdessä", sv="Frågorna tillsammans", en="All items")


def cronbach_alpha(
    responses: Responses,
    items: str | Sequence[str],
    *,
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
    """Return Cronbach's alpha of the items of a scale, and what each item does to it.

    Args:
        responses: The answers.
        items: A matrix, whose rows are the items, or the ids of at least two variables that stand for numbers, as in
            `mean`. An item that runs the other way has to be turned first (`Option(..., number=...)`).
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
        A `Table`. Its first variable is the scale, with statistic and value "alpha"; one variable for each item
        follows, with "alpha_if_dropped" (alpha of the others; where there are three items or more) and "item_rest"
        (correlation of the item with the sum of the others, negative where it runs the other way). The base is the
        rows that answered every item ("listwise"); `Table.missing` counts the others by the reason of the first item
        that they lack. Where the items do not vary, there is no estimate, and the status says "no_spread".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: Fewer than two items, or as in `mean` and `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.cronbach_alpha(vk.samples.tukirakenne(), "vaittamat")
        >>> table.frame["statistic"].unique().tolist()
        ['alpha', 'alpha_if_dropped', 'item_rest']

    Formula: `k / (k - 1) * (1 - sum(item variances) / variance of the sum)` (Cronbach 1951, Psychometrika 16), with
    weighted variances as `svyvar`; the estimate equals that of `svycralpha` of R's survey. The standard errors are
    linearised or from replicates; intervals are Student's t.
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
    names = named(items)
    met, variables = rows_met(
        responses,
        options,
        lambda domain: all_numbers(domain, names, dont_know=include),
    )
    if len(variables) < 2:
        raise AnalysisError(f"alpha is of two items or more, and {variables[0].variable!r} is one. Name the others.")
    numbers = [met.numbers(variable) for variable in variables]
    values = np.stack([part.values for part in numbers])
    groups = met.rows_of_groups(np.asarray(~np.isnan(values).any(axis=0)))
    wanted = _wanted(len(variables))
    own = [_Scale.of(rows, values[:, rows], met.plan.w[rows], wanted) for rows in groups]
    found = estimates_of(Influenced(met.plan, own), (len(groups), len(wanted)), level=met.wanted.level)
    figures = _figures(met, names, variables, numbers, groups, found)
    # The table has the items one after another, each with all its groups.
    width = len(variables)
    columns = [[0], *([1 + place, 1 + width + place] if width > 2 else [1 + place] for place in range(width))]
    parts = [_Results(part, column) for column in columns for part in own]
    return row_table(met, options, figures, Influenced(met.plan, parts))


def _wanted(items: int) -> list[Function]:
    """Return alpha, alpha without each item (of three or more), and the correlation of each with the others."""
    found: list[Function] = [_alpha_of(np.arange(items))]
    if items > 2:
        found += [_alpha_of(np.delete(np.arange(items), place)) for place in range(items)]
    return found + [_rest_of(place) for place in range(items)]


def _alpha_of(kept: NDArray[np.intp]) -> Function:
    """Make alpha of some items, as a function of the covariance matrix of all that gives its derivatives too."""

    def alpha(covariance: Floats) -> tuple[float, Floats]:
        part = covariance[np.ix_(kept, kept)]
        trace, whole, factor = np.trace(part), part.sum(), len(kept) / (len(kept) - 1)
        slope = np.zeros_like(covariance)
        slope[np.ix_(kept, kept)] = factor * (trace / whole**2 - np.eye(len(kept)) / whole)
        return float(factor * (1 - trace / whole)), slope

    return alpha


def _rest_of(place: int) -> Function:
    """Make the correlation of one item with the sum of the others, likewise."""

    def correlation(covariance: Floats) -> tuple[float, Floats]:
        rest = np.arange(len(covariance)) != place
        own, others = covariance[place, place], covariance[np.ix_(rest, rest)].sum()
        shared = covariance[place, rest].sum()
        value = shared / np.sqrt(own * others)
        slope = np.zeros_like(covariance)
        slope[place, place] = -value / (2 * own)
        slope[np.ix_(rest, rest)] = -value / (2 * others)
        slope[place, rest] = 1 / np.sqrt(own * others)
        return float(value), slope

    return correlation


def _figures(
    met: RowsMet,
    names: Sequence[str],
    variables: Sequence[Numbers],
    numbers: Sequence[RowNumbers],
    groups: Sequence[NDArray[np.intp]],
    found: Estimates,
) -> list[RowFigure]:
    absent = numbers[0].absent.copy()
    for part in numbers[1:]:
        absent = np.where(absent == 0, part.absent, absent)
    questions = {variable.question for variable in variables}
    question = questions.pop() if len(questions) == 1 else ""
    text = met.responses.instrument[question].text if question in met.responses.instrument else _SCALE
    name = names[0] if len(names) == 1 else " + ".join(names)
    figures = [RowFigure(Heading(name, text, _labels("alpha")), question, ["alpha"], groups, absent, _some(found, [0]))]
    width = len(variables)
    nobody = np.zeros_like(absent)
    for place, variable in enumerate(variables):
        statistics = ["alpha_if_dropped", "item_rest"] if width > 2 else ["item_rest"]
        columns = [1 + place, 1 + width + place] if width > 2 else [1 + place]
        heading = Heading(variable.variable, variable.text, _labels(*statistics))
        figures.append(RowFigure(heading, variable.question, statistics, groups, nobody, _some(found, columns)))
    return figures


def _labels(*statistics: str) -> dict[str, LocalText]:
    return {statistic: _LABELS[statistic] for statistic in statistics}


def _some(found: Estimates, columns: list[int]) -> Estimates:
    return Estimates(**{name: part[:, columns] for name, part in asdict(found, recurse=False).items()})


@frozen(eq=False, slots=False)
class _Scale:
    """Functions of the covariance matrix of items, of the rows of one group.

    Attributes:
        rows: Places of the rows.
        deviations: Their items, less the group's means, shape (items, rows).
        w: Their weights.
        wanted: The functions.
    """

    rows: NDArray[np.intp]
    deviations: Floats
    w: Floats
    wanted: Sequence[Function]

    @classmethod
    def of(cls, rows: NDArray[np.intp], values: Floats, w: Floats, wanted: Sequence[Function]) -> _Scale:
        """Take the items, of shape (items, rows), and weights of rows."""
        total = w.sum()
        return cls(rows, values - (values @ w / total)[:, np.newaxis] if total > 0 else values, w, wanted)

    @cached_property
    def value(self) -> Floats:
        """The results; NaN where items do not vary."""
        return np.array([value for value, _ in self._found])

    def influence(self) -> Floats:
        """Return what each row adds, shape (rows, results)."""
        first, second = self._pairs
        twice = np.where(first == second, 1.0, 2.0)
        slopes = np.stack([(slope + slope.T)[first, second] * twice / 2 for _, slope in self._found])
        slopes[~np.isfinite(slopes).all(axis=1)] = 0
        centre = (slopes @ self._covariance[first, second])[:, np.newaxis]
        # Results stand in rows of memory, since variances are found result by result.
        found = np.empty((len(slopes), len(self.w)))
        for block, products in self._products():
            found[:, block] = slopes @ products - centre
        with np.errstate(divide="ignore", invalid="ignore"):
            found *= self.w / self.w.sum()
        return found.T

    def again(self, weights: Floats) -> Floats:
        """Return the results with other weights, shape (sets, results)."""
        return np.array([[value for value, _ in self._of(found)] for found in self._covariances(weights)])

    @cached_property
    def _found(self) -> list[tuple[float, Floats]]:
        return self._of(self._covariance)

    def _of(self, covariance: Floats) -> list[tuple[float, Floats]]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return [function(covariance) for function in self.wanted]

    @cached_property
    def _covariance(self) -> Floats:
        return np.asarray(self._covariances(self.w[:, np.newaxis])[0])

    @property
    def _pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        first, second = np.triu_indices(len(self.deviations))
        return first, second

    def _products(self) -> Iterator[tuple[slice, Floats]]:
        """Give the products of pairs of items, shape (pairs, rows), of some rows at a time."""
        first, second = self._pairs
        for start in range(0, len(self.w), _BLOCK):
            part = self.deviations[:, start : start + _BLOCK]
            yield slice(start, start + _BLOCK), part[first] * part[second]

    def _covariances(self, weights: Floats) -> Floats:
        """Return the covariance of items with each set of weights, shape (sets, items, items)."""
        (first, second), items = self._pairs, len(self.deviations)
        sums = np.zeros((len(first), weights.shape[1]))
        for block, products in self._products():
            sums += products @ weights[block]
        found = np.empty((weights.shape[1], items, items))
        with np.errstate(divide="ignore", invalid="ignore"):
            whole = weights.sum(axis=0)
            means = (self.deviations @ weights / whole).T
            found[:, first, second] = found[:, second, first] = (sums / whole).T
            return np.asarray(found - means[:, :, np.newaxis] * means[:, np.newaxis, :])


@frozen(eq=False)
class _Results:
    """Some of the results of a scale."""

    scale: _Scale
    columns: list[int]

    @property
    def rows(self) -> NDArray[np.intp]:
        """Places of the rows."""
        return self.scale.rows

    @property
    def value(self) -> Floats:
        """The results."""
        return np.asarray(self.scale.value[self.columns])

    def influence(self) -> Floats:
        """Return what each row adds, shape (rows, results)."""
        return np.asarray(self.scale.influence()[:, self.columns])

    def again(self, weights: Floats) -> Floats:
        """Return the results with other weights, shape (sets, results)."""
        return np.asarray(self.scale.again(weights)[:, self.columns])
