"""An indicator of a survey: the ordinary calls that count it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import evolve

from verkosto.aggregate import Table, mean, proportion, ratio, total
from verkosto.dates import DateLike, PartialDate
from verkosto.errors import OptionError, UnknownVariableError, did_you_mean
from verkosto.instruments import AreaQuestion, MultipleChoice, Option, SingleChoice
from verkosto.regions import area_types
from verkosto.responses import MISSING, Coded, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from verkosto.indicators._indicator import Indicator

__all__ = ["YES", "carries", "divides_by_register", "survey_table", "value_of"]

YES, NO = "1", "0"

_DONT_KNOW = MISSING["dont_know"]

_OPTIONS = ("weights", "design", "margins", "through", "level", "deff")
_YES = LocalText(fi="Kyllä", sv="Ja", en="Yes")

_Asked = tuple[Responses, str, list[str]]


def carries(responses: Responses, name: str) -> bool:
    """Return whether answers have a variable, a question or areas of a kind."""
    asked = any(question.id == name for question in responses.instrument)
    if asked or name in responses.variables:
        return True
    kinds = {kind.code for kind in area_types()}
    return name in kinds and any(isinstance(question, AreaQuestion) for question in responses.instrument)


def divides_by_register(indicator: Indicator) -> bool:
    """Return whether the indicator counts answers and divides them by a number, which a register has."""
    return isinstance(indicator.base, str) and not isinstance(indicator.numerator, str)


def survey_table(
    indicator: Indicator,
    responses: Responses,
    area_type: str,
    *,
    on: DateLike | None,
    allocate: Literal["majority"] | None,
    options: Mapping[str, Any],
) -> Table:
    """Return an indicator of answers.

    Raises:
        UnknownVariableError: The survey lacks a variable.
        AnalysisError: A code that the variable does not have, or as in `crosstab`.
        OptionError: An option that surveys do not take.
    """
    if unknown := [name for name in options if name not in _OPTIONS]:
        hint = did_you_mean(unknown[0], _OPTIONS)
        raise OptionError(f"there is no option {unknown[0]!r}.{hint} There are: {', '.join(_OPTIONS)}.")
    if on is not None:
        responses = evolve(responses, instrument=evolve(responses.instrument, area_date=PartialDate.of(on)))
    _check(indicator, responses)
    given: dict[str, Any] = {"by": area_type, "margins": True, "allocate": allocate, **options}
    if isinstance(indicator.base, Mapping):
        given["where"] = indicator.base
    if isinstance(indicator.numerator, str):
        return _of_number(indicator, indicator.numerator, responses, given)
    return _of_answers(indicator, indicator.numerator, responses, given)


def _check(indicator: Indicator, responses: Responses) -> None:
    for name in indicator.variables:
        if not carries(responses, name) and not (divides_by_register(indicator) and name == indicator.base):
            near = did_you_mean(name, [*responses.variables, *(question.id for question in responses.instrument)])
            msg = f"survey {responses.instrument.id!r} has no variable {name!r}.{near} See `responses.variables`."
            raise UnknownVariableError(msg)


def _of_number(indicator: Indicator, name: str, responses: Responses, given: dict[str, Any]) -> Table:
    if isinstance(indicator.base, str):
        given.pop("deff", None)
        return ratio(responses, name, over=indicator.base, **given)
    return (mean if indicator.unit == "mean" else total)(responses, name, **given)


def _of_answers(
    indicator: Indicator, numerator: Mapping[str, Any], responses: Responses, given: dict[str, Any]
) -> Table:
    responses, variable, codes = _asked(indicator, numerator, responses)
    if indicator.unit != "count" and not divides_by_register(indicator):
        return proportion(responses, variable, values=codes, **given)
    table = total(responses, variable, **given)
    return table if len(codes) == 1 else table.collapse({"+".join(codes): codes})


def value_of(indicator: Indicator, table: Table) -> str:
    """Return which value of a table of an indicator is its figure; of others the table has the complement."""
    values = list(dict.fromkeys(table.cells["value"]))
    if len(values) == 1 or not isinstance(indicator.numerator, Mapping):
        return str(values[0])
    first, *others = indicator.numerator.values()
    codes = "+".join(first) if isinstance(first, list) and not others else YES
    return codes if codes in values else YES


def _asked(indicator: Indicator, numerator: Mapping[str, Any], responses: Responses) -> _Asked:
    """Return answers with the variable and the codes that the numerator asks for.

    A question is counted itself where that is possible: then disclosure control sees what other tables tell of it. Only
    what several variables tell together becomes a variable of its own.
    """
    if len(numerator) == 1:
        [(name, condition)] = numerator.items()
        question = next((question for question in responses.instrument if question.id == name), None)
        if isinstance(question, MultipleChoice) and isinstance(condition, list) and len(condition) == 1:
            name, condition = f"{name}[{condition[0]}]", [YES]
        if condition is True:
            condition = [YES]
        if isinstance(condition, list) and _choice(responses, name):
            return responses, name, condition
    return _derived(indicator, numerator, responses), f"indicator-{indicator.id}", [YES]


def _derived(indicator: Indicator, numerator: Mapping[str, Any], responses: Responses) -> Responses:
    """Return answers with a variable of all conditions. Who could not say answered, and does not fulfil them."""
    name = f"indicator-{indicator.id}"
    derived = responses.derive(name, {Option(YES, _YES): numerator}, text=indicator.definition.fi, otherwise=NO)
    unsure = derived.variable(name).reasons() == -_DONT_KNOW
    for other in numerator:
        if other in responses.variables:
            unsure &= np.isin(responses.variables[other].reasons(), [0, -_DONT_KNOW])
    variable = derived.variables[name]
    if not isinstance(variable, Coded) or not unsure.any():
        return derived
    codes = np.where(unsure, variable.categories.index(NO), variable.codes).astype(variable.codes.dtype)
    return evolve(derived, variables={**derived.variables, name: evolve(variable, codes=codes)})


def _choice(responses: Responses, name: str) -> bool:
    if "[" in name:
        # Of a part that a question does not have, `proportion` tells those that it has.
        return True
    question = next((question for question in responses.instrument if question.id == name), None)
    return isinstance(question, SingleChoice | AreaQuestion)
