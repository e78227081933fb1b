"""Which rows fulfil a condition, and why others have no answer: by variable, multiple choice or kind of area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto import regions
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.instruments import AreaQuestion, Instrument, MultipleChoice
from verkosto.responses._conditions import codes_of, holds
from verkosto.responses._frames import question_reasons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.responses._responses import Responses

__all__ = ["reasons_of", "rows_that_fulfil"]


def rows_that_fulfil(responses: Responses, name: str, condition: Any) -> NDArray[np.bool_]:
    """Return the rows in which one condition of `Responses.where` holds.

    Raises:
        UnknownVariableError: No such variable or kind of area.
        AnalysisError: A code that the variable does not have, or a condition of another form.
    """
    instrument = responses.instrument
    question = next((q for q in instrument if q.id == name), None)
    if name in responses.variables:
        known = _answerable(question, instrument) if isinstance(question, AreaQuestion) else None
        return holds(responses.variables[name], condition, name, known)
    if isinstance(question, MultipleChoice):
        return _any_ticked(responses, question, condition)
    if question is None and any(kind.code == name for kind in regions.area_types()):
        return holds(responses.areas(name).values, condition, name, _standing(name, instrument))
    return holds(responses.variable(name), condition, name)


def reasons_of(responses: Responses, name: str) -> NDArray[np.int8]:
    """Return why a variable, a question or a kind of area is absent in each row; 0 where it is not.

    Raises:
        AnalysisError: No such variable or question, and no area question reaches such areas.
    """
    if name in responses.variables:
        return responses.variables[name].reasons()
    if name in responses.instrument:
        return question_reasons(responses, name)
    return responses.areas(name).values.reasons()


def _any_ticked(responses: Responses, question: MultipleChoice, condition: Any) -> NDArray[np.bool_]:
    codes = codes_of(condition, question.id)
    known = [option.code for option in question.options]
    for code in codes:
        if code not in known:
            msg = f"question {question.id!r} has no option {code!r}.{did_you_mean(code, known)}"
            raise AnalysisError(msg)
    ticked = [holds(responses.variables[f"{question.id}[{c}]"], ["1"], question.id) for c in codes]
    return np.logical_or.reduce(ticked) if ticked else np.zeros(responses.rows, dtype=bool)


def _standing(area_type: str, instrument: Instrument) -> list[str]:
    """Codes of the areas of a kind at the instrument's date."""
    day = None if instrument.areas_on is None else instrument.areas_on.first
    return [area.code for area in regions.areas(area_type, on=day, official=False)]


def _answerable(question: AreaQuestion, instrument: Instrument) -> list[str]:
    """Codes that an answer to the question can mean, those of former municipalities included."""
    day = None if instrument.areas_on is None else instrument.areas_on.first
    return list(set(regions.answer_codes(question.area_type, on=day).values()))
