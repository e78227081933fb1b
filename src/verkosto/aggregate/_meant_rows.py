"""Which respondents have categories: those whom the meaning of a number is true of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._meant_categories import ABSENT, ANSWERED, Where, categories_of
from verkosto.aggregate._table import Table
from verkosto.instruments import MultipleChoice
from verkosto.responses import REASONS, Coded, Numeric, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["having", "rows_meant"]


def rows_meant(table: Table, where: Where, *, of_subset: bool = False) -> float:
    """Return how many respondents have one of the categories in each variable; NaN where the answers do not tell.

    Args:
        table: A table.
        where: The categories.
        of_subset: Whether to count the respondents of the table's subset alone.
    """
    if table.origin is None:
        return np.nan
    responses = table.origin.responses
    inside = having(responses, where)
    if inside is None:
        return np.nan
    if of_subset and responses.domain is not None:
        inside = inside & responses.domain
    return float(inside.sum())


def having(responses: Responses, where: Where) -> NDArray[np.bool_] | None:
    """Return who has one of the categories in each variable, shape (rows,); None where the answers do not tell."""
    inside = np.ones(responses.rows, dtype=bool)
    for name, categories in where.items():
        has = _has(responses, name, categories)
        if has is None:
            return None
        inside &= has
    return inside


def _has(responses: Responses, name: str, categories: frozenset[str]) -> NDArray[np.bool_] | None:
    variable = responses.variables.get(name)
    if variable is None:
        return _ticked(responses, name, categories)
    reasons = [place + 1 for place, reason in enumerate(REASONS) if ABSENT + reason in categories]
    values = {category for category in categories if not category.startswith(ABSENT)}
    if not values <= {*categories_of(responses, name), ANSWERED}:
        return None
    if isinstance(variable, Coded):
        places = [place for place, category in enumerate(variable.categories) if category in values]
        return np.isin(variable.codes, places) | np.isin(-variable.codes.astype(np.int64), reasons)
    answered = variable.absent == 0
    if isinstance(variable, Numeric) and ANSWERED not in values:
        answered &= np.isin(variable.values, [float(value) for value in values])
    return np.asarray(answered | np.isin(variable.absent, reasons))


def _ticked(responses: Responses, name: str, categories: frozenset[str]) -> NDArray[np.bool_] | None:
    question = next((q for q in responses.instrument if q.id == name and isinstance(q, MultipleChoice)), None)
    if question is None or any(category.startswith(ABSENT) for category in categories):
        return None
    found = np.zeros(responses.rows, dtype=bool)
    for option in question.options:
        tick = responses.variables[f"{name}[{option.code}]"]
        if (option.kind or ANSWERED) in categories and isinstance(tick, Coded):
            found |= tick.codes == 1
    return found
