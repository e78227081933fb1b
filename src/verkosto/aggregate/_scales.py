"""Scales: figures that add up numbers which stand for answers, such as means of 1 to 5 and nets.

Such a figure and its base tell the sum of the numbers, and with some counts of answers the others follow. The sum is
that of counts: of those at the second number or above, at the third or above, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import Codes
from verkosto.aggregate._estimands import Figure
from verkosto.aggregate._memory import MemoryCounter
from verkosto.aggregate._origin import Origin

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Steps", "counts_of_steps", "steps_of"]

_SUMMED = ("mean", "total", "net", "nps")
_MOST = 11
_NEAR = 1e-9


@frozen(eq=False)
class Steps:
    """The numbers of a scale, which stand equally far from one another.

    Attributes:
        reached: Which levels of the axis have each number but the lowest, or a higher one, shape (steps, levels).
        lowest: Which have the lowest.
    """

    reached: NDArray[np.bool_]
    lowest: NDArray[np.bool_]


def steps_of(figure: Figure) -> Steps | None:
    """Return the steps of a figure that adds up numbers of answers; None for others, and for uneven numbers."""
    estimand = figure.estimands[0]
    if figure.statistic not in _SUMMED or len(estimand.numerators) > 1 or not isinstance(estimand.axis, Codes):
        return None
    numbers = np.where(estimand.base, estimand.numerators[0, :, 0], np.nan)
    known = np.unique(numbers[estimand.base])
    gaps = np.diff(known)
    if not 2 <= len(known) <= _MOST or np.ptp(gaps) > _NEAR:
        return None
    return Steps(numbers >= known[1:, np.newaxis], numbers == known[0])


def counts_of_steps(origin: Origin, figure: Figure, steps: Steps) -> Mapping[tuple[str, ...], NDArray[np.int64]]:
    """Return how many respondents of each group shown have reached each step, by the codes of the group."""
    counter = MemoryCounter(origin.responses, origin.plan)
    (totals,) = counter.totals([levels.axis for levels in origin.by], [(figure.estimands[0].axis, ())])
    counts = origin.layout.array(totals.n) @ steps.reached.T
    codes = [origin.layout.codes(axis, levels.heading) for axis, levels in enumerate(origin.by)]
    groups = zip(*codes, strict=True) if codes else [()]
    return dict(zip(groups, counts, strict=True))
