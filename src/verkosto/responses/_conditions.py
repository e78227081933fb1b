"""Conditions on variables: who was asked, which rows a subset has, which rows a recoding takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.dates import PartialDate
from verkosto.errors import AnalysisError, DateError, did_you_mean
from verkosto.responses._variables import Coded, Dated, Numeric, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Condition", "Conditions", "asked", "by_variable", "codes_of", "holds", "kept", "mask_of"]

Condition = str | bool | Iterable[Any] | tuple[Any, Any]
"""Codes (one or several), a pair of bounds (either may be None) for numbers, or True/False for ticks."""

Conditions = Mapping[str, Condition]
"""What is asked of each variable; all of it must hold."""

_ONE = (str, bool, int, np.bool_, np.integer)


def codes_of(condition: Any, name: str) -> list[str]:
    """Return the codes that a condition lists; True and False are the codes of ticks.

    Raises:
        AnalysisError: The condition is no code and no list of codes.
    """
    several = list(condition) if isinstance(condition, Iterable) else None
    listed = [condition] if isinstance(condition, _ONE) else several
    if listed is None or not all(isinstance(code, _ONE) for code in listed):
        msg = f"variable {name!r}: a condition is a code or a list of codes, such as ['k', 'e']."
        raise AnalysisError(msg)
    return [str(int(code)) if isinstance(code, bool | np.bool_) else str(code) for code in listed]


def holds(variable: Variable, condition: Condition, name: str, known: Sequence[str] | None = None) -> NDArray[np.bool_]:
    """Return the rows of a variable that fulfil a condition; absent values never do.

    Args:
        variable: A column.
        condition: What is asked of it.
        name: The variable's id, for messages.
        known: Codes that may be asked for though no row has them.

    Raises:
        AnalysisError: A code that the variable does not have, or a condition of the wrong kind.
    """
    if isinstance(variable, Coded):
        return _holds_codes(variable, condition, name, known)
    if isinstance(variable, Numeric):
        return _holds_bounds(variable, condition, name)
    return _holds_days(variable, condition, name)


def _holds_codes(variable: Coded, condition: Condition, name: str, known: Sequence[str] | None) -> NDArray[np.bool_]:
    categories = list(variable.categories)
    wanted = codes_of(condition, name)
    allowed = set(categories) | set(known or ())
    closed = variable.form != "string" or known is not None
    for code in wanted:
        if closed and code not in allowed:
            msg = f"variable {name!r} has no code {code!r}.{did_you_mean(code, sorted(allowed))}"
            raise AnalysisError(msg)
    places = {text: place for place, text in enumerate(categories)}
    hit = np.zeros(len(categories) + 1, dtype=bool)
    hit[[places[code] for code in wanted if code in places]] = True
    return np.asarray(hit[np.maximum(variable.codes, -1)])


def _bounds(condition: Any, name: str, what: str) -> tuple[Any, Any]:
    if not isinstance(condition, tuple) or len(condition) != 2:
        msg = (
            f"variable {name!r} holds {what}: give a pair (lowest, highest), either of them None, both bounds included."
        )
        raise AnalysisError(msg)
    return condition


def _holds_bounds(variable: Numeric, condition: Any, name: str) -> NDArray[np.bool_]:
    low, high = _bounds(condition, name, "numbers")
    inside: NDArray[np.bool_] = variable.absent == 0
    try:
        if low is not None:
            inside = inside & (variable.values >= float(low))
        if high is not None:
            inside = inside & (variable.values <= float(high))
    except (TypeError, ValueError) as error:
        msg = f"variable {name!r} holds numbers: its bounds must be numbers or None."
        raise AnalysisError(msg) from error
    return inside


def _holds_days(variable: Dated, condition: Any, name: str) -> NDArray[np.bool_]:
    low, high = _bounds(condition, name, "days")
    inside: NDArray[np.bool_] = variable.absent == 0
    days = variable.values.astype("datetime64[D]")
    try:
        # A month as bound means all of it, as a day means all of that day.
        if low is not None:
            inside = inside & (days >= np.datetime64(PartialDate.of(low).first))
        if high is not None:
            inside = inside & (days <= np.datetime64(PartialDate.of(high).last))
    except DateError as error:
        msg = f"variable {name!r} holds days: its bounds must be ISO dates such as '2020-03-01', or None."
        raise AnalysisError(msg) from error
    return inside


def asked(conditions: Mapping[str, Sequence[str]], variables: Mapping[str, Variable]) -> NDArray[np.bool_] | None:
    """Return the rows that were asked a question: all its conditions hold. None where there is no condition."""
    result: NDArray[np.bool_] | None = None
    for name, codes in conditions.items():
        if name in variables:
            hit = holds(variables[name], list(codes), name, known=codes)
        else:
            ticked = [holds(variables[f"{name}[{code}]"], ["1"], name) for code in codes]
            hit = np.logical_or.reduce(ticked)
        result = hit if result is None else result & hit
    return result


def by_variable(conditions: object) -> Conditions:
    """Return conditions as they are, if they are a mapping.

    Raises:
        AnalysisError: They are something else, such as a text or a function.
    """
    if isinstance(conditions, Mapping):
        return conditions
    msg = f"conditions are a mapping such as {{'malli_a': ['k', 'e']}}, not a {type(conditions).__name__}."
    raise AnalysisError(msg)


def kept(conditions: object) -> Conditions:
    """Return conditions that can be looked at more than once.

    Raises:
        AnalysisError: They are no mapping.
    """
    return {
        name: list(condition) if isinstance(condition, Iterator) else condition
        for name, condition in by_variable(conditions).items()
    }


def mask_of(
    conditions: Mapping[str, Condition], rows: int, one: Callable[[str, Any], NDArray[np.bool_]]
) -> NDArray[np.bool_]:
    """Return the rows in which every condition holds; `one` answers for a single variable."""
    mask = np.ones(rows, dtype=bool)
    for name, condition in by_variable(conditions).items():
        mask &= one(name, condition)
    return mask
