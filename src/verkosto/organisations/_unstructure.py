"""From objects to plain data, as short as a person would write it: what has its default is left out."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, get_origin

import attrs
from attrs import define

from verkosto.dates import PartialDate, Period
from verkosto.errors import NetworkError
from verkosto.organisations._kinds import PLAIN, alternatives, fields_of, is_union, item_of, tag_of
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Writing", "table"]


@define
class Writing:
    """What one call of `to_data` has written so far.

    Attributes:
        keys: The key of each source; None where sources stand in full wherever they are named.
    """

    keys: dict[Source, str] | None = None
    # The same source stands at thousands of facts, and looking at its identity is ten times faster than its hash.
    _known: dict[int, str] = attrs.field(factory=dict, init=False)

    def source(self, value: Source) -> Any:
        """Return the key of a source, or all of it."""
        if self.keys is None:
            return _source(value, self)
        found = self._known.get(id(value))
        if found is None:
            found = self._known[id(value)] = self.keys.setdefault(value, f"s{len(self.keys) + 1}")
        return found


Write: TypeAlias = Callable[[Any, Writing], Any]

_AS_TEXT = (PartialDate, Period, AreaRef)


def _words(text: LocalText, _: Writing) -> str | dict[str, str]:
    given = {"fi": text.fi, "sv": text.sv, "en": text.en}
    written = {lang: words for lang, words in given.items() if words is not None}
    return text.fi if len(written) == 1 else written


def _as_it_is(value: Any, _: Writing) -> Any:
    return value


def _as_text(value: Any, _: Writing) -> str:
    return str(value)


@functools.cache
def _write_of(kind: Any) -> Write:
    """Return the function that writes one value of a kind."""
    if kind in PLAIN or get_origin(kind) is Literal:
        return _as_it_is
    if kind in _AS_TEXT:
        return _as_text
    if kind is LocalText:
        return _words
    if kind is Source:
        return lambda value, writing: writing.source(value)
    if item_of(kind) is not None:
        write = _write_of(item_of(kind))
        return lambda values, writing: [write(value, writing) for value in values]
    return _union(kind) if is_union(kind) else table(kind)


def _union(kind: Any) -> Write:
    kinds, optional = alternatives(kind)
    if len(kinds) == 1:
        write = _write_of(kinds[0])
        return lambda value, writing: None if optional and value is None else write(value, writing)
    tagged = {one: (tag_of(one), _write_of(one)) for one in kinds if attrs.has(one)}

    def chosen(value: Any, writing: Writing) -> Any:
        found = tagged.get(type(value))
        return value if found is None else {found[0]: found[1](value, writing)}

    return chosen


@functools.cache
def table(cls: type) -> Write:
    """Return the function that writes an object of a class as a dict, without what has its default.

    Raises:
        NetworkError: From the function, for an object of a child class, whose own fields would be lost.
    """
    parts = [(field.name, key, _default_of(field), _write_of(kind)) for key, (field, kind) in fields_of(cls).items()]

    def written(value: Any, writing: Writing) -> dict[str, Any]:
        if type(value) is not cls:
            raise NetworkError(
                f"A {type(value).__name__} stands where data know a {cls.__name__}. Make it a {cls.__name__}."
            )
        found = {}
        for name, key, default, write in parts:
            part = getattr(value, name)
            # The most frequent defaults are None and (), each the same object everywhere.
            if part is not default and part != default:
                found[key] = write(part, writing)
        return found

    return written


_REQUIRED = object()


def _default_of(field: attrs.Attribute[Any]) -> Any:
    default: Any = field.default
    if default is attrs.NOTHING:
        return _REQUIRED
    return default.factory() if hasattr(default, "factory") else default


_source = table(Source)
