"""Recoded variables: a new single choice made from conditions on others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.errors import DerivationError
from verkosto.instruments import Option, SingleChoice
from verkosto.responses._conditions import Condition, mask_of
from verkosto.responses._variables import REASONS, Coded, smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["recode"]

_UNSET = -len(REASONS) - 1


def recode(
    question: SingleChoice,
    conditions: Mapping[Option, Mapping[str, Condition]],
    rows: int,
    one: Callable[[str, Any], NDArray[np.bool_]],
    reasons: Callable[[str], NDArray[np.int8]],
    otherwise: str | None,
) -> Coded:
    """Return the new column.

    A row takes the option whose conditions all hold. A row that fulfils none and lacks an answer to one of the
    questions is missing for the first such reason.

    Raises:
        DerivationError: A row fulfils the conditions of two options, or has every answer and fulfils none.
    """
    codes = np.full(rows, _UNSET, dtype=np.int64)
    for place, (option, condition) in enumerate(conditions.items()):
        mask = mask_of(condition, rows, one)
        twice = mask & (codes != _UNSET)
        if twice.any():
            other = question.options[int(codes[twice][0])].code
            msg = (
                f"derive {question.id!r}: {int(twice.sum())} rows fulfil the conditions of both {other!r} and "
                f"{option.code!r}. Make the conditions exclude each other."
            )
            raise DerivationError(msg)
        codes[mask] = place
    names = dict.fromkeys(name for condition in conditions.values() for name in condition)
    for name in names:
        absent = reasons(name)
        lacks = (codes == _UNSET) & (absent > 0)
        codes[lacks] = -absent[lacks].astype(np.int64)
    left = codes == _UNSET
    if left.any():
        if otherwise is None:
            msg = (
                f"derive {question.id!r}: {int(left.sum())} rows have their answers and fulfil none of the "
                "conditions. Add an option for them, or name one with otherwise=."
            )
            raise DerivationError(msg)
        codes[left] = next(p for p, option in enumerate(question.options) if option.code == otherwise)
    kinds = tuple(option.kind for option in question.options)
    return Coded(
        codes.astype(smallest(len(question.options))),
        tuple(option.code for option in question.options),
        kinds if any(kinds) else (),
        "ordered" if question.ordered else "category",
    )
