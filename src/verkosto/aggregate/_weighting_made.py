"""From factors to a calibrated design: what was fitted is checked before anybody uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._plan import Calibration
from verkosto.aggregate._weighting_design import CalibratedDesign
from verkosto.aggregate._weighting_diagnostics import diagnose
from verkosto.aggregate._weighting_fit import Fit
from verkosto.aggregate._weighting_known import Known
from verkosto.aggregate._weighting_residuals import composed
from verkosto.aggregate._weighting_start import Start
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["fitted"]


def fitted(
    responses: Responses,
    start: Start,
    known: Known,
    method: str,
    fit: Callable[[Floats], Fit],
    calibration: Callable[[Floats], Calibration],
    tolerance: float,
) -> CalibratedDesign:
    """Fit weights, and the replicates of them, and put the design together.

    Args:
        responses: The answers.
        start: What is fitted from.
        known: What is fitted to.
        method: What it is called.
        fit: Returns factors for base weights of cells.
        calibration: Makes what standard errors are told of the fit, of the fitted weights.
        tolerance: Largest relative error of a total that counts as met.

    Raises:
        AnalysisError: A total that is not met, a negative weight, or a replicate without a category.
    """
    found = fit(known.weights)
    _check_met(known, found, tolerance)
    weights = _weights(known, known.base, known.weights, found)
    replicates = None if start.replicates is None else _replicates(known, start.replicates, fit, tolerance)
    weights.flags.writeable = False
    sources = {name: responses.variables[name] for name in known.sources}
    diagnostics = diagnose(
        start.method + method,
        known,
        weights,
        before=known.sums(known.weights),
        after=known.sums(known.weights * found.factors),
        factors=found.factors[known.weights > 0],
        iterations=found.iterations,
        tolerance=tolerance,
    )
    return CalibratedDesign(
        start.design,
        weights,
        start.base if start.weighted else known.base,
        diagnostics,
        calibration=composed([start.calibration, calibration(weights)]) if replicates is None else None,
        replicates=replicates,
        answers={**({} if start.before is None else start.before.answers), **sources},
    )


def _weights(known: Known, base: Floats, sums: Floats, found: Fit) -> Floats:
    # The factor of a cell that does not count may be anything.
    factors = np.where(sums > 0, found.factors, 0.0)
    negative = known.cells.counts(base > 0)[factors < 0].sum() if (factors < 0).any() else 0
    if negative:
        msg = (
            f"{negative} of {len(base)} rows would get a negative weight, which no estimate can use. Say "
            "bounds=(0, None), or method='raking'; or put categories together."
        )
        raise AnalysisError(msg)
    return np.asarray(base * known.cells.spread(factors))


def _replicates(known: Known, replicates: Floats, fit: Callable[[Floats], Fit], tolerance: float) -> Floats:
    made = np.empty_like(replicates)
    for place in range(replicates.shape[1]):
        base = np.where(known.base > 0, replicates[:, place], 0.0)
        sums = known.cells.sums(base)
        met = np.asarray(known.matrix.T @ sums) != 0
        if not met[: sum(known.sizes)].all():
            entry = known.entries[int(np.flatnonzero(~met)[0])]
            msg = (
                f"replicate {place + 1} of {replicates.shape[1]} has no weight in {entry.variable!r}: {entry.value}. "
                "Put the category together with another (collapse=)."
            )
            raise AnalysisError(msg)
        found = fit(sums)
        _check_met(known, found, tolerance, f"replicate {place + 1}: ")
        made[:, place] = _weights(known, base, sums, found)
    return made


def _check_met(known: Known, found: Fit, tolerance: float, where: str = "") -> None:
    if found.error <= tolerance:
        return
    entry = known.entries[int(np.nanargmax(found.errors))]
    named = f"{entry.variable!r}: {entry.value}" if entry.value else entry.variable or "the size of the population"
    msg = (
        f"{where}after {found.iterations} rounds the weights still miss a target by {found.error:.2g} of its size "
        f"({named}). Put small categories together (collapse=), widen the bounds, leave a margin out, or accept more "
        "with tolerance=."
    )
    raise AnalysisError(msg)
