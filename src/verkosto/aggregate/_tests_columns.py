"""Shares in the columns of a banner table, compared in pairs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._design_pass import AnyDesign, weights_id
from verkosto.aggregate._given import one_of
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import question_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._scores import Estimated, cell_scores, estimate_scores, side_by_side
from verkosto.aggregate._statistics import Contrast, Ratio, pick
from verkosto.aggregate._table import Table
from verkosto.aggregate._tests_columns_parts import Answers, Columns
from verkosto.aggregate._tests_columns_result import ColumnTests, joined_letters, labelled, letters_of
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import by_t, joined, notes_of_sample, t_effect
from verkosto.aggregate._tests_notes import about_letters
from verkosto.aggregate._tests_rows import Sample, two_names
from verkosto.aggregate._tests_words import ADJUSTMENTS
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Adjust", "adjusted", "column_tests"]

Adjust = Literal["holm", "bonferroni"]


def column_tests(
    responses: Responses | Table,
    variable: str | None = None,
    *,
    by: str | None = None,
    adjust: Adjust | None = "holm",
    looser: float | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    level: float = 0.95,
) -> ColumnTests:
    """Compare the columns of a crosstab in pairs: which shares differ, and by how much.

    Args:
        responses: The answers, or a `crosstab` of them: then `variable`, `by`, `design` and `where` are the table's.
        variable: What the shares are of: a question that `crosstab` takes, also a whole multiple choice.
        by: What makes the columns. A whole multiple choice makes one column of each option; a respondent who
            ticked two stands in both, and the test knows it.
        adjust: Adjustment of p-values for the number of pairs of columns, answer by answer: `"holm"` (the default),
            `"bonferroni"`, or None.
        looser: Confidence of small letters, such as 0.9; None: there are none.
        design: How the rows were drawn; None: each row is a unit drawn at random.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`; the rows outside remain part of the design.
        dont_know: `"include"` (the default): "cannot say" to `variable` has a row and counts in the base.
            `"exclude"`: it is missing.
        through: The area question to go through, where several would do.
        allocate: `"majority"` for areas that do not nest.
        level: Confidence of intervals and of capital letters.

    Returns:
        A `ColumnTests`. Intervals of differences are not adjusted. Columns that nobody stands in are left out.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: A variable without categories, one column or more than 60, a table
            of several questions or one whose answers are not at hand, or a design that cannot be used.

    Example:
        >>> import verkosto as vk
        >>> tests = vk.column_tests(vk.samples.tukirakenne(), "malli_a", by="toimiala")
        >>> tests.letters.index.tolist()
        ['k', 'e', 'eos']

    Formula: the linearised standard error of the difference of two shares, with their covariance where columns share
    respondents or sampling units; t on the degrees of freedom of the rows of both columns, less one, as `svyttest` of
    R's survey on two columns. Adjustment: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    if adjust is not None:
        one_of(adjust, get_args(Adjust), "adjust")
    options = Options(
        design=design,
        weights=weights,
        where=where,
        dont_know=dont_know,
        through=through,
        allocate=allocate,
        level=level,
    )
    if isinstance(responses, Table):
        if any(given is not None for given in (variable, by, design, weights, where)):
            msg = "a table has its variable, by, design and rows. Leave them out, or give the answers."
            raise AnalysisError(msg)
        sample, variable, by = _of_table(responses, options)
    elif variable is None or by is None:
        msg = "column tests need variable= and by=. Name both, or give a crosstab."
        raise AnalysisError(msg)
    else:
        sample = Sample.of(responses, options)
    two_names(variable, by)
    return _tested(sample, variable, by, adjust, _smaller(looser, sample.level))


def _of_table(table: Table, options: Options) -> tuple[Sample, str, str]:
    """Return the rows of a table, and the question and the columns that it compares."""
    origin = table.known_origin()
    if set(table.cells["base_kind"]) != {"answered"} or set(table.cells["statistic"]) != {"share"}:
        msg = "column tests compare shares of those who answered, and this table has others. Give the answers."
        raise AnalysisError(msg)
    if len(table.variables) != 1 or len(table.by) != 1:
        msg = (
            f"the table has {len(table.variables)} questions and {len(table.by)} variables in by, and column tests "
            "compare the columns of one question by one. Make a smaller table, or give the answers."
        )
        raise AnalysisError(msg)
    (heading,) = table.variables
    question, _ = question_of(origin.responses, heading.id)
    if options.dont_know is None and question is not None:
        shown = all(o.code in heading.labels for o in (*question.choices, *question.items) if o.kind == "dont_know")
        options = evolve(options, dont_know="include" if shown else "exclude")
    options = evolve(options, design=origin.design)
    return Sample.of(origin.responses, options), heading.id, table.by[0]


def _smaller(looser: float | None, level: float) -> float | None:
    """Return the confidence of small letters."""
    if looser is None:
        return None
    small = Options(level=looser).check().level
    if small >= level:
        msg = f"looser={looser!r} is not looser than level={level!r}. Give a smaller share, such as 0.9."
        raise AnalysisError(msg)
    return small


def _tested(sample: Sample, variable: str, by: str, adjust: Adjust | None, small: float | None) -> ColumnTests:
    level = sample.level
    answers = Answers.of(sample, variable)
    columns = Columns.of(sample, by, answers.base & sample.inside)
    banner = _Banner.of(sample, answers, columns)
    kinds = {
        "value": "text", "first": "text", "second": "text", "first_share": "number", "second_share": "number",
        "difference": "number", "se": "number", "low": "number", "high": "number", "statistic": "number",
        "df": "number", "p": "number", "p_adjusted": "number", "status": "text",
    }  # fmt: skip
    comparisons = Figures.of(kinds, banner.pairs(level, adjust))
    return ColumnTests(
        title=joined([answers.heading.text, columns.heading.text]),
        method=ADJUSTMENTS[str(adjust)],
        variable=variable,
        by=by,
        values=labelled(answers.heading),
        columns=labelled(columns.heading),
        level=level,
        looser=small,
        adjust=adjust,
        weights=weights_id(sample.design),
        shares=banner.figures(_letters(comparisons, columns.heading, level, small)),
        comparisons=comparisons,
        absences=sample.absences(*answers.absent, *columns.absent),
        notes=tuple(dict.fromkeys([*columns.notes, about_letters(level, small), *notes_of_sample(sample)])),
        instrument_id=sample.responses.instrument.id,
    )


def adjusted(p: Floats, adjust: str | None) -> Floats:
    """Return p-values adjusted for how many there are; NaN where there is none."""
    found = p.copy()
    known = np.flatnonzero(~np.isnan(p))
    count = len(known)
    if adjust == "bonferroni":
        found[known] = np.minimum(1, p[known] * count)
    elif adjust == "holm":
        order = known[np.argsort(p[known], kind="stable")]
        found[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(count, 0, -1)))
    return found


@frozen(eq=False)
class _Banner:
    """Shares of the answers in the columns.

    Attributes:
        sample: The rows and their design.
        answers: The answers.
        columns: The columns.
        scores: For each column, 1 and the indicators of the answers of its rows.
        n: Rows of each column, and of each answer in it, shape (columns, 1 + answers).
    """

    sample: Sample
    answers: Answers
    columns: Columns
    scores: Any
    n: NDArray[np.intp]

    @classmethod
    def of(cls, sample: Sample, answers: Answers, columns: Columns) -> _Banner:
        base = answers.base & sample.inside
        measures = (None, *answers.indicators)
        blocks = [cell_scores(np.where(base, codes, -1), count, measures) for codes, count in columns.blocks]
        scores = side_by_side(blocks)
        n = np.rint(scores.totals(np.ones(scores.shape[0]))).astype(np.intp).reshape(-1, len(measures))
        return cls(sample, answers, columns, scores, n)

    def shares(self, place: int) -> Ratio:
        """Return the shares of one answer in all columns."""
        columns = np.arange(len(self.n))
        width = self.n.shape[1]
        shape = (self.n.size, len(self.n))
        return Ratio(pick(columns * width + 1 + place, columns, shape), pick(columns * width, columns, shape))

    def pairs(self, level: float, adjust: str | None) -> Iterator[tuple[Any, ...]]:
        """Return the comparisons of all answers."""
        codes = list(self.columns.heading.labels)
        listed = list(itertools.combinations(range(len(codes)), 2))
        factors = np.zeros((len(codes), len(listed)))
        for number, (first, second) in enumerate(listed):
            factors[first, number], factors[second, number] = 1.0, -1.0
        # Rows that count for one answer count for all of them, and so do their degrees of freedom.
        df = estimate_scores(self.sample.plan, self.scores, Contrast(self.shares(0), factors)).df - 1
        for answer, estimated in zip(self.answers.heading.labels, self.estimated, strict=True):
            shares, variance = estimated.value, np.einsum("ij,ik,kj->j", factors, estimated.covariance(), factors)
            value, se = shares @ factors, np.sqrt(np.maximum(variance, 0))
            found = [by_t(*parts) for parts in zip(value.tolist(), se.tolist(), df.tolist(), strict=True)]
            p = adjusted(np.array([test.p for test in found]), adjust)
            for number, ((first, second), test) in enumerate(zip(listed, found, strict=True)):
                size = t_effect("share_difference", value[number], se[number], test.df, level, known=self.sample.census)
                yield (
                    answer, codes[first], codes[second], shares[first], shares[second], value[number], se[number],
                    size.low, size.high, test.statistic, test.df, test.p, p[number], test.status,
                )  # fmt: skip

    def figures(self, letters: Mapping[tuple[str, str], str]) -> Figures:
        """Return a row for each answer and column."""
        rows = []
        for place, (value, estimated) in enumerate(zip(self.answers.heading.labels, self.estimated, strict=True)):
            se = np.sqrt(np.maximum(estimated.variance, 0))
            for number, column in enumerate(self.columns.heading.labels):
                n, base = self.n[number, 1 + place], self.n[number, 0]
                rows.append((value, column, n, base, estimated.value[number], se[number], letters[value, column]))
        kinds = {
            "value": "text", "column": "text", "n": "count", "base": "count", "share": "number", "se": "number",
            "letters": "text",
        }  # fmt: skip
        return Figures.of(kinds, rows)

    @property
    def estimated(self) -> list[Estimated]:
        """The shares of each answer in all columns."""
        places = range(len(self.answers.indicators))
        return [estimate_scores(self.sample.plan, self.scores, self.shares(place)) for place in places]


def _letters(comparisons: Figures, columns: Heading, level: float, small: float | None) -> dict[tuple[str, str], str]:
    """Return the letters of each answer and column: of the columns whose share is significantly lower."""
    marks = dict(zip(columns.labels, letters_of(len(columns.labels)), strict=True))
    values = dict.fromkeys(comparisons.column("value"))
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {(v, c): ([], []) for v in values for c in marks}
    names = ("value", "first", "second", "difference", "p_adjusted")
    for value, first, second, difference, p in zip(*(comparisons.column(name) for name in names), strict=True):
        if p is None:
            continue
        high, low = (first, second) if difference > 0 else (second, first)
        if p < 1 - level:
            found[value, high][0].append(low)
        elif small is not None and p < 1 - small:
            found[value, high][1].append(low)
    order = list(marks)

    def letters(codes: list[str]) -> list[str]:
        return [marks[code] for code in sorted(codes, key=order.index)]

    return {place: joined_letters(letters(capital), letters(little)) for place, (capital, little) in found.items()}
