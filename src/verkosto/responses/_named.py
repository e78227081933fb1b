"""Find a variable, or the question behind one, by name; where there is none, say what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verkosto.errors import UnknownVariableError, did_you_mean
from verkosto.instruments import Instrument, Option, Question
from verkosto.responses._variables import Variable

if TYPE_CHECKING:
    from verkosto.responses._responses import Responses

__all__ = ["question_of", "variable_of"]


def variable_of(responses: Responses, name: str) -> Variable:
    """Do what `Responses.variable` says."""
    if name in responses.variables:
        return responses.variables[name]
    if parts := [v for v in responses.variables if v.startswith(f"{name}[")]:
        msg = f"{name!r} is a question of several columns: {', '.join(map(repr, parts[:3]))} … Name one."
    elif any(column.id == name and column.withheld for column in responses.instrument.columns):
        msg = f"the values of column {name!r} identify respondents and are kept nowhere. Give it a `pseudonym`."
    else:
        known = [*responses.variables, *(question.id for question in responses.instrument)]
        msg = f"there is no variable {name!r}.{did_you_mean(name, known)} See `responses.variables`."
    raise UnknownVariableError(msg)


def question_of(instrument: Instrument, name: str) -> tuple[Question, Option | None]:
    """Do what `Responses.question` says."""
    head, bracket, tail = name.partition("[")
    if not bracket:
        return instrument[name], None
    question = instrument[head]
    code = tail.removesuffix(".text").removesuffix("]")
    # The text beside an option of a single choice is a part too, though the options have no columns.
    parts = question.items or (question.choices if tail.endswith("].text") else ())
    for part in parts:
        if part.code == code:
            return question, part
    known = [part.code for part in parts]
    hint, listed = did_you_mean(code, known), ", ".join(map(repr, known)) or "none"
    raise UnknownVariableError(f"question {head!r} has no part {code!r}.{hint} It has {listed}.")
