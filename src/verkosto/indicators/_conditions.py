"""Conditions of an indicator: held so that they can be compared, written to a file and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from verkosto.errors import CodebookError

__all__ = ["Terms", "plain", "taken", "terms"]

Terms = Mapping[str, Any] | str
"""Conditions by variable, or the id of a number."""

_ENDS = ("low", "high")


def terms(value: object, what: str) -> Terms:
    """Return conditions or the id of a number in the one form that they are kept in.

    Codes are a list; a pair of bounds is a tuple, as `Responses.where` takes it.

    Raises:
        CodebookError: It is neither.
    """
    if isinstance(value, str) and value.strip():
        return value
    if not isinstance(value, Mapping) or not value or not all(isinstance(name, str) for name in value):
        msg = f"{what} is conditions such as {{'malli_a': ['k']}} or the id of a number, not {value!r}."
        raise CodebookError(msg)
    return {name: _condition(part, f"{what} {name!r}") for name, part in value.items()}


def _condition(value: object, what: str) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        return [str(value)]
    if isinstance(value, tuple) and len(value) == 2:
        # Bounds; two codes in a tuple are as good to `where` as in a list.
        return tuple(_end(end, what) for end in value)
    if not isinstance(value, Iterable) or isinstance(value, Mapping | bytes):
        msg = f"{what}: a condition is codes, such as ['k', 'e'], True or False, or a pair of bounds (10, None)."
        raise CodebookError(msg)
    codes = list(value)
    if not codes or not all(isinstance(code, str | int) and not isinstance(code, bool) for code in codes):
        raise CodebookError(f"{what}: codes are texts, such as ['k', 'e'], and at least one.")
    return [str(code) for code in codes]


def _end(value: object, what: str) -> Any:
    if value is None or isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise CodebookError(f"{what}: a bound is a number, a date as text such as '2020-03-01', or None.")


def plain(value: Terms) -> Any:
    """Return conditions as a file holds them: a pair of bounds is a table with `low` and `high`."""
    if isinstance(value, str):
        return value
    return {name: _plain(part) for name, part in value.items()}


def _plain(condition: Any) -> Any:
    if isinstance(condition, tuple):
        return {name: end for name, end in zip(_ENDS, condition, strict=True) if end is not None}
    return condition


def taken(value: object) -> Any:
    """Return what `plain` gave as `terms` takes it; what is wrong with it, `terms` tells."""
    if not isinstance(value, Mapping):
        return value
    return {name: _taken(part) for name, part in value.items()}


def _taken(condition: object) -> object:
    if isinstance(condition, Mapping) and set(condition) <= set(_ENDS):
        return tuple(condition.get(name) for name in _ENDS)
    return condition
