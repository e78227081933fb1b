"""Where fitting starts: the base weights, and the replicates of them, of a design met with all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_pass import plan_of
from verkosto.aggregate._meet import in_memory
from verkosto.aggregate._options import given_design
from verkosto.aggregate._plan import Calibration
from verkosto.aggregate._weighting_design import CalibratedDesign
from verkosto.aggregate._weights import numbers_for
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Start", "start_of"]


@frozen(eq=False)
class Start:
    """What weights are fitted from.

    Attributes:
        design: The design without any fit.
        base: Base weights of all rows.
        weighted: Whether they are the caller's; otherwise all are 1.
        replicates: Replicates of them, shape (rows, replicates), or None.
        before: What was fitted already.
    """

    design: Design | ReplicateDesign
    base: Floats
    weighted: bool = field(kw_only=True)
    replicates: Floats | None = field(default=None, kw_only=True)
    before: CalibratedDesign | None = field(default=None, kw_only=True)

    @property
    def calibration(self) -> Calibration | None:
        """The fit before, where there was one."""
        return None if self.before is None else self.before.calibration

    @property
    def method(self) -> str:
        """What was done before, to go on from."""
        return "" if self.before is None else f"{self.before.diagnostics.method} + "


def start_of(
    responses: object, design: Design | ReplicateDesign | CalibratedDesign | None, weights: str | None
) -> Start:
    """Return the base weights of a design.

    Raises:
        AnalysisError: A subset, a design and weights both, or weights that cannot be used.
        UnknownVariableError: The design names a variable that is not there.
    """
    responses = in_memory(responses)
    if responses.domain is not None:
        msg = (
            "weights are fitted to all rows, and these answers are a subset. Fit them before `where`; rows outside "
            "the population get a base weight of 0."
        )
        raise AnalysisError(msg)
    whole: Design | ReplicateDesign | CalibratedDesign = given_design(design, weights)
    if not responses.rows:
        raise AnalysisError("there are no answers to fit weights to. Read some first.")
    if isinstance(whole, CalibratedDesign):
        whole.check(responses)
        return Start(whole.design, whole.weights, weighted=True, replicates=whole.replicates, before=whole)
    if isinstance(whole, Design) and (whole.weights is not None or not whole.fpc):
        # The rest of the design matters to standard errors alone, and is met when there are some.
        name = whole.weights
        base = np.ones(responses.rows) if name is None else _usable(numbers_for(responses, name, "weights"), name)
        return Start(whole, base, weighted=name is not None)
    plan = plan_of(responses, whole)
    base = plan.w if plan.weights is None or plan.weights.unusable is None else plan.weights.unusable
    base = _usable(base * plan.scale, whole.weights or "from fpc")
    replicates = None if plan.replicates is None else plan.replicates.weights * plan.scale
    return Start(whole, base, weighted=plan.weighted, replicates=replicates)


def _usable(values: Floats, name: str) -> Floats:
    low, high = values.min(), values.max()
    if not (low >= 0 and high < np.inf):
        bad = ~(np.isfinite(values) & (values >= 0))
        msg = (
            f"weights {name!r}: {np.count_nonzero(bad)} of {len(bad)} rows have no weight, or a negative or infinite "
            "one. Correct the column; rows outside the population have weight 0."
        )
        raise AnalysisError(msg)
    if high == 0:
        raise AnalysisError(f"weights {name!r}: all {len(values)} rows have weight 0. Check the column.")
    return values
