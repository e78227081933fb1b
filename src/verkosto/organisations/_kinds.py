"""What the fields of organisations and councils are made of, and what a value is called among others.

A field that may hold several kinds of things (`Quantity | LocalText | PartialDate | bool | None`) is written
with the name of the kind, `{"quantity": {...}}`: a date and a text are both letters otherwise.
"""

from __future__ import annotations

import functools
import re
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from verkosto.dates import PartialDate
from verkosto.regions import AreaRef
from verkosto.text import LocalText

__all__ = ["PLAIN", "alternatives", "fields_of", "format_of", "is_union", "item_of", "tag_of"]

PLAIN: tuple[type, ...] = (str, int, float, bool)
"""Kinds that data and objects write alike."""

_TAGS: dict[type, str] = {LocalText: "text", PartialDate: "date", AreaRef: "area"}
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def format_of(cls: type) -> str | None:
    """Return the format of a class that has a file of its own (see `Document`), otherwise None."""
    return getattr(cls, "FORMAT", None)


@functools.cache
def fields_of(cls: type) -> dict[str, tuple[attrs.Attribute[Any], Any]]:
    """Return the fields of an attrs class by the name that its constructor takes, each with its kind."""
    kinds = get_type_hints(cls)
    return {field.alias or field.name: (field, kinds[field.name]) for field in attrs.fields(cls) if field.init}


def is_union(kind: Any) -> bool:
    """Tell whether a kind is a choice between kinds, such as `str | None`."""
    return get_origin(kind) in (Union, UnionType)


def alternatives(kind: Any) -> tuple[tuple[Any, ...], bool]:
    """Return the kinds of a union without None, and whether None is among them."""
    kinds = get_args(kind)
    return tuple(one for one in kinds if one is not NoneType), NoneType in kinds


def item_of(kind: Any) -> Any:
    """Return X of `tuple[X, ...]`, None for another kind."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def tag_of(kind: type) -> str:
    """Return what a kind is called in the data of a field that may hold several."""
    return _TAGS.get(kind) or _CAPITAL.sub("_", kind.__name__).lower()
