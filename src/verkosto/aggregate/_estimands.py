"""Estimands: which sums of totals a table wants of one axis.

Every figure is a sum of totals, or a quotient of two such sums: a share is a cell's total by its base's, a mean is a
sum of numbers by the number of rows, a net is the total of some cells less that of others by their base. So a figure
is a row of coefficients over (level, measure), and all of them share one way to their standard error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import REASON_COUNT, Axis, Measure, Present, Values
from verkosto.aggregate._given import one_of
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._variables import Multiple, Target
from verkosto.errors import AnalysisError
from verkosto.responses import REASONS
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["BaseKind", "Estimand", "Figure", "check_base", "numbers", "quotient", "scored", "shares"]

BaseKind = Literal["answered", "asked", "ticks"]

_UNASKED = frozenset({"not_asked", "not_applicable"})


@frozen(eq=False)
class Estimand:
    """The figures wanted of one axis. Levels include the missing reasons; V is the number of figures.

    Attributes:
        axis: What the rows are divided by.
        numerators: Coefficients, shape (V, levels, measures).
        denominators: Likewise; None for totals.
        cells: Which levels are counted as the figure's own rows, shape (V, levels).
        base: Which levels count in the base, shape (levels,).
        measures: What is summed besides the rows (measure 0).
        tallied: The measure that the base counts: 0 for rows.
    """

    axis: Axis
    numerators: Floats
    denominators: Floats | None
    cells: NDArray[np.bool_]
    base: NDArray[np.bool_]
    measures: tuple[Measure, ...] = ()
    tallied: int = 0

    def of_values(self, shown: NDArray[np.intp]) -> Estimand:
        """Return the estimand of some of the figures."""
        denominators = None if self.denominators is None else self.denominators[shown]
        return Estimand(
            self.axis, self.numerators[shown], denominators, self.cells[shown], self.base, self.measures, self.tallied
        )


@frozen(eq=False)
class Figure:
    """What one variable adds to a table: its rows, and the estimands that they come from.

    Attributes:
        heading: Id, text and a label for each value.
        question: Id of its question.
        estimands: One, or one for each option of a multiple choice.
        statistic: What is estimated, for the column of that name.
        base_kind: What the base counts, likewise.
        open: Whether only values that occur are shown.
        notes: What a reader should know.
    """

    heading: Heading
    question: str
    estimands: tuple[Estimand, ...]
    statistic: str
    base_kind: str = "answered"
    open: bool = False
    notes: tuple[LocalText, ...] = ()


def check_base(base: str | None, wanted: Sequence[Target]) -> BaseKind:
    """Return the base that all targets can have.

    Raises:
        AnalysisError: There is no such base, or it is for multiple choice and a target is not.
    """
    kind: BaseKind = "answered" if base is None else one_of(base, get_args(BaseKind), "base")
    others = [target.heading.id for target in wanted if not isinstance(target, Multiple)]
    if kind == "ticks" and others:
        msg = f"base='ticks' is for multiple choice, and {others[0]!r} is not. Tabulate it on its own."
        raise AnalysisError(msg)
    return kind


def shares(target: Target, base: BaseKind, *, dont_know: bool, total: bool = False) -> Figure:
    """Return the shares of a target's values, or with `total` their totals."""
    statistic = "total" if total else "share"
    if isinstance(target, Levels):
        levels = target.axis.levels
        inside = _base(levels, base, dont_know=dont_know)
        own = np.eye(levels, levels + REASON_COUNT)
        estimand = _estimand(target.axis, own, None if total else inside, inside)
        return Figure(
            target.heading, target.question, (estimand,), statistic, base, open=target.open, notes=target.notes
        )
    inside = _base(2, base, dont_know=dont_know)
    own = np.eye(2 + REASON_COUNT)[1:2]
    estimands = []
    for option in target.options:
        if base != "ticks":
            estimands.append(_estimand(option, own, None if total else inside, inside))
            continue
        below = np.zeros((1, len(inside), 2))
        below[0, inside, 1] = 1
        above = np.stack([own, np.zeros_like(own)], axis=-1)
        estimands.append(
            Estimand(option, above, None if total else below, own.astype(bool), inside, (target.count,), tallied=1)
        )
    return Figure(target.heading, target.question, tuple(estimands), statistic, base, notes=target.notes)


def quotient(
    heading: Heading, question: str, variables: tuple[str, ...], statistic: str, notes: tuple[LocalText, ...] = ()
) -> Figure:
    """Return the mean (one variable), the ratio of two, or with statistic "total" the total of one."""
    width = 1 + len(variables)
    levels = 1 + REASON_COUNT
    above = np.zeros((1, levels, width))
    above[0, 0, 1] = 1
    below = np.zeros_like(above)
    below[0, 0, len(variables) if len(variables) > 1 else 0] = 1
    inside = np.arange(levels) == 0
    measures = tuple(Values(name) for name in variables)
    estimand = Estimand(
        Present(variables), above, None if statistic == "total" else below, inside[np.newaxis], inside, measures
    )
    return Figure(heading, question, (estimand,), statistic, notes=notes)


def numbers(levels: Levels, of_level: Mapping[int, float], *, total: bool = False) -> Estimand:
    """Return the mean of numbers that stand for levels; levels without one do not count."""
    size = levels.axis.levels + REASON_COUNT
    inside = np.zeros(size, dtype=bool)
    above = np.zeros((1, size))
    for place, number in of_level.items():
        inside[place] = True
        above[0, place] = number
    return _estimand(levels.axis, above, None if total else inside, inside, cells=inside[np.newaxis])


def scored(levels: Levels, figures: Sequence[Mapping[int, float]], base: Sequence[int]) -> Estimand:
    """Return figures that weigh the levels of a variable, by a base of some of them: nets, top boxes, NPS."""
    size = levels.axis.levels + REASON_COUNT
    inside = np.zeros(size, dtype=bool)
    inside[list(base)] = True
    above = np.zeros((len(figures), size))
    for row, factors in enumerate(figures):
        for place, factor in factors.items():
            above[row, place] = factor
    return _estimand(levels.axis, above, inside, inside)


def _estimand(
    axis: Axis,
    own: Floats,
    below: NDArray[np.bool_] | None,
    inside: NDArray[np.bool_],
    *,
    cells: NDArray[np.bool_] | None = None,
) -> Estimand:
    denominators = None if below is None else np.broadcast_to(below.astype(np.float64), own.shape)[..., np.newaxis]
    return Estimand(axis, own[..., np.newaxis], denominators, own != 0 if cells is None else cells, inside)


def _base(levels: int, base: BaseKind, *, dont_know: bool) -> NDArray[np.bool_]:
    inside = np.zeros(levels + REASON_COUNT, dtype=bool)
    inside[:levels] = True
    if base == "asked":
        unasked = _UNASKED if dont_know else _UNASKED | {"dont_know"}
        inside[levels:] = [reason not in unasked for reason in REASONS]
    return inside
