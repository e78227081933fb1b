"""From an instrument to plain data, as short as a person would write it: what has its default is left out."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from verkosto.dates import PartialDate, Period
from verkosto.errors import CodebookError
from verkosto.instruments._columns import Column
from verkosto.instruments._options import Option, Scale
from verkosto.instruments._questions import Question
from verkosto.instruments._structure import KEYS
from verkosto.instruments._values import KINDS
from verkosto.text import LocalText

if TYPE_CHECKING:
    from cattrs import Converter

    from verkosto.instruments._instrument import Instrument

__all__ = ["FORMAT", "plain", "to_dict"]

FORMAT = "verkosto.instrument/1"
"""The word that a codebook file begins with."""

# Larger whole numbers are no longer told apart from their neighbours, so ".0" says that they are rounded.
_EXACT = 2.0**53

_LONG = frozenset({"options", "rows", "scale", "special"})


def _words(text: LocalText) -> str | dict[str, str]:
    given = {"fi": text.fi, "sv": text.sv, "en": text.en}
    written = {lang: words for lang, words in given.items() if words is not None}
    return text.fi if len(written) == 1 else written


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _reading_order(cls: type, written: dict[str, Any]) -> list[str]:
    """Return the keys as a person looks for them: name and kind first, lists of options last."""
    fields = [field.name for field in attrs.fields(cls)]
    keys = ["id", "kind", *(name for name in fields if name in written and name != "id")]
    return sorted(keys, key=lambda key: key in _LONG)


def _question(converter: Converter) -> Callable[[Question], dict[str, Any]]:
    from cattrs.gen import make_dict_unstructure_fn

    makers: dict[type, Callable[[Any], dict[str, Any]]] = {
        cls: make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True) for cls in KINDS.values()
    }

    def question(value: Question) -> dict[str, Any]:
        make = makers.get(type(value))
        if make is None:
            msg = (
                f"question {value.id!r} is a {type(value).__name__}, which codebook files do not know. "
                f"Make it one of {', '.join(cls.__name__ for cls in makers)}."
            )
            raise CodebookError(msg)
        written = {"kind": value.kind, **make(value)}
        return {key: written[key] for key in _reading_order(type(value), written)}

    return question


@functools.cache
def _converter() -> Converter:
    from cattrs import Converter

    converter = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(LocalText, _words)
    converter.register_unstructure_hook(PartialDate, str)
    converter.register_unstructure_hook(Period, str)
    converter.register_unstructure_hook(float, _number)
    converter.register_unstructure_hook(Scale, lambda scale: converter.unstructure(list(scale.options)))
    converter.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Question), _question(converter)
    )
    return converter


def plain(part: Option | Column) -> dict[str, Any]:
    """Return an option or a column as a dict, without what has its default."""
    made: dict[str, Any] = _converter().unstructure(part)
    return made


def to_dict(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as dicts, lists, text and numbers, in the order in which a file shows them.

    Raises:
        CodebookError: A question is of a class that codebook files do not know.
    """
    converter = _converter()
    defaults = {field.name: field.default for field in attrs.fields(type(instrument))}
    written: dict[str, Any] = {"format": FORMAT}
    for key in KEYS:
        value = getattr(instrument, key)
        if value != defaults[key]:
            written[key] = converter.unstructure(value)
    return written
