"""Diagnostics: what fitting weights did, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._weighting_known import Known

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Diagnostics", "diagnose"]

_SQUARED = (1e-100, 1e100)
"""Between these the sum of squared weights is told exactly enough."""


@frozen(eq=False)
class Diagnostics:
    """What became of weights that were fitted or trimmed.

    Attributes:
        method: "poststratify", "rake", "calibrate" with its method, or "trim"; several with " + " between.
        converged: Whether the totals are met; False only after trimming, which moves weights away from them.
        iterations: Rounds of the last fit or trimming.
        largest_error: The largest relative error of a total.
        factor_range: Smallest and largest factor (weight beside base weight) of the rows that count.
        weight_range: Smallest and largest weight of the rows that count.
        design_effect: Kish's design effect of the weights: n times the sum of squares, by the squared sum.
        effective_n: Rows that count, divided by it.
        rows: Rows that count: those with a weight above 0.
        left_out: Rows with a weight of 0.
        excluded: Those of them that no target knows (`unmatched="exclude"`).
        empty: Cells of the targets without respondents, each as "margin: codes"; all of them were put together with
            others, or the call would have been refused.
        collapsed: What was put together, likewise.
        trimmed: Rows whose weight stands at a limit after trimming.
        known, before, after: What `margins` is made of.
    """

    method: str
    converged: bool
    iterations: int
    largest_error: float
    factor_range: tuple[float, float]
    weight_range: tuple[float, float]
    design_effect: float
    effective_n: float
    rows: int
    left_out: int
    excluded: int
    empty: tuple[str, ...]
    collapsed: tuple[str, ...]
    trimmed: int
    known: Known | None = field(repr=False)
    before: Floats = field(repr=False)
    after: Floats = field(repr=False)

    @property
    def margins(self) -> pd.DataFrame:
        """The totals: what they are, respondents, sums of base weights, targets, sums of weights, relative errors.

        One row for each cell of each margin, columns `variable`, `value`, `label`, `n`, `base`, `target`, `weighted`
        and `error`. Empty where weights were trimmed that were fitted to nothing.
        """
        import pandas as pd

        entries = () if self.known is None else self.known.entries
        totals = np.zeros(0) if self.known is None else self.known.totals
        frame = pd.DataFrame(
            {
                "variable": pd.array([entry.variable for entry in entries], dtype="string"),
                "value": pd.array([entry.value for entry in entries], dtype="string"),
                "label": pd.array([entry.label.fi for entry in entries], dtype="string"),
                "n": pd.array([entry.n for entry in entries], dtype="Int64"),
            }
        )
        return frame.assign(base=self.before, target=totals, weighted=self.after, error=relative(self.after, totals))


def relative(found: Floats, totals: Floats) -> Floats:
    """Return errors relative to the totals; of a total of 0 the error itself."""
    return np.asarray((found - totals) / np.where(totals == 0, 1.0, np.abs(totals)))


def diagnose(
    method: str,
    known: Known | None,
    weights: Floats,
    *,
    before: Floats,
    after: Floats,
    factors: Floats,
    iterations: int,
    tolerance: float,
    trimmed: int = 0,
) -> Diagnostics:
    """Look at weights beside the known totals.

    Args:
        method: What was done.
        known: The totals, where there are some.
        weights: The weights of all rows.
        before: What base weights give for each total.
        after: What the weights give for each.
        factors: The factors of rows or cells that count.
        iterations: How many rounds it took.
        tolerance: Largest relative error of a total that counts as met.
        trimmed: Rows at a limit.
    """
    low = float(weights.min())
    w = weights if low > 0 else weights[weights > 0]
    rows = len(w)
    high = float(w.max())
    # Squares of very large and very small weights leave floating point.
    unit = w if _SQUARED[0] < high < _SQUARED[1] else w / high
    effect = rows * float(unit @ unit) / float(unit.sum()) ** 2
    error = 0.0 if known is None else float(np.abs(relative(after, known.totals)).max(initial=0.0))
    entries = () if known is None else known.entries
    return Diagnostics(
        method=method,
        converged=error <= tolerance,
        iterations=iterations,
        largest_error=error,
        factor_range=(float(factors.min()), float(factors.max())),
        weight_range=(low if low > 0 else float(w.min()), high),
        design_effect=effect,
        effective_n=rows / effect,
        rows=rows,
        left_out=len(weights) - rows,
        excluded=0 if known is None else known.excluded,
        empty=() if known is None else known.empty,
        collapsed=tuple(f"{entry.variable}: {entry.value}" for entry in entries if entry.cells > 1),
        trimmed=trimmed,
        known=known,
        before=before,
        after=after,
    )
