"""Variables as numbers: what a mean is a mean of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import Levels, levels_of, question_of, refuse_withheld
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Matrix, MultipleChoice, Nps, Number, Ranking, SingleChoice
from verkosto.responses import MISSING, Coded, Numeric, Variable
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "NumberColumn", "NumberedLevels", "Numbers", "all_numbers", "codes_held", "heading_of", "numbers_held",
    "numbers_of", "refuse_endless",
]  # fmt: skip


@frozen
class NumberColumn:
    """A variable that holds numbers.

    Attributes:
        variable: Its id, as the column `variable` of a table.
        text: What it says.
        question: Id of its question.
    """

    variable: str
    text: LocalText
    question: str


@frozen(eq=False)
class NumberedLevels:
    """A variable whose levels stand for numbers: a scale, an NPS question, a choice with numbered options.

    Attributes:
        levels: The levels.
        numbers: By level the number that it stands for; levels without one have none.
    """

    levels: Levels
    numbers: Mapping[int, float]

    @property
    def variable(self) -> str:
        """Its id."""
        return self.levels.heading.id

    @property
    def text(self) -> LocalText:
        """What it says."""
        return self.levels.heading.text

    @property
    def question(self) -> str:
        """Id of its question."""
        return self.levels.question


Numbers = NumberColumn | NumberedLevels


def all_numbers(responses: Answers, names: Sequence[str], *, dont_know: bool = False) -> list[Numbers]:
    """Return several variables as numbers, as `numbers_of` each."""
    return [part for name in names for part in numbers_of(responses, name, dont_know=dont_know)]


def numbers_of(responses: Answers, name: str, *, dont_know: bool = False) -> Iterator[Numbers]:
    """Return a variable as numbers; a matrix or ranking as its rows, a multiple choice as its options (0 and 1).

    Args:
        responses: The answers.
        name: A number, NPS or ranking question, a scale or a single choice with numbers, one row or option of them, or
            a column of role `weight` or `fpc`.
        dont_know: Whether "cannot say" counts where its option has a number.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable stands for no numbers, or holds infinite ones.
    """
    question, item = question_of(responses, name)
    if question is None:
        yield _column(responses, name)
    elif isinstance(question, Matrix | MultipleChoice | Ranking) and item is None:
        for part in question.items:
            yield from numbers_of(responses, f"{question.id}[{part.code}]", dont_know=dont_know)
    elif isinstance(question, Number | Ranking):
        _refuse_infinite(responses, name)
        yield NumberColumn(name, question.text if item is None else item.label, question.id)
    elif isinstance(question, MultipleChoice):
        yield NumberedLevels(levels_of(responses, name), {0: 0.0, 1: 1.0})
    elif isinstance(question, Nps):
        yield NumberedLevels(levels_of(responses, name, dont_know=False), {place: float(place) for place in range(11)})
    elif isinstance(question, SingleChoice | Matrix):
        yield _numbered(responses, name, question, dont_know=dont_know)
    else:
        # What has no categories either is told so.
        levels_of(responses, name)
        msg = f"{question.id!r} is no number and has no mean. Tabulate it with `frequency`."
        raise AnalysisError(msg)


def numbers_held(responses: Answers, name: str) -> Numeric:
    """Return a decoded column of numbers.

    Raises:
        UnknownVariableError: There is no such column.
        AnalysisError: The column holds no numbers.
    """
    variable = responses.variable(name)
    if isinstance(variable, Numeric):
        return variable
    msg = f"variable {name!r} holds no numbers. Read the answers with this instrument."
    raise AnalysisError(msg)


def codes_held(variable: Variable, name: str) -> NDArray[np.signedinteger[Any]]:
    """Return the code of each row of a decoded column, negative where it has none (`MISSING`).

    Raises:
        AnalysisError: The column holds dates.
    """
    if isinstance(variable, Coded):
        return variable.codes
    if not isinstance(variable, Numeric):
        raise AnalysisError(f"variable {name!r} holds dates, which are no categories. Name another variable.")
    # Numbers have levels from 0 to 10 alone: another value must not land in a neighbour's cell.
    values = np.where(np.isin(variable.values, np.arange(11)), variable.values, MISSING["invalid"])
    return np.where(variable.absent == 0, values, -variable.absent).astype(np.int8)


def _refuse_infinite(responses: Answers, name: str) -> None:
    variable = numbers_held(responses, name)
    # An engine that holds the rows looks at them itself.
    if len(variable):
        values = variable.values if responses.domain is None else variable.values[responses.domain]
        refuse_endless(int(np.isinf(values).sum()), name)


def refuse_endless(count: int, name: str) -> None:
    """Refuse a variable of which some rows are infinite.

    Raises:
        AnalysisError: There are such rows.
    """
    if count:
        msg = f"variable {name!r}: {count} rows have an infinite number. Correct them, or leave them out with where=."
        raise AnalysisError(msg)


def _column(responses: Answers, name: str) -> NumberColumn:
    columns = {column.id: column for column in responses.instrument.columns}
    if name not in columns:
        levels_of(responses, name)
        msg = f"{name!r} is a kind of area and has no mean. Put it in `by`."
        raise AnalysisError(msg)
    if not isinstance(responses.variables.get(name), Numeric):
        if name in responses.variables:
            raise AnalysisError(f"column {name!r} holds no numbers. Make it a number question of the codebook.")
        refuse_withheld(responses, name)
        raise UnknownVariableError(f"column {name!r} was not read. See `responses.variables`.")
    _refuse_infinite(responses, name)
    return NumberColumn(name, LocalText.of(columns[name].header or name), name)


def _numbered(responses: Answers, name: str, question: SingleChoice | Matrix, *, dont_know: bool) -> NumberedLevels:
    substantive = [option for option in question.choices if option.kind is None]
    given = all(option.number is not None for option in substantive)
    # "Cannot say" without a number of its own stays missing, so that no row leaves without a reason.
    levels = levels_of(responses, name, dont_know=dont_know and given and _cannot_say_numbered(question))
    places = {code: place for place, code in enumerate(levels.heading.labels)}
    if given:
        numbers = {places[o.code]: o.number for o in question.choices if o.code in places}
        return NumberedLevels(levels, {place: float(number) for place, number in numbers.items() if number is not None})
    if not _ordered(question):
        msg = (
            f"{name!r} has options without numbers, so it has no mean. Give each `Option(..., number=...)`, or "
            "tabulate it with `frequency`."
        )
        raise AnalysisError(msg)
    # A scale whose options bear no numbers counts its steps from 1.
    return NumberedLevels(
        levels, {places[option.code]: float(step) for step, option in enumerate(substantive, start=1)}
    )


def _cannot_say_numbered(question: SingleChoice | Matrix) -> bool:
    numbers = [option.number is not None for option in question.choices if option.kind == "dont_know"]
    if any(numbers) and not all(numbers):
        msg = f"{question.id!r}: some options that mean 'cannot say' have a number. Give all of them one, or none."
        raise AnalysisError(msg)
    return all(numbers)


def _ordered(question: SingleChoice | Matrix) -> bool:
    return isinstance(question, Matrix) or question.ordered


def heading_of(numbers: Numbers, statistic: str, label: LocalText) -> Heading:
    """Return the heading of a figure of a variable: one value, named as the statistic is."""
    return Heading(numbers.variable, numbers.text, {statistic: label})
