"""Levels of a variable that gives each row one category: for rows of a table and for its groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from verkosto import regions
from verkosto.aggregate._answers import Answers
from verkosto.aggregate._areas import area_labels, categories_of, is_area_type, reached
from verkosto.aggregate._cells import Codes
from verkosto.aggregate._headings import Heading
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.instruments import (
    AreaQuestion,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Question,
    Ranking,
    SingleChoice,
)
from verkosto.responses import MISSING, Numeric
from verkosto.text import LocalText

__all__ = ["Levels", "levels_of", "parts_of", "question_of", "refuse_withheld"]

_OUTSIDE = frozenset({"refused", "not_applicable"})

_TICKED = {
    "0": LocalText(fi="ei valittu", sv="inte vald", en="not selected"),
    "1": LocalText(fi="valittu", sv="vald", en="selected"),
}


@frozen
class Levels:
    """The levels of a variable.

    Attributes:
        heading: Its id and text, and a label for each level in order.
        axis: What to count along.
        question: Id of the question that the variable belongs to; its own id for a column or kind of area.
        open: Whether the levels are those that happen to occur (areas, strata) and not the codebook's.
        notes: What a reader of the table should know.
    """

    heading: Heading
    axis: Codes
    question: str
    open: bool = False
    notes: tuple[LocalText, ...] = ()


def question_of(responses: Answers, name: str) -> tuple[Question | None, Option | None]:
    """Return the question of a variable, and its option or row; None for what no question asked.

    Raises:
        UnknownVariableError: A question has no such part.
        AnalysisError: The variable is an open answer.
    """
    head, bracket, _ = name.partition("[")
    if name in responses.variables and name.endswith("].text"):
        msg = f"variable {name!r} is an open answer and has no categories. Tabulate {head!r} instead."
        raise AnalysisError(msg)
    if bracket or any(question.id == head for question in responses.instrument):
        return responses.question(name)
    return None, None


def parts_of(responses: Answers, name: str) -> list[str]:
    """Return the variables of a matrix row by row; of anything else the variable itself.

    Raises:
        UnknownVariableError: A question has no such part.
        AnalysisError: The variable is an open answer.
    """
    question, item = question_of(responses, name)
    if isinstance(question, Matrix) and item is None:
        return [f"{question.id}[{row.code}]" for row in question.rows]
    return [name]


def refuse_withheld(responses: Answers, name: str) -> None:
    """Refuse a column whose values were withheld on reading.

    Raises:
        UnknownVariableError: The message says what to do.
    """
    if any(column.id == name and column.withheld for column in responses.instrument.columns):
        responses.variable(name)


def levels_of(
    responses: Answers,
    name: str,
    *,
    dont_know: bool = True,
    through: str | None = None,
    allocate: str | None = None,
) -> Levels:
    """Return the levels of a variable, or of a kind of area that an area question reaches.

    Options of kind `refused` and `not_applicable`, and without `dont_know` also "cannot say", have no level:
    they are missing for that reason.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable has no categories, or a kind of area cannot be reached.
        NonNestingError: Areas do not nest and `allocate` is not given.
    """
    question, item = question_of(responses, name)
    if question is None:
        return _beside_questions(responses, name, through=through, allocate=allocate)
    if isinstance(question, AreaQuestion):
        return _area_levels(responses, question, dont_know=dont_know)
    if isinstance(question, Nps):
        responses.variable(name)
        values = [Option(str(value), str(value)) for value in range(11)]
        options = [*values, *_cannot_say(question.special, dont_know=dont_know)]
        return _option_levels(question, question.id, question.text, [v.code for v in values], options)
    if isinstance(question, MultipleChoice) and item is not None:
        categories_of(responses, name)
        return Levels(Heading(name, item.label, _TICKED), Codes(name, 2, (0, 1)), question.id)
    if isinstance(question, SingleChoice) or (isinstance(question, Matrix) and item is not None):
        shown = [o for o in question.choices if o.kind not in _OUTSIDE and (dont_know or o.kind is None)]
        text = question.text if item is None else item.label
        return _option_levels(question, name, text, categories_of(responses, name), shown)
    if isinstance(question, Number) and (codes := _whole_numbers(responses, name)):
        options = [*(Option(code, code) for code in codes), *_cannot_say(question.special, dont_know=dont_know)]
        return _option_levels(question, name, question.text, [str(value) for value in range(11)], options)
    raise AnalysisError(_without_categories(question))


def _whole_numbers(responses: Answers, name: str) -> list[str]:
    """Return the numbers that occur, if all are whole and lie from 0 to 10; none if others occur."""
    variable = responses.variable(name)
    values = variable.values[variable.absent == 0] if isinstance(variable, Numeric) else np.zeros(0)
    if not np.isin(values, np.arange(11)).all():
        return []
    return [str(value) for value in np.flatnonzero(np.bincount(values.astype(np.intp)))]


def _option_levels(
    question: Question, name: str, text: LocalText, codes: Sequence[str], options: Sequence[Option]
) -> Levels:
    level = {option.code: place for place, option in enumerate(options)}
    kinds = {option.code: option.kind or "invalid" for option in question.choices}
    places = tuple(level[c] if c in level else MISSING[kinds.get(c, "invalid")] for c in codes)
    # A special value that means "cannot say" is kept as a missing reason, so its level is named apart.
    special = next((level[o.code] for o in options if o.kind == "dont_know" and o.code not in codes), None)
    apart = [option.code for option in options if option.kind is not None]
    heading = Heading(name, text, {option.code: option.label for option in options}, apart)
    return Levels(heading, Codes(name, len(options), places, special), question.id)


def _cannot_say(special: Sequence[Option], *, dont_know: bool) -> list[Option]:
    """Return the special value that stands for all that mean "cannot say"."""
    return [option for option in special if dont_know and option.kind == "dont_know"][:1]


def _area_levels(responses: Answers, question: AreaQuestion, *, dont_know: bool) -> Levels:
    codes = categories_of(responses, question.id)
    names = area_labels(responses, question.area_type, sorted(codes))
    options = [Option(code, label) for code, label in names.items()]
    options += _cannot_say(question.special, dont_know=dont_know)
    found = _option_levels(question, question.id, question.text, codes, options)
    return Levels(found.heading, found.axis, question.id, open=True)


def _beside_questions(responses: Answers, name: str, *, through: str | None, allocate: str | None) -> Levels:
    columns = {column.id: column for column in responses.instrument.columns}
    if name in columns:
        if columns[name].role != "stratum":
            msg = (
                f"column {name!r} has the role {columns[name].role!r} and cannot divide a table. A column can "
                "when its role is 'stratum'; otherwise make it a question of the codebook."
            )
            raise AnalysisError(msg)
        categories = categories_of(responses, name)
        codes = sorted(categories)
        level = {code: place for place, code in enumerate(codes)}
        heading = Heading(name, columns[name].header or name, {c: LocalText(fi=c) for c in codes})
        axis = Codes(name, len(codes), tuple(level[code] for code in categories))
        return Levels(heading, axis, name, open=True)
    if is_area_type(name):
        area = reached(responses, name, through=through, allocate=allocate)
        return Levels(area.heading, area.axis, name, open=True, notes=area.notes)
    areas = [kind.code for kind in regions.area_types()]
    known = [*responses.variables, *(question.id for question in responses.instrument), *areas]
    msg = f"there is no variable {name!r}.{did_you_mean(name, known)} See `responses.variables`."
    raise UnknownVariableError(msg)


def _without_categories(question: Question) -> str:
    if isinstance(question, MultipleChoice | Matrix):
        first = f"{question.id}[{question.items[0].code}]"
        return f"question {question.id!r} has several columns. Name one of them, such as {first!r}."
    if isinstance(question, Number):
        return (
            f"{question.id!r} is a number and has no categories (in memory, whole numbers from 0 to 10 have). Make "
            f"classes of it with `responses.derive`, such as {{'pieni': {{{question.id!r}: (None, 9)}}}}; its average "
            "comes with `mean`."
        )
    if isinstance(question, Ranking):
        return (
            f"{question.id!r} is a ranking, whose ranks are numbers: averages of them come with `mean`. For shares "
            "of first places make a variable with `responses.derive`."
        )
    kind = {"text": "an open answer", "date": "a date"}.get(question.kind, question.kind)
    return (
        f"{question.id!r} is {kind} and has no categories. Make some with `responses.derive`, make it a choice in the "
        "codebook, or name another variable."
    )
