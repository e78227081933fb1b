"""The public calls: `frequency` and `crosstab`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from verkosto.aggregate._table import Table
from verkosto.aggregate._tabulate import Options, tabulate
from verkosto.responses import Condition, Responses

__all__ = ["crosstab", "frequency"]


def frequency(
    responses: Responses,
    variable: str | Sequence[str],
    *,
    weights: str | None = None,
    base: Literal["answered", "asked", "ticks"] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Table:
    """Return the share of each answer among all who are counted.

    Args:
        responses: The answers.
        variable: A single choice, matrix, multiple choice, area or NPS question, one row of a matrix
            (`"vaittamat[r1]"`), one option of a multiple choice (`"palvelut[kevat]"`), a variable of
            `responses.derive`, or a kind of area that follows from an area question. Several are counted
            together, which is much faster than one by one, and stand under one another in the table.
        weights: Id of a number question or of a column of role `weight`. None: each row counts as one.
        base: What shares are shares of. `"answered"` (the default): those who gave an answer that has a row,
            which for multiple choice means those who ticked anything. `"asked"`: also those who were asked
            and gave none; the shares of a single choice then add up to less than 1. `"ticks"`: all ticks of
            a multiple choice.
        dont_know: `"include"` (the default): options of kind `dont_know` have a row and count in the base.
            `"exclude"`: they are missing, as options of kind `refused` and `not_applicable` always are.
        where: Conditions of `Responses.where`. The rows outside are not counted but remain part of the
            design, so standard errors are those of a domain.
        level: Confidence of the intervals, between 0 and 1.

    Returns:
        A `Table` with a row for each answer, also for those that nobody gave. Why answers are missing stands
        in `Table.missing`.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: The variable has no categories, weights cannot be used, or an argument has a value that
            it cannot have.

    Example:
        >>> import verkosto as vk
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> table.frame[["value", "n", "base"]].to_dict("list")
        {'value': ['k', 'e', 'eos'], 'n': [410, 67, 85], 'base': [562, 562, 562]}

    The standard errors are those of R's `svymean` on `svydesign(ids = ~1, weights = ~w)`; the intervals are
    Wilson's on Kish's effective sample size, or Korn and Graubard's where a share is 0 or 1.
    """
    options = Options(weights=weights, base=base, dont_know=dont_know, where=where, level=level)
    return tabulate(responses, variable, options)


def crosstab(
    responses: Responses,
    variable: str | Sequence[str],
    *,
    by: str | Sequence[str],
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    weights: str | None = None,
    base: Literal["answered", "asked", "ticks"] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Table:
    """Return the share of each answer within each group.

    Groups are the levels of `by` that rows of the domain have, in the order of the codebook or, for areas, of
    their codes; with several `by`, the combinations that occur. A row without a group is not in the table: it is
    counted in `Table.missing`, and a note says so.

    Args:
        responses: The answers.
        variable: As in `frequency`.
        by: What divides the rows, one or several: a single choice, an area question, an NPS question, a row of
            a matrix, an option of a multiple choice (ticked or not), a column of role `stratum`, or a kind of
            area that an area question reaches at the instrument's `area_date`. A question's id wins over a
            kind of area of the same name.
        margins: Whether to add totals over each choice of `by`, with the code `"*"`. They are totals of the
            groups shown, so that counts add up.
        through: The area question to go through, where several would do.
        allocate: For a question whose areas do not nest in those wanted (regions in the five university
            hospital areas): `"majority"` counts each wholly where most of its municipalities are.
        weights: As in `frequency`.
        base: As in `frequency`.
        dont_know: As in `frequency`; it concerns `variable`. "Cannot say" of a `by` is a group like others.
        where: As in `frequency`.
        level: As in `frequency`.

    Returns:
        A `Table` with a row for each group and answer.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: As in `frequency`; also a kind of area that cannot be reached, several area questions
            without `through`, and tables of more than five million rows.
        NonNestingError: Areas do not nest and `allocate` is not given; the message names them.
        DateNotCoveredError: The register does not cover that kind of area on the instrument's date.

    Example:
        >>> import verkosto as vk
        >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta", margins=True)
        >>> table.frame["maakunta"].iloc[[0, -1]].tolist()
        ['01', '*']
    """
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        weights=weights,
        base=base,
        dont_know=dont_know,
        where=where,
        level=level,
    )
    return tabulate(responses, variable, options)
