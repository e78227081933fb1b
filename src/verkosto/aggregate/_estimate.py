"""Estimates: from the totals of cells to figures with their standard errors and intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import Totals
from verkosto.aggregate._estimands import Estimand
from verkosto.aggregate._intervals import ShareInterval, share_interval, t_interval
from verkosto.aggregate._layout import Layout
from verkosto.aggregate._parts import RowPart, UnitPart
from verkosto.aggregate._statistics import Linear, Ratio, pick

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Counts", "DeffKind", "Estimates", "Spread", "Wanted", "counts_of", "estimate", "spread_of", "statistic_of"]

DeffKind = Literal["replace", "without"]

_ROUNDING = 1e-24
_MOVED = 8 * np.finfo(np.float64).eps
_EQUAL = 1e-12


@frozen(kw_only=True)
class Wanted:
    """How figures are to be reported.

    Attributes:
        level: Confidence of the intervals.
        interval: Name of the interval for shares; None is the default.
        deff: Whether the design effect compares with a simple random sample with or without replacement.
    """

    level: float
    interval: ShareInterval | None = None
    deff: DeffKind = "replace"


@frozen(eq=False)
class Counts:
    """Counts of an estimand in the groups shown: rows of shape (groups, figures), bases of shape (groups, 1).

    Attributes:
        n: Rows of each figure.
        used: The same without weights of zero.
        w: Sums of their weights, divided by the plan's scale.
        base: What the base counts: rows or ticks.
        rows: Rows of the base with a weight above zero.
        base_w: Weighted count of the base, divided by the scale.
        row_w: Sum of the weights of the base's rows, divided by the scale; `row_w2` that of their squares.
    """

    n: NDArray[np.int64]
    used: NDArray[np.int64]
    w: Floats
    base: NDArray[np.int64]
    rows: NDArray[np.int64]
    base_w: Floats
    row_w: Floats
    row_w2: Floats


@frozen(eq=False)
class Estimates:
    """Arrays of one shape (groups, figures); NaN or None where there is no estimate."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    interval: NDArray[np.object_]
    df: Floats
    deff: Floats
    status: NDArray[np.object_]


def statistic_of(estimand: Estimand, layout: Layout, groups: int, shift: Floats, scale: float = 1.0) -> Linear | Ratio:
    """Return the estimand's figures of all groups shown as a statistic of the totals of its cells.

    Args:
        estimand: What is wanted.
        layout: The groups shown.
        groups: Number of groups counted.
        shift: What measures were shifted by, shape (measures, groups).
        scale: What weights were divided by; only totals depend on it.
    """

    def make() -> Linear | Ratio:
        if estimand.denominators is None:
            base = np.zeros_like(estimand.numerators)
            base[:, estimand.base, 0] = 1
            return Linear(_form(estimand.numerators * scale, layout, groups, shift), _form(base, layout, groups, shift))
        above = _form(estimand.numerators, layout, groups, shift)
        return Ratio(above, _form(estimand.denominators, layout, groups, shift))

    if estimand.measures:
        return make()
    # The questions of one scale have the same figures.
    below = None if estimand.denominators is None else estimand.denominators.tobytes()
    key = (estimand.numerators.shape, estimand.numerators.tobytes(), below, estimand.base.tobytes(), scale)
    return layout.once(key, make)


def _form(factors: Floats, layout: Layout, groups: int, shift: Floats) -> object:
    """Lay factors of (figure, level, measure) out over the totals of counted groups and the groups shown."""
    figures, levels, measures = factors.shape
    figure, level, measure = np.nonzero(factors)
    counted, shown = layout.pairs()
    of_group = counted[:, np.newaxis] * levels + level
    column = shown[:, np.newaxis] * figures + figure
    value = np.broadcast_to(factors[figure, level, measure], column.shape)
    row = of_group * measures + measure
    if measures > 1:
        # A shifted total is put right by the total of rows.
        moved = value * shift[measure][:, counted].T
        row, column = np.concatenate([row, of_group * measures]), np.concatenate([column, column])
        value = np.concatenate([value, moved])
    shape = (groups * levels * measures, len(layout) * figures)
    return pick(row.reshape(-1), column.reshape(-1), shape, value.reshape(-1))


def counts_of(estimand: Estimand, totals: Totals, layout: Layout) -> Counts:
    """Count the rows of each figure and base."""
    cells, base = estimand.cells.T, estimand.base
    n, used, w = (layout.array(part) for part in (totals.n, totals.used, totals.w[..., 0]))
    tallied = layout.array(totals.tally[..., estimand.tallied] if estimand.tallied else totals.n)
    row_w2 = layout.array(totals.w2)[:, base].sum(axis=1, keepdims=True)
    base_w = w
    if estimand.tallied:
        shift = totals.shift[estimand.tallied][:, np.newaxis]
        base_w = layout.array(totals.w[..., estimand.tallied] + shift * totals.w[..., 0])
    return Counts(
        n @ cells,
        used @ cells,
        w @ cells,
        np.rint(tallied[:, base].sum(axis=1, keepdims=True)).astype(np.int64),
        used[:, base].sum(axis=1, keepdims=True),
        base_w[:, base].sum(axis=1, keepdims=True),
        w[:, base].sum(axis=1, keepdims=True),
        row_w2,
    )


@frozen(eq=False)
class Spread:
    """Variances and degrees of freedom of shape (groups, figures), and whether all variances kept their digits."""

    variance: Floats
    df: Floats
    exact: bool


def spread_of(estimand: Estimand, totals: Totals, layout: Layout, counts: Counts, scale: float) -> Spread | None:
    """Return the linearised variances of figures, as far as totals tell them.

    Args:
        estimand: What is wanted.
        totals: Sums of the cells of its axis.
        layout: The groups shown.
        counts: Counts of its figures and bases.
        scale: What weights were divided by.

    Formula: with `T` the totals and `g` the gradient of a figure, its variance is that of `g @ T` (Särndal, Swensson
    and Wretman 1992, sections 5.5 to 5.8; `svymean`, `svytotal` and `svyratio` of R's survey).
    """
    if totals.parts is None:
        return None
    groups = len(totals.n)
    gradient = statistic_of(estimand, layout, groups, totals.shift, scale).gradient(totals.w.reshape(-1))
    marks = _marks(estimand, layout, groups)
    variances, degrees, exact = [], [], True
    for part in totals.parts:
        if isinstance(part, UnitPart):
            variance, df = part.linearised(gradient, marks)
        else:
            strata = counts.rows[:, 0] > 0 if len(part.factor) == 1 else part.present(marks)
            df = counts.rows[:, 0] - strata
            variance, kept = part.variance(gradient)
            exact = exact and kept
        variances.append(variance)
        degrees.append(df)
    # Degrees of freedom are those of the first stage.
    every = degrees[0][:, np.newaxis] + np.zeros(counts.n.shape)
    return Spread(np.sum(variances, axis=0).reshape(counts.n.shape), every, exact)


def estimate(
    estimand: Estimand,
    totals: Totals,
    layout: Layout,
    counts: Counts,
    spread: Spread | None,
    wanted: Wanted,
    *,
    share: bool,
    scale: float,
    simple: bool,
    by_rows: Callable[[], tuple[Floats, Floats]] | None,
) -> Estimates:
    """Estimate figures with linearised standard errors and intervals.

    Args:
        estimand: What is wanted.
        totals: Sums of the cells of its axis.
        layout: The groups shown.
        counts: Counts of its figures and bases.
        spread: Their variances; None where the totals do not tell them.
        wanted: How figures are to be reported.
        share: Whether figures are shares, between 0 and 1.
        scale: What weights were divided by.
        simple: Whether each row is a unit drawn with replacement from one stratum.
        by_rows: Gives the same figures from the scores of rows, where totals do not tell the variance of a design, or
            would lose its digits; None where rows are not at hand.
    """
    shape = counts.n.shape
    statistic = statistic_of(estimand, layout, len(totals.n), totals.shift, scale)
    value = statistic.value(totals.w.reshape(-1)).reshape(shape)
    known = (counts.base_w > 0) & ~np.isnan(value)
    if by_rows is not None and (spread is None or not spread.exact):
        variance, df = by_rows()
    elif spread is not None:
        variance, df = spread.variance, spread.df
    if share:
        # Sums of the same weights in another order differ in the last digit; counts of rows do not.
        value = np.clip(np.where(counts.used == counts.rows, 1.0, value), 0, 1) if estimand.tallied == 0 else value
        variance = np.where(((value == 0) | (value == 1)) & ~np.isnan(variance), 0.0, variance)
    value = np.where(known, value, np.nan)
    variance = np.where(known, variance, np.nan)
    df = np.where(known, df, np.nan) + np.zeros(shape)
    of_rows = estimand.tallied == 0
    low, high, interval = _interval(
        value, variance, counts, df, wanted, share=share, simple=simple, of_rows=of_rows, totals=totals
    )
    nothing = np.where(counts.base_w > 0, "zero_total", np.where(counts.base > 0, "zero_weight", "empty"))
    found = np.where(known, "ok", nothing).astype(object)
    # A mean of one row has a standard error of 0 and no interval; a share of one lies anywhere from 0 to 1.
    found[known & (np.isnan(variance) | np.isnan(low))] = "no_spread"
    deff = _deff(estimand, totals, layout, counts, value, variance, wanted, scale)
    return Estimates(value, np.sqrt(variance), low, high, interval, df, deff, found)


def _marks(estimand: Estimand, layout: Layout, groups: int) -> object:
    """Return which cells' rows count in the base of each group shown, as sparse marks by cell (not measure)."""
    marks = estimand.base.astype(np.float64)[np.newaxis, :, np.newaxis]
    return layout.once(("base", marks.tobytes()), lambda: _form(marks, layout, groups, np.zeros((1, groups))))


def _interval(
    value: Floats,
    variance: Floats,
    counts: Counts,
    df: Floats,
    wanted: Wanted,
    *,
    share: bool,
    simple: bool,
    of_rows: bool,
    totals: Totals,
) -> tuple[Floats, Floats, NDArray[np.object_]]:
    certain = totals.parts is not None and all(_certain(part) for part in totals.parts)
    if not share:
        endless = np.where(np.isnan(df), np.nan, np.inf) if certain else df
        return t_interval(value, np.sqrt(variance), df=endless, level=wanted.level)
    with np.errstate(divide="ignore", invalid="ignore"):
        kish = counts.row_w**2 / counts.row_w2 + np.zeros_like(value)
        spread = value * (1 - value)
        effective = np.where((variance > 0) & (spread > 0), spread / variance, kish)
    if simple and of_rows:
        effective = kish
    if certain:
        effective = np.full_like(value, np.inf)
    return share_interval(
        value,
        variance,
        effective=effective,
        rows=(counts.base if of_rows else counts.rows) + np.zeros(value.shape, dtype=np.int64),
        df=df,
        level=wanted.level,
        method=wanted.interval,
    )


def _certain(part: UnitPart | RowPart) -> bool:
    """Whether a stage has no sampling error: everybody was asked."""
    if isinstance(part, UnitPart):
        return not part.stage.scale.any()
    return not part.squares[..., 0, 0].any() and bool(part.sums[..., 0].any())


def _deff(
    estimand: Estimand,
    totals: Totals,
    layout: Layout,
    counts: Counts,
    value: Floats,
    variance: Floats,
    wanted: Wanted,
    scale: float,
) -> Floats:
    """Return the variance beside that of a simple random sample of as many rows (`deff` of R's survey)."""
    width = totals.w.shape[-1]
    if estimand.tallied or width > 2 or (width == 2 and counts.n.shape[1] > 1):
        return np.full(value.shape, np.nan)
    w = layout.array(totals.w[..., 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        if width == 1:
            factors = estimand.numerators[..., 0].T
            mean, square = w @ factors / counts.row_w, w @ factors**2 / counts.row_w
            # What is left of equal figures is rounding: everybody a detractor is no spread.
            spread = np.where(square - mean**2 > _EQUAL * square, square - mean**2, 0.0)
        else:
            spread = _spread_of_values(totals, layout, counts, estimand)
        simple = spread / (counts.rows - 1)
        if estimand.denominators is None:
            simple = simple * (counts.row_w * scale) ** 2
        if wanted.deff == "without":
            population = counts.row_w * scale
            left = (population - counts.rows) / population
            simple = simple * np.where(left >= 0, left, np.nan)
        return np.asarray(np.where((spread > 0) & (counts.rows > 1) & (simple > 0), variance / simple, np.nan))


def _spread_of_values(totals: Totals, layout: Layout, counts: Counts, estimand: Estimand) -> Floats:
    """Return the weighted variance of numbers in each group shown, from sums around the shift of each counted group."""
    base, shift = estimand.base, totals.shift[1]
    of_rows = totals.w[:, base, 0].sum(axis=1)
    # Sums around one number for all groups add up over groups; a group alone keeps the digits of its own.
    moved = np.zeros_like(shift) if len(layout.merges) == 1 or not len(shift) else shift - shift.mean()
    first = totals.w[:, base, 1].sum(axis=1)
    second = totals.second[:, base, 1].sum(axis=1) + 2 * moved * first + moved**2 * of_rows
    around, squares = layout.array(first + moved * of_rows), layout.array(second)
    weight = counts.row_w[:, 0]
    spread = squares / weight - (around / weight) ** 2
    # What is left of equal numbers is rounding, of the numbers and of what they were moved by.
    least = _ROUNDING * np.square(shift).max(initial=0.0) + _MOVED * np.square(moved).max(initial=0.0)
    return np.where(spread > least, spread, 0.0)[:, np.newaxis]
