"""The public calls on numbers: `mean`, `total` and `ratio`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimands import Figure, check_base, numbers, quotient, shares
from verkosto.aggregate._estimate import DeffKind
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import question_of
from verkosto.aggregate._numbers_of import NumberColumn, Numbers, all_numbers, heading_of, numbers_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._table import Table
from verkosto.aggregate._tabulate import tabulate
from verkosto.aggregate._variables import named, one_named, targets
from verkosto.errors import AnalysisError
from verkosto.instruments import AreaQuestion, Matrix, MultipleChoice, SingleChoice
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText

__all__ = ["mean", "ratio", "total"]

_MEAN = LocalText(fi="keskiarvo", sv="medelvärde", en="mean")
_TOTAL = LocalText(fi="summa", sv="summa", en="total")
_RATIO = LocalText(fi="suhde", sv="kvot", en="ratio")


def mean(
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
    """Return the mean of a variable, of all or in each group.

    Args:
        responses: The answers.
        variable: A number, ranking or NPS question, a matrix or one row of it (`"vaittamat[r1]"`), a single choice
            whose options bear numbers or stand in order (without numbers their steps count from 1), one option of a
            multiple choice (0 and 1), or a column of role `weight` or `fpc`. Several stand under one another.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: `"exclude"` (the default): "cannot say" has no number. `"include"`: it counts with the number that
            its option bears, if it bears one.
        where: As in `frequency`.
        level: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` with a row for each variable and group, its value and statistic "mean". The base is the rows that
        have a number; why others have none stands in `Table.missing`.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: The variable stands for no numbers, holds infinite ones, or as in `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.mean(vk.samples.tukirakenne(), "suosittelu", by="maakunta")
        >>> table.frame["statistic"].unique().tolist()
        ['mean']

    Standard errors equal those of `svymean` of R's survey, and of `svyby` for groups; intervals are Student's t.
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
    include = options.cannot_say(counts=False)

    def figures(domain: Answers) -> list[Figure]:
        return [_figure(part, "mean", _MEAN) for part in all_numbers(domain, named(variable), dont_know=include)]

    return tabulate(responses, options, figures)


def total(
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
    """Return the total of a number, or how many there are of each answer, in the population that weights stand for.

    Args:
        responses: The answers.
        variable: A number, NPS or ranking question: the sum of its numbers. A single choice, matrix, multiple choice
            or area question: a row for each answer with the number of those who gave it.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`. Without weights and population sizes a total is that of the rows themselves.
        weights: As in `frequency`.
        dont_know: As in `frequency`.
        where: As in `frequency`.
        level: As in `frequency`.
        deff: As in `frequency`.

    Returns:
        A `Table` with statistic "total". Rows without an answer add nothing: the total is that of the answers given.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: As in `mean` and `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> vk.total(vk.samples.tukirakenne(), "malli_a").frame["estimate"].tolist()
        [410.0, 67.0, 85.0]

    Standard errors equal those of `svytotal` of R's survey; intervals are Student's t.
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
    include = options.cannot_say(counts=True)

    def figures(domain: Answers) -> list[Figure]:
        found: list[Figure] = []
        for name in named(variable):
            if _has_categories(domain, name):
                wanted = targets(domain, name, dont_know=include)
                base = check_base(None, wanted)
                found += [shares(target, base, dont_know=include, total=True) for target in wanted]
            else:
                found += [_figure(part, "total", _TOTAL) for part in numbers_of(domain, name)]
        return found

    return tabulate(responses, options, figures)


def ratio(
    responses: Responses | LazyResponses,
    variable: str,
    *,
    over: str,
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Table:
    """Return the total of one number by that of another: volunteers per member, euros per event.

    Args:
        responses: The answers.
        variable: What is divided: a number, NPS or ranking question.
        over: What it is divided by, likewise.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        where: As in `frequency`.
        level: As in `frequency`.

    Returns:
        A `Table` with statistic "ratio", its variable named "variable/over". The base is the rows that have both
        numbers. Where the total below is 0 there is no estimate, and the status says "zero_total".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: As in `mean` and `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.ratio(vk.samples.tukirakenne(), "jasenia", over="jasenia")
        >>> table.frame["estimate"].tolist()
        [1.0]

    Standard errors equal those of `svyratio` of R's survey; intervals are Student's t.
    """
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        design=design,
        weights=weights,
        where=where,
        level=level,
    )

    def figures(domain: Answers) -> list[Figure]:
        above, below = (_one_column(domain, name) for name in (variable, over))
        text = _divided(above.text, below.text)
        heading = Heading(f"{above.variable}/{below.variable}", text, {"ratio": _RATIO})
        variables = (above.variable, below.variable)
        return [quotient(heading, above.question, variables, "ratio")]

    return tabulate(responses, options, figures)


def _divided(above: LocalText, below: LocalText) -> LocalText:
    languages = {"fi", *above.languages, *below.languages}
    return LocalText.of({lang: f"{above.get(lang)} / {below.get(lang)}" for lang in languages})


def _figure(part: Numbers, statistic: str, label: LocalText) -> Figure:
    heading = heading_of(part, statistic, label)
    if isinstance(part, NumberColumn):
        return quotient(heading, part.question, (part.variable,), statistic)
    estimand = numbers(part.levels, part.numbers, total=statistic == "total")
    return Figure(heading, part.question, (estimand,), statistic, notes=part.levels.notes)


def _has_categories(domain: Answers, name: str) -> bool:
    question, _ = question_of(domain, name)
    if question is None:
        return name not in domain.variables
    return isinstance(question, SingleChoice | Matrix | MultipleChoice | AreaQuestion)


def _one_column(domain: Answers, name: str) -> NumberColumn:
    first, *others = numbers_of(domain, one_named(name))
    if others or not isinstance(first, NumberColumn):
        raise AnalysisError(f"{name!r} is no single column of numbers. A ratio needs two number questions.")
    return first
