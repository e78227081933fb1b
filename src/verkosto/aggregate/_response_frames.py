"""Columns of a frame that the caller brings: those who were asked, or the organisations of a register."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from verkosto.aggregate._given import is_number
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.responses import Responses, is_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["category", "check_responses", "columns_of", "counts", "numbers_of"]

_ALWAYS_PRESENT = {str, int, bool, type(None)}


def check_responses(responses: object) -> None:
    """Refuse what is no `Responses`; a frame of those asked is another argument.

    Raises:
        AnalysisError: The message says where a frame belongs.
    """
    if not isinstance(responses, Responses):
        msg = (
            f"the answers must be a Responses in memory, not a {type(responses).__name__}. Read them with `vk.read`; a "
            "frame of those asked, or a register, is the second argument."
        )
        raise AnalysisError(msg)


def columns_of(frame: object, names: Sequence[str], what: str) -> dict[str, list[Any]]:
    """Return columns of a frame as lists of plain values, None where a value is absent.

    Args:
        frame: A frame of any library that narwhals knows (a lazy one is computed), or `Responses`.
        names: The columns wanted.
        what: What messages call the frame.

    Raises:
        AnalysisError: It is no frame, or its engine failed.
        UnknownVariableError: It has no such column.
    """
    given = frame.frame if isinstance(frame, Responses) else frame
    if not is_frame(given):
        msg = f"{what} is a frame (of pandas, polars, DuckDB or another library), not {type(frame).__name__}."
        raise AnalysisError(msg)
    import narwhals as nw

    try:
        opened: Any = nw.from_native(given)
        known = opened.collect_schema().names()
        chosen = opened.select(list(dict.fromkeys(name for name in names if name in known)))
        chosen = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
        found = chosen.to_dict(as_series=False)
    except Exception as error:  # noqa: BLE001 - told by its kind alone, for its message may quote an answer
        msg = f"{what} could not be read ({type(error).__name__}). Compute the frame yourself and look at it."
        raise AnalysisError(msg) from None
    for name in names:
        if name not in found:
            msg = f"{what} has no column {name!r}.{did_you_mean(name, map(str, known))} Name one of its columns."
            raise UnknownVariableError(msg)
    return {name: _plain(found[name]) for name in names}


def _plain(values: list[Any]) -> list[Any]:
    """Put None in place of NaN, and of what pandas writes for values that are absent."""
    if set(map(type, values)) <= _ALWAYS_PRESENT:
        return values
    return [None if _absent(value) else value for value in values]


def _absent(value: Any) -> bool:
    # pandas' NA is neither true nor false, so it is known by its name.
    return type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and math.isnan(value))


def category(value: Any) -> str | None:
    """Return a value as the code of a category; whole numbers have no decimals, as in a file."""
    if value is None:
        return None
    whole = not isinstance(value, bool) and isinstance(value, numbers.Real) and float(value).is_integer()
    return str(int(value) if whole else value)


def counts(value: object) -> TypeGuard[float]:
    """Tell whether a value is a finite number of 0 or more."""
    return is_number(value) and value >= 0


def numbers_of(values: Sequence[Any], name: str, what: str) -> NDArray[np.float64]:
    """Return numbers of 0 or more.

    Raises:
        AnalysisError: A value is absent, negative, infinite or no number; the message counts them.
    """
    real = {kind for kind in set(map(type, values)) - {bool} if issubclass(kind, numbers.Real)}
    found = np.array([value if type(value) in real else math.nan for value in values], dtype=np.float64)
    if bad := int(np.count_nonzero(~(np.isfinite(found) & (found >= 0)))):
        msg = f"{what} {name!r}: {bad} of {len(values)} rows have no number of 0 or more. Correct the column."
        raise AnalysisError(msg)
    return found
