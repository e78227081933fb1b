"""Categories by variable: what the codes of groups and the levels of axes say of those who are at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._cells import Axis, Codes, Ticked
from verkosto.aggregate._headings import TOTAL_CODE
from verkosto.aggregate._levels import Levels
from verkosto.instruments import MultipleChoice
from verkosto.responses import MISSING, REASONS, Coded, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ABSENT",
    "ANSWERED",
    "Where",
    "answered_of",
    "categories_of",
    "question_of",
    "where_of",
    "where_of_levels",
]

ABSENT = "!"
"""Before a missing reason, as a category; no code begins a category so."""

ANSWERED = "answered"
"""The category of those who ticked any substantive option of a multiple choice, or have a number."""

_DONT_KNOW = "dont_know"

Where = Mapping[str, frozenset[str]]
"""Categories by variable: those counted have one of them in each."""


def where_of_levels(responses: Responses, levels: Levels) -> Mapping[str, Where]:
    """Return what the codes of a variable in `by` mean, the total and missing reasons too."""
    question = next((q for q in responses.instrument if q.id == levels.axis.variable.partition("[")[0]), None)
    if isinstance(question, MultipleChoice) and _answered_together(responses, question, levels.axis.variable):
        return _of_option(question.id, levels.axis.variable)
    count = levels.axis.levels
    places = {code: [place] for place, code in enumerate(levels.heading.labels)}
    places[TOTAL_CODE] = list(range(count))
    places |= {ABSENT + reason: [count + place] for place, reason in enumerate(REASONS)}
    return {code: where_of(responses, levels.axis, of_code) for code, of_code in places.items()}


def _answered_together(responses: Responses, question: MultipleChoice, name: str) -> bool:
    """Return whether the option has an answer wherever its question has, and else lacks it for the same reason.

    Where blank means not selected, a row may have ticked nothing and still not lack the option.
    """
    if any(option.kind is not None for option in question.options):
        return False
    columns = [responses.variables[f"{question.id}[{option.code}]"] for option in question.options]
    codes = np.stack([column.codes for column in columns if isinstance(column, Coded)])
    own = codes[[option.code for option in question.options].index(name.partition("[")[2].removesuffix("]"))]
    lowest, highest = codes.min(axis=0), codes.max(axis=0)
    # One cell that could not be read says more than its blanks, as in counting.
    lacking = np.where(lowest <= MISSING["invalid"], lowest, highest)
    return bool(np.where((codes == 1).any(axis=0), own >= 0, (own < 0) & (own == lacking)).all())


def _of_option(question: str, name: str) -> Mapping[str, Where]:
    """Return who ticked an option and who did not: all who answered its question, and who lacks it lacks the others."""
    answered = {question: frozenset([ANSWERED, _DONT_KNOW])}
    reasons = [ABSENT + reason for reason in REASONS]
    without = {name: frozenset(["0", *reasons])}
    lacking = {reason: {question: frozenset([reason])} for reason in reasons}
    return {"0": answered | without, "1": answered | {name: frozenset(["1"])}, TOTAL_CODE: answered, **lacking}


def where_of(responses: Responses, axis: Axis, levels: NDArray[np.bool_] | list[int]) -> Where:
    """Return those who are at some levels of an axis, missing reasons among them."""
    chosen = np.flatnonzero(levels).tolist() if isinstance(levels, np.ndarray) else levels
    if isinstance(axis, Codes):
        return {axis.variable: frozenset(_of_codes(responses, axis, set(chosen)))}
    if isinstance(axis, Ticked):
        return {axis.variable: frozenset(["1"]), question_of(axis): answered_of(axis)}
    if chosen == [0]:
        return {name: frozenset([*categories_of(responses, name), ANSWERED]) for name in axis.variables}
    return {axis.variables[0]: frozenset(ABSENT + REASONS[level - 1] for level in chosen)}


def _of_codes(responses: Responses, axis: Codes, chosen: set[int]) -> Iterator[str]:
    for category, level in zip(categories_of(responses, axis.variable), axis.lookup(), strict=False):
        if int(level) in chosen:
            yield category
    special = axis.dont_know
    for place, reason in enumerate(REASONS):
        level = special if special is not None and reason == _DONT_KNOW else axis.levels + place
        if level in chosen:
            yield ABSENT + reason


def categories_of(responses: Responses, name: str) -> list[str]:
    """Return the categories of those who have an answer."""
    variable = responses.variables[name]
    if isinstance(variable, Coded):
        return list(variable.categories)
    # Numbers are levels from 0 to 10 alone; all others are one category.
    return [str(value) for value in range(11)]


def answered_of(axis: Ticked) -> frozenset[str]:
    """Return the categories of a multiple choice that its base holds, beside reasons."""
    # A tick at "cannot say" is an answer in tables that count it.
    apart = any(reason == _DONT_KNOW for _, reason in axis.count.beside)
    return frozenset([ANSWERED] if apart else [ANSWERED, _DONT_KNOW])


def question_of(axis: Ticked) -> str:
    """Return the id of the question whose options are ticked."""
    return axis.variable.partition("[")[0]
