"""What a caller gives: numbers, Python's or NumPy's, and words of which some are known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any, TypeGuard, TypeVar

from verkosto.errors import AnalysisError, did_you_mean

__all__ = ["is_number", "listed", "one_of"]

Word = TypeVar("Word", bound=str)


def is_number(given: object) -> TypeGuard[float]:
    """Return whether something is a finite number; True and False are none."""
    return not isinstance(given, bool) and isinstance(given, Real) and math.isfinite(float(given))


def listed(given: object) -> list[Any]:
    """Return what is one thing or several as a list; text is one thing."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return list(given)
    return [given]


def one_of(value: object, known: Sequence[Word], what: str) -> Word:
    """Return a word that is one of those known.

    Raises:
        AnalysisError: It is none; the message names the nearest.
    """
    for word in known:
        if isinstance(value, str) and value == word:
            return word
    given = repr(value) if value is None or isinstance(value, str | Real) else type(value).__name__
    msg = f"{what} is one of {', '.join(map(repr, known))}, not {given}.{did_you_mean(value, known)}"
    raise AnalysisError(msg)
