"""The public calls that put answers together: `proportion`, `top_box` and `bottom_box`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from verkosto.aggregate._boxes import bottom_of, boxed, proportion_of, top_of
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimate import DeffKind
from verkosto.aggregate._intervals import ShareInterval
from verkosto.aggregate._options import Options
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.responses import Condition, Responses

__all__ = ["bottom_box", "proportion", "top_box"]


def proportion(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
    values: str | Sequence[str],
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
    interval: ShareInterval | None = None,
    deff: DeffKind = "replace",
) -> Table:
    """Return the share of those who gave any of some answers: "täysin tai jokseenkin samaa mieltä".

    Args:
        responses: The answers.
        variable: A single choice, a matrix or one row of it, an area or NPS question, or one option of a multiple
            choice. Several stand under one another.
        values: Codes of the answers that are put together.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `frequency`: "cannot say" counts in the base unless the call excludes it.
        where: As in `frequency`.
        level: As in `frequency`.
        interval: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` of shares with one row for each variable and group; its value is the codes joined by "+".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: The variable has no such answer, or as in `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.proportion(vk.samples.tukirakenne(), "malli_a", values=["e", "eos"])
        >>> table.frame["n"].tolist()
        [152]

    `svyciprop` of R's survey with an indicator of the answers.
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
        interval=interval,
        deff=deff,
    )
    wanted = named(values)
    return boxed(responses, variable, options, lambda levels, _: proportion_of(levels, wanted), counts=True)


def top_box(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
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
    interval: ShareInterval | None = None,
    deff: DeffKind = "replace",
) -> Table:
    """Return the share of the highest steps of a scale.

    Args:
        responses: The answers.
        variable: A matrix or one row of it, an NPS question, or a single choice whose options stand in order or bear
            numbers. Several stand under one another.
        boxes: How many steps are put together: 2 is "top two boxes". The highest are those with the highest numbers,
            or the last where options bear none.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: `"exclude"` (the default) leaves "cannot say" out of the base; `"include"` counts it there.
        where: As in `frequency`.
        level: As in `frequency`.
        interval: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` of shares with one row for each variable and group; its value is "top2".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: The variable is no scale, or has no more steps than `boxes`; or as in `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> vk.top_box(vk.samples.tukirakenne(), "suosittelu").frame["value"].tolist()
        ['top2']
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
        interval=interval,
        deff=deff,
    )
    return boxed(responses, variable, options, lambda levels, question: top_of(levels, question, boxes))


def bottom_box(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
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
    interval: ShareInterval | None = None,
    deff: DeffKind = "replace",
) -> Table:
    """Return the share of the lowest steps of a scale; everything else is as in `top_box`.

    Args:
        responses: The answers.
        variable: As in `top_box`.
        boxes: How many steps are put together.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `top_box`.
        where: As in `frequency`.
        level: As in `frequency`.
        interval: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` of shares with one row for each variable and group; its value is "bottom2".

    Raises:
        UnknownVariableError: As in `top_box`.
        AnalysisError: As in `top_box`.

    Example:
        >>> import verkosto as vk
        >>> vk.bottom_box(vk.samples.tukirakenne(), "suosittelu", boxes=7).frame["value"].tolist()
        ['bottom7']
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
        interval=interval,
        deff=deff,
    )
    return boxed(responses, variable, options, lambda levels, question: bottom_of(levels, question, boxes))
