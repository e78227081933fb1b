"""The public calls: `frequency` and `crosstab`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimands import Figure, check_base, shares
from verkosto.aggregate._estimate import DeffKind
from verkosto.aggregate._intervals import ShareInterval
from verkosto.aggregate._options import Options
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._table import Table
from verkosto.aggregate._tabulate import tabulate
from verkosto.aggregate._variables import targets
from verkosto.responses import Condition, Responses

__all__ = ["crosstab", "frequency"]


def frequency(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
    design: AnyDesign | None = None,
    weights: str | None = None,
    base: Literal["answered", "asked", "ticks"] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
    interval: ShareInterval | None = None,
    deff: DeffKind = "replace",
) -> Table:
    """Return the share of each answer among all who are counted.

    Args:
        responses: The answers.
        variable: A single choice, matrix, multiple choice, area or NPS question, one row of a matrix
            (`"vaittamat[r1]"`), one option of a multiple choice (`"palvelut[kevat]"`), a variable of
            `responses.derive`, or a kind of area that follows from an area question. Several are counted
            together, which is much faster than one by one, and stand under one another in the table.
        design: How the rows were drawn: `Design`, `ReplicateDesign`, or what `rake`, `poststratify` and `calibrate`
            return. None: each row was drawn by itself.
        weights: Id of a number question or of a column of role `weight`, short for `design=Design(weights=...)`.
            None: each row counts as one.
        base: What shares are shares of. `"answered"` (the default): those who gave an answer that has a row,
            which for multiple choice means those who ticked anything. `"asked"`: also those who were asked
            and gave none; the shares of a single choice then add up to less than 1. `"ticks"`: all ticks of
            a multiple choice.
        dont_know: `"include"` (the default): options of kind `dont_know` have a row and count in the base.
            `"exclude"`: they are missing, as options of kind `refused` and `not_applicable` always are.
        where: Conditions of `Responses.where`. The rows outside are not counted but remain part of the
            design, so standard errors are those of a domain.
        level: Confidence of the intervals, between 0 and 1.
        interval: `"wilson"` (the default), `"logit"`, `"beta"`, `"agresti_coull"`, `"arcsine"` or `"t"`; the column
            of that name says what was used.
        deff: Whether the design effect compares with a simple random sample drawn with replacement (`"replace"`) or
            `"without"`, from a population as large as the sum of weights.

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

    The standard errors are those of R's `svymean` on the same design; the intervals are Wilson's on the effective
    sample size (Kish's where weights alone make the design), or Korn and Graubard's where a share is 0 or 1.
    """
    options = Options(
        design=design,
        weights=weights,
        base=base,
        dont_know=dont_know,
        where=where,
        level=level,
        interval=interval,
        deff=deff,
    )
    return _shares(responses, variable, options)


def crosstab(
    responses: Responses | LazyResponses,
    variable: str | Sequence[str],
    *,
    by: str | Sequence[str],
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    base: Literal["answered", "asked", "ticks"] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
    interval: ShareInterval | None = None,
    deff: DeffKind = "replace",
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
        design: As in `frequency`.
        weights: As in `frequency`.
        base: As in `frequency`.
        dont_know: As in `frequency`; it concerns `variable`. "Cannot say" of a `by` is a group like others.
        where: As in `frequency`.
        level: As in `frequency`.
        interval: As in `frequency`.
        deff: As in `frequency`.

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
        design=design,
        weights=weights,
        base=base,
        dont_know=dont_know,
        where=where,
        level=level,
        interval=interval,
        deff=deff,
    )
    return _shares(responses, variable, options)


def _shares(responses: Responses | LazyResponses, variable: str | Sequence[str], options: Options) -> Table:
    dont_know = options.cannot_say(counts=True)

    def figures(domain: Answers) -> list[Figure]:
        wanted = targets(domain, variable, dont_know=dont_know)
        base = check_base(options.base, wanted)
        return [shares(target, base, dont_know=dont_know) for target in wanted]

    return tabulate(responses, options, figures)
