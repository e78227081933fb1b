"""The public calls that fit weights: `rake`, `poststratify` and `calibrate`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import evolve

from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._plan import Calibration
from verkosto.aggregate._weighting_collapse import Collapse
from verkosto.aggregate._weighting_design import CalibratedDesign
from verkosto.aggregate._weighting_distance import Distance, Method, distance_of
from verkosto.aggregate._weighting_fit import Fit, newton, proportional
from verkosto.aggregate._weighting_known import Known, Options, known_of
from verkosto.aggregate._weighting_made import fitted
from verkosto.aggregate._weighting_margins import Reach
from verkosto.aggregate._weighting_numbers import numbers_of
from verkosto.aggregate._weighting_residuals import PostStratified, Raked, Regressed
from verkosto.aggregate._weighting_start import start_of
from verkosto.aggregate._weighting_targets import wanted
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["calibrate", "poststratify", "rake"]

Unmatched = Literal["error", "apart", "exclude"]
AnyBase = Design | ReplicateDesign | CalibratedDesign

_MOST_TARGETS = 3000
"""The products of each with each are solved for in every round."""


def rake(
    responses: Responses,
    targets: Any,
    *,
    design: AnyBase | None = None,
    weights: str | None = None,
    total: float | None = None,
    rescale: bool = False,
    unmatched: Unmatched = "error",
    collapse: Collapse = None,
    min_cell: int = 1,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
) -> CalibratedDesign:
    """Fit weights to several known margins by raking (iterative proportional fitting).

    Args:
        responses: The answers, all rows; a subset is refused. Every row with a base weight above 0 takes part.
        targets: By variable its known totals: `{"maakunta": {"01": 32272, ...}, "laji": {"p": 0.8, "v": 0.2}}`. A
            variable is what `by` of a crosstab takes, so municipalities become regions. A tuple of variables has
            totals of combinations, nested or by tuples of codes. Totals are counts or shares, their keys codes or
            labels; a mapping, a pandas Series, or a frame with a column for each variable and one of totals does. A
            "cannot say" without a target is a missing answer.
        design: The design to start from, with its weights, strata and units; also one that was calibrated before.
            None: each row counts as one.
        weights: Short for `design=Design(weights=...)`.
        total: Size of the population, for shares. None: that of the counts, or else the sum of the base weights.
        rescale: Whether margins that do not add up to one total are scaled to `total`, or to the first one.
        unmatched: What becomes of rows whose answer is missing or has no target. `"error"`: the call is refused.
            `"apart"`: they are a category of their own, which keeps its share of the base weights. `"exclude"`:
            they get weight 0.
        collapse: What to put together where categories have few respondents or none: by margin groups of codes,
            `{"maakunta": [("15", "16")]}`, or `"next"`: each with the next one in the order of the targets. `"next"`
            alone is for all margins.
        min_cell: Fewest respondents of a category; with fewer it has to be put together with another.
        through: As in `crosstab`, for kinds of area.
        allocate: As in `crosstab`.
        tolerance: Largest relative error of a total that counts as met.
        max_iterations: Most rounds over the margins.

    Returns:
        A `CalibratedDesign`, for `design=` of every estimator. Its `diagnostics` say what the weights cost.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: Targets that are no totals or do not agree, categories without respondents, respondents
            without a category, base weights that cannot be used, or no convergence.
        NonNestingError: Areas do not nest and `allocate` is not given.

    Example:
        >>> import verkosto as vk
        >>> vastaukset = vk.samples.tukirakenne()
        >>> sovitettu = vk.rake(vastaukset, {"malli_a": {"k": 0.5, "e": 0.3, "eos": 0.2}})
        >>> round(sovitettu.diagnostics.design_effect, 2)
        1.36

    Weights equal those of `rake` of R's survey with a small `epsilon`, and so do standard errors: deviations from
    the margins' means, in ten sweeps. Replicate weights are raked one by one.
    """
    start = start_of(responses, design, weights)
    options = Options(
        total=total,
        rescale=rescale,
        unmatched=unmatched,
        collapse=collapse,
        min_cell=min_cell,
        reach=Reach(through, allocate),
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    known = known_of(responses, targets, start.base, options, weighted=start.weighted)

    def fit(base: Floats) -> Fit:
        return proportional(base, known.cells.places, known.by_margin, tolerance=tolerance, most=max_iterations)

    def calibration(psw: Floats) -> Calibration:
        return Raked(known.cells, psw, known.sizes)

    return fitted(responses, start, known, "rake", fit, calibration, tolerance)


def poststratify(
    responses: Responses,
    targets: Any,
    *,
    design: AnyBase | None = None,
    weights: str | None = None,
    total: float | None = None,
    rescale: bool = False,
    unmatched: Unmatched = "error",
    collapse: Collapse = None,
    min_cell: int = 1,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
) -> CalibratedDesign:
    """Fit weights to one known table: within each cell all weights get one factor.

    Args:
        responses: As in `rake`.
        targets: As in `rake`, of one variable or one tuple of variables.
        design: As in `rake`.
        weights: As in `rake`.
        total: As in `rake`.
        rescale: As in `rake`.
        unmatched: As in `rake`.
        collapse: As in `rake`; cells of a table are tuples of codes.
        min_cell: As in `rake`.
        through: As in `rake`.
        allocate: As in `rake`.

    Returns:
        A `CalibratedDesign`, as `rake` does.

    Raises:
        UnknownVariableError: As in `rake`.
        AnalysisError: As in `rake`; also several margins.
        NonNestingError: As in `rake`.

    Example:
        >>> import verkosto as vk
        >>> vastaukset = vk.samples.tukirakenne()
        >>> sovitettu = vk.poststratify(vastaukset, {"malli_a": {"k": 800, "e": 100, "eos": 100}})
        >>> sovitettu.weights.sum()
        np.float64(1000.0)

    Weights and standard errors equal those of `postStratify` of R's survey.
    """
    start = start_of(responses, design, weights)
    if len(margins := wanted(targets)) != 1:
        names = ", ".join(repr(margin.name) for margin in margins)
        msg = f"poststratify takes one table, and there are {names}. Use `rake`, or one table of their combinations."
        raise AnalysisError(msg)
    options = Options(
        total=total,
        rescale=rescale,
        unmatched=unmatched,
        collapse=collapse,
        min_cell=min_cell,
        reach=Reach(through, allocate),
    )
    known = known_of(responses, targets, start.base, options, weighted=start.weighted)

    def fit(base: Floats) -> Fit:
        return proportional(base, known.cells.places, known.by_margin, tolerance=0.0, most=1)

    def calibration(psw: Floats) -> Calibration:
        return PostStratified(known.cells, psw)

    return fitted(responses, start, known, "poststratify", fit, calibration, 1e-9)


def calibrate(
    responses: Responses,
    targets: Any,
    *,
    method: Method = "linear",
    bounds: tuple[float | None, float | None] = (None, None),
    variance: str | None = None,
    design: AnyBase | None = None,
    weights: str | None = None,
    total: float | None = None,
    rescale: bool = False,
    unmatched: Unmatched = "error",
    collapse: Collapse = None,
    min_cell: int = 1,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 100,
) -> CalibratedDesign:
    """Fit weights to known totals of categories and numbers, as near to the base weights as a distance tells.

    Args:
        responses: As in `rake`.
        targets: As in `rake`; also totals of numbers, `{"jasenia": 250_000}`, or of a number in each category,
            `{("laji", "jasenia"): {"p": 200_000, "v": 50_000}}`.
        method: `"linear"`: the generalised regression estimator, whose weights may turn out negative. `"raking"`:
            factors are above 0. `"logit"`: factors lie within `bounds`.
        bounds: Smallest and largest factor (weight beside base weight); None: no bound. They must leave room for
            1, and for the population's size beside the sum of the base weights.
        variance: Id of a number that the variance of what is estimated is thought to grow with; R's argument of
            that name.
        design: As in `rake`.
        weights: As in `rake`.
        total: As in `rake`. Where all totals are of numbers, it is a total of its own: the number of rows of the
            population. (R's formulas have that one unless `- 1` takes it away.)
        rescale: As in `rake`.
        unmatched: As in `rake`; rows without a number cannot be kept `"apart"`.
        collapse: As in `rake`.
        min_cell: As in `rake`.
        through: As in `rake`.
        allocate: As in `rake`.
        tolerance: As in `rake`.
        max_iterations: Most steps.

    Returns:
        A `CalibratedDesign`, as `rake` does.

    Raises:
        UnknownVariableError: As in `rake`.
        AnalysisError: As in `rake`; also weights below 0, and totals that no factors within the bounds meet.
        NonNestingError: As in `rake`.

    Example:
        >>> import verkosto as vk
        >>> vastaukset = vk.samples.tukirakenne()
        >>> sovitettu = vk.calibrate(
        ...     vastaukset, {"malli_a": {"k": 0.5, "e": 0.3, "eos": 0.2}}, method="logit", bounds=(0.5, 3)
        ... )
        >>> tuple(round(factor, 2) for factor in sovitettu.diagnostics.factor_range)
        (0.69, 2.52)

    Weights and standard errors equal those of `calibrate` of R's survey with `calfun` "linear", "raking" and "logit".
    """
    distance = distance_of(method, bounds)
    start = start_of(responses, design, weights)
    options = Options(
        total=total,
        rescale=rescale,
        unmatched=unmatched,
        collapse=collapse,
        min_cell=min_cell,
        reach=Reach(through, allocate),
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    rows = variance is not None
    known = known_of(responses, targets, start.base, options, weighted=start.weighted, numbers=True, by_row=rows)
    _check_size(known)
    _check_bounds(known, distance)
    scale = _assumed(responses, known, variance)

    free = variance is None and distance.low in (-math.inf, 0) and distance.high == math.inf

    def fit(base: Floats) -> Fit:
        # Without bounds the weights do not depend on the sum of the base weights, and a near one is quickest.
        unit = known.size / float(base.sum()) if free and known.size else 1.0
        found = newton(
            base * unit, known.matrix, known.totals, distance, scale, tolerance=tolerance, most=max_iterations
        )
        return evolve(found, factors=found.factors * unit)

    def calibration(psw: Floats) -> Calibration:
        # R's survey leaves the variance out of the regression where factors were not found in closed form.
        assumed = scale if distance.plain else np.ones_like(scale)
        return Regressed(known.cells, psw, known.matrix, known.base, assumed)

    return fitted(responses, start, known, f"calibrate, {method}", fit, calibration, tolerance)


def _check_size(known: Known) -> None:
    count = known.matrix.shape[1]
    if count > _MOST_TARGETS:
        msg = (
            f"there are {count} targets, and `calibrate` takes {_MOST_TARGETS}. Put categories together (collapse=), "
            "or use `poststratify` or `rake`."
        )
        raise AnalysisError(msg)


def _check_bounds(known: Known, distance: Distance) -> None:
    if known.size is None:
        return
    factor = known.size / float(known.base.sum())
    if not distance.low < factor < distance.high:
        msg = (
            f"bounds: the targets add up to {factor:.4g} times the sum of the base weights, which lies outside "
            f"({distance.low:g}, {distance.high:g}). Give the targets as shares, or wider bounds."
        )
        raise AnalysisError(msg)


def _assumed(responses: Responses, known: Known, variance: str | None) -> Floats:
    """Return the variance that is assumed for each cell."""
    if variance is None:
        return np.ones(known.cells.count)
    values, _ = numbers_of(responses, variance)
    bad = ~(np.isfinite(values) & (values > 0)) & (known.base > 0)
    if bad.any():
        msg = (
            f"variance {variance!r}: {np.count_nonzero(bad)} rows have no number above 0. Leave it out, or complete it."
        )
        raise AnalysisError(msg)
    return np.where(known.base > 0, values, 1.0)
