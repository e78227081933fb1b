"""Trimming: weights kept within limits, what is cut off given to the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._given import one_of
from verkosto.aggregate._weighting_design import CalibratedDesign
from verkosto.aggregate._weighting_diagnostics import diagnose
from verkosto.aggregate._weighting_start import start_of
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["trim"]

_MOST_ROUNDS = 10_000

_ROUNDING = 1e-14

_MET = 1e-9
"""Totals that trimming moved by less are still met."""


def trim(
    responses: Responses,
    design: Design | ReplicateDesign | CalibratedDesign,
    *,
    upper: float | None = None,
    lower: float | None = None,
    relative_to: Literal["mean", "median"] | None = None,
    strict: bool = True,
) -> CalibratedDesign:
    """Keep weights within limits; what is cut off or added is shared evenly by the rows within them.

    The sum of the weights stays. Margins that they were fitted to are missed a little: `diagnostics` say by how
    much, and `rake(..., design=trimmed)` fits them again.

    Args:
        responses: The answers, all rows; a subset is refused.
        design: The design whose weights are trimmed, usually one that was calibrated.
        upper: Largest weight; None: no limit.
        lower: Smallest weight of a row whose weight is above 0; None: no limit. Weights of 0 stay.
        relative_to: What the limits are multiples of: `"mean"` or `"median"` of the weights above 0. None: they are
            weights themselves.
        strict: Whether trimming goes on until all weights lie within the limits. Otherwise it is done once, and rows
            that got a share may pass a limit. (R's default is once.)

    Returns:
        A `CalibratedDesign`, as `rake` does. Replicate weights keep their ratio to the full weights.

    Raises:
        AnalysisError: No limit, limits that the sum of the weights cannot keep, or weights that cannot be used.
        UnknownVariableError: The design names a variable that is not there.

    Example:
        >>> import verkosto as vk
        >>> vastaukset = vk.samples.tukirakenne()
        >>> rajattu = vk.trim(vastaukset, vk.Design(weights="paino"), upper=2, relative_to="mean")
        >>> bool(rajattu.weights.max() <= 2 * rajattu.weights.mean())
        True

    Weights equal those of `trimWeights(strict = TRUE)` of R's survey, whose standard errors take no note of trimming
    either.
    """
    start = start_of(responses, design, None)
    used = start.base > 0
    w = start.base[used]
    low, high = _limits(w, lower, upper, relative_to)
    trimmed, rounds = _trimmed(w, low, high, strict=strict)
    weights = np.zeros(len(used))
    weights[used] = trimmed
    weights.flags.writeable = False
    before = start.before
    known = None if before is None else before.diagnostics.known
    sums = np.zeros(0)
    ratio = np.divide(weights, start.base, out=np.zeros(len(weights)), where=used)
    diagnostics = diagnose(
        start.method + "trim",
        known,
        weights,
        before=sums if before is None else before.diagnostics.after,
        after=sums if known is None else known.sums(known.cells.sums(weights)),
        factors=ratio[used],
        iterations=rounds,
        tolerance=_MET,
        trimmed=int(np.count_nonzero((trimmed == low) | (trimmed == high))),
    )
    return CalibratedDesign(
        start.design,
        weights,
        start.base,
        diagnostics,
        calibration=start.calibration,
        replicates=None if start.replicates is None else start.replicates * ratio[:, np.newaxis],
        answers={} if before is None else before.answers,
    )


def _limits(w: Floats, lower: float | None, upper: float | None, relative_to: str | None) -> tuple[float, float]:
    if lower is None and upper is None:
        raise AnalysisError("trim needs a limit: upper=, lower= or both.")
    for name, given in (("lower", lower), ("upper", upper)):
        known = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given) and given > 0
        if given is not None and not known:
            raise AnalysisError(f"{name} {given!r} is no limit of weights. Give a number above 0.")
    unit = 1.0
    if relative_to is not None:
        one_of(relative_to, ("mean", "median"), "relative_to")
        unit = float(w.mean() if relative_to == "mean" else np.median(w))
    low, high = (0.0 if lower is None else lower * unit), (math.inf if upper is None else upper * unit)
    if not low <= w.mean() <= high:
        msg = (
            f"limits from {low:.4g} to {high:.4g} do not hold the mean weight {w.mean():.4g}, so the sum of the "
            "weights cannot stay. Widen them, or say relative_to='mean'."
        )
        raise AnalysisError(msg)
    return low, high


def _trimmed(w: Floats, low: float, high: float, *, strict: bool) -> tuple[Floats, int]:
    for rounds in range(_MOST_ROUNDS):
        cut = np.clip(w, low, high)
        # Shares of the last rounds are lost in rounding, and would go back and forth for ever.
        outside = np.abs(w - cut) > _ROUNDING * cut
        if not outside.any() or (rounds and not strict):
            return (cut if strict else w), rounds
        within = np.count_nonzero(~outside)
        if not within:
            break
        cut[~outside] += (w - cut).sum() / within
        w = cut
    msg = (
        f"no weight is left within the limits from {low:.4g} to {high:.4g} to take what is cut off. Widen the limits, "
        "or say strict=False."
    )
    raise AnalysisError(msg)
