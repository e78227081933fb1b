"""The public calls that take answers from one another: `net` and `nps`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from verkosto.aggregate._boxes import boxed, net_of, nps_of
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimate import DeffKind
from verkosto.aggregate._options import Options
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses

__all__ = ["net", "nps"]


def net(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
    positive: str | Sequence[str] | None = None,
    negative: str | Sequence[str] | None = None,
    boxes: int = 2,
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
    deff: DeffKind = "replace",
) -> Table:
    """Return the share of positive answers less that of negative ones, between -1 and 1.

    Args:
        responses: The answers.
        variable: A single choice, a matrix or one row of it, or an NPS question. Several stand under one another.
        positive: Codes of the positive answers. None, with `negative` None too: the highest `boxes` steps of a scale.
        negative: Codes of the negative answers; None: the lowest `boxes` steps.
        boxes: How many steps are put together at each end of a scale.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `top_box`.
        where: As in `frequency`.
        level: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` with statistic "net" and one row for each variable and group. `n` counts the positive and the
        negative answers. The standard error knows that both shares come from the same respondents.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: Only one side is given, an answer stands on both, or as in `top_box`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.net(vk.samples.tukirakenne(), "malli_a", positive="k", negative="e")
        >>> round(float(table.frame["estimate"][0]), 3)
        0.719
    """
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        design=design,
        weights=weights,
        dont_know=dont_know,
        where=where,
        level=level,
        deff=deff,
    )
    if (positive is None) != (negative is None):
        raise AnalysisError("a net has two sides. Give both `positive` and `negative`, or neither for a scale.")
    sides = None if positive is None or negative is None else (named(positive), named(negative))
    return boxed(responses, variable, options, lambda levels, question: net_of(levels, question, sides, boxes))


def nps(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
    deff: DeffKind = "replace",
) -> Table:
    """Return the net promoter score: the share of 9 and 10 less that of 0 to 6, between -1 and 1.

    Args:
        responses: The answers.
        variable: An NPS question, or several.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `top_box`.
        where: As in `frequency`.
        level: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` with statistic "nps". The estimate is a difference of shares; it prints in points, from -100 to 100.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: The variable is no NPS question, or as in `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> vk.nps(vk.samples.tukirakenne(), "suosittelu").frame["statistic"].tolist()
        ['nps']

    Formula: Reichheld (2003), "The one number you need to grow", Harvard Business Review 81.
    """
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        design=design,
        weights=weights,
        dont_know=dont_know,
        where=where,
        level=level,
        deff=deff,
    )
    return boxed(responses, variable, options, nps_of)
