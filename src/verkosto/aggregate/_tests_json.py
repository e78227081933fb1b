"""Tests as JSON: the schemas "verkosto.test/1" and "verkosto.columntests/1", which every later version reads."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any, TypeVar

from verkosto.errors import OptionError, TableFormatError
from verkosto.text import LANGUAGES, LocalText

__all__ = ["COLUMNS", "TEST", "decode", "encode"]

TEST = "verkosto.test/1"
COLUMNS = "verkosto.columntests/1"

T = TypeVar("T")


def encode(result: Any, schema: str) -> str:
    """Return the JSON of a result of attrs classes; `decode` gives an equal one back."""
    written = {"schema": schema, **_converter().unstructure(result)}
    return json.dumps(written, ensure_ascii=False, allow_nan=False)


def decode(text: str, schema: str, kind: type[T]) -> T:
    """Return the result that `encode` wrote.

    Raises:
        TableFormatError: The text is no JSON of the schema; the message says what is wrong.
    """
    from cattrs import BaseValidationError, transform_error

    try:
        raw = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"the text is no JSON: {error}. Give what `to_json` wrote."
        raise TableFormatError(msg) from error
    if not isinstance(raw, dict) or raw.get("schema") != schema:
        named = raw.get("schema") if isinstance(raw, dict) else None
        msg = f"schema: is {named!r} and not {schema!r}. A newer verkosto may have written it."
        raise TableFormatError(msg)
    try:
        found: T = _converter().structure({key: value for key, value in raw.items() if key != "schema"}, kind)
    except BaseValidationError as error:
        faults = "; ".join(transform_error(error, path=schema))
        msg = f"{faults}. Give what `to_json` wrote."
        raise TableFormatError(msg) from error
    return found


@cache
def _converter() -> Any:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, float):
        converter.register_structure_hook(kind, _exact)
    converter.register_structure_hook_func(lambda kind: kind == str | int | float | None, lambda value, _: _cell(value))
    converter.register_structure_hook(LocalText, lambda value, _: _local(value))
    converter.register_unstructure_hook(LocalText, lambda text: {k: v for k in LANGUAGES if (v := getattr(text, k))})
    return converter


def _exact(value: Any, kind: type) -> Any:
    """Take a value of the kind and nothing like it: cattrs would make 1 of "1"."""
    fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
    if not fits or isinstance(value, bool) or (kind is float and not math.isfinite(value)):
        msg = f"is not of the type {kind.__name__}"
        raise ValueError(msg)
    return float(value) if kind is float else value


def _cell(value: Any) -> Any:
    # Figures look at kinds themselves; here only what could never be a cell is turned away.
    if not isinstance(value, str | int | float | None):
        msg = "is neither text nor number"
        raise ValueError(msg)  # noqa: TRY004
    return value


def _local(value: Any) -> LocalText:
    try:
        return LocalText(**value)
    except (TypeError, OptionError) as error:
        msg = "is no text by language with a Finnish one"
        raise ValueError(msg) from error
