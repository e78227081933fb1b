"""Origin: what a table still knows of the answers it was made from, as long as it lives in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate._cells import Groups
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimands import Estimand, Figure
from verkosto.aggregate._estimate import statistic_of
from verkosto.aggregate._layout import Layout
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._memory import MemoryCounter
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._scores import Estimated, estimate_scores, side_by_side
from verkosto.aggregate._statistics import Linear, Ratio
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Origin"]


Again = Callable[[Responses, Sequence[Figure], Sequence[Levels]], Any]


@frozen(eq=False, slots=False)
class Origin:
    """The answers, the design and the figures of a table.

    It is no part of the table's content: it is neither compared nor written, and ends with the session.

    Attributes:
        responses: The answers, with their domain.
        design: As the call gave it.
        plan: The design met with the rows.
        by: What divides the table.
        figures: What each variable added to it.
        groups: The groups that were counted.
        layout: The groups shown.
        shifts: What measures were shifted by, for each figure and estimand.
        order: Where each row of the table stands among those counted, if it was sorted.
        again: Makes the table from other answers of the same rows, other figures or other groups; None where it was
            not made of figures.
    """

    responses: Responses
    design: AnyDesign
    plan: Plan
    by: tuple[Levels, ...]
    figures: tuple[Figure, ...]
    groups: Groups
    layout: Layout
    shifts: tuple[tuple[Any, ...], ...]
    order: NDArray[np.intp] | None = None
    again: Again | None = field(default=None, kw_only=True)

    @cached_property
    def estimated(self) -> Estimated:
        """The table's estimates with their covariance, in the order of its rows, from the scores of rows."""
        counter = MemoryCounter(self.responses, self.plan)
        blocks = [
            self._scores(counter, estimand, shift)
            for figure, shifts in zip(self.figures, self.shifts, strict=True)
            for estimand, shift in zip(figure.estimands, shifts, strict=True)
        ]
        statistic = _joined(
            [
                _statistic_of(figure, self.layout, len(self.groups), shifts, self.plan.scale)
                for figure, shifts in zip(self.figures, self.shifts, strict=True)
            ]
        )
        if self.order is not None:
            statistic = _ordered(statistic, self.order)
        return estimate_scores(self.plan, side_by_side(blocks), statistic)

    def _scores(self, counter: MemoryCounter, estimand: Estimand, shift: Any) -> Any:
        return counter.scores([levels.axis for levels in self.by], estimand.axis, estimand.measures, shift)

    def in_order(self, rows: NDArray[np.intp]) -> Origin:
        """Return the origin of the table with its rows in another order."""
        return evolve(self, order=rows if self.order is None else self.order[rows])

    def of_rows(self, estimand: Estimand, shift: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return variances and degrees of freedom of one estimand, shape (groups shown, figures).

        Args:
            estimand: One of a figure of the table.
            shift: What its measures were shifted by.
        """
        scores = self._scores(MemoryCounter(self.responses, self.plan), estimand, shift)
        statistic = statistic_of(estimand, self.layout, len(self.groups), shift, self.plan.scale)
        found = estimate_scores(self.plan, scores, statistic)
        shape = (len(self.layout), len(estimand.numerators))
        return found.variance.reshape(shape), found.df.reshape(shape)


def _statistic_of(
    figure: Figure, layout: Layout, groups: int, shifts: Sequence[NDArray[np.float64]], scale: float
) -> Linear | Ratio:
    """Return the statistic of a figure's estimands put side by side, results in the order of the table's rows."""
    parts = [
        statistic_of(estimand, layout, groups, shift, scale)
        for estimand, shift in zip(figure.estimands, shifts, strict=True)
    ]
    whole = _joined(parts)
    if len(parts) == 1:
        return whole
    # Estimands stand one after another; the table wants their values beside each other within each group.
    widths = [len(estimand.numerators) for estimand in figure.estimands]
    starts = np.cumsum([0, *(width * len(layout) for width in widths)])
    order = [
        start + group * width + np.arange(width)
        for group in range(len(layout))
        for start, width in zip(starts[:-1], widths, strict=True)
    ]
    return _ordered(whole, np.concatenate([*order, np.zeros(0, dtype=np.intp)]))


def _ordered(whole: Linear | Ratio, order: NDArray[np.intp]) -> Linear | Ratio:
    return type(whole)(whole.numerator[:, order], whole.below[:, order])


def _joined(parts: Sequence[Linear | Ratio]) -> Linear | Ratio:
    """Put statistics of one kind side by side: totals of one come after those of the one before, and so do results."""
    from scipy.sparse import block_diag

    if len(parts) == 1:
        return parts[0]
    above, below = ([getattr(part, name) for part in parts] for name in ("numerator", "below"))
    return type(parts[0])(block_diag(above, format="csc"), block_diag(below, format="csc"))
