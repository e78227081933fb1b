"""Tables of figures that come from rows: from a call to its rows, and from figures to a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._assemble import assemble, column_names, divided
from verkosto.aggregate._combined import KnownOrigin
from verkosto.aggregate._estimate import Estimates
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._layout import lay_out
from verkosto.aggregate._meet import meet_rows
from verkosto.aggregate._numbers_of import Numbers
from verkosto.aggregate._options import Options
from verkosto.aggregate._rows_influence import Influenced
from verkosto.aggregate._rows_met import RowsMet
from verkosto.aggregate._table import Table
from verkosto.responses import REASONS, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RowFigure", "row_table", "rows_met"]


@frozen(eq=False)
class RowFigure:
    """What one variable adds to a table.

    Attributes:
        heading: Id, text and a label for each value.
        question: Id of its question.
        statistics: What each value is, for the column of that name.
        rows: Places of the rows that count in each group shown.
        absent: Why a row of the domain does not count, as in `RowNumbers`.
        found: Estimates of shape (groups, values); their status where the base has a weight.
    """

    heading: Heading
    question: str
    statistics: Sequence[str]
    rows: Sequence[NDArray[np.intp]]
    absent: NDArray[np.int8]
    found: Estimates


def rows_met(
    responses: Responses, options: Options, variables_of: Callable[[Responses], Sequence[Numbers]]
) -> tuple[RowsMet, list[Numbers]]:
    """Meet the answers of a call with their design.

    Args:
        responses: The answers.
        options: What the calls share.
        variables_of: Gives the variables wanted, from the answers of the domain.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: An argument, a variable or a weight that cannot be used; no variable, or one named twice; or
            the rows are not in memory.
    """
    wanted = options.check()
    met = meet_rows(responses, options.whole_design(), options.where)
    variables = list(variables_of(met.responses))
    by = divided(met.responses, options, [variable.variable for variable in variables])
    groups = met.counter.groups([levels.axis for levels in by])
    layout = lay_out(groups, margins=options.margins)
    return RowsMet(met.responses, met.plan, wanted, by, met.counter, groups, layout), variables


def row_table(met: RowsMet, options: Options, figures: Sequence[RowFigure], known: Influenced) -> Table:
    """Put figures together, those of one variable after those of another."""
    design = options.whole_design()
    origin = KnownOrigin(met.responses, design, met.plan, met.by, (), met.groups, met.layout, (), known=known)
    return assemble(
        met.responses,
        options,
        met.wanted.level,
        [(figure.heading, figure.question) for figure in figures],
        met.by,
        met.groups,
        met.layout,
        [_columns(met, figure) for figure in figures],
        [_absent(met, figure) for figure in figures],
        (),
        origin,
    )


def _columns(met: RowsMet, figure: RowFigure) -> dict[str, NDArray[Any]]:
    values = len(figure.statistics)
    n = np.array([len(rows) for rows in figure.rows], dtype=np.int64)
    w = np.array([met.plan.w[rows].sum() for rows in figure.rows], dtype=np.float64)
    units = np.array([met.units(rows) for rows in figure.rows], dtype=np.int64)
    empty = np.where(n == 0, "empty", "zero_weight").astype(object)[:, np.newaxis]
    status = np.where((w > 0)[:, np.newaxis], figure.found.status, empty)
    weighted = w * met.plan.scale
    each = {"n": n, "base": n, "weighted": weighted, "base_weighted": weighted, "units": units}
    numbers = ("se", "low", "high", "interval", "df", "deff")
    return {
        **column_names(figure.heading, len(met.layout), figure.statistics, "answered"),
        **{name: np.repeat(column, values) for name, column in each.items()},
        "estimate": figure.found.value.reshape(-1),
        **{name: getattr(figure.found, name).reshape(-1) for name in numbers},
        "status": status.reshape(-1),
    }


def _absent(met: RowsMet, figure: RowFigure) -> NDArray[np.int64]:
    """Return how many rows of each group do not count, by reason."""
    width, groups = 1 + len(REASONS), len(met.groups)
    counts = np.bincount(met.group * width + figure.absent, minlength=(groups + 1) * width)
    # The last group is that of rows without one; reason 0 is that of rows that count.
    return counts.reshape(groups + 1, width)[:groups, 1:].astype(np.int64)
